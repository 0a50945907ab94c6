import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly clioId: string } }[];
}

// Clio's previous page ends at a fixed record: with another page size it starts elsewhere, and a cursor that counted from its
// start pointed at another record.
it.each([
  ['after', 'first: 5, after: $cursor', [4, 5, 6, 7, 8]],
  ['before', 'last: 2, before: $cursor', [1, 2]],
])('continues %s a cursor of a page that was read backward', async (_title, window, positions) => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const ids = [...sandbox.records('Contact').keys()].map(Number).sort((a, b) => a - b);
  const page = async (args: string, cursor: string | null): Promise<Page> => {
    const query = `query ($cursor: String) { contacts(${args}) { edges { cursor node { clioId } } } }`;
    const { data } = await gateway.gql(cursor === null ? query.replace('($cursor: String)', '') : query, {
      variables: cursor === null ? {} : { cursor },
    });
    return data?.contacts as Page;
  };
  const start = await page('first: 5', null);
  const next = await page('first: 2, after: $cursor', start.edges[4]?.cursor ?? '');
  const back = await page('last: 3, before: $cursor', next.edges[1]?.cursor ?? '');
  expect(back.edges.map(({ node }) => Number(node.clioId))).toEqual(ids.slice(3, 6));
  const found = await page(window, back.edges[0]?.cursor ?? '');
  expect(found.edges.map(({ node }) => Number(node.clioId))).toEqual(positions.map((at) => ids[at]));
});
