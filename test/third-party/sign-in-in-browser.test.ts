import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, missing } from '../support/browser/chromium.ts';
import { forEachTest } from '../support/for-all-tests.ts';
import { startSignIn, whoQuery } from '../support/gateways/start-sign-in.ts';

const title = missing ? `in a browser (${missing})` : 'in a browser';

describe.skipIf(missing)(title, { timeout: 60_000 }, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);

  afterAll(() => browser.close());

  const running = forEachTest(() => startSignIn());

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  /** A browser of its own, as far as cookies are concerned. */
  const open = async (): Promise<Page> => (await browser.newContext()).newPage();

  /** Reads as a page of the gateway does. */
  const session = (page: Page): Promise<{ signedIn: boolean; user: { id: string } | null }> =>
    page.evaluate(async () => (await fetch('/auth/session')).json());

  const ask = (page: Page, query: string): Promise<{ data?: unknown; errors?: unknown }> =>
    page.evaluate(
      async (text) =>
        (
          await fetch('/graphql', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ query: text }),
          })
        ).json(),
      query,
    );

  async function signIn(page: Page, login: string): Promise<void> {
    await page.goto(`${running.url}/auth/login?return=/healthz`);
    expect(new URL(page.url()).origin).toBe(running.sandbox.url);
    expect(await page.locator('h1').textContent()).toBe('Sign in to the sandbox');
    expect(await page.locator('strong').textContent()).toBe('Test <gateway>');
    await page.getByLabel('Sign in as').selectOption(login);
    await page.getByRole('button', { name: 'Allow access' }).click();
    await page.waitForURL(`${running.url}/healthz`);
  }

  it('people sign in, run a query, come back after a reload, and sign out', async () => {
    const page = await open();
    await page.goto(`${running.url}/healthz`);
    expect(await session(page)).toMatchObject({ signedIn: false, user: null });
    await signIn(page, 'restricted');
    expect(await session(page)).toMatchObject({ signedIn: true, user: { id: 'User:2' } });
    expect(await ask(page, whoQuery)).toMatchObject({ data: { viewer: { id: 'User:2' } } });
    expect(await page.evaluate(() => document.cookie)).toBe('');

    await page.reload();
    running.clock.advance(30 * 24 * 3_600_000);
    expect(await ask(page, whoQuery)).toMatchObject({ data: { viewer: { id: 'User:2' } } });
    expect(running.sandbox.calls.filter(({ path }) => path === '/oauth/token')).toHaveLength(2);

    const out = await page.evaluate(async () => (await fetch('/auth/logout', { method: 'POST' })).json());
    expect(out).toEqual({ signedIn: false, deauthorized: true });
    expect(await session(page)).toMatchObject({ signedIn: false });
    expect(await ask(page, whoQuery)).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('the page at /graphql uses the login of the signed-in user', async () => {
    const page = await open();
    await signIn(page, 'restricted');
    await page.goto(`${running.url}/graphql?query=${encodeURIComponent(whoQuery)}`);
    expect(await ask(page, whoQuery)).toMatchObject({ data: { viewer: { id: 'User:2' } } });
  });

  it('people decline, and may start again', async () => {
    const page = await open();
    await page.goto(`${running.url}/auth/login`);
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('heading', { name: 'Not signed in' }).waitFor();
    expect(await page.locator('p').first().textContent()).toContain('You declined in Clio');
    await page.getByRole('link', { name: 'Sign in with Clio' }).click();
    await page.getByRole('button', { name: 'Allow access' }).click();
    await page.waitForURL(`${running.url}/graphql`);
    expect(await session(page)).toMatchObject({ signedIn: true, user: { id: 'User:1' } });
  });

  it('the callback works once, and in no other browser', async () => {
    const [one, other] = [await open(), await open()];
    let back = '';
    one.on('request', (request) => {
      if (request.url().startsWith(running.redirectUri)) back = request.url();
    });
    await signIn(one, 'owner');
    for (const page of [one, other]) {
      const response = await page.goto(back);
      expect(response?.status()).toBe(400);
    }
    await other.goto(`${running.url}/healthz`);
    expect(await session(other)).toMatchObject({ signedIn: false });
    await one.goto(`${running.url}/healthz`);
    expect(await session(one)).toMatchObject({ signedIn: true });
  });

  it('two people in two browsers are not mixed up', async () => {
    const pages = await Promise.all([open(), open()]);
    const logins = ['owner', 'restricted'];
    for (const [index, page] of pages.entries()) await signIn(page, logins[index] ?? '');
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ask(pages[index % 2] as Page, whoQuery)),
    );
    for (const [index, response] of responses.entries()) {
      expect(response).toMatchObject({ data: { viewer: { id: `User:${(index % 2) + 1}` } } });
    }
  });

  it('pages of another origin cannot use the cookie', async () => {
    const page = await open();
    await signIn(page, 'owner');
    // The same site for cookies, which ignore ports: the gateway stops what SameSite allows.
    const evil = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('Win!'),
    );
    await once(evil.listen(0, '127.0.0.1'), 'listening');
    await page.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}/`);
    running.sandbox.resetCalls();
    await page.evaluate(async (url) => {
      const body = JSON.stringify({ query: '{ viewer { id } }' });
      const sent = { method: 'POST', mode: 'no-cors', credentials: 'include' } as const;
      await fetch(`${url}/graphql`, { ...sent, body, headers: { 'content-type': 'text/plain' } }).catch(
        () => null,
      );
      await fetch(`${url}/auth/logout`, sent).catch(() => null);
      await fetch(`${url}/graphql?query={viewer{id}}`, { mode: 'no-cors', credentials: 'include' }).catch(
        () => null,
      );
    }, running.url);
    // All of it arrived, with the cookie, and none of it was executed.
    const rejected = () => running.logText().match(/"path":"\/(graphql|auth\/logout)","status":403/g);
    await expect.poll(rejected).toHaveLength(3);
    expect(running.sandbox.calls).toEqual([]);
    evil.closeAllConnections();
    evil.close();
    await page.goto(`${running.url}/healthz`);
    expect(await session(page)).toMatchObject({ signedIn: true });
  });
});
