import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';

const windowMs = 3_600_000;
const maxLogins = 10_000;

/** Bounds the calls to Clio that agents of one login may cause in an hour. */
export class CallAllowance {
  readonly #perHour: number;
  readonly #now: () => number;
  readonly #used = new LRUCache<string, { calls: number; readonly endsAtMs: number }>(countLimit(maxLogins));

  constructor(perHour: number, now: () => number) {
    this.#perHour = perHour;
    this.#now = now;
  }

  /** @param login A hash of the login's token. */
  left(login: string): { readonly calls: number; readonly resetInSeconds: number } {
    const { calls, endsAtMs } = this.#window(login);
    return {
      calls: Math.max(0, this.#perHour - calls),
      resetInSeconds: Math.ceil((endsAtMs - this.#now()) / 1000),
    };
  }

  spend(login: string, calls: number): void {
    this.#window(login).calls += calls;
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
