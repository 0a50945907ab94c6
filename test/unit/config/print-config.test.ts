import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { printConfig } from '../../../src/config/print-config.ts';

describe('printConfig', () => {
  it('changes nothing where there is no secret', () => {
    const config = loadConfig({ CLIO_REGION: 'eu' });
    expect(printConfig(config)).toEqual(config);
  });

  it('blanks the token', () => {
    const config = loadConfig({ CLIO_ACCESS_TOKEN: 'hunter2' });
    expect(printConfig(config)).toEqual({ ...config, accessToken: '***' });
    expect(config.accessToken).toBe('hunter2');
  });

  it('blanks the secrets of sign-in', () => {
    const config = loadConfig({
      CLIO_CLIENT_ID: 'app-1',
      CLIO_CLIENT_SECRET: 'hunter2',
      CLIO_REDIRECT_URI: 'https://gateway.example.com/auth/callback',
      SESSION_SECRET: `${'hunter2'.repeat(5)},${'hunter3'.repeat(5)}`,
    });
    expect(printConfig(config).signIn).toEqual({
      ...config.signIn,
      applications: { us: { clientId: 'app-1', clientSecret: '***' } },
      sessionSecrets: ['***', '***'],
    });
  });

  it.each([
    ['redis://127.0.0.1:6379', 'redis://127.0.0.1:6379'],
    ['rediss://:hunter2@cache:6380/2', 'rediss://***@cache:6380/2'],
    ['redis://me:hunter2@cache', 'redis://***@cache'],
    ['redis://cache/0?password=hunter2', 'redis://cache/0?***'],
  ])('shows %s as %s', (given, shown) => {
    expect(printConfig(loadConfig({ REDIS_URL: given })).redisUrl).toBe(shown);
  });
});
