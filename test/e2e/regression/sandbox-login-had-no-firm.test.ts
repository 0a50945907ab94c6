import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Where a field can be null, the sandbox makes it null once. For a user's account that fell on one of those who sign in.
it('each login of the sandbox belongs to the firm', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: null });
  const { owner, restricted, noBilling } = sandbox.tokens;
  for (const token of [owner, restricted, noBilling]) {
    const { data } = await gateway.gql('{ viewer { account { name } } }', { token });
    expect(data).toEqual({
      viewer: { account: { name: 'Halloran Lindqvist LLP (sandbox: invented data)' } },
    });
  }
});

it('users without an account and with one that is gone are still there', async () => {
  await using sandbox = await startSandbox();
  const accounts = [...sandbox.records('User').values()].map(({ account }) => account);
  expect(accounts).toContain(null);
  expect(accounts.some((one) => one !== null && (one as { id: number }).id !== 1)).toBe(true);
});
