import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

it("a link's user error points at the input field, not at an id within it that the input does not have", async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const answer = await gateway.gql(
    'mutation { updateTask(input: { id: "1", matterId: "999999" }) { userErrors { field } } }',
  );
  expect(answer.data).toEqual({ updateTask: { userErrors: [{ field: ['input', 'matterId'] }] } });
});
