import { expect, it } from 'vitest';
import { checkWebhookAddress } from '../../../src/cli/doctor/check-machine.ts';
import { loadConfig } from '../../../src/config/load-config.ts';

const clio = { CLIO_REGION: 'us' };
const local = { CLIO_BASE_URL: 'http://127.0.0.1:9999/api/v4' };
const address = { WEBHOOK_URL: 'https://api.example.com' };

it.each<[Record<string, string>, 'ok' | 'wrong' | null, RegExp | null]>([
  [{}, null, null],
  [clio, 'ok', /^not served; to serve them, set WEBHOOK_URL/],
  [local, 'ok', /^served; the API on this machine/],
  [
    { ...clio, ...address },
    'ok',
    /https:\/\/api\.example\.com\/webhooks\/….*; behind several gateways it needs REDIS_URL$/,
  ],
  [{ ...clio, ...address, REDIS_URL: 'redis://127.0.0.1:6379' }, 'ok', /\/webhooks\/…$/],
  [{ ...local, WEBHOOK_URL: 'http://127.0.0.1:8080' }, 'ok', /127\.0\.0\.1:8080\/webhooks/],
  [{ ...clio, WEBHOOK_URL: 'https://localhost' }, 'wrong', /^Clio cannot reach https:\/\/localhost/],
])('with %j the doctor reports for subscriptions: %s', (env, level, text) => {
  const finding = checkWebhookAddress(loadConfig(env));
  expect(finding?.level ?? null).toBe(level);
  if (text) expect(finding?.text).toMatch(text);
  expect(finding?.advice === undefined).toBe(level !== 'wrong');
});
