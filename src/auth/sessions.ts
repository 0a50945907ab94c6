import { randomUUID } from 'node:crypto';
import { badInput, GatewayError } from '../errors.ts';
import type { HttpRequest } from '../server/http/http-message.ts';
import type { OpenSession } from '../server/within-session.ts';
import type { Marks } from './marks.ts';
import { Renewals } from './renewals.ts';
import { isSameOrigin } from './same-origin.ts';
import type { SealedCookie } from './sealed-cookie.ts';
import { asSession, type Session } from './session.ts';
import { SessionInUse, sessionEnded } from './session-in-use.ts';
import type { SignInOptions } from './sign-in.ts';
import { findTarget } from './sign-in-targets.ts';

/** The error for a session cookie in a request from another site. */
export const notSameOrigin =
  'The session cookie is valid only for requests of the gateway’s own pages (Sec-Fetch-Site or Origin decides). Send your own token.';

/** How long a session lasts. Clio's refresh tokens never expire. */
const lifetimeMs = 90 * 24 * 3_600_000;

/** The sessions of signed-in users. Each is stored by its browser, in a sealed cookie. */
export class Sessions {
  readonly renewals: Renewals;
  readonly #options: Pick<SignInOptions, 'targets' | 'clock'>;
  readonly #cookie: SealedCookie;
  readonly #marks: Marks;
  readonly #origin: string;
  readonly #loginUrl: string;

  constructor(
    options: Pick<SignInOptions, 'targets' | 'clock'>,
    publicUrl: string,
    cookie: SealedCookie,
    marks: Marks,
  ) {
    this.#options = options;
    this.renewals = new Renewals(options.clock);
    this.#cookie = cookie;
    this.#marks = marks;
    this.#origin = new URL(publicUrl).origin;
    this.#loginUrl = `${publicUrl}/auth/login`;
  }

  /** The `Set-Cookie` value that ends a session in its browser. */
  get clearingCookie(): string {
    return this.#cookie.clear;
  }

  /** @returns The `Set-Cookie` value that begins a session. */
  begin(session: Omit<Session, 'id' | 'untilMs'>): Promise<string> {
    const untilMs = this.#options.clock.now() + lifetimeMs;
    return this.#cookie.write({ id: randomUUID(), untilMs, ...session }, untilMs);
  }

  /** Null for a cookie that is not of this gateway, has expired, or belongs to an ended session. */
  async read(http: HttpRequest): Promise<Session | null> {
    const session = asSession(await this.#cookie.read(http.header('cookie')));
    return session && !(await this.#marks.has('session', session.id)) ? session : null;
  }

  /** Ends a session: copies of its cookie are rejected from now on. */
  async end({ id, untilMs }: Session): Promise<void> {
    await this.#marks.add('session', id, untilMs);
  }

  /** Opens the session of a request; null if it has none or has its own token. */
  async open(http: HttpRequest): Promise<OpenSession | null> {
    // A token is deliberate, but a browser adds the cookie to every request.
    if (http.header('authorization') !== null) return null;
    if (this.#cookie.find(http.header('cookie')) === null) return null;
    if (!isSameOrigin(http, this.#origin))
      return { login: new GatewayError('FORBIDDEN', notSameOrigin), cookies: async () => [] };
    const session = await this.read(http);
    const target = session && findTarget(this.#options.targets, session.region);
    if (!target) return { login: sessionEnded(this.#loginUrl), cookies: async () => [this.clearingCookie] };
    const cookies = (): Promise<string[]> => this.#changedCookies(session);
    const asked = http.header('x-clio-region');
    if (asked !== null && asked !== session.region) {
      const message =
        'This session belongs to another region than X-Clio-Region names. Leave the header out, or sign in there.';
      return { login: badInput(message), cookies };
    }
    const login = new SessionInUse(session, this.renewals, target.oauth, this.#loginUrl);
    try {
      await login.prepare(this.#options.clock);
      return { login, cookies };
    } catch (error) {
      if (error instanceof GatewayError) return { login: error, cookies };
      throw error;
    }
  }

  /** The cookies for changes of the session by this request or by another one meanwhile. */
  async #changedCookies(session: Session): Promise<string[]> {
    const tokens = await this.renewals.newest(session.tokens);
    if (tokens === null || (await this.#marks.has('session', session.id))) return [this.clearingCookie];
    if (tokens === session.tokens) return [];
    return [await this.#cookie.write({ ...session, tokens }, session.untilMs)];
  }
}
