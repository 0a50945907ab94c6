import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { header, type ResponseHeaders } from './headers.ts';
import type { RateBudget } from './types.ts';

/** Clio's windows last a minute; a reset further away than this is no reset but a broken header. */
const maxWindowMs = 3_600_000;

/** What each token may still call, as Clio last told. */
export interface BudgetBook {
  /** The budget of the token behind this key, null while unknown. */
  read(key: string): RateBudget | null;
  /** Learns from a response; one without the headers (a 401, say) changes nothing. */
  learn(key: string, headers: ResponseHeaders, nowMs: number): void;
}

/** The name under which a token's budget is kept, so that no token stays in memory or reaches a dump. */
export function tokenKey(token: string): string {
  return hash('sha256', token, 'base64url');
}

/** @param maxTokens Tokens remembered; the one unused for longest is forgotten first. */
export function createBudgetBook(maxTokens = 10_000): BudgetBook {
  const budgets = new LRUCache<string, RateBudget>({ max: maxTokens });
  return {
    read: (key) => budgets.get(key) ?? null,
    learn(key, headers, nowMs) {
      const told = readBudget(headers, nowMs);
      if (told !== null) budgets.set(key, newer(budgets.get(key), told, nowMs));
    },
  };
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
function newer(known: RateBudget | undefined, told: RateBudget, nowMs: number): RateBudget {
  if (known === undefined || known.resetAtMs <= nowMs || told.resetAtMs > known.resetAtMs) return told;
  if (told.resetAtMs < known.resetAtMs) return known;
  return told.remaining <= known.remaining ? told : { ...told, remaining: known.remaining };
}

function count(text: string | null): number | null {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
}
