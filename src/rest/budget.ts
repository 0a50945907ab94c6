import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import { header, type ResponseHeaders } from './headers.ts';
import type { RateBudget } from './types.ts';

/** Length of Clio's rate limit windows. */
export const windowMs = 60_000;
/** A later reset than this is an invalid header. */
const maxWindowMs = 3_600_000;
/** Clio reports the end of a window in whole seconds and does not document how it rounds. */
const resetMarginMs = 1000;
/** Concurrent calls while the budget is unknown: enough to begin with, and too few for a 429. */
const callsWhileUnknown = 6;
/**
 * One call in ten of each window is reserved for short requests, so that a long walk does not block its user.
 */
export const reservedPercent = 10;

/** Whether a call may be sent now. */
export type Admission =
  | { readonly kind: 'granted' }
  /** Calls in flight have claimed what is left. Their responses decide. */
  | { readonly kind: 'pending' }
  /** Nothing is left before `retryAtMs`. */
  | { readonly kind: 'exhausted'; readonly retryAtMs: number };

/** What future calls of a token can count on. */
export interface BudgetForecast {
  /** Calls left that no call in flight has claimed. */
  readonly left: number;
  /** When a new window starts. */
  readonly retryAtMs: number;
  /** Calls in each window; null while unknown. */
  readonly limit: number | null;
}

/**
 * How a granted call ended: with a response, before it was sent, or without a response. Clio may have counted
 * the first and the last.
 */
export type CallOutcome = 'responded' | 'unsent' | 'noResponse';

/**
 * The rate budget of each token. An implementation may store budgets elsewhere, so that several gateways
 * share them: `take` then returns `pending` until the budget is known, and the listener of `onChange` is
 * called.
 */
export interface RateBudgets {
  /** The budget as Clio last reported it; null while unknown. */
  read(key: string): RateBudget | null;
  /** What future calls can count on; null while unknown. Takes nothing. */
  forecast(key: string, nowMs: number): BudgetForecast | null;
  /**
   * Takes one call from the budget. A granted call must be ended by {@link settle}.
   *
   * @param isLong Whether the call belongs to a long request, which must not use the reserve.
   */
  take(key: string, nowMs: number, isLong: boolean): Admission;
  /** Reads the budget from the headers of a response; without these headers (as on a 401) nothing changes. */
  learn(key: string, headers: ResponseHeaders, nowMs: number): void;
  /** Ends a granted call. */
  settle(key: string, outcome: CallOutcome, nowMs: number): void;
  /** Clio has rejected a call: none is granted before `untilMs`, and then one at a time until Clio reports a budget. */
  reject(key: string, untilMs: number): void;
  /** Sets the listener for keys whose admission may have changed without a call from this process. */
  onChange(listener: (key: string) => void): void;
}

/** The key of a token's budget. Tokens themselves must not stay in memory or appear in a dump. */
export function tokenKey(token: string): string {
  return hash('sha256', token, 'base64url');
}

/** Calls of a window that long requests must leave to short ones. */
export function reservedCalls(limit: number): number {
  return Math.floor((limit * reservedPercent) / 100);
}

class TokenBudget {
  /** As Clio last reported it. */
  reported: RateBudget | null = null;
  /** Calls that are granted and not yet settled. */
  inFlight = 0;
  /** Maximum of concurrent calls until Clio reports what is left. */
  maxWhileUnknown = callsWhileUnknown;
  rejectedUntilMs = 0;
}

const granted: Admission = { kind: 'granted' };
const pending: Admission = { kind: 'pending' };

/** Number of tokens with a budget; the least recently used one is dropped first. */
const maxTokens = 10_000;

/** Budgets in the memory of this process, which can be updated with what other processes have learned. */
export class LocalBudgets implements RateBudgets {
  readonly #budgets = new LRUCache<string, TokenBudget>(countLimit(maxTokens));

  read(key: string): RateBudget | null {
    return this.#budgets.get(key)?.reported ?? null;
  }

  forecast(key: string, nowMs: number): BudgetForecast | null {
    const budget = this.#budgets.get(key);
    if (!budget) return null;
    const { reported, inFlight, rejectedUntilMs } = budget;
    const limit = reported?.limit ?? null;
    if (rejectedUntilMs > nowMs) return { left: 0, retryAtMs: rejectedUntilMs, limit };
    if (!reported || isOver(reported, nowMs)) return null;
    return { left: Math.max(0, reported.remaining - inFlight), retryAtMs: endOf(reported), limit };
  }

  take(key: string, nowMs: number, isLong: boolean): Admission {
    const budget = this.#budget(key);
    const { reported, inFlight, rejectedUntilMs } = budget;
    if (rejectedUntilMs > nowMs) return { kind: 'exhausted', retryAtMs: rejectedUntilMs };
    if (rejectedUntilMs > 0 || !reported || isOver(reported, nowMs)) {
      // A new window has probably started. Only a response reports what is left in it.
      if (inFlight >= budget.maxWhileUnknown) return pending;
    } else if (reported.remaining === 0) {
      // If the clocks differ, one call finds that out instead of six.
      budget.maxWhileUnknown = 1;
      return { kind: 'exhausted', retryAtMs: endOf(reported) };
    } else {
      const left = reported.remaining - inFlight;
      if (left <= 0) return pending;
      if (isLong && left <= reservedCalls(reported.limit))
        return { kind: 'exhausted', retryAtMs: endOf(reported) };
    }
    budget.inFlight += 1;
    return granted;
  }

  learn(key: string, headers: ResponseHeaders, nowMs: number): void {
    const reported = readBudget(headers, nowMs);
    if (reported !== null) this.update(key, reported, nowMs);
  }

  /** Merges a budget that Clio reported to this process or to another. */
  update(key: string, reported: RateBudget, nowMs: number): void {
    const budget = this.#budget(key);
    budget.reported = newer(budget.reported, reported, nowMs);
  }

  settle(key: string, outcome: CallOutcome, nowMs: number): void {
    const budget = this.#budgets.get(key);
    if (!budget) return;
    budget.inFlight = Math.max(0, budget.inFlight - 1);
    const { reported } = budget;
    // Clio may have counted it.
    if (outcome === 'noResponse' && reported)
      budget.reported = withRemaining(reported, Math.max(0, reported.remaining - 1));
    // The response to an earlier call does not end a wait that Clio has requested since.
    if (outcome !== 'responded' || budget.rejectedUntilMs > nowMs) return;
    budget.rejectedUntilMs = 0;
    budget.maxWhileUnknown = callsWhileUnknown;
  }

  reject(key: string, untilMs: number): void {
    const budget = this.#budget(key);
    budget.rejectedUntilMs = Math.max(budget.rejectedUntilMs, untilMs);
    budget.maxWhileUnknown = 1;
  }

  onChange(): void {
    // Only calls of this process change these budgets.
  }

  #budget(key: string): TokenBudget {
    let budget = this.#budgets.get(key);
    if (!budget) {
      budget = new TokenBudget();
      this.#budgets.set(key, budget);
    }
    return budget;
  }
}

function endOf({ resetAtMs }: RateBudget): number {
  return resetAtMs + resetMarginMs;
}

function isOver(reported: RateBudget, nowMs: number): boolean {
  return nowMs >= endOf(reported);
}

/** The budget in the headers of a response; null unless all three are present and plausible. */
export function readBudget(headers: ResponseHeaders, nowMs: number): RateBudget | null {
  const limit = count(header(headers, 'x-ratelimit-limit'));
  const remaining = count(header(headers, 'x-ratelimit-remaining'));
  const reset = count(header(headers, 'x-ratelimit-reset'));
  if (limit === null || remaining === null || reset === null) return null;
  const resetAtMs = reset * 1000;
  return resetAtMs > nowMs + maxWindowMs ? null : { limit, remaining, resetAtMs };
}

/**
 * Responses to concurrent calls arrive in any order: within one window the lowest `remaining` is the latest, and a response
 * from an earlier window is out of date.
 */
function newer(known: RateBudget | null, reported: RateBudget, nowMs: number): RateBudget {
  if (known === null || known.resetAtMs <= nowMs || reported.resetAtMs > known.resetAtMs) return reported;
  if (reported.resetAtMs < known.resetAtMs) return known;
  return reported.remaining <= known.remaining ? reported : withRemaining(reported, known.remaining);
}

function withRemaining({ limit, resetAtMs }: RateBudget, remaining: number): RateBudget {
  return { limit, remaining, resetAtMs };
}

/** The whole number in a header; null if it is not one. */
export function count(text: string | null): number | null {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
}
