import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LoginFile, type StoredLogin } from '../../../src/auth/login-file.ts';
import { loadAccount } from '../../../src/cli/settings.ts';
import { configFolder } from '../../../src/config/config-folder.ts';

const login: StoredLogin = {
  region: 'eu',
  baseUrl: 'https://eu.app.clio.com/api/v4',
  oauthUrl: 'https://eu.app.clio.com/oauth',
  application: { clientId: 'an-id', clientSecret: 'a-secret' },
  redirectUri: 'http://127.0.0.1:4005/callback',
  tokens: { access: 'access', refresh: 'refresh', expiresAtMs: null },
  user: null,
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-account-'));
});
afterEach(() => rm(folder, { recursive: true }));

it.each([{}, { SANDBOX: '0' }, { SANDBOX: ' ' }])(
  'uses the stored login with the settings %o',
  async (settings) => {
    const env = { XDG_CONFIG_HOME: folder, ...settings };
    await new LoginFile(configFolder(env)).write(login);
    const account = await loadAccount(env);
    expect(account.login).toEqual(login);
    expect(account.config.upstream).toEqual({ kind: 'clio', baseUrl: null, region: 'eu' });
  },
);

it.each([{ SANDBOX: '1' }, { CLIO_REGION: 'ca' }])(
  'ignores the stored login with the settings %o',
  async (settings) => {
    const env = { XDG_CONFIG_HOME: folder, ...settings };
    await new LoginFile(configFolder(env)).write(login);
    expect((await loadAccount(env)).login).toBeNull();
  },
);

it('requires an account if SANDBOX=0', async () => {
  const env = { XDG_CONFIG_HOME: folder, SANDBOX: '0' };
  await expect(loadAccount(env)).rejects.toThrow('No setting says which Clio account to serve');
});
