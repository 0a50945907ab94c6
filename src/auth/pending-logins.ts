import { timingSafeEqual } from 'node:crypto';
import type { Region } from '../config/regions.ts';
import type { Clock } from '../rest/clock.ts';
import type { SignInAttempt } from '../rest/oauth.ts';
import type { Marks } from './marks.ts';
import type { SealedCookie } from './sealed-cookie.ts';

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
const maxPending = 3;

/**
 * Binds a sign-in to the browser that began it: Clio's redirect is valid only with this cookie. Several tabs
 * may sign in at the same time.
 */
export class PendingLogins {
  readonly #cookie: SealedCookie;
  readonly #marks: Marks;
  readonly #clock: Clock;

  constructor(cookie: SealedCookie, marks: Marks, clock: Clock) {
    this.#cookie = cookie;
    this.#marks = marks;
    this.#clock = clock;
  }

  /** @returns The `Set-Cookie` value that keeps it. */
  async add(header: string | null, login: Omit<PendingLogin, 'untilMs'>): Promise<string> {
    const untilMs = this.#clock.now() + lifetimeMs;
    return this.#write([...(await this.#read(header)), { untilMs, ...login }].slice(-maxPending));
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
    const logins = ((await this.#cookie.read(header)) ?? []) as readonly PendingLogin[];
    return logins.filter(({ untilMs }) => untilMs > this.#clock.now());
  }

  async #write(logins: readonly PendingLogin[]): Promise<string> {
    if (logins.length === 0) return this.#cookie.clear;
    return this.#cookie.write(logins, Math.max(...logins.map(({ untilMs }) => untilMs)));
  }
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
