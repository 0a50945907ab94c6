import { timingSafeEqual } from 'node:crypto';
import type { Region } from '../config/regions.ts';
import type { Clock } from '../rest/clock.ts';
import type { SignInAttempt } from '../rest/oauth.ts';
import type { CookieJar } from './cookies.ts';
import type { Marks } from './marks.ts';
import type { Sealer } from './sealer.ts';

/** A sign-in that has begun, stored in the browser that began it. */
export interface PendingLogin extends SignInAttempt {
  readonly region: Region | null;
  /** URL to continue at afterwards. */
  readonly returnTo: string;
  readonly untilMs: number;
}

/** The lifetime of Clio's codes. */
const lifetimeMs = 10 * 60_000;
/** Maximum number of pending sign-ins, one in each tab. More do not fit into a cookie. */
const most = 3;
const purpose = 'login';

/**
 * Binds a sign-in to the browser that began it: Clio's redirect is valid only with this cookie. Several tabs
 * may sign in at the same time.
 */
export class PendingLogins {
  readonly #jar: CookieJar;
  readonly #sealer: Sealer;
  readonly #marks: Marks;
  readonly #clock: Clock;

  constructor(jar: CookieJar, sealer: Sealer, marks: Marks, clock: Clock) {
    this.#jar = jar;
    this.#sealer = sealer;
    this.#marks = marks;
    this.#clock = clock;
  }

  /** @returns The `Set-Cookie` value that keeps it. */
  async add(header: string | null, login: Omit<PendingLogin, 'untilMs'>): Promise<string> {
    const untilMs = this.#clock.now() + lifetimeMs;
    return this.#write([...(await this.#read(header)), { untilMs, ...login }].slice(-most));
  }

  /**
   * Takes the sign-in with this `state`, once. The `Set-Cookie` value removes it, and a copy of the cookie is
   * rejected.
   */
  async take(
    header: string | null,
    state: string | null,
  ): Promise<{ login: PendingLogin; cookie: string } | null> {
    const logins = await this.#read(header);
    const login = logins.find((one) => state !== null && isEqual(one.state, state));
    if (!login || !(await this.#marks.add('login', login.state, login.untilMs))) return null;
    return { login, cookie: await this.#write(logins.filter((one) => one !== login)) };
  }

  async #read(header: string | null): Promise<readonly PendingLogin[]> {
    const text = this.#jar.read(header);
    const logins = text === null ? null : await this.#sealer.unseal(purpose, text);
    const now = this.#clock.now();
    return ((logins ?? []) as readonly PendingLogin[]).filter(({ untilMs }) => untilMs > now);
  }

  async #write(logins: readonly PendingLogin[]): Promise<string> {
    if (logins.length === 0) return this.#jar.clear;
    const untilMs = Math.max(...logins.map((login) => login.untilMs));
    const sealed = await this.#sealer.seal(purpose, logins, untilMs);
    return this.#jar.write(sealed, Math.ceil((untilMs - this.#clock.now()) / 1000));
  }
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
