import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import type { Clock } from '../rest/clock.ts';
import { type OauthClient, OauthError, type Tokens } from '../rest/oauth.ts';

/** The outcome of a renewal: the new tokens, or null if Clio has ended the login. */
export type Renewed = Tokens | null;

/**
 * How long the outcome of a renewal is remembered. Requests that were sent with the old cookie, before a browser had the
 * new one, find it here: no token is renewed twice.
 */
const rememberMs = 10 * 60_000;
const mostRemembered = 10_000;

interface Renewal {
  readonly outcome: Promise<Renewed>;
  settled: boolean;
  untilMs: number;
}

/** Renews tokens, each of them once however many requests ask for it. */
export class Renewals {
  readonly #renewals = new LRUCache<string, Renewal>(countLimit(mostRemembered));
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The newest tokens known of a login, without asking Clio; renewals in flight are not waited for. */
  async newest(tokens: Tokens): Promise<Renewed> {
    let newest = tokens;
    // A chain ends, because Clio does not issue a token twice. The limit is for the case that it does.
    for (let steps = 0; steps < 5; steps += 1) {
      const renewal = this.#find(newest);
      if (!renewal?.settled) break;
      const outcome = await renewal.outcome;
      if (outcome === null) return null;
      newest = outcome;
    }
    return newest;
  }

  /** @throws GatewayError where Clio gave no usable response: the login may be valid still. */
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
    // Other rejections are about the application or about us, not about this login.
    if (error instanceof OauthError && error.error === 'invalid_grant') return null;
    throw error;
  }
}

/** Hashed, as everything that is kept by token. */
function keyOf({ access }: Tokens): string {
  return hash('sha256', access, 'base64url');
}
