import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// The write was executed, and then an error said that a part of the payload can never be read.
it('is rejected before the write', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const { data, errors } = await gateway.gql(
    `mutation {
      updateMatter(input: { id: "1", description: "New" }) {
        matter { description customRate { rates { rate } } }
      }
    }`,
  );
  expect(data).toEqual({ updateMatter: null });
  expect(errors).toMatchObject([
    {
      path: ['updateMatter', 'matter', 'customRate', 'rates'],
      message: expect.stringContaining('"rates"'),
      extensions: { code: 'BAD_USER_INPUT' },
    },
  ]);
  expect(sandbox.calls).toEqual([]);
});
