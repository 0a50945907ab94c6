import { isRegion, type Region } from '../config/regions.ts';
import type { Tokens } from '../rest/oauth.ts';

/** The user of a session, reported by Clio at sign-in. */
export interface UserIdentity {
  /** Global id: `User:1`. */
  readonly id: string;
  readonly name: string | null;
  /** Name of the firm. */
  readonly firm: string | null;
}

/** The contents of the session cookie. */
export interface Session {
  /** Random, and constant during the session. */
  readonly id: string;
  /** Null if the gateway has one fixed upstream. */
  readonly region: Region | null;
  readonly tokens: Tokens;
  /** Null if the application may not read users. */
  readonly who: UserIdentity | null;
  /** When the session ends, even if its tokens are still valid. */
  readonly untilMs: number;
}

/**
 * The session if it has the form of this release; otherwise null. A cookie of another release may have
 * another form.
 */
export function asSession(value: unknown): Session | null {
  const session = value as Session | null;
  const isOurs =
    typeof session?.id === 'string' &&
    typeof session.untilMs === 'number' &&
    typeof session.tokens?.access === 'string' &&
    (session.region === null || isRegion(session.region));
  return isOurs ? session : null;
}
