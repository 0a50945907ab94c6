import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

it('a user error about a link names the input field, not an id inside it that the input does not have', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const response = await gateway.gql(
    'mutation { updateTask(input: { id: "1", matterId: "999999" }) { userErrors { field } } }',
  );
  expect(response.data).toEqual({ updateTask: { userErrors: [{ field: ['input', 'matterId'] }] } });
});
