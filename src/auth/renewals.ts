import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import type { Clock } from '../rest/clock.ts';
import { type OauthClient, OauthError, type Tokens } from '../rest/oauth.ts';

/** The outcome of a renewal: the new tokens, or null if Clio has ended the login. */
export type Renewed = Tokens | null;

/**
 * How long the outcome of a renewal is remembered. Requests that a browser sent with the old cookie, before
 * it had the new one, use it, so that no token is renewed twice.
 */
const rememberMs = 10 * 60_000;
const maxRemembered = 10_000;

interface Renewal {
  readonly outcome: Promise<Renewed>;
  settled: boolean;
  untilMs: number;
}

/** Renews tokens, each of them once for all requests. */
export class Renewals {
  readonly #renewals = new LRUCache<string, Renewal>(countLimit(maxRemembered));
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The newest known tokens of a login. Makes no call and does not wait for renewals in flight. */
  async newest(tokens: Tokens): Promise<Renewed> {
    let newest = tokens;
    // A chain ends, because Clio does not issue a token twice. The limit is a safeguard in case it does.
    for (let steps = 0; steps < 5; steps += 1) {
      const renewal = this.#find(newest);
      if (!renewal?.settled) break;
      const outcome = await renewal.outcome;
      if (outcome === null) return null;
      newest = outcome;
    }
    return newest;
  }

  /** @throws GatewayError without a usable response of Clio: the login may still be valid. */
  renew(tokens: Tokens, oauth: OauthClient): Promise<Renewed> {
    const known = this.#find(tokens);
    if (known) return known.outcome;
    const renewal: Renewal = {
      outcome: refresh(tokens, oauth),
      settled: false,
      untilMs: Number.POSITIVE_INFINITY,
    };
    const key = keyOf(tokens);
    this.#renewals.set(key, renewal);
    renewal.outcome.then(
      () => {
        renewal.settled = true;
        renewal.untilMs = this.#clock.now() + rememberMs;
      },
      () => this.#renewals.delete(key),
    );
    return renewal.outcome;
  }

  #find(tokens: Tokens): Renewal | undefined {
    const key = keyOf(tokens);
    const renewal = this.#renewals.get(key);
    if (renewal === undefined || renewal.untilMs > this.#clock.now()) return renewal;
    this.#renewals.delete(key);
    return undefined;
  }
}

async function refresh({ refresh: token }: Tokens, oauth: OauthClient): Promise<Renewed> {
  if (token === null) return null;
  try {
    return await oauth.refresh(token);
  } catch (error) {
    // Other rejections are about the application or the gateway, and not about this login.
    if (error instanceof OauthError && error.error === 'invalid_grant') return null;
    throw error;
  }
}

/** Hashed, like all keys that depend on tokens. */
function keyOf({ access }: Tokens): string {
  return hash('sha256', access, 'base64url');
}
