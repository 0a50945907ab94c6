import { beforeEach, describe, expect, it } from 'vitest';
import { webhooksTo, writeTo } from '../../support/ask-sandbox.ts';
import { subscribeSse, subscribeWebSocket } from '../../support/clients/subscribe.ts';
import { forEachTest } from '../../support/for-all-tests.ts';
import {
  application,
  Browser,
  sessionSecret,
  signIn,
  startSignIn,
  whoQuery,
} from '../../support/gateways/start-sign-in.ts';

const hour = 3_600_000;
/** The lifetime of an access token that the sandbox states. */
const tokenLifeMs = 30 * 24 * hour;

let browser: Browser;

const running = forEachTest(() => startSignIn());
beforeEach(async () => {
  browser = new Browser();
});

const isSignedIn = async (who: Browser): Promise<boolean> =>
  (await (await who.fetch(`${running.url}/auth/session`)).json()).signedIn;

const callsTo = (path: string): number =>
  running.sandbox.calls.filter((call) => call.path.split('?')[0] === path).length;

/** Refreshes so far: all exchanges except the one that started the session. */
const refreshes = (): number => callsTo('/oauth/token') - 1;

const viewerOf = ({ data }: { data?: Record<string, unknown> | null }): string =>
  (data?.viewer as { id: string } | undefined)?.id ?? 'nobody';

const codeOf = ({
  body,
}: {
  body: { errors?: readonly { extensions: Record<string, unknown> }[] };
}): unknown => body.errors?.[0]?.extensions.code;

describe('an expiring token', () => {
  it('is renewed before it expires, and the browser gets a new cookie', async () => {
    await signIn(browser, running);
    const before = browser.cookie(running.url, 'session');
    running.clock.advance(tokenLifeMs - 30_000);
    const response = await browser.ask(running.url, whoQuery);
    expect([response.status, response.body.errors]).toEqual([200, undefined]);
    expect(refreshes()).toBe(1);
    expect(browser.cookie(running.url, 'session')).not.toBe(before);
    expect(running.sandbox.calls.every(({ status }) => status !== 401)).toBe(true);

    const next = await browser.ask(running.url, whoQuery);
    expect(next.headers.getSetCookie()).toEqual([]);
    expect(refreshes()).toBe(1);
  });

  it('is not renewed earlier', async () => {
    await signIn(browser, running);
    running.clock.advance(tokenLifeMs - 61_000);
    const response = await browser.ask(running.url, whoQuery);
    expect([response.status, response.headers.getSetCookie(), refreshes()]).toEqual([200, [], 0]);
  });

  it('is renewed once for twenty simultaneous requests, also for those with the old cookie', async () => {
    await signIn(browser, running);
    const old = browser.copy();
    running.clock.advance(tokenLifeMs);
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => browser.copy().ask(running.url, whoQuery)),
    );
    expect(responses.map(({ status }) => status)).toEqual(Array(20).fill(200));
    for (const { headers } of responses) expect(headers.getSetCookie()).toHaveLength(1);
    expect((await old.ask(running.url, whoQuery)).status).toBe(200);
    expect(refreshes()).toBe(1);
  });

  it('is renewed once if Clio accepts each refresh token once', async () => {
    await using rotating = await startSignIn({ sandbox: { oauth: { rotateRefreshTokens: true } } });
    await signIn(browser, rotating);
    for (let round = 0; round < 2; round += 1) {
      rotating.clock.advance(tokenLifeMs);
      const responses = await Promise.all(
        Array.from({ length: 20 }, () => browser.ask(rotating.url, whoQuery)),
      );
      expect(responses.map(({ status }) => status)).toEqual(Array(20).fill(200));
    }
  });

  it('is used until it expires while Clio’s sign-in is unavailable', async () => {
    await signIn(browser, running);
    running.sandbox.fault({ kind: 'drop-before', match: '/oauth/token' });
    running.clock.advance(tokenLifeMs - 30_000);
    expect((await browser.ask(running.url, whoQuery)).status).toBe(200);
    running.clock.advance(30_000);
    const response = await browser.ask(running.url, whoQuery);
    expect([response.status, codeOf(response)]).toEqual([503, 'UPSTREAM_UNAVAILABLE']);
    // Nothing has been decided: the session continues when Clio is back.
    running.sandbox.clearFaults();
    expect((await browser.ask(running.url, whoQuery)).status).toBe(200);
  });

  it('logs a line for the operator if Clio rejects the application', async () => {
    await signIn(browser, running);
    await running.restart({ applications: { us: { ...application, clientSecret: 'another' } } });
    running.clock.advance(tokenLifeMs);
    const response = await browser.ask(running.url, whoQuery);
    expect([response.status, codeOf(response)]).toEqual([502, 'UPSTREAM_ERROR']);
    expect(response.body.errors?.[0]?.message).toContain('CLIO_CLIENT_SECRET');
    await running.restart({});
    expect((await browser.ask(running.url, whoQuery)).status).toBe(200);
  });
});

describe('a token that Clio rejects', () => {
  /** Rejects the token in use, as if it alone had been revoked; a renewed one is accepted. */
  const reject = (times: number): void => {
    running.sandbox.fault({
      kind: 'status',
      status: 401,
      times,
      body: '{"error":"invalid_token","error_description":"The access token is revoked."}',
      match: ({ path }) => !path.startsWith('/oauth/'),
    });
  };

  it('is renewed, and the call is repeated', async () => {
    await signIn(browser, running);
    const before = browser.cookie(running.url, 'session');
    reject(1);
    const response = await browser.ask(running.url, whoQuery, { 'x-clio-explain': 'trace' });
    expect([response.status, response.body.errors]).toEqual([200, undefined]);
    expect([refreshes(), response.headers.getSetCookie().length]).toEqual([1, 1]);
    expect(browser.cookie(running.url, 'session')).not.toBe(before);
  });

  it('is renewed once for all calls of twenty requests', async () => {
    await signIn(browser, running);
    running.sandbox.resetCalls();
    // All calls with the old token, however many.
    running.sandbox.fault({
      kind: 'status',
      status: 401,
      body: '{"error":"invalid_token"}',
      match: ({ path }) => !path.startsWith('/oauth/') && callsTo('/oauth/token') === 0,
    });
    const query = '{ viewer { id } users(first: 2) { nodes { id } } matters(first: 2) { nodes { id } } }';
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => browser.copy().ask(running.url, query)),
    );
    expect(responses.map(({ status, body }) => [status, body.errors])).toEqual(
      Array(20).fill([200, undefined]),
    );
    expect(callsTo('/oauth/token')).toBe(1);
  });

  it('is renewed for a write, which is executed once', async () => {
    await signIn(browser, running);
    const count = running.sandbox.records('Contact').size;
    reject(1);
    const response = await browser.ask(
      running.url,
      'mutation { createContact(input: { type: COMPANY, name: "Once" }) { contact { name } userErrors { message } } }',
    );
    expect(response.body).toEqual({ data: { createContact: { contact: { name: 'Once' }, userErrors: [] } } });
    expect(running.sandbox.records('Contact').size).toBe(count + 1);
  });

  it('is not renewed again and again', async () => {
    await signIn(browser, running);
    reject(Number.POSITIVE_INFINITY);
    const response = await browser.ask(running.url, '{ viewer { id } users(first: 2) { nodes { id } } }');
    expect(codeOf(response)).toBe('UNAUTHENTICATED');
    expect(refreshes()).toBe(1);
  });

  it('is renewed for a file, which then opens', async () => {
    await signIn(browser, running);
    const [document] = [...running.sandbox.records('Document').keys()];
    reject(1);
    const file = await browser.fetch(`${running.url}/files/documents/${document}`);
    expect(file.status).toBe(200);
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(0);
    expect([refreshes(), file.headers.getSetCookie().length]).toEqual([1, 1]);
  });
});

describe('a revoked permission', () => {
  it('ends the session and says what to do', async () => {
    await signIn(browser, running);
    running.sandbox.revokeGrants();
    const response = await browser.ask(running.url, whoQuery);
    expect(codeOf(response)).toBe('UNAUTHENTICATED');
    expect(response.body.errors?.[0]?.message).toContain(`Sign in again at ${running.url}/auth/login`);
    expect(browser.cookie(running.url, 'session')).toBeUndefined();
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('ends the session of twenty requests with one refresh', async () => {
    await signIn(browser, running);
    running.sandbox.revokeGrants();
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => browser.copy().ask(running.url, whoQuery)),
    );
    expect(responses.map(codeOf)).toEqual(Array(20).fill('UNAUTHENTICATED'));
    expect(refreshes()).toBe(1);
  });

  it('ends the session also if the token has expired', async () => {
    await signIn(browser, running);
    running.sandbox.revokeGrants();
    running.clock.advance(tokenLifeMs);
    const response = await browser.ask(running.url, whoQuery);
    expect([response.status, codeOf(response)]).toEqual([401, 'UNAUTHENTICATED']);
    expect(browser.cookie(running.url, 'session')).toBeUndefined();
  });
});

describe('signing out', () => {
  it('revokes the permission at Clio', async () => {
    await signIn(browser, running);
    const kept = browser.copy();
    const response = await browser.fetch(`${running.url}/auth/logout`, { method: 'POST' });
    expect(await response.json()).toEqual({ signedIn: false, deauthorized: true });
    expect(callsTo('/oauth/deauthorize')).toBe(1);
    expect(browser.cookie(running.url, 'session')).toBeUndefined();
    // A copy of the cookie is useless, here and at another gateway with the same secret.
    for (const again of [false, true]) {
      if (again) await running.restart({});
      const copied = await kept.copy().ask(running.url, whoQuery);
      expect(codeOf(copied)).toBe('UNAUTHENTICATED');
    }
  });

  it('renews an expired token in order to revoke its permission', async () => {
    await signIn(browser, running);
    running.clock.advance(tokenLifeMs);
    const response = await browser.fetch(`${running.url}/auth/logout`, { method: 'POST' });
    expect(await response.json()).toEqual({ signedIn: false, deauthorized: true });
    expect([refreshes(), callsTo('/oauth/deauthorize')]).toEqual([1, 2]);
  });

  it('deletes the cookie even if Clio cannot be reached', async () => {
    await signIn(browser, running);
    const kept = browser.copy();
    running.sandbox.fault({ kind: 'drop-before', match: '/oauth/' });
    const response = await browser.fetch(`${running.url}/auth/logout`, { method: 'POST' });
    expect(await response.json()).toEqual({ signedIn: false, deauthorized: false });
    expect(browser.cookie(running.url, 'session')).toBeUndefined();
    expect(codeOf(await kept.ask(running.url, whoQuery))).toBe('UNAUTHENTICATED');
    expect(running.logText()).toContain('Clio was not informed of a sign-out');
  });

  it('works if nobody is signed in', async () => {
    const response = await browser.fetch(`${running.url}/auth/logout`, { method: 'POST' });
    expect([response.status, await response.json()]).toEqual([200, { signedIn: false, deauthorized: false }]);
  });

  it('redirects a form to a page of the gateway', async () => {
    await signIn(browser, running);
    for (const [asked, end] of [
      ['?return=/schema.graphql', '/schema.graphql'],
      ['?return=//evil.example', '/graphql'],
      ['', '/graphql'],
    ]) {
      const response = await browser.fetch(`${running.url}/auth/logout${asked}`, {
        method: 'POST',
        headers: { accept: 'text/html' },
      });
      expect([response.status, response.headers.get('location')]).toEqual([303, running.url + end]);
    }
  });
});

describe('a request from a page of another site with the cookie', () => {
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site', origin: 'https://other.example.com' },
    { 'sec-fetch-site': 'cross-site' },
    // What an old browser sends.
    { 'sec-fetch-site': '', origin: 'https://evil.example' },
    { 'sec-fetch-site': '', origin: 'null' },
    { 'sec-fetch-site': '' },
  ];
  /** Leaves a header out. */
  const given = (headers: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));

  beforeEach(() => signIn(browser, running));

  const cookieHeader = (): Record<string, string> => {
    const { port } = new URL(running.url);
    return { cookie: `clio-graphql-session-${port}=${browser.cookie(running.url, 'session')}` };
  };

  it.each(foreign)('does not execute a query: %o', async (headers) => {
    running.sandbox.resetCalls();
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...cookieHeader(), ...given(headers) },
      body: JSON.stringify({
        query: 'mutation { deleteContact(input: { id: "1" }) { userErrors { message } } }',
      }),
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(running.sandbox.calls).toEqual([]);
  });

  it.each(foreign)('does not read: %o', async (headers) => {
    running.sandbox.resetCalls();
    const init = { headers: { ...cookieHeader(), ...given(headers) } };
    const query = encodeURIComponent(whoQuery);
    expect((await fetch(`${running.url}/graphql?query=${query}`, init)).status).toBe(403);
    expect((await fetch(`${running.url}/files/documents/1`, init)).status).toBe(403);
    const session = await (await fetch(`${running.url}/auth/session`, init)).json();
    expect([session.signedIn, session.user]).toEqual([false, null]);
    expect(running.sandbox.calls).toEqual([]);
  });

  it.each(foreign)('does not sign out: %o', async (headers) => {
    const response = await fetch(`${running.url}/auth/logout`, {
      method: 'POST',
      headers: { ...cookieHeader(), ...given(headers) },
    });
    expect(response.status).toBe(403);
    expect(await isSignedIn(browser)).toBe(true);
    expect(callsTo('/oauth/deauthorize')).toBe(0);
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
    'cannot be a %s, even from a page of the gateway',
    async (type) => {
      running.sandbox.resetCalls();
      const response = await browser.fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: JSON.stringify({ query: whoQuery }),
      });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(running.sandbox.calls).toEqual([]);
    },
  );

  it('is distinguished by Origin if the browser sends no Sec-Fetch-Site', async () => {
    const post = (origin: string): Promise<Response> =>
      fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...cookieHeader(), origin },
        body: JSON.stringify({ query: whoQuery }),
      });
    expect((await post(running.url)).status).toBe(200);
    expect((await post(`${running.url}.evil.example`)).status).toBe(403);
  });

  it.each([
    ['Server-Sent Events', subscribeSse],
    ['WebSocket', subscribeWebSocket],
  ])('cannot subscribe by %s, unlike pages of the gateway', async (_, subscribe) => {
    const { url, sandbox } = running;
    const query = 'subscription { matterChanged { id } }';
    const evil = { ...cookieHeader(), origin: `${url}.evil.example` };
    await expect((async () => (await subscribe(url, query, { headers: evil })).next())()).rejects.toThrow();
    const messages = await subscribe(url, query, { headers: { ...cookieHeader(), origin: url } });
    const first = messages.next();
    const enabled = (): unknown => webhooksTo(sandbox, url).some(({ status }) => status === 'enabled');
    await expect.poll(enabled).toBe(true);
    await writeTo(sandbox, 'PATCH', '/matters/1.json', { location: 'Attic' });
    await sandbox.webhooks.idle();
    running.clock.advance(1);
    expect(await first).toEqual({ data: { matterChanged: { id: 'Matter:1' } } });
    // Signing out ends the subscription and its webhook.
    await browser.fetch(`${url}/auth/logout`, { method: 'POST' });
    expect((await messages.next())?.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await messages.next()).toBeNull();
    expect(webhooksTo(sandbox, url)).toEqual([]);
  });

  it('does not execute a mutation in the address bar', async () => {
    const query = encodeURIComponent(
      'mutation { deleteContact(input: { id: "1" }) { userErrors { message } } }',
    );
    const response = await browser.fetch(`${running.url}/graphql?query=${query}`, {
      headers: { 'sec-fetch-site': 'none' },
    });
    expect(response.status).toBe(405);
  });
});

describe('a cookie', () => {
  it.each([
    [
      'that was changed',
      (value: string) => `${value.slice(0, 60)}${value[60] === 'A' ? 'B' : 'A'}${value.slice(61)}`,
    ],
    ['that was cut', (value: string) => value.slice(0, -5)],
    ['of another secret', () => `Fe26.2*12345678*${'a'.repeat(64)}*aaaa*bbbb**${'c'.repeat(64)}*dddd`],
    [
      'with a name of JavaScript’s as key',
      (value: string) => value.replace(/^Fe26\.2\*\w+/, 'Fe26.2*__proto__'),
    ],
    ['that is not a seal at all', () => 'signed-in=yes'],
  ])('%s opens no session and is deleted', async (_what, change) => {
    await signIn(browser, running);
    running.sandbox.resetCalls();
    browser.setCookie(running.url, 'session', change);
    expect(await isSignedIn(browser)).toBe(false);
    const response = await browser.ask(running.url, whoQuery);
    expect([response.status, codeOf(response)]).toEqual([401, 'UNAUTHENTICATED']);
    expect(browser.cookie(running.url, 'session')).toBeUndefined();
    expect(running.sandbox.calls).toEqual([]);
  });

  it('of an unfinished sign-in is not a session', async () => {
    await signIn(browser, running);
    await browser.visit(`${running.url}/auth/login`);
    const pending = browser.cookie(running.url, 'login') ?? '';
    browser.setCookie(running.url, 'session', () => pending);
    expect(codeOf(await browser.ask(running.url, whoQuery))).toBe('UNAUTHENTICATED');
  });

  it('expires after ninety days, however often its tokens were renewed', async () => {
    await signIn(browser, running);
    for (let day = 0; day < 89; day += 29) {
      expect((await browser.ask(running.url, whoQuery)).status).toBe(200);
      running.clock.advance(29 * 24 * hour);
    }
    expect(codeOf(await browser.ask(running.url, whoQuery))).toBe('UNAUTHENTICATED');
  });

  it('opens with an older secret, and is sealed with the new one at its next change', async () => {
    await signIn(browser, running);
    const newer = 'another-session-secret-of-forty-two-chars!';
    await running.restart({ sessionSecrets: [newer, sessionSecret] });
    expect((await browser.ask(running.url, whoQuery)).status).toBe(200);
    running.clock.advance(tokenLifeMs);
    expect((await browser.ask(running.url, whoQuery)).status).toBe(200);
    await running.restart({ sessionSecrets: [newer] });
    expect((await browser.ask(running.url, whoQuery)).status).toBe(200);
    await running.restart({ sessionSecrets: ['a-third-session-secret-of-forty-one-chars'] });
    expect(codeOf(await browser.ask(running.url, whoQuery))).toBe('UNAUTHENTICATED');
  });
});

describe('the user of a request', () => {
  it('is that of the Authorization header, even if there is a cookie', async () => {
    await signIn(browser, running, { login: 'restricted' });
    const other = await browser.ask(running.url, whoQuery, {
      authorization: `Bearer ${running.sandbox.tokens.owner}`,
      'sec-fetch-site': 'cross-site',
    });
    expect(other.body.data).toMatchObject({ viewer: { id: 'User:1' } });
    const bad = await browser.ask(running.url, whoQuery, { authorization: 'Bearer' });
    expect([bad.status, codeOf(bad)]).toEqual([401, 'UNAUTHENTICATED']);
    const own = await browser.ask(running.url, whoQuery);
    expect(own.body.data).toMatchObject({ viewer: { id: 'User:2' } });
  });

  it('is that of the session, not the owner of a configured token, and nobody after the session has ended', async () => {
    await using lending = await startSignIn({ defaultToken: 'sandbox-owner' });
    await signIn(browser, lending, { login: 'restricted' });
    const asked = await browser.ask(lending.url, whoQuery);
    expect(asked.body.data).toMatchObject({ viewer: { id: 'User:2' } });
    lending.sandbox.revokeGrants();
    expect(codeOf(await browser.ask(lending.url, whoQuery))).toBe('UNAUTHENTICATED');
    // From here on it is a browser in which nobody has signed in.
    expect((await browser.ask(lending.url, whoQuery)).body.data).toMatchObject({ viewer: { id: 'User:1' } });
  });

  it('is never mixed up between browsers', async () => {
    await using caching = await startSignIn({ config: { cacheTtlMs: 60_000 } });
    const people = await Promise.all(
      (['owner', 'restricted', 'noBilling'] as const).map(async (login, index) => {
        const own = new Browser();
        await signIn(own, caching, { login });
        return { own, id: `User:${index + 1}` };
      }),
    );
    const rounds = Array.from({ length: 10 }, () => people).flat();
    const responses = await Promise.all(rounds.map(({ own }) => own.copy().ask(caching.url, whoQuery)));
    expect(responses.map(({ body }) => viewerOf(body))).toEqual(rounds.map(({ id }) => id));
    // Nor while all of them are renewed at the same time.
    caching.clock.advance(tokenLifeMs);
    const renewed = await Promise.all(rounds.map(({ own }) => own.ask(caching.url, whoQuery)));
    expect(renewed.map(({ body }) => viewerOf(body))).toEqual(rounds.map(({ id }) => id));
    for (const { own, id } of people) {
      const { user } = await (await own.fetch(`${caching.url}/auth/session`)).json();
      expect(user.id).toBe(id);
    }
  });
});

describe('secrets', () => {
  it('are in no log, no page and no response', async () => {
    let seen = '';
    const read = async (response: Response): Promise<void> => {
      // Cookies are sealed; the address to which Clio sends a browser is Clio's.
      seen +=
        (await response.text()) +
        JSON.stringify([...response.headers].filter(([name]) => !/cookie/.test(name)));
    };
    await signIn(browser, running);
    await read(await browser.fetch(`${running.url}/auth/session`));
    await browser.ask(running.url, whoQuery, { 'x-clio-explain': 'trace' });
    running.clock.advance(tokenLifeMs);
    seen += JSON.stringify((await browser.ask(running.url, whoQuery, { 'x-clio-explain': 'trace' })).body);
    running.sandbox.fault({ kind: 'status', status: 500, match: '/users', times: 5 });
    seen += JSON.stringify((await browser.ask(running.url, whoQuery)).body);
    running.sandbox.clearFaults();
    running.sandbox.revokeGrants();
    seen += JSON.stringify((await browser.ask(running.url, whoQuery)).body);
    await signIn(browser, running);
    await read(await browser.fetch(`${running.url}/auth/logout`, { method: 'POST' }));
    await read(await browser.visit(`${running.url}/auth/callback?code=sandbox-code-x&state=y`));

    const text = running.logText() + seen;
    expect(running.logText()).toContain('signed in');
    expect(running.logText()).toContain('signed out');
    for (const secret of [
      /sandbox-(access|refresh|code)-/,
      /the-secret-of/,
      new RegExp(sessionSecret),
      /Fe26/,
    ]) {
      expect(text).not.toMatch(secret);
    }
  });
});
