/** A token's rate limit in its current window. */
export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  /** Unix seconds. */
  readonly reset: number;
  /** Seconds to wait; set when the call exceeds the limit. */
  readonly retryAfter?: number;
}

const WINDOW_MS = 60_000;

/** Counts calls per token in windows of a minute, each beginning with a token's first call. */
export function createRateLimit(limit: number, clock: () => number): (token: string) => RateState {
  const windows = new Map<string, { start: number; used: number }>();
  return (token) => {
    const now = clock();
    let window = windows.get(token);
    if (!window || now >= window.start + WINDOW_MS) {
      window = { start: now, used: 0 };
      windows.set(token, window);
    }
    const end = window.start + WINDOW_MS;
    const reset = Math.ceil(end / 1000);
    if (window.used >= limit) {
      return { limit, remaining: 0, reset, retryAfter: Math.max(1, Math.ceil((end - now) / 1000)) };
    }
    window.used += 1;
    return { limit, remaining: limit - window.used, reset };
  };
}
