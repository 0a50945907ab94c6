import { beforeEach, describe, expect, it } from 'vitest';
import { regionNames } from '../../../src/config/regions.ts';
import { forEachTest } from '../../support/for-all-tests.ts';
import { Browser, consent, signIn, startSignIn, whoQuery } from '../../support/gateways/start-sign-in.ts';
import { startGateway } from '../../support/start-gateway.ts';

let browser: Browser;

const running = forEachTest(() => startSignIn());
beforeEach(async () => {
  browser = new Browser();
});

const sessionOf = async (who: Browser, url = running.url): Promise<Record<string, unknown>> =>
  (await who.fetch(`${url}/auth/session`)).json();

/** Names of the calls to Clio's OAuth endpoints. */
const oauthCalls = (): string[] =>
  running.sandbox.calls
    .map(({ path }) => path.split('?')[0] ?? '')
    .filter((path) => path.startsWith('/oauth/'));

describe('signing in', () => {
  it('goes through Clio and back, and starts a session', async () => {
    expect(await sessionOf(browser)).toMatchObject({
      signedIn: false,
      user: null,
      firm: null,
      region: null,
      clioUrl: null,
    });
    expect(await signIn(browser, running)).toBe(`${running.url}/graphql`);
    const session = await sessionOf(browser);
    expect(session).toEqual({
      signedIn: true,
      region: null,
      clioUrl: running.sandbox.url,
      user: { id: 'User:1', name: 'Miriam Halloran' },
      firm: { name: 'Halloran Lindqvist LLP (sandbox: invented data)' },
      regions: [],
      defaultRegion: null,
      loginUrl: `${running.url}/auth/login`,
      logoutUrl: `${running.url}/auth/logout`,
    });
    const { status, body } = await browser.ask(running.url, whoQuery);
    expect(status).toBe(200);
    expect(body).toEqual({ data: { viewer: session.user } });
    expect(oauthCalls()).toEqual(['/oauth/authorize', '/oauth/authorize', '/oauth/token']);
  });

  it('sends Clio the documented parameters', async () => {
    const begun = await browser.visit(`${running.url}/auth/login`);
    const target = new URL(begun.headers.get('location') ?? '');
    expect(target.origin + target.pathname).toBe(`${running.sandbox.url}/oauth/authorize`);
    expect(Object.fromEntries(target.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'gateway-app',
      redirect_uri: running.redirectUri,
      state: expect.stringMatching(/^[\w-]{43}$/),
      redirect_on_decline: 'true',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  it('works if Clio checks PKCE', async () => {
    await using other = await startSignIn({ sandbox: { oauth: { pkce: true } } });
    await signIn(browser, other);
    expect(await sessionOf(browser, other.url)).toMatchObject({ signedIn: true });
  });

  it.each(regionNames)('works in the region %s with that region’s application', async (region) => {
    await using all = await startSignIn({ regions: regionNames });
    const place = all.sandboxes[regionNames.indexOf(region)];
    await signIn(browser, all, { query: `?region=${region}` });
    expect(await sessionOf(browser, all.url)).toMatchObject({
      signedIn: true,
      region,
      clioUrl: place?.url,
      regions: regionNames,
    });
    expect((await browser.ask(all.url, whoQuery)).status).toBe(200);
    for (const one of all.sandboxes) {
      const paths = one.calls.map(({ path }) => path.split('?')[0]);
      expect(paths.includes('/oauth/token')).toBe(one === place);
      // Once for the session, once for the query.
      expect(paths.filter((path) => path === '/users/who_am_i.json')).toHaveLength(one === place ? 2 : 0);
    }
    const [exchange] = place?.calls.filter(({ path }) => path === '/oauth/token') ?? [];
    expect(exchange?.body).toContain(`client_id=app-${region}`);
  });

  it('goes to the configured region if the request names none', async () => {
    await using all = await startSignIn({ regions: ['us', 'eu'] });
    expect(await sessionOf(browser, all.url)).toMatchObject({ regions: ['us', 'eu'], defaultRegion: 'us' });
    await signIn(browser, all);
    expect(await sessionOf(browser, all.url)).toMatchObject({ signedIn: true, region: 'us' });
  });

  it('goes to the fixed address with the only application, whatever its region is called', async () => {
    await running.restart({ applications: { eu: { clientId: 'gateway-app', clientSecret: 'x' } } });
    const begun = await browser.visit(`${running.url}/auth/login`);
    expect(begun.headers.get('location')).toContain(`${running.sandbox.url}/oauth/authorize?`);
    expect((await browser.visit(`${running.url}/auth/login?region=eu`)).status).toBe(400);
  });

  it.each([
    ['us', 'https://app.clio.com/oauth/authorize'],
    ['ca', 'https://ca.app.clio.com/oauth/authorize'],
    ['eu', 'https://eu.app.clio.com/oauth/authorize'],
    ['au', 'https://au.app.clio.com/oauth/authorize'],
  ])('goes to Clio’s own host in the region %s', async (region, expected) => {
    const applications = Object.fromEntries(
      regionNames.map((name) => [name, { clientId: `app-${name}`, clientSecret: 'x' }]),
    );
    await using gateway = await startGateway({
      baseUrl: running.sandbox.baseUrl,
      token: null,
      config: {
        upstream: { kind: 'clio', baseUrl: null, region: 'us' },
        signIn: {
          applications,
          redirectUri: 'https://gateway.example.com/auth/callback',
          oauthUrl: null,
          sessionSecrets: ['x'.repeat(32)],
        },
      },
    });
    const response = await gateway.fetch(
      new Request(`https://gateway.example.com/auth/login?region=${region}`),
    );
    const target = new URL(response.headers.get('location') ?? '');
    expect(target.origin + target.pathname).toBe(expected);
    expect(target.searchParams.get('client_id')).toBe(`app-${region}`);
  });

  it('goes to CLIO_OAUTH_URL if it is set', async () => {
    await running.restart({ oauthUrl: 'https://sign-in.example.com/o' });
    const begun = await browser.visit(`${running.url}/auth/login`);
    expect(begun.headers.get('location')).toContain('https://sign-in.example.com/o/authorize?');
  });

  it.each([
    ['an unknown region', '?region=uk'],
    ['a region without an application', '?region=au'],
    ['no region at all', '?region='],
  ])('is rejected for %s', async (_what, query) => {
    await using all = await startSignIn({ regions: ['us', 'eu'] });
    const response = await browser.visit(`${all.url}/auth/login${query}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('us, eu');
    expect(response.headers.get('location')).toBeNull();
  });

  it('limits X-Clio-Region to the session’s region', async () => {
    await using all = await startSignIn({ regions: ['us', 'eu'] });
    await signIn(browser, all, { query: '?region=eu' });
    expect((await browser.ask(all.url, whoQuery, { 'x-clio-region': 'eu' })).status).toBe(200);
    const other = await browser.ask(all.url, whoQuery, { 'x-clio-region': 'us' });
    expect([other.status, other.body.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(all.sandboxes[0]?.calls).toEqual([]);
  });

  it('works below a base path', async () => {
    await using based = await startSignIn({ basePath: '/clio' });
    expect(await signIn(browser, based, { basePath: '/clio' })).toBe(`${based.url}/clio/graphql`);
    expect(await sessionOf(browser, `${based.url}/clio`)).toMatchObject({ signedIn: true });
    // The page at /graphql knows the path of the session.
    const page = await (await browser.visit(`${based.url}/clio/graphql`)).text();
    expect(page).toContain('"sessionUrl":"auth/session"');
    expect((await browser.ask(`${based.url}/clio`, whoQuery)).status).toBe(200);
    expect((await browser.fetch(`${based.url}/auth/session`)).status).toBe(404);
  });

  it('works in two tabs at the same time', async () => {
    const first = await consent(browser, `${running.url}/auth/login?return=/first`);
    const second = await consent(browser, `${running.url}/auth/login?return=/second`);
    const back = await browser.visit(first);
    expect([back.status, back.headers.get('location')]).toEqual([303, `${running.url}/first`]);
    const alsoBack = await browser.visit(second);
    expect([alsoBack.status, alsoBack.headers.get('location')]).toEqual([303, `${running.url}/second`]);
  });

  it('works for an application that cannot read who signs in', async () => {
    const end = running.sandbox.fault({ kind: 'status', status: 403, match: '/users/who_am_i' });
    await signIn(browser, running);
    end();
    expect(await sessionOf(browser)).toMatchObject({ signedIn: true, user: null, firm: null });
    expect((await browser.ask(running.url, whoQuery)).status).toBe(200);
  });
});

describe('a sign-in fails if', () => {
  /** The response of the callback, once as a browser gets it and once as a program does. */
  const expectFailure = async (response: Response, status: number, text: string): Promise<void> => {
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(browser.cookie(running.url, 'session')).toBeUndefined();
  };

  it('the user declines', async () => {
    const back = await consent(browser, `${running.url}/auth/login`, { decision: 'decline' });
    expect(back).toContain('error=access_denied');
    await expectFailure(await browser.visit(back), 403, 'You declined');
    expect(oauthCalls()).not.toContain('/oauth/token');
  });

  it('the state is another one', async () => {
    const back = new URL(await consent(browser, `${running.url}/auth/login`));
    const state = back.searchParams.get('state') ?? '';
    const last = state.endsWith('A') ? 'B' : 'A';
    for (const forged of [`${state.slice(0, -1)}${last}`, state.slice(1), '', 'x']) {
      back.searchParams.set('state', forged);
      await expectFailure(await browser.visit(back.href), 400, 'not begun in this browser');
    }
    back.searchParams.delete('state');
    await expectFailure(await browser.visit(back.href), 400, 'not begun in this browser');
    expect(oauthCalls()).not.toContain('/oauth/token');
  });

  it('it returns to another browser, so that nobody is signed in to a stranger’s account', async () => {
    const back = await consent(new Browser(), `${running.url}/auth/login`);
    await expectFailure(await browser.visit(back), 400, 'not begun in this browser');
    expect(oauthCalls()).not.toContain('/oauth/token');
  });

  it('its cookie is missing', async () => {
    const back = await consent(browser, `${running.url}/auth/login`);
    browser.setCookie(running.url, 'login', () => null);
    await expectFailure(await browser.visit(back), 400, 'not begun in this browser');
  });

  it('its cookie was changed', async () => {
    const back = await consent(browser, `${running.url}/auth/login`);
    browser.setCookie(
      running.url,
      'login',
      (value) => `${value.slice(0, -2)}${value.endsWith('AA') ? 'BB' : 'AA'}`,
    );
    await expectFailure(await browser.visit(back), 400, 'not begun in this browser');
  });

  it('it returns twice', async () => {
    const back = await consent(browser, `${running.url}/auth/login`);
    const thief = browser.copy();
    expect((await browser.visit(back)).status).toBe(303);
    // Here the state has been used …
    const again = await browser.visit(back);
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('already been finished');
    // … also for a copy of the browser as it was before.
    const copied = await thief.visit(back);
    expect(copied.status).toBe(400);
    expect(await copied.text()).toContain('already been finished');
    expect(thief.cookie(running.url, 'session')).toBeUndefined();
  });

  it('Clio did not issue the code', async () => {
    const back = new URL(await consent(browser, `${running.url}/auth/login`));
    back.searchParams.set('code', 'sandbox-code-made-up');
    await expectFailure(await browser.visit(back.href), 400, 'did not accept the code');
  });

  it('the code is from another browser and Clio checks PKCE', async () => {
    await using checked = await startSignIn({ sandbox: { oauth: { pkce: true } } });
    const stolen = new URL(await consent(new Browser(), `${checked.url}/auth/login`));
    const back = new URL(await consent(browser, `${checked.url}/auth/login`));
    back.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    const response = await browser.visit(back.href);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('did not accept the code');
  });

  it('it took longer than ten minutes', async () => {
    const back = await consent(browser, `${running.url}/auth/login`);
    running.clock.advance(10 * 60_000);
    await expectFailure(await browser.visit(back), 400, 'longer than ten minutes');
  });

  it('the redirect URI is not registered', async () => {
    await running.restart({ redirectUri: `${running.url}/x/auth/callback` });
    const begun = await browser.visit(`${running.url}/auth/login`);
    const page = await browser.visit(begun.headers.get('location') ?? '');
    expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    expect(await page.text()).toContain('not registered');
  });

  it('the secret of the application is wrong', async () => {
    const wrong = { clientId: 'gateway-app', clientSecret: 'another' };
    await running.restart({ applications: { us: wrong } });
    const back = await consent(browser, `${running.url}/auth/login`);
    await expectFailure(await browser.visit(back), 502, 'CLIO_CLIENT_SECRET');
    const again = await consent(browser, `${running.url}/auth/login`);
    await expectFailure(await browser.visit(again), 502, 'belongs to this region');
  });

  it.each([
    ['fails', { kind: 'status', status: 500 }],
    ['sends a web page', { kind: 'html', status: 200 }],
    ['hangs up', { kind: 'drop-before' }],
    ['sends half a response', { kind: 'drop-mid-body' }],
  ] as const)('Clio %s', async (_what, fault) => {
    const back = await consent(browser, `${running.url}/auth/login`);
    running.sandbox.fault({ ...fault, match: '/oauth/token' });
    const response = await browser.visit(back);
    expect([502, 503]).toContain(response.status);
    expect(await response.text()).toContain('Try again');
    expect(browser.cookie(running.url, 'session')).toBeUndefined();
  });

  it('it is started by a program, which gets JSON', async () => {
    const response = await browser.fetch(`${running.url}/auth/callback?code=x&state=y`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('its parameters contain HTML, which is not written into the page', async () => {
    const begun = await consent(browser, `${running.url}/auth/login`, { decision: 'decline' });
    const back = new URL(begun);
    back.searchParams.set('error', '<script>alert(1)</script>');
    back.searchParams.set('error_description', '<script>alert(2)</script>');
    const html = await (await browser.visit(back.href)).text();
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('alert');
  });
});

describe('the page after a sign-in', () => {
  it.each([
    ['/graphql?query=%7Bviewer%7Bid%7D%7D', '/graphql?query=%7Bviewer%7Bid%7D%7D'],
    ['/files/documents/Document:1#page=2', '/files/documents/Document:1#page=2'],
  ])('can be a path of the gateway: %s', async (path, expected) => {
    const end = await signIn(browser, running, { query: `?return=${encodeURIComponent(path)}` });
    expect(end).toBe(running.url + expected);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    ' //evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'evil.example',
    '',
    '/\u0000//evil.example\\',
    `/${'x'.repeat(600)}`,
  ])('cannot be elsewhere: %j', async (path) => {
    const end = new URL(await signIn(browser, running, { query: `?return=${encodeURIComponent(path)}` }));
    expect(end.origin).toBe(running.url);
    if (!path.startsWith('/\u0000')) expect(end.pathname).toBe('/graphql');
  });

  it.each(['/..//evil.example', '/x/..//evil.example', '/%2e%2e//evil.example', '/.//evil.example'])(
    'stays on the gateway, however its dots are read: %s',
    async (path) => {
      const end = await signIn(browser, running, { query: `?return=${encodeURIComponent(path)}` });
      expect(end.startsWith(`${running.url}/`)).toBe(true);
      expect(new URL(end, 'https://elsewhere.example').origin).toBe(running.url);
    },
  );
});

describe('the cookies', () => {
  it('cannot be read by scripts and are not sent from other sites', async () => {
    const begun = await browser.visit(`${running.url}/auth/login`);
    const back = await browser.visit(await consent(browser, `${running.url}/auth/login`));
    const { port } = new URL(running.url);
    const lines = [...begun.headers.getSetCookie(), ...back.headers.getSetCookie()];
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) {
      expect(line).toMatch(new RegExp(`^clio-graphql-(login|session)-${port}=`));
      expect(line).toContain('; Path=/; HttpOnly; SameSite=Lax');
      // This is http on a loopback address: a browser would drop a secure cookie.
      expect(line).not.toContain('Secure');
      expect(line).not.toContain('Domain');
    }
  });

  it('are secure and for one host only behind https', async () => {
    await running.restart({ redirectUri: 'https://gateway.example.com/auth/callback' });
    const begun = await browser.visit(`${running.url}/auth/login`);
    expect(begun.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-clio-graphql-login=.*; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=600$/,
      ),
    ]);
  });

  it('reveal nothing of their content', async () => {
    await signIn(browser, running);
    const sealed = browser.cookie(running.url, 'session') ?? '';
    expect(sealed.length).toBeLessThan(2000);
    const decoded = sealed
      .split('*')
      .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
      .join(' ');
    for (const text of [sealed, decoded]) expect(text).not.toMatch(/sandbox-|access|User:1/);
  });
});

describe('without settings', () => {
  it.each(['login', 'callback', 'session', 'logout'])('there is no /auth/%s', async (page) => {
    await using gateway = await startGateway({ baseUrl: running.sandbox.baseUrl, token: null });
    const { url } = await gateway.listen();
    for (const method of ['GET', 'POST']) {
      expect((await fetch(`${url}/auth/${page}`, { method, redirect: 'manual' })).status).toBe(404);
    }
  });

  it('and with them there are only those four, each with its method', async () => {
    expect((await browser.fetch(`${running.url}/auth/`)).status).toBe(404);
    expect((await browser.fetch(`${running.url}/auth/constructor`)).status).toBe(404);
    for (const page of ['login', 'callback', 'session']) {
      const response = await browser.fetch(`${running.url}/auth/${page}`, { method: 'POST' });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
    }
    const response = await browser.fetch(`${running.url}/auth/logout`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});
