import { GatewayError } from '../errors.ts';

export interface BreakerOptions {
  /**
   * Number of `unavailable` calls in a row that opens the circuit.
   * @default 10
   */
  readonly maxConsecutive?: number;
  /**
   * Number of calls in a span from which {@link maxRatio} applies.
   * @default 20
   */
  readonly minCalls?: number;
  /** A number from 0 to 1, so that gateways whose circuits opened together do not probe together. */
  readonly random: () => number;
}

/** Share of failed calls in a span that opens the circuit. */
const maxRatio = 0.5;
const spanMs = 10_000;
/** How long the circuit stays open before a probe. Doubles with each failed probe. */
const firstOpenMs = 5000;
const maxOpenMs = 60_000;

/** A permit for one call. It is returned with the outcome of the call. */
export interface Permit {
  /** Opening and closing start a new round: outcomes of calls of an earlier round are ignored. */
  readonly round: number;
  readonly probe: boolean;
}

/**
 * What a call shows about its origin: `unavailable` if there was no response; `failing` if the response
 * reports a server error, which one repeated query may cause; `unknown` if the call was cancelled.
 */
export type Health = 'healthy' | 'unavailable' | 'failing' | 'unknown';

/**
 * A circuit breaker for one origin. Closed, it counts outcomes. Open, it rejects calls, so that a failing
 * origin can recover and no call waits for a timeout. After a while it sends one call at a time as a probe.
 * The first success closes it.
 *
 * No library is used, because a call needs its turn, its budget and its permit one after the other, on a
 * clock that tests can move. Libraries wrap a whole call and use the machine's clock.
 */
export class CircuitBreaker {
  readonly #options: Required<BreakerOptions>;
  #round = 0;
  #consecutive = 0;
  #spanStartMs = 0;
  #calls = 0;
  #failures = 0;
  /** When a probe may be sent; null while the circuit is closed. */
  #openUntilMs: number | null = null;
  #openMs = firstOpenMs;
  #probing = false;

  constructor(options: BreakerOptions) {
    this.#options = { maxConsecutive: 10, minCalls: 20, ...options };
  }

  get state(): 'closed' | 'open' | 'probing' {
    if (this.#openUntilMs === null) return 'closed';
    return this.#probing ? 'probing' : 'open';
  }

  /**
   * Rejects a call while the circuit is open, before the call waits for anything.
   *
   * @throws GatewayError `UPSTREAM_UNAVAILABLE` with `retryAfter`
   */
  check(nowMs: number): void {
    if (this.#openUntilMs !== null && (this.#probing || nowMs < this.#openUntilMs))
      throw this.#rejection(nowMs);
  }

  /**
   * Lets a call through, as a probe if the circuit is open. The permit must be returned to {@link report}.
   *
   * @throws GatewayError `UPSTREAM_UNAVAILABLE` with `retryAfter`
   */
  enter(nowMs: number): Permit {
    this.check(nowMs);
    const probe = this.#openUntilMs !== null;
    if (probe) this.#probing = true;
    return { round: this.#round, probe };
  }

  /** Ends a call. */
  report({ round, probe }: Permit, health: Health, nowMs: number): void {
    if (round !== this.#round) return;
    if (probe) {
      this.#probing = false;
      if (health === 'healthy') this.#close();
      else if (health !== 'unknown') this.#open(nowMs, Math.min(this.#openMs * 2, maxOpenMs));
      return;
    }
    if (health === 'unknown') return;
    const { maxConsecutive, minCalls } = this.#options;
    if (nowMs - this.#spanStartMs >= spanMs) {
      this.#spanStartMs = nowMs;
      this.#calls = 0;
      this.#failures = 0;
    }
    this.#calls += 1;
    if (health === 'healthy') {
      this.#consecutive = 0;
      return;
    }
    this.#failures += 1;
    if (health === 'unavailable') this.#consecutive += 1;
    const tooMany = this.#calls >= minCalls && this.#failures >= this.#calls * maxRatio;
    if (tooMany || this.#consecutive >= maxConsecutive) this.#open(nowMs, firstOpenMs);
  }

  #open(nowMs: number, openMs: number): void {
    this.#round += 1;
    this.#openMs = openMs;
    this.#openUntilMs = nowMs + openMs * (0.75 + this.#options.random() / 4);
  }

  #close(): void {
    this.#round += 1;
    this.#openUntilMs = null;
    this.#openMs = firstOpenMs;
    this.#consecutive = 0;
    this.#calls = 0;
    this.#failures = 0;
  }

  #rejection(nowMs: number): GatewayError {
    const leftMs = (this.#openUntilMs ?? nowMs) - nowMs;
    return new GatewayError(
      'UPSTREAM_UNAVAILABLE',
      'Clio has failed repeatedly, so the gateway does not call it for a while. Try again after the seconds in retryAfter.',
      { retryAfter: Math.max(1, Math.ceil(leftMs / 1000)) },
    );
  }
}
