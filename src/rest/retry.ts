import type { FailureCause } from './failure.ts';
import type { Call } from './types.ts';

const maxRetries = 2;
const baseDelayMs = 200;
/** Maximum wait without a deadline. */
const maxDelayMs = 2000;

/** The facts that decide whether a failed attempt is repeated. */
export interface RetryFacts {
  readonly method: Call['method'];
  readonly cause: FailureCause;
  readonly retries: number;
  /** Whether this call has waited for its rate limit before. */
  readonly waited: boolean;
  readonly nowMs: number;
  readonly deadlineMs: number | undefined;
  /** From 0 to 1. */
  readonly random: number;
}

/**
 * Milliseconds until the next attempt; null if the failure is final.
 *
 * Reads are repeated if Clio is briefly unavailable (502, 503, 504, broken connections). Writes are repeated
 * only if Clio cannot have made them: there was no connection, or Clio rejected the call with 429. A call
 * waits for a 429 once, and only if the caller's deadline leaves room. Timeouts are final, because the next
 * attempt would take as long again.
 */
export function retryDelayMs(facts: RetryFacts): number | null {
  const { cause } = facts;
  if (cause.kind === 'status' && cause.status === 429) {
    if (facts.waited || facts.deadlineMs === undefined || cause.retryAfterMs === null) return null;
    return withinDeadline(cause.retryAfterMs, facts);
  }
  if (facts.retries >= maxRetries || !passes(facts)) return null;

  // Half fixed, half random, so that calls that failed together are not repeated together.
  const delayMs = Math.round(baseDelayMs * 2 ** facts.retries * (0.5 + facts.random / 2));
  const askedMs = cause.kind === 'status' ? (cause.retryAfterMs ?? 0) : 0;
  if (askedMs > maxDelayMs && facts.deadlineMs === undefined) return null;
  return withinDeadline(Math.max(delayMs, askedMs), facts);
}

function passes({ method, cause }: RetryFacts): boolean {
  if (cause.kind === 'network') {
    if (cause.network === 'unreachable') return true;
    return cause.network === 'dropped' && (method === 'GET' || !cause.sent);
  }
  return method === 'GET' && (cause.status === 502 || cause.status === 503 || cause.status === 504);
}

function withinDeadline(delayMs: number, { nowMs, deadlineMs }: RetryFacts): number | null {
  return deadlineMs === undefined || nowMs + delayMs < deadlineMs ? delayMs : null;
}
