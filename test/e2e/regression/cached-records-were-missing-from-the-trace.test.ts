import { expect, it } from 'vitest';
import type { ClioExtension, ExplainedNode } from '../../../src/index.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Records that were loaded by id and found in the cache appeared nowhere: the trace looked as if nothing had been requested.
let logins = 0;
let token: string;

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() =>
  startGateway({ baseUrl: sandbox.baseUrl, token: null, config: { cacheTtlMs: 60_000 } }),
);

const newLogin = (): void => {
  logins += 1;
  token = sandbox.addToken({ name: `traced-${logins}` });
};

async function trace(query: string): Promise<ClioExtension> {
  const { extensions, errors } = await gateway.gql(query, { token, headers: { 'x-clio-explain': 'trace' } });
  expect(errors).toBeUndefined();
  return extensions?.clio as ClioExtension;
}

const flat = (nodes: readonly ExplainedNode[] = []): ExplainedNode[] =>
  nodes.flatMap((node) => [node, ...flat(node.next)]);

const node = '{ node(id: "Contact:3") { ... on Contact { name } } }';

it('lists one record that is requested by its id', async () => {
  newLogin();
  expect((await trace(node)).calls).toMatchObject([{ path: '/contacts/3.json', cached: false }]);
  const { cost, calls, plan } = await trace(node);
  expect(cost?.actual).toBe(0);
  expect(calls).toMatchObject([
    { method: 'GET', path: '/contacts/3.json', status: 200, cached: true, bytes: 0, waitMs: 0 },
  ]);
  expect(flat(plan).find(({ id }) => id === calls?.[0]?.node)?.actual).toMatchObject({
    calls: 0,
    cached: 1,
    startMs: null,
  });
});

it('lists a batch of which the cache has some records', async () => {
  newLogin();
  await trace('{ nodes(ids: ["Contact:1", "Contact:2"]) { ... on Contact { name } } }');
  const { cost, calls } = await trace(
    '{ nodes(ids: ["Contact:1", "Contact:2", "Contact:4", "Contact:5"]) { ... on Contact { name } } }',
  );
  expect(cost?.actual).toBe(1);
  expect(calls?.map(({ cached, path, query }) => [cached, path, query])).toEqual([
    [true, '/contacts.json', 'fields=id,name&ids[]=1&ids[]=2'],
    [false, '/contacts.json', 'fields=id,name&ids[]=4&ids[]=5'],
  ]);
  expect(new Set(calls?.map((call) => call.node)).size).toBe(1);
});

it('lists a batch that depends on a list', async () => {
  newLogin();
  const query = '{ matters(first: 5) { nodes { client { company { name } addresses { city } } } } }';
  const first = await trace(query);
  const second = await trace(query);
  expect(second.cost?.actual).toBe(0);
  // Every call of the first time is found in the cache the second time, at the same nodes.
  const nodesOf = ({ calls }: ClioExtension) => [...new Set(calls?.map((call) => call.node))].sort();
  expect(nodesOf(second)).toEqual(nodesOf(first));
  expect(second.calls?.every(({ cached }) => cached)).toBe(true);
});

it('does not list what the same request has loaded already', async () => {
  newLogin();
  const { calls } = await trace(
    '{ contacts(first: 200) { nodes { name } } node(id: "Contact:3") { ... on Contact { name } } }',
  );
  expect(calls?.filter(({ cached }) => cached)).toEqual([]);
});
