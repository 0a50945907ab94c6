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

/** Signs out while Clio cannot be reached, so that its tokens stay good. */
async function signOut(): Promise<void> {
  const clear = running.sandbox.fault({ kind: 'drop-before', match: '/oauth/' });
  const response = await browser.fetch(`${running.url}/auth/logout`, { method: 'POST' });
  expect(await response.json()).toEqual({ signedIn: false, deauthorized: false });
  clear();
}

async function codeFor(who: Browser): Promise<unknown> {
  return (await who.ask(running.url, whoQuery)).body.errors?.[0]?.extensions.code;
}

describe.runIf(hasRedis)(withRedis('what gateways remember of sign-ins in Redis'), () => {
  it('is that a session was signed out: a copy of its cookie is refused at another gateway and after a restart', async () => {
    await signIn(browser, running);
    const copy = browser.copy();
    expect(await codeFor(copy)).toBeUndefined();
    await signOut();
    await running.restart({});
    expect(await codeFor(copy)).toBe('UNAUTHENTICATED');
  });

  it('is that, also of a session that was signed out while Redis was unavailable', async () => {
    await signIn(browser, running);
    const copy = browser.copy();
    await redis.kill();
    await signOut();
    expect(await codeFor(copy)).toBe('UNAUTHENTICATED');
    await redis.start();
    await expect.poll(() => running.logText().includes('Redis answers again')).toBe(true);
    await expect
      .poll(async () => [...(await redis.dump()).keys()].some((key) => key.includes(':mark:')))
      .toBe(true);
    await running.restart({});
    expect(await codeFor(copy)).toBe('UNAUTHENTICATED');
  });

  it('is that a sign-in was finished: a copy of its cookie begins no other session', async () => {
    const back = await consent(browser, `${running.url}/auth/login`);
    const copy = browser.copy();
    expect((await browser.visit(back)).status).toBe(303);
    await running.restart({});
    const again = await copy.visit(back);
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('finished already');
  });

  it('holds no id of a session', async () => {
    await signIn(browser, running);
    await signOut();
    const dump = await redis.dump();
    const marks = [...dump.keys()].filter((key) => key.includes(':mark:'));
    expect(marks.length).toBeGreaterThanOrEqual(2);
    for (const key of marks) expect(key).toMatch(/^clio-graphql:1:mark:[\w-]{43}$/);
  });
});
