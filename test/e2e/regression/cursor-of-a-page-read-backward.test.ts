import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly clioId: string } }[];
}

// A page that Clio gives as the previous one ends at a fixed record: asked for with another size it begins elsewhere,
// and a cursor that counted from its beginning pointed at another record.
it.each([
  ['after', 'first: 5, after: $cursor', [4, 5, 6, 7, 8]],
  ['before', 'last: 2, before: $cursor', [1, 2]],
])('goes on %s a cursor that came with a page read backward', async (_title, window, positions) => {
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
