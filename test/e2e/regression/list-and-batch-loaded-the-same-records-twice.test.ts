import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Records were loaded by their ids while a list with all selected fields of the same records was in flight. It depended on
// which of the calls ended first.

const idsAsked = (calls: readonly { readonly query: readonly (readonly [string, string])[] }[]): number =>
  calls.flatMap(({ query }) => query.filter(([name]) => name === 'ids[]')).length;

it.each([
  ['waits for a list that returns all selected fields', 'addresses { city street }', 0],
  ['loads fields that a list does not return', 'name', 1],
])('a batch %s', async (_, listed, batches) => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  sandbox.fault({ kind: 'delay', delayMs: 60, match: '/contacts.json', times: 1 });
  const clients = 'matters(first: 20) { nodes { client { clioId addresses { city } } } }';
  const beside = await gateway.gql(`{ ${clients} contacts(first: 1000) { nodes { ${listed} } } }`);
  expect(idsAsked(sandbox.calls) > 0 ? 1 : 0).toBe(batches);
  expect(beside.errors).toBeUndefined();
  const alone = await gateway.gql(`{ ${clients} }`);
  expect(beside.data?.matters).toEqual(alone.data?.matters);
});

it('takes a record by its id from a list in the same operation', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const query = '{ contact(id: 1) { name } contacts(first: 3) { nodes { name } } }';
  const { data, extensions } = await gateway.gql(query, { headers: { 'x-clio-explain': 'trace' } });
  const nodes = [{ name: expect.any(String) }, { name: expect.any(String) }, { name: expect.any(String) }];
  expect(data).toEqual({ contact: { name: expect.any(String) }, contacts: { nodes } });
  expect(extensions?.clio).toMatchObject({ cost: { min: 1, max: 2, actual: 1 } });
});
