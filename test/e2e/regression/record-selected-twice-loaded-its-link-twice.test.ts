import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Equal lists of one request were one call, but equal links, texts and single records below a parent were not; with a repeated
// id in `nodes` there were more calls than the price of the operation.
it.each([
  [
    'a link',
    '{ nodes(ids: ["DocumentTemplate:7", "DocumentTemplate:7"]) { ... on DocumentTemplate { downloadUrl } } }',
  ],
  ['a text', '{ nodes(ids: ["Bill:7", "Bill:7"]) { ... on Bill { previewHtml } } }'],
  ['a record', '{ nodes(ids: ["Matter:7", "Matter:7"]) { ... on Matter { clientDetails { name } } } }'],
])('requests %s of a repeated record only once', async (_title, query) => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const { data, errors, extensions } = await gateway.gql(query, { headers: { 'x-clio-explain': 'trace' } });
  expect(errors).toBeUndefined();
  const nodes = data?.nodes as readonly unknown[] | undefined;
  expect(nodes?.[1]).toEqual(nodes?.[0]);
  expect(extensions?.clio).toMatchObject({ cost: { actual: 2, max: 2 } });
});
