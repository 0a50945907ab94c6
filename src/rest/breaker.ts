import { GatewayError } from '../errors.ts';

export interface BreakerOptions {
  /**
   * `ill` one after the other that open the circuit.
   * @default 10
   */
  readonly maxConsecutive?: number;
  /**
   * Share of failed calls within {@link spanMs} that opens it, of at least {@link minCalls}.
   * @default 0.5
   */
  readonly maxRatio?: number;
  /** @default 20 */
  readonly minCalls?: number;
  /** @default 10000 */
  readonly spanMs?: number;
  /**
   * How long it stays open before a probe. Doubles with each probe that fails, up to {@link maxOpenMs}.
   * @default 5000
   */
  readonly openMs?: number;
  /** @default 60000 */
  readonly maxOpenMs?: number;
  /** A number from 0 to 1: gateways that opened together do not probe together. */
  readonly random: () => number;
}

/** Lets a call through; handed back with its outcome. */
export interface Permit {
  /** Opening and closing end a round: what comes of a call of an earlier one is no news. */
  readonly round: number;
  readonly probe: boolean;
}

/**
 * How an origin did with a call: `ill` when it was not there; `faulty` when it was, and failed over this call, as it
 * may over one query that somebody repeats; `unknown` when the call was given up, which says nothing about it.
 */
export type Health = 'well' | 'ill' | 'faulty' | 'unknown';

/**
 * A circuit breaker for one origin. Closed, it counts. Open, it refuses calls, so that an origin in trouble is left
 * alone and nobody waits for what will not come. After a while one call at a time is let through as a probe: the
 * first that goes well closes it.
 *
 * Written here because a call takes its place in the queue, its budget and its pass one after the other, on a clock
 * that tests can move; libraries wrap a call as a whole, by the machine's clock.
 */
export class CircuitBreaker {
  readonly #options: Required<BreakerOptions>;
  #round = 0;
  #consecutive = 0;
  #spanStartMs = 0;
  #calls = 0;
  #failures = 0;
  /** When a probe may go; null while closed. */
  #openUntilMs: number | null = null;
  #openMs: number;
  #probing = false;

  constructor(options: BreakerOptions) {
    this.#options = {
      maxConsecutive: 10,
      maxRatio: 0.5,
      minCalls: 20,
      spanMs: 10_000,
      openMs: 5000,
      maxOpenMs: 60_000,
      ...options,
    };
    this.#openMs = this.#options.openMs;
  }

  get state(): 'closed' | 'open' | 'probing' {
    if (this.#openUntilMs === null) return 'closed';
    return this.#probing ? 'probing' : 'open';
  }

  /**
   * Refuses a call that would be refused now, before it waits for anything.
   *
   * @throws GatewayError `UPSTREAM_UNAVAILABLE` with `retryAfter`
   */
  check(nowMs: number): void {
    if (this.#openUntilMs !== null && (this.#probing || nowMs < this.#openUntilMs))
      throw this.#refusal(nowMs);
  }

  /**
   * Lets a call through, as a probe where the circuit is open. The pass must be given back to {@link report}.
   *
   * @throws GatewayError `UPSTREAM_UNAVAILABLE` with `retryAfter`
   */
  enter(nowMs: number): Permit {
    this.check(nowMs);
    const probe = this.#openUntilMs !== null;
    if (probe) this.#probing = true;
    return { round: this.#round, probe };
  }

  /** Learns how a call went. */
  report({ round, probe }: Permit, health: Health, nowMs: number): void {
    if (round !== this.#round) return;
    if (probe) {
      this.#probing = false;
      if (health === 'well') this.#close();
      else if (health !== 'unknown') this.#open(nowMs, Math.min(this.#openMs * 2, this.#options.maxOpenMs));
      return;
    }
    if (health === 'unknown') return;
    const { maxConsecutive, maxRatio, minCalls, spanMs, openMs } = this.#options;
    if (nowMs - this.#spanStartMs >= spanMs) {
      this.#spanStartMs = nowMs;
      this.#calls = 0;
      this.#failures = 0;
    }
    this.#calls += 1;
    if (health === 'well') {
      this.#consecutive = 0;
      return;
    }
    this.#failures += 1;
    if (health === 'ill') this.#consecutive += 1;
    const tooMany = this.#calls >= minCalls && this.#failures >= this.#calls * maxRatio;
    if (tooMany || this.#consecutive >= maxConsecutive) this.#open(nowMs, openMs);
  }

  #open(nowMs: number, openMs: number): void {
    this.#round += 1;
    this.#openMs = openMs;
    this.#openUntilMs = nowMs + openMs * (0.75 + this.#options.random() / 4);
  }

  #close(): void {
    this.#round += 1;
    this.#openUntilMs = null;
    this.#openMs = this.#options.openMs;
    this.#consecutive = 0;
    this.#calls = 0;
    this.#failures = 0;
  }

  #refusal(nowMs: number): GatewayError {
    const leftMs = (this.#openUntilMs ?? nowMs) - nowMs;
    return new GatewayError(
      'UPSTREAM_UNAVAILABLE',
      'Clio has failed again and again, so the gateway leaves it alone for a while. Try again after the seconds in retryAfter.',
      { retryAfter: Math.max(1, Math.ceil(leftMs / 1000)) },
    );
  }
}
