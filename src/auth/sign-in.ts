import { randomUUID } from 'node:crypto';
import type { Region } from '../config/regions.ts';
import { codes, GatewayError } from '../errors.ts';
import type { Clock } from '../rest/clock.ts';
import { type OauthClient, OauthError, type Tokens } from '../rest/oauth.ts';
import {
  errorResponse,
  type HttpRequest,
  type HttpResponse,
  jsonResponse,
} from '../server/http/http-message.ts';
import type { ServerRequest } from '../server/server-request.ts';
import type { OpenSession, SignInRoutes } from '../server/within-session.ts';
import { CookieTooLarge, createCookieJar } from './cookies.ts';
import { failurePage } from './failure-page.ts';
import { createMemoryMarks, type Marks } from './marks.ts';
import { PendingLogins } from './pending-logins.ts';
import { Renewals } from './renewals.ts';
import { returnUrl } from './return-url.ts';
import { isSameOrigin } from './same-origin.ts';
import { createSealer } from './sealer.ts';
import { asSession, type Session, type UserIdentity } from './session.ts';
import { refusedApplication, SessionInUse, sessionEnded } from './session-in-use.ts';

/** A Clio region that people can sign in to. */
export interface SignInTarget {
  /** Null for one fixed address. */
  readonly region: Region | null;
  /** Where this Clio is: `https://eu.app.clio.com`. */
  readonly url: string;
  readonly oauth: OauthClient;
  /** The owner of a token; null where Clio does not report it. */
  readonly whoAmI: (token: string) => Promise<UserIdentity | null>;
}

export interface SignInOptions {
  readonly redirectUri: string;
  readonly sessionSecrets: readonly string[];
  readonly targets: readonly SignInTarget[];
  /** Region of those who name none, where there are several. */
  readonly defaultRegion: Region | null;
  readonly clock: Clock;
  /** @default in the memory of this process */
  readonly marks?: Marks | undefined;
  /** Ends what a token is used for besides requests, while Clio still accepts it. */
  readonly onSignOut: (token: string) => Promise<void>;
}

const ownPath = '/auth/callback';
const purpose = 'session';
/** How long a session lasts: Clio's refresh tokens never end. */
const lifetimeMs = 90 * 24 * 3_600_000;

/** The handler of one path and method. */
type Route = (request: ServerRequest) => Promise<HttpResponse>;

/** Signing in with Clio: the pages below `/auth`, and the sessions that they begin and end. */
export function createSignIn(options: SignInOptions): SignInRoutes & { close(): Promise<void> } {
  const { redirectUri, targets, clock } = options;
  const { origin } = new URL(redirectUri);
  /** The gateway as browsers see it, which a proxy may have put below a path. */
  const publicUrl = redirectUri.slice(0, -ownPath.length);
  const home = `${publicUrl}/graphql`;
  const loginUrl = `${publicUrl}/auth/login`;
  const sealer = createSealer(options.sessionSecrets, clock);
  const sessionJar = createCookieJar('session', publicUrl);
  const marks = options.marks ?? createMemoryMarks(clock);
  const pending = new PendingLogins(createCookieJar('login', publicUrl), sealer, marks, clock);
  const renewals = new Renewals(clock);

  const routes: Readonly<Record<string, readonly ['GET' | 'POST', Route]>> = {
    '/auth/login': ['GET', login],
    '/auth/callback': ['GET', callback],
    '/auth/session': ['GET', describeSession],
    '/auth/logout': ['POST', logout],
  };

  async function login({ http }: ServerRequest): Promise<HttpResponse> {
    const parameters = new URLSearchParams(http.search);
    const region = parameters.get('region') ?? (targets.length > 1 ? options.defaultRegion : null);
    const target = region === null && targets.length === 1 ? targets[0] : findTarget(region);
    if (!target) {
      const named = targets.flatMap((one) => one.region ?? []);
      const advice = named.length > 0 ? `Name one of ${named.join(', ')} as region.` : 'Leave region out.';
      return failurePage(
        http,
        400,
        'BAD_USER_INPUT',
        `This gateway has no sign-in for that region. ${advice}`,
        loginUrl,
      );
    }
    const returnTo = returnUrl(parameters.get('return'), origin, home);
    const { url, ...begun } = await target.oauth.begin();
    const cookie = await pending.add(http.header('cookie'), { region: target.region, returnTo, ...begun });
    return redirect(302, url, [cookie]);
  }

  async function callback({ http, logger }: ServerRequest): Promise<HttpResponse> {
    const parameters = new URLSearchParams(http.search);
    const found = await pending.take(http.header('cookie'), parameters.get('state'));
    const target = found && findTarget(found.login.region);
    if (!target) {
      const reason =
        'This sign-in was not begun in this browser, took longer than ten minutes, or was finished already.';
      return failurePage(http, 400, 'BAD_REQUEST', `${reason} Begin it again.`, loginUrl);
    }
    const { login: begun, cookie: forget } = found;
    try {
      const tokens = await target.oauth.finish(parameters, begun);
      const session: Session = {
        id: randomUUID(),
        region: target.region,
        tokens,
        who: await askWho(target, tokens),
        untilMs: clock.now() + lifetimeMs,
      };
      const cookie = await toCookie(session);
      logger.info({ region: target.region }, 'signed in');
      return redirect(303, begun.returnTo, [forget, cookie]);
    } catch (error) {
      const { status, code, message } = describeFailure(error);
      logger.warn({ region: target.region, reason: message }, 'sign-in failed');
      const page = failurePage(http, status, code, message, loginUrl);
      return { cookies: [forget], ...page };
    }
  }

  async function describeSession({ http }: ServerRequest): Promise<HttpResponse> {
    const regions = targets.flatMap((target) => target.region ?? []);
    // The region of a sign-in that names none, so that a page can offer it first.
    const defaultRegion =
      regions.find((one) => one === options.defaultRegion || regions.length === 1) ?? null;
    const about = { regions, defaultRegion, loginUrl, logoutUrl: `${publicUrl}/auth/logout` };
    const session = isSameOrigin(http, origin) ? await readSession(http) : null;
    const newest = session && (await renewals.newest(session.tokens));
    if (!session || !newest) {
      const nobody = { region: null, clioUrl: null, user: null, firm: null };
      return jsonResponse(200, { signedIn: false, ...nobody, ...about });
    }
    const { region, who } = session;
    return jsonResponse(200, {
      signedIn: true,
      region,
      clioUrl: findTarget(region)?.url ?? null,
      user: who && { id: who.id, name: who.name },
      firm: who && { name: who.firm },
      ...about,
    });
  }

  async function logout({ http, logger }: ServerRequest): Promise<HttpResponse> {
    if (!isSameOrigin(http, origin)) return errorResponse(403, 'FORBIDDEN', foreign);
    const session = await readSession(http);
    let deauthorized = false;
    if (session) {
      await marks.add('session', session.id, session.untilMs);
      deauthorized = await deauthorize(session).catch((error: unknown) => {
        // The cookie is removed in any case: a user who signs out at a shared machine must not stay signed in.
        logger.warn({ reason: describeFailure(error).message }, 'Clio was not informed of a sign-out');
        return false;
      });
      logger.info({ region: session.region, deauthorized }, 'signed out');
    }
    const cookies = [sessionJar.clear];
    if ((http.header('accept') ?? '').includes('text/html')) {
      return redirect(303, returnUrl(new URLSearchParams(http.search).get('return'), origin, home), cookies);
    }
    return { cookies, ...jsonResponse(200, { signedIn: false, deauthorized }) };
  }

  /** False where the login had ended before. */
  async function deauthorize(session: Session): Promise<boolean> {
    const oauth = findTarget(session.region)?.oauth;
    const tokens = await renewals.newest(session.tokens);
    for (const { access } of tokens ? [session.tokens, tokens] : [session.tokens])
      await options.onSignOut(access);
    if (!oauth || !tokens) return false;
    if (await oauth.deauthorize(tokens.access)) return true;
    // Clio deauthorizes by access token. Where that one has run out, the permission behind it may still stand.
    const renewed = await renewals.renew(tokens, oauth);
    return renewed !== null && (await oauth.deauthorize(renewed.access));
  }

  async function open(http: HttpRequest): Promise<OpenSession | null> {
    // A token of its own is deliberate; a browser adds the cookie to every request.
    if (http.header('authorization') !== null) return null;
    if (sessionJar.read(http.header('cookie')) === null) return null;
    const unchanged = async (): Promise<string[]> => [];
    if (!isSameOrigin(http, origin)) {
      return { login: new GatewayError('FORBIDDEN', foreign), cookies: unchanged };
    }
    const session = await readSession(http);
    const target = session && findTarget(session.region);
    if (!target) return { login: sessionEnded(loginUrl), cookies: async () => [sessionJar.clear] };
    const cookies = (): Promise<string[]> => changedCookies(session);
    const asked = http.header('x-clio-region');
    if (asked !== null && asked !== session.region) {
      const message =
        'This session is of another region than X-Clio-Region names. Leave the header out, or sign in there.';
      return { login: new GatewayError('BAD_USER_INPUT', message), cookies };
    }
    const login = new SessionInUse(session, renewals, target.oauth, loginUrl);
    try {
      await login.prepare(clock);
      return { login, cookies };
    } catch (error) {
      if (error instanceof GatewayError) return { login: error, cookies };
      throw error;
    }
  }

  /** The cookies for what this request, or another one meanwhile, has changed of the session. */
  async function changedCookies(session: Session): Promise<string[]> {
    const tokens = await renewals.newest(session.tokens);
    if (tokens === null || (await marks.has('session', session.id))) return [sessionJar.clear];
    return tokens === session.tokens ? [] : [await toCookie({ ...session, tokens })];
  }

  /** Null for a cookie that is not of this gateway, has expired, or was signed out. */
  async function readSession(http: HttpRequest): Promise<Session | null> {
    const text = sessionJar.read(http.header('cookie'));
    const session = text === null ? null : asSession(await sealer.unseal(purpose, text));
    return session && !(await marks.has('session', session.id)) ? session : null;
  }

  async function toCookie(session: Session): Promise<string> {
    const sealed = await sealer.seal(purpose, session, session.untilMs);
    return sessionJar.write(sealed, Math.ceil((session.untilMs - clock.now()) / 1000));
  }

  function findTarget(region: string | null): SignInTarget | undefined {
    return targets.find((target) => target.region === region);
  }

  return {
    open,
    async handle(path, request) {
      const [method, route] = (Object.hasOwn(routes, path) && routes[path]) || [];
      if (!route) return null;
      if (request.http.method === method) return route(request);
      return errorResponse(405, 'BAD_REQUEST', `This path takes ${method} only.`, { allow: `${method}` });
    },
    async close() {
      await Promise.all(targets.map(({ oauth }) => oauth.close()));
    },
  };
}

const foreign =
  'The session cookie counts only for requests of the gateway’s own pages (Sec-Fetch-Site or Origin decides). Send a token of your own.';

function redirect(status: number, location: string, cookies: readonly string[]): HttpResponse {
  const headers = { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  return { status, headers, body: null, cookies };
}

/** An application without the Users permission cannot ask; signing in works all the same. */
async function askWho(target: SignInTarget, tokens: Tokens): Promise<UserIdentity | null> {
  try {
    return await target.whoAmI(tokens.access);
  } catch (error) {
    if (error instanceof GatewayError && error.code !== 'UNAUTHENTICATED') return null;
    throw error;
  }
}

/** @throws The error itself, where the gateway is at fault. */
function describeFailure(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof CookieTooLarge) {
    return { status: 502, code: 'UPSTREAM_ERROR', message: 'Clio’s tokens are too long for a cookie.' };
  }
  if (error instanceof OauthError) {
    if (error.error === 'access_denied') {
      return {
        status: 403,
        code: 'FORBIDDEN',
        message: 'You declined in Clio, so nothing was shared with this gateway.',
      };
    }
    if (error.error === 'invalid_grant') {
      const message =
        'Clio did not take the code of this sign-in: it was used before or is too old. Begin it again.';
      return { status: 400, code: 'BAD_REQUEST', message };
    }
    return describeFailure(refusedApplication(error));
  }
  if (!(error instanceof GatewayError)) throw error;
  return { status: codes[error.code].httpStatus, code: error.code, message: error.message };
}
