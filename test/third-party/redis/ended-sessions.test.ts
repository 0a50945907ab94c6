import { beforeEach, describe, expect, it } from 'vitest';
import { forEachTest } from '../../support/for-all-tests.ts';
import { Browser, consent, signIn, startSignIn, whoQuery } from '../../support/gateways/start-sign-in.ts';
import { hasRedis, startRedis, withRedis } from '../../support/servers/redis-server.ts';

let browser: Browser;

const redis = forEachTest(() => startRedis());
const running = forEachTest(() => startSignIn({ config: { redisUrl: redis.url, redisTimeoutMs: 5000 } }));
beforeEach(async () => {
  browser = new Browser();
});

/** Signs out while Clio cannot be reached, so that its tokens stay valid. */
async function signOut(): Promise<void> {
  const clear = running.sandbox.fault({ kind: 'drop-before', match: '/oauth/' });
  const response = await browser.fetch(`${running.url}/auth/logout`, { method: 'POST' });
  expect(await response.json()).toEqual({ signedIn: false, deauthorized: false });
  clear();
}

async function codeFor(who: Browser): Promise<unknown> {
  return (await who.ask(running.url, whoQuery)).body.errors?.[0]?.extensions.code;
}

describe.runIf(hasRedis)(withRedis('a copy of a cookie'), () => {
  it('of an ended session is rejected at another gateway and after a restart', async () => {
    await signIn(browser, running);
    const copy = browser.copy();
    expect(await codeFor(copy)).toBeUndefined();
    await signOut();
    await running.restart({});
    expect(await codeFor(copy)).toBe('UNAUTHENTICATED');
  });

  it('of a session that ended while Redis was unavailable is rejected as well', async () => {
    await signIn(browser, running);
    const copy = browser.copy();
    await redis.kill();
    await signOut();
    expect(await codeFor(copy)).toBe('UNAUTHENTICATED');
    await redis.start();
    await expect.poll(() => running.logText().includes('Redis is available again')).toBe(true);
    await expect
      .poll(async () => [...(await redis.dump()).keys()].some((key) => key.includes(':mark:')))
      .toBe(true);
    await running.restart({});
    expect(await codeFor(copy)).toBe('UNAUTHENTICATED');
  });

  it('of a finished sign-in starts no other session', async () => {
    const back = await consent(browser, `${running.url}/auth/login`);
    const copy = browser.copy();
    expect((await browser.visit(back)).status).toBe(303);
    await running.restart({});
    const again = await copy.visit(back);
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('already been finished');
  });

  it('cannot be made from Redis, which contains no id of a session', async () => {
    await signIn(browser, running);
    await signOut();
    const dump = await redis.dump();
    const marks = [...dump.keys()].filter((key) => key.includes(':mark:'));
    expect(marks.length).toBeGreaterThanOrEqual(2);
    for (const key of marks) expect(key).toMatch(/^clio-graphql:1:mark:[\w-]{43}$/);
  });
});
