import { expect, it } from 'vitest';
import { errorCodes, startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

it.each([
  ['a contact in the place of the document', { id: 'Contact:6', documentVersionId: 'DocumentVersion:7' }],
  ['a document in the place of its version', { id: 'Document:6', documentVersionId: 'Document:7' }],
])('rejects saving a version with %s', async (_name, input) => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const response = await gateway.gql(
    'mutation ($input: SaveDocumentVersionAsLatestInput!) { saveDocumentVersionAsLatest(input: $input) { userErrors { message } } }',
    { variables: { input } },
  );
  expect(errorCodes(response)).toEqual(['BAD_USER_INPUT']);
  expect(sandbox.calls).toEqual([]);
});
