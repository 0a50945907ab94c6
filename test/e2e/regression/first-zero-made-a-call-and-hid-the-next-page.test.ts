import { expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// `first: 0` cost a call for any selection, accepted any text as a cursor, and reported that there is no next page.

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }));

it.each([
  ['first: 0', 'nodes { id } edges { cursor }', 0, { nodes: [], edges: [] }],
  ['last: 0', 'nodes { id }', 0, { nodes: [] }],
  ['first: 0', 'totalCount', 1, { totalCount: 13 }],
  [
    'first: 0',
    'nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor }',
    1,
    { nodes: [], pageInfo: { hasNextPage: true, hasPreviousPage: false, endCursor: null } },
  ],
  [
    'last: 0',
    'totalCount pageInfo { hasNextPage hasPreviousPage }',
    1,
    { totalCount: 13, pageInfo: { hasNextPage: false, hasPreviousPage: true } },
  ],
  [
    'first: 0, filter: { name: "nobody has this name" }',
    'pageInfo { hasNextPage }',
    1,
    { pageInfo: { hasNextPage: false } },
  ],
])('returns users(%s) { %s } with %i calls', async (window, selection, calls, wanted) => {
  sandbox.resetCalls();
  const { data, errors } = await gateway.gql(`{ users(${window}) { ${selection} } }`);
  expect(errors).toBeUndefined();
  expect(data?.users).toEqual(wanted);
  expect(sandbox.calls).toHaveLength(calls);
});

it('rejects an invalid cursor all the same', async () => {
  const { errors } = await gateway.gql('{ users(first: 0, after: "abc") { nodes { id } } }');
  expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});
