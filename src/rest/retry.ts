import type { Call } from './types.ts';
import type { WireFaultKind } from './wire-fault.ts';

/** Retries after the first try, for trouble that passes by itself. */
const maxRetries = 2;
const baseDelayMs = 200;
/** Longest wait that is worth it when the caller named no deadline. */
const maxDelayMs = 2000;

/** What went wrong with a try. */
export type FailureCause =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterMs: number | null }
  | { readonly kind: 'wire'; readonly wire: WireFaultKind; readonly sent: boolean };

export interface Try {
  readonly method: Call['method'];
  readonly trouble: FailureCause;
  /** Retries made so far. */
  readonly retries: number;
  /** Whether this call has already waited for its rate limit. */
  readonly waited: boolean;
  readonly nowMs: number;
  readonly deadlineMs: number | undefined;
  /** From 0 to 1. */
  readonly random: number;
}

/**
 * Whether to try again, and after how many milliseconds; null means the trouble is final.
 *
 * Reads are repeated when Clio is briefly away (502, 503, 504, broken connections). Writes are repeated only
 * when Clio cannot have done them: no connection came about, or Clio refused with 429. A 429 is waited for
 * once, and only if the caller's deadline is known to leave room. Time-outs are final: the next try would
 * take as long again.
 */
export function retryDelayMs(attempt: Try): number | null {
  const { trouble } = attempt;
  if (trouble.kind === 'status' && trouble.status === 429) {
    if (attempt.waited || attempt.deadlineMs === undefined || trouble.retryAfterMs === null) return null;
    return withinDeadline(trouble.retryAfterMs, attempt);
  }
  if (attempt.retries >= maxRetries || !passes(attempt)) return null;

  // Half fixed, half random: calls that failed together come back apart.
  const delayMs = Math.round(baseDelayMs * 2 ** attempt.retries * (0.5 + attempt.random / 2));
  const askedMs = trouble.kind === 'status' ? (trouble.retryAfterMs ?? 0) : 0;
  if (askedMs > maxDelayMs && attempt.deadlineMs === undefined) return null;
  return withinDeadline(Math.max(delayMs, askedMs), attempt);
}

function passes({ method, trouble }: Try): boolean {
  if (trouble.kind === 'wire') {
    if (trouble.wire === 'unreachable') return true;
    return trouble.wire === 'dropped' && (method === 'GET' || !trouble.sent);
  }
  return method === 'GET' && (trouble.status === 502 || trouble.status === 503 || trouble.status === 504);
}

function withinDeadline(delayMs: number, { nowMs, deadlineMs }: Try): number | null {
  return deadlineMs === undefined || nowMs + delayMs < deadlineMs ? delayMs : null;
}
