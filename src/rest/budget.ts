import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { header, type ResponseHeaders } from './headers.ts';
import type { RateBudget } from './types.ts';

/** Clio's windows last a minute. */
export const windowMs = 60_000;
/** A reset further away than this is no reset but a broken header. */
const maxWindowMs = 3_600_000;
/** Clio tells the end of a window in whole seconds and does not say how it rounds. */
const resetMarginMs = 1000;
/** Calls under way at once while Clio has not told what is left: enough to begin with, few to be refused. */
const callsWhileUnknown = 6;

/** Whether a call may be sent now. */
export type Admission =
  | { readonly kind: 'granted' }
  /** What is left is spoken for by calls under way, whose answers will tell more. */
  | { readonly kind: 'settling' }
  /** Nothing is left before `againAtMs`. */
  | { readonly kind: 'spent'; readonly againAtMs: number };

/** What the coming calls of a token can count on. */
export interface BudgetForecast {
  /** Calls left that no call under way has taken. */
  readonly left: number;
  /** When there will be `limit` calls again. */
  readonly againAtMs: number;
  /** Calls in each window; null when Clio has not told. */
  readonly limit: number | null;
}

/** How a call that was granted ended, for the budget: whether Clio can have counted it. */
export type CallOutcome = 'answered' | 'unsent' | 'unanswered';

/**
 * What each token may still call. A book kept elsewhere (for several gateways with one budget) fits behind this
 * too: it answers `take` from a share it holds, with `settling` while it fetches more, and calls `onChange` then.
 */
export interface RateBudgets {
  /** The budget of the token behind this key as Clio last told, null while unknown. */
  read(key: string): RateBudget | null;
  /** What calls from now on can count on, null while unknown. Takes nothing. */
  forecast(key: string, nowMs: number): BudgetForecast | null;
  /** Takes one call of what is left. One that was granted must be given back by {@link settle}. */
  take(key: string, nowMs: number): Admission;
  /** Learns from a response; one without the headers (a 401, say) changes nothing. */
  learn(key: string, headers: ResponseHeaders, nowMs: number): void;
  /** Ends a call that was granted. */
  settle(key: string, fate: CallOutcome, nowMs: number): void;
  /** Clio has refused a call: none is granted before `untilMs`, and then one at a time until Clio has told more. */
  refuse(key: string, untilMs: number): void;
  /** Told of a key whose verdict may have changed without a call of this process. */
  onChange(listener: (key: string) => void): void;
}

/** A book in this process's memory, which can be told what others have learned. */
export interface LocalRateBudgets extends RateBudgets {
  /** Takes what Clio told somebody else into account. */
  update(key: string, told: RateBudget, nowMs: number): void;
}

/** The name under which a token's budget is kept, so that no token stays in memory or reaches a dump. */
export function tokenKey(token: string): string {
  return hash('sha256', token, 'base64url');
}

interface Account {
  /** As Clio last told. */
  told: RateBudget | null;
  /** Calls granted and not yet settled. */
  underWay: number;
  /** Calls under way at once until Clio tells what is left. */
  atOnce: number;
  refusedUntilMs: number;
}

const granted: Admission = { kind: 'granted' };
const settling: Admission = { kind: 'settling' };

/**
 * A book in this process's memory.
 *
 * @param maxTokens Tokens remembered; the one unused for longest is forgotten first.
 */
export function createLocalBudgets(maxTokens = 10_000): LocalRateBudgets {
  const accounts = new LRUCache<string, Account>({ max: maxTokens });
  const open = (key: string): Account => {
    let account = accounts.get(key);
    if (!account) {
      account = { told: null, underWay: 0, atOnce: callsWhileUnknown, refusedUntilMs: 0 };
      accounts.set(key, account);
    }
    return account;
  };
  const update = (key: string, told: RateBudget, nowMs: number): void => {
    const account = open(key);
    account.told = newer(account.told, told, nowMs);
  };
  return {
    update,
    read: (key) => accounts.get(key)?.told ?? null,

    forecast(key, nowMs) {
      const account = accounts.get(key);
      if (!account) return null;
      const { told, underWay, refusedUntilMs } = account;
      const limit = told?.limit ?? null;
      if (refusedUntilMs > nowMs) return { left: 0, againAtMs: refusedUntilMs, limit };
      if (!told || isOver(told, nowMs)) return null;
      return { left: Math.max(0, told.remaining - underWay), againAtMs: endOf(told), limit };
    },

    take(key, nowMs) {
      const account = open(key);
      const { told, underWay, refusedUntilMs } = account;
      if (refusedUntilMs > nowMs) return { kind: 'spent', againAtMs: refusedUntilMs };
      if (refusedUntilMs > 0 || !told || isOver(told, nowMs)) {
        // The next window is there as far as we know; what is left of it, only an answer tells.
        if (underWay >= account.atOnce) return settling;
      } else if (told.remaining === 0) {
        // Should the clocks differ, one call finds out and not six.
        account.atOnce = 1;
        return { kind: 'spent', againAtMs: endOf(told) };
      } else if (told.remaining <= underWay) return settling;
      account.underWay += 1;
      return granted;
    },

    learn(key, headers, nowMs) {
      const told = readBudget(headers, nowMs);
      if (told !== null) update(key, told, nowMs);
    },

    settle(key, fate, nowMs) {
      const account = accounts.get(key);
      if (!account) return;
      account.underWay = Math.max(0, account.underWay - 1);
      const { told } = account;
      // Clio may have counted it all the same.
      if (fate === 'unanswered' && told)
        account.told = { ...told, remaining: Math.max(0, told.remaining - 1) };
      // A wait that goes on is not ended by the answer to an earlier call.
      if (fate !== 'answered' || account.refusedUntilMs > nowMs) return;
      account.refusedUntilMs = 0;
      account.atOnce = callsWhileUnknown;
    },

    refuse(key, untilMs) {
      const account = open(key);
      account.refusedUntilMs = Math.max(account.refusedUntilMs, untilMs);
      account.atOnce = 1;
    },

    // Nothing changes here but by calls of this process.
    onChange: () => undefined,
  };
}

function endOf({ resetAtMs }: RateBudget): number {
  return resetAtMs + resetMarginMs;
}

function isOver(told: RateBudget, nowMs: number): boolean {
  return nowMs >= endOf(told);
}

/** The budget in a response's headers, null unless all three are there and make sense. */
export function readBudget(headers: ResponseHeaders, nowMs: number): RateBudget | null {
  const limit = count(header(headers, 'x-ratelimit-limit'));
  const remaining = count(header(headers, 'x-ratelimit-remaining'));
  const reset = count(header(headers, 'x-ratelimit-reset'));
  if (limit === null || remaining === null || reset === null) return null;
  const resetAtMs = reset * 1000;
  return resetAtMs > nowMs + maxWindowMs ? null : { limit, remaining, resetAtMs };
}

/**
 * Answers to concurrent calls arrive in any order: within one window the lowest `remaining` is the latest,
 * and an answer from a window before the known one is old news.
 */
function newer(known: RateBudget | null, told: RateBudget, nowMs: number): RateBudget {
  if (known === null || known.resetAtMs <= nowMs || told.resetAtMs > known.resetAtMs) return told;
  if (told.resetAtMs < known.resetAtMs) return known;
  return told.remaining <= known.remaining ? told : { ...told, remaining: known.remaining };
}

function count(text: string | null): number | null {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
}
