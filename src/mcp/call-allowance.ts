import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';

const windowMs = 3_600_000;
const maxLogins = 10_000;

/** Reserved calls. */
export interface Reservation {
  /** @param made Calls that were made. */
  settle(made: number): void;
}

/** Limits the calls to Clio that agents of one login may make in an hour. */
export class CallAllowance {
  readonly #perHour: number;
  readonly #now: () => number;
  readonly #used = new LRUCache<string, { calls: number; readonly endsAtMs: number }>(countLimit(maxLogins));

  constructor(perHour: number, now: () => number) {
    this.#perHour = perHour;
    this.#now = now;
  }

  /**
   * Reserves calls before they are made, so that concurrent operations share one allowance.
   *
   * @param login A hash of the login's token.
   * @returns The reservation, which is corrected when the real number is known; or what is left, if that is
   * too little.
   */
  reserve(
    login: string,
    calls: number,
  ): Reservation | { readonly left: number; readonly resetInSeconds: number } {
    const window = this.#window(login);
    const left = Math.max(0, this.#perHour - window.calls);
    if (calls > left) return { left, resetInSeconds: Math.ceil((window.endsAtMs - this.#now()) / 1000) };
    window.calls += calls;
    return {
      settle(made) {
        window.calls += made - calls;
      },
    };
  }

  #window(login: string): { calls: number; readonly endsAtMs: number } {
    const now = this.#now();
    let window = this.#used.get(login);
    if (!window || window.endsAtMs <= now) {
      window = { calls: 0, endsAtMs: now + windowMs };
      this.#used.set(login, window);
    }
    return window;
  }
}
