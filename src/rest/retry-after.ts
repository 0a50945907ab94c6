import { readBudget } from './budget.ts';
import { header, type ResponseHeaders } from './headers.ts';

/** Clio's window: waiting this long is always enough. */
const windowSeconds = 60;
/** A header that asks for more is a mistake, and must not lock a login out: one call an hour finds out. */
const maxWaitSeconds = 3600;

/** Seconds that `Retry-After` asks for (a number, or an HTTP date), null when it is absent or unreadable. */
export function retryAfterSeconds(headers: ResponseHeaders, nowMs: number): number | null {
  const text = header(headers, 'retry-after')?.trim();
  if (!text) return null;
  if (/^\d{1,9}(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text));
  // Every HTTP date names its day first; Date.parse alone would take "-5" for a year.
  const dateMs = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? null : Math.max(0, Math.ceil((dateMs - nowMs) / 1000));
}

/** Seconds to wait after a 429: what Clio asks for (an hour at most), else the end of its window, else a whole window. */
export function rateLimitWaitSeconds(headers: ResponseHeaders, nowMs: number): number {
  const asked = retryAfterSeconds(headers, nowMs);
  if (asked !== null) return Math.min(maxWaitSeconds, Math.max(1, asked));
  const budget = readBudget(headers, nowMs);
  const untilReset = budget === null ? 0 : Math.ceil((budget.resetAtMs - nowMs) / 1000);
  return untilReset > 0 ? untilReset : windowSeconds;
}
