import { isRegion, type Region } from '../config/regions.ts';
import type { Tokens } from '../rest/oauth.ts';

/** The user of a session, as Clio reported it at sign-in. */
export interface UserIdentity {
  /** Global id: `User:1`. */
  readonly id: string;
  readonly name: string | null;
  /** Name of the firm. */
  readonly firm: string | null;
}

/** What is sealed in the session cookie. */
export interface Session {
  /** Random, and the same for as long as the session lasts. */
  readonly id: string;
  /** Null in front of one fixed address. */
  readonly region: Region | null;
  readonly tokens: Tokens;
  /** Null where the application may not read users. */
  readonly who: UserIdentity | null;
  /** When the session ends, even if its tokens are still valid. */
  readonly untilMs: number;
}

/** A session in the form of this release; null for a cookie of another release, which may have another form. */
export function asSession(value: unknown): Session | null {
  const session = value as Session | null;
  const isOurs =
    typeof session?.id === 'string' &&
    typeof session.untilMs === 'number' &&
    typeof session.tokens?.access === 'string' &&
    (session.region === null || isRegion(session.region));
  return isOurs ? session : null;
}
