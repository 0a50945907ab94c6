import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ClioExtension, ExplainedNode } from '../../../src/index.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox({ limit: 600 }));
const gateway = forAllTests(() =>
  startGateway({ baseUrl: sandbox.baseUrl, token: null, config: { cacheTtlMs: 60_000 } }),
);

let logins = 0;
let token: string;

beforeEach(() => {
  logins += 1;
  token = sandbox.addToken({ name: `explain-${logins}` });
  sandbox.resetCalls();
});

async function explain(
  query: string,
  mode: 'plan' | 'trace' = 'plan',
  variables?: Record<string, unknown>,
): Promise<ClioExtension> {
  const { extensions } = await gateway.gql(query, { variables, token, headers: { 'x-clio-explain': mode } });
  return extensions?.clio as ClioExtension;
}

const mattersWithTasks =
  '{ matters(first: 5) { nodes { displayNumber tasks(first: 3) { nodes { name } } } } }';

describe('the plan', () => {
  it('is the one in the guide', async () => {
    const guide = readFileSync(new URL('../../../docs/guides/explain.md', import.meta.url), 'utf8');
    const shown = /```json\n(.*?)```/s.exec(guide)?.[1] ?? '';
    expect({ data: null, extensions: { clio: await explain(mattersWithTasks) } }).toEqual(JSON.parse(shown));
    expect(sandbox.calls).toEqual([]);
  });

  it('reads page sizes from the variables', async () => {
    const query = 'query ($n: Int = 450) { matters(first: $n) { nodes { number } } }';
    expect((await explain(query)).cost).toEqual({ min: 1, expected: 2, max: 3 });
    expect((await explain(query, 'plan', { n: 10 })).cost).toEqual({ min: 1, expected: 1, max: 1 });
  });

  it('counts rounds: pages that follow each other, and the calls that depend on them', async () => {
    const rounds = async (query: string): Promise<number | undefined> => (await explain(query)).rounds;
    expect(await rounds('{ matters { nodes { number } } viewer { name } }')).toBe(1);
    expect(await rounds('{ matters(first: 450) { nodes { number } } }')).toBe(3);
    expect(await rounds('{ matters(first: 1000, orderBy: CREATED_AT_ASC) { nodes { number } } }')).toBe(2);
    expect(
      await rounds(
        '{ matters { nodes { client { company { addresses { city } company { addresses { city } } } } } } }',
      ),
    ).toBe(3);
    expect(
      await rounds(
        'mutation { a: deleteTask(input: { id: 1 }) { id } b: deleteTask(input: { id: 2 }) { id } }',
      ),
    ).toBe(2);
  });

  it('reads codes once, before the first write that needs them', async () => {
    const create = (code: string) =>
      `createActivity(input: { type: TIME_ENTRY, date: "2026-03-16", hours: 1, matterId: 1, utbmsTaskCode: ${code} }) { userErrors { message } }`;
    const { cost, plan } = await explain(`mutation { a: ${create('"L110"')} b: ${create('"L120"')} }`);
    expect(cost).toEqual({ min: 3, expected: 3, max: 3 });
    expect(flat(plan ?? []).map(({ method, path, serves, round }) => [method, path, serves, round])).toEqual([
      ['GET', '/utbms/codes.json', ['a'], 1],
      ['POST', '/activities.json', ['a'], 2],
      ['POST', '/activities.json', ['b'], 3],
    ]);
    expect((await explain(`mutation { ${create('null')} }`)).cost).toEqual({ min: 1, expected: 1, max: 1 });
  });

  it('names the batch that several positions share', async () => {
    const { plan } = await explain(
      '{ activities { nodes { matter { client { company { name } } } subject { __typename } } } contact(id: 1) { company { name } } }',
    );
    const nodes = flat(plan ?? []);
    const joining = nodes.filter(({ joins }) => joins !== undefined);
    expect(joining.length).toBeGreaterThan(0);
    for (const node of joining) expect(nodes.find(({ id }) => id === node.joins)?.path).toBe(node.path);
  });

  it('compares the price with the limit that Clio has reported', async () => {
    expect((await explain('{ viewer { name } }')).budget).toEqual({
      limit: 50,
      assumed: true,
      remaining: null,
      resetAt: null,
      share: { min: 0.02, expected: 0.02, max: 0.02 },
    });
    await gateway.gql('{ viewer { name } }', { token });
    const { budget } = await explain('{ matters { nodes { number } } }');
    expect(budget).toMatchObject({ assumed: false, limit: expect.any(Number) });
    expect(budget?.remaining).toBe((budget?.limit ?? 0) - 1);
    expect(Date.parse(budget?.resetAt ?? '')).toBeGreaterThan(0);
  });

  it('contains nothing about another login', async () => {
    await gateway.gql('{ viewer { name } }', { token });
    token = sandbox.addToken({ name: `other-${logins}` });
    expect((await explain('{ viewer { name } }')).budget).toMatchObject({ assumed: true, remaining: null });
    expect(JSON.stringify(await explain('{ viewer { name } }', 'trace'))).not.toContain(token);
  });
});

describe('the trace', () => {
  it('shows each call at its node of the plan', async () => {
    const trace = await explain(mattersWithTasks, 'trace');
    expect(trace.cost).toEqual({ min: 1, expected: 6, max: 6, actual: 6 });
    const [matters] = trace.plan ?? [];
    const [tasks] = matters?.next ?? [];
    expect(matters?.actual).toMatchObject({ calls: 1, cached: 0, statuses: [200] });
    expect(tasks?.actual).toMatchObject({ calls: 5, cached: 0, statuses: [200] });
    const own = trace.calls?.filter(({ node }) => node === '1.1') ?? [];
    expect(own).toHaveLength(5);
    expect(tasks?.actual?.bytes).toBe(own.reduce((sum, { bytes }) => sum + bytes, 0));
    for (const call of own) {
      expect(call.bytes).toBeGreaterThan(0);
      expect(call.waitMs).toBeGreaterThanOrEqual(0);
      expect(call.startMs).toBeGreaterThanOrEqual(matters?.actual?.startMs ?? Number.POSITIVE_INFINITY);
    }
    expect(trace.budget?.share.actual).toBeGreaterThan(0);
    expect(trace.budget?.assumed).toBe(false);
  });

  it('counts records from the cache separately', async () => {
    await explain(mattersWithTasks, 'trace');
    const { cost, plan, calls } = await explain(mattersWithTasks, 'trace');
    expect(cost?.actual).toBe(0);
    expect(plan?.[0]?.actual).toMatchObject({ calls: 0, cached: 1, startMs: null, ms: 0, bytes: 0 });
    expect(calls?.every((call) => call.cached && call.node !== null)).toBe(true);
  });

  it('shows rejected calls and retries', async () => {
    token = sandbox.addToken({ name: `without-${logins}`, userId: 3, without: ['billing'] });
    const { plan, calls } = await explain('{ bills { nodes { id } } }', 'trace');
    expect(plan?.[0]?.actual).toMatchObject({ calls: 1, statuses: [403] });
    expect(calls).toMatchObject([{ status: 403, node: '1' }]);
  });

  it('distinguishes the calls of two equal mutations', async () => {
    const { plan } = await explain(
      `mutation {
        a: setCustomFieldValues(input: { record: "Matter:1", values: [] }) { userErrors { code } }
        b: setCustomFieldValues(input: { record: "Contact:1", values: [] }) { userErrors { code } }
      }`,
      'trace',
    );
    expect(plan?.map(({ path, actual }) => [path, actual?.calls])).toEqual([
      ['/custom_fields.json', 1],
      ['/matters/{id}.json', 1],
      // Read once for the request.
      ['/custom_fields.json', 0],
      ['/contacts/{id}.json', 1],
    ]);
  });

  it('has a plan without nodes if no call is needed', async () => {
    expect(await explain('{ __typename }', 'trace')).toEqual({
      cost: { min: 0, expected: 0, max: 0, actual: 0 },
      rounds: 0,
      advice: [],
      calls: [],
      plan: [],
    });
  });
});

describe('an explain header that is turned off', () => {
  it('is rejected instead of executing the operation', async () => {
    await using closed = await startGateway({ baseUrl: sandbox.baseUrl, token, config: { explain: false } });
    for (const mode of ['plan', 'trace']) {
      const { status, errors } = await closed.gql('{ viewer { name } }', {
        headers: { 'x-clio-explain': mode },
      });
      expect([status, errors?.[0]?.extensions?.code]).toEqual([403, 'FORBIDDEN']);
    }
    expect((await closed.gql('{ viewer { name } }')).status).toBe(200);
    expect(sandbox.calls).toHaveLength(1);
  });
});

describe('the advice', () => {
  it.each([
    ['not if there is nothing to improve', '{ matters(first: 200) { nodes { client { name } } } }', []],
    [
      'about large pages',
      '{ matters(first: 450) { nodes { number } } }',
      [
        {
          code: 'MANY_PAGES',
          path: 'matters',
          message: expect.stringMatching(
            /^`first: 450` needs up to 3 calls, .* `first: 200` needs 1, and so does a filter \(.+\) that leaves no more\.$/,
          ),
        },
      ],
    ],
    [
      'about pages from the end',
      '{ matters(last: 450) { nodes { number } } }',
      [{ code: 'MANY_PAGES', message: expect.stringMatching(/`last: 200` needs 1\.$/) }],
    ],
    [
      'about a call for each parent',
      '{ matters(first: 7) { nodes { contacts: tasks { nodes { name } } } } }',
      [
        {
          code: 'CALL_PER_PARENT',
          path: 'matters.nodes.contacts',
          message: expect.stringContaining('up to 7'),
        },
      ],
    ],
    [
      'about records that are loaded one by one',
      '{ nodes(ids: ["Comment:1", "Comment:2"]) { ... on Comment { message } } }',
      [{ code: 'CALL_PER_RECORD', message: expect.stringContaining('up to 2') }],
    ],
    [
      'about a record that is loaded only for its lists',
      '{ matter(id: 1) { tasks { nodes { name } } } }',
      [
        {
          code: 'FILTER_AT_ROOT',
          path: 'matter',
          message: expect.stringContaining('`tasks(filter: { matterId: … })`'),
        },
      ],
    ],
    [
      'not about a record of which more is selected',
      '{ matter(id: 1) { number tasks { nodes { name } } } }',
      [],
    ],
    [
      'about more calls than a minute allows',
      '{ matters(first: 60) { nodes { tasks { nodes { name } } } } }',
      [
        {
          code: 'OVER_BUDGET',
          path: '',
          message: 'It is expected to take 61 calls; Clio usually allows a login 50 in a minute.',
        },
        { code: 'CALL_PER_PARENT' },
      ],
    ],
    [
      'about an operation that will be rejected',
      '{ contacts(first: 200) { nodes { matters { nodes { tasks { nodes { activities { nodes { lineItems { totalCount } } } } } } } } } }',
      [
        { code: 'REFUSED', path: '', message: expect.stringContaining('5000 are allowed') },
        { code: 'CALL_PER_PARENT' },
        { code: 'CALL_PER_PARENT' },
        { code: 'CALL_PER_PARENT' },
        { code: 'CALL_PER_PARENT' },
      ],
    ],
    [
      'about unreachable fields',
      '{ documents(first: 1) { nodes { name latestDocumentVersion { creator { name } } } } }',
      [
        {
          code: 'UNREACHABLE',
          path: 'documents.nodes.latestDocumentVersion.creator',
          message: expect.stringContaining('creator'),
        },
      ],
    ],
  ])('is given: %s', async (_title, query, advice) => {
    expect((await explain(query)).advice).toMatchObject(advice);
  });

  it('is right: an unreachable field is an error at the same path, with the same message', async () => {
    const query = '{ documents(first: 1) { nodes { name latestDocumentVersion { creator { name } } } } }';
    const [{ message } = { message: '' }] = (await explain(query)).advice ?? [];
    const { errors } = await gateway.gql(query, { token });
    expect(errors).toMatchObject([
      { message, path: ['documents', 'nodes', 0, 'latestDocumentVersion', 'creator'] },
    ]);
  });

  it('is right: the filter at the root returns the same with one call less', async () => {
    const below = await explain('{ matter(id: 1) { tasks { nodes { id name } } } }', 'trace');
    token = sandbox.addToken({ name: `root-${logins}` });
    const atRoot = await explain('{ tasks(filter: { matterId: 1 }) { nodes { id name } } }', 'trace');
    expect([below.cost?.actual, atRoot.cost?.actual]).toEqual([2, 1]);
  });
});

function flat(nodes: readonly ExplainedNode[]): ExplainedNode[] {
  return nodes.flatMap((node) => [node, ...flat(node.next)]);
}
