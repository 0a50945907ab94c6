import { readBudget } from './budget.ts';
import { header, type ResponseHeaders } from './headers.ts';

/** Length of Clio's window. Waiting this long is always enough. */
const windowSeconds = 60;
/**
 * A header that requests more is a mistake and must not block a login. One call an hour then checks again.
 */
const maxWaitSeconds = 3600;

/** Seconds in `Retry-After` (a number, or an HTTP date); null if it is absent or unreadable. */
export function retryAfterSeconds(headers: ResponseHeaders, nowMs: number): number | null {
  const text = header(headers, 'retry-after')?.trim();
  if (!text) return null;
  if (/^\d{1,9}(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text));
  // Every HTTP date begins with a weekday. Without this check, Date.parse would read "-5" as a year.
  const dateMs = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? null : Math.max(0, Math.ceil((dateMs - nowMs) / 1000));
}

/**
 * Seconds to wait after a 429: until the time that Clio requests (at most an hour), or else the end of its
 * window, or else a whole window.
 */
export function rateLimitWaitSeconds(headers: ResponseHeaders, nowMs: number): number {
  const asked = retryAfterSeconds(headers, nowMs);
  if (asked !== null) return Math.min(maxWaitSeconds, Math.max(1, asked));
  const budget = readBudget(headers, nowMs);
  const untilReset = budget === null ? 0 : Math.ceil((budget.resetAtMs - nowMs) / 1000);
  return untilReset > 0 ? untilReset : windowSeconds;
}
