import type { Region } from '../config/regions.ts';
import { GatewayError } from '../errors.ts';
import type { Clock } from '../rest/clock.ts';
import type { Tokens } from '../rest/oauth.ts';
import {
  errorResponse,
  type HttpRequest,
  type HttpResponse,
  jsonResponse,
} from '../server/http/http-message.ts';
import type { ServerRequest } from '../server/server-request.ts';
import type { OpenSession, SignInRoutes } from '../server/within-session.ts';
import { createMemoryMarks, type Marks } from './marks.ts';
import { PendingLogins } from './pending-logins.ts';
import { returnUrl } from './return-url.ts';
import { isSameOrigin } from './same-origin.ts';
import { SealedCookie } from './sealed-cookie.ts';
import type { Session, UserIdentity } from './session.ts';
import { notSameOrigin, Sessions } from './sessions.ts';
import { describeFailure, failurePage } from './sign-in-failure.ts';
import { findTarget, type SignInTarget } from './sign-in-targets.ts';

export interface SignInOptions {
  readonly redirectUri: string;
  readonly sessionSecrets: readonly string[];
  readonly targets: readonly SignInTarget[];
  /** Region of sign-ins that do not name one, if there are several. */
  readonly defaultRegion: Region | null;
  readonly clock: Clock;
  /** @default in the memory of this process */
  readonly marks?: Marks | undefined;
  /** Called on sign-out, while Clio still accepts the token, to end its uses besides requests. */
  readonly onSignOut: (token: string) => Promise<void>;
}

const ownPath = '/auth/callback';

/** The handler of one path and method. */
type Route = (request: ServerRequest) => Promise<HttpResponse>;

/** Sign-in with Clio: the pages below `/auth`, and the sessions that they begin and end. */
export class SignIn implements SignInRoutes {
  readonly #options: SignInOptions;
  /** URL of the gateway for browsers. A proxy may have added a path. */
  readonly #publicUrl: string;
  readonly #origin: string;
  readonly #home: string;
  readonly #loginUrl: string;
  readonly #pending: PendingLogins;
  readonly #sessions: Sessions;
  readonly #routes: ReadonlyMap<string, readonly ['GET' | 'POST', Route]> = new Map([
    ['/auth/login', ['GET', (request) => this.#login(request)]],
    ['/auth/callback', ['GET', (request) => this.#callback(request)]],
    ['/auth/session', ['GET', (request) => this.#describeSession(request)]],
    ['/auth/logout', ['POST', (request) => this.#logout(request)]],
  ]);

  constructor(options: SignInOptions) {
    const { redirectUri, sessionSecrets, clock, marks = createMemoryMarks(clock) } = options;
    const publicUrl = redirectUri.slice(0, -ownPath.length);
    const cookie = (purpose: string): SealedCookie =>
      new SealedCookie(purpose, publicUrl, sessionSecrets, clock);
    this.#options = options;
    this.#publicUrl = publicUrl;
    this.#origin = new URL(publicUrl).origin;
    this.#home = `${publicUrl}/graphql`;
    this.#loginUrl = `${publicUrl}/auth/login`;
    this.#pending = new PendingLogins(cookie('login'), marks, clock);
    this.#sessions = new Sessions(options, publicUrl, cookie('session'), marks);
  }

  async handle(path: string, request: ServerRequest): Promise<HttpResponse | null> {
    const [method, route] = this.#routes.get(path) ?? [];
    if (!route) return null;
    if (request.http.method === method) return route(request);
    return errorResponse(405, 'BAD_REQUEST', `This path accepts only ${method}.`, { allow: `${method}` });
  }

  open(http: HttpRequest): Promise<OpenSession | null> {
    return this.#sessions.open(http);
  }

  async close(): Promise<void> {
    await Promise.all(this.#options.targets.map(({ oauth }) => oauth.close()));
  }

  async #login({ http }: ServerRequest): Promise<HttpResponse> {
    const { targets, defaultRegion } = this.#options;
    const parameters = new URLSearchParams(http.search);
    const region = parameters.get('region') ?? (targets.length > 1 ? defaultRegion : null);
    const target = region === null && targets.length === 1 ? targets[0] : findTarget(targets, region);
    if (!target) {
      const named = targets.flatMap((one) => one.region ?? []);
      const advice = named.length > 0 ? `Name one of ${named.join(', ')} as region.` : 'Leave region out.';
      const message = `This gateway has no sign-in for that region. ${advice}`;
      return failurePage(http, { status: 400, code: 'BAD_USER_INPUT', message }, this.#loginUrl);
    }
    const returnTo = returnUrl(parameters.get('return'), this.#origin, this.#home);
    const { url, ...begun } = await target.oauth.begin();
    const login = { region: target.region, returnTo, ...begun };
    return redirect(302, url, [await this.#pending.add(http.header('cookie'), login)]);
  }

  async #callback({ http, logger }: ServerRequest): Promise<HttpResponse> {
    const parameters = new URLSearchParams(http.search);
    const found = await this.#pending.take(http.header('cookie'), parameters.get('state'));
    const target = found && findTarget(this.#options.targets, found.login.region);
    if (!target) {
      const message =
        'This sign-in was not begun in this browser, took longer than ten minutes, or has already been finished. Begin it again.';
      return failurePage(http, { status: 400, code: 'BAD_REQUEST', message }, this.#loginUrl);
    }
    const { region } = target;
    const { login: begun, cookie: forget } = found;
    try {
      const tokens = await target.oauth.finish(parameters, begun);
      const cookie = await this.#sessions.begin({ region, tokens, who: await readUser(target, tokens) });
      logger.info({ region }, 'signed in');
      return redirect(303, begun.returnTo, [forget, cookie]);
    } catch (error) {
      const failure = describeFailure(error);
      logger.warn({ region, reason: failure.message }, 'sign-in failed');
      return { cookies: [forget], ...failurePage(http, failure, this.#loginUrl) };
    }
  }

  async #describeSession({ http }: ServerRequest): Promise<HttpResponse> {
    const { targets, defaultRegion: configured } = this.#options;
    const regions = targets.flatMap((target) => target.region ?? []);
    // The region of a sign-in that does not name one, so that a page can offer it first.
    const defaultRegion = regions.find((one) => one === configured || regions.length === 1) ?? null;
    const logoutUrl = `${this.#publicUrl}/auth/logout`;
    const about = { regions, defaultRegion, loginUrl: this.#loginUrl, logoutUrl };
    const session = isSameOrigin(http, this.#origin) ? await this.#sessions.read(http) : null;
    if (!session || !(await this.#sessions.renewals.newest(session.tokens))) {
      const nobody = { region: null, clioUrl: null, user: null, firm: null };
      return jsonResponse(200, { signedIn: false, ...nobody, ...about });
    }
    const { region, who } = session;
    return jsonResponse(200, {
      signedIn: true,
      region,
      clioUrl: findTarget(targets, region)?.url ?? null,
      user: who && { id: who.id, name: who.name },
      firm: who && { name: who.firm },
      ...about,
    });
  }

  async #logout({ http, logger }: ServerRequest): Promise<HttpResponse> {
    if (!isSameOrigin(http, this.#origin)) return errorResponse(403, 'FORBIDDEN', notSameOrigin);
    const session = await this.#sessions.read(http);
    let deauthorized = false;
    if (session) {
      await this.#sessions.end(session);
      deauthorized = await this.#deauthorize(session).catch((error: unknown) => {
        // The cookie is removed in any case: a user who signs out at a shared machine must not stay signed in.
        logger.warn({ reason: describeFailure(error).message }, 'Clio was not informed of a sign-out');
        return false;
      });
      logger.info({ region: session.region, deauthorized }, 'signed out');
    }
    const cookies = [this.#sessions.clearingCookie];
    if ((http.header('accept') ?? '').includes('text/html')) {
      const asked = new URLSearchParams(http.search).get('return');
      return redirect(303, returnUrl(asked, this.#origin, this.#home), cookies);
    }
    return { cookies, ...jsonResponse(200, { signedIn: false, deauthorized }) };
  }

  /** Returns false if the login had already ended. */
  async #deauthorize(session: Session): Promise<boolean> {
    const { targets, onSignOut } = this.#options;
    const oauth = findTarget(targets, session.region)?.oauth;
    const tokens = await this.#sessions.renewals.newest(session.tokens);
    for (const { access } of tokens ? [session.tokens, tokens] : [session.tokens]) await onSignOut(access);
    if (!oauth || !tokens) return false;
    if (await oauth.deauthorize(tokens.access)) return true;
    // Clio deauthorizes by access token. If that has expired, the permission may still exist, so the token is
    // renewed first.
    const renewed = await this.#sessions.renewals.renew(tokens, oauth);
    return renewed !== null && (await oauth.deauthorize(renewed.access));
  }
}

function redirect(status: number, location: string, cookies: readonly string[]): HttpResponse {
  const headers = { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  return { status, headers, body: null, cookies };
}

/**
 * The user of a sign-in; null for an application without the Users permission, which does not prevent the
 * sign-in.
 */
async function readUser(target: SignInTarget, tokens: Tokens): Promise<UserIdentity | null> {
  try {
    return await target.whoAmI(tokens.access);
  } catch (error) {
    if (error instanceof GatewayError && error.code !== 'UNAUTHENTICATED') return null;
    throw error;
  }
}
