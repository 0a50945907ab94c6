import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// The sandbox makes each field that can be null null once. For a user's account it chose a user of one of its tokens.
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

it('there are still users without an account and with a deleted one', async () => {
  await using sandbox = await startSandbox();
  const accounts = [...sandbox.records('User').values()].map(({ account }) => account);
  expect(accounts).toContain(null);
  expect(accounts.some((one) => one !== null && (one as { id: number }).id !== 1)).toBe(true);
});
