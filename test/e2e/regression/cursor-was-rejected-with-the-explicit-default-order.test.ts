import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Lists are in id order by default, yet a cursor of a list without `orderBy` was rejected in one with `orderBy: ID_ASC`.
it.each([
  ['', ', orderBy: ID_ASC'],
  [', orderBy: ID_ASC', ''],
])('accepts a cursor of a list with "%s" in one with "%s"', async (before, after) => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const first = await gateway.gql(
    `{ contacts(first: 2${before}) { nodes { clioId } pageInfo { endCursor } } }`,
  );
  const page = first.data?.contacts as { pageInfo: { endCursor: string } } | undefined;
  const next = await gateway.gql(
    `query ($after: String) { contacts(first: 2, after: $after${after}) { nodes { clioId } } }`,
    {
      variables: { after: page?.pageInfo.endCursor },
    },
  );
  expect(next.errors).toBeUndefined();
  const ids = [...sandbox.records('Contact').keys()].map(Number).sort((a, b) => a - b);
  expect(next.data?.contacts).toEqual({ nodes: ids.slice(2, 4).map((id) => ({ clioId: String(id) })) });
});
