import { describe, expect, it } from 'vitest';
import { LocalBudgets, tokenKey } from '../../../src/rest/budget.ts';
import { testStart } from '../../support/rest/test-client.ts';

const startSeconds = testStart / 1000;

describe('the budget of a token in this process', () => {
  const reported = (limit: number, remaining: number, reset: number) => ({
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
  });
  const reset = startSeconds + 30;

  it('is unknown before the first response', () => {
    expect(new LocalBudgets().read('a')).toBeNull();
  });

  it.each([
    ['without headers', {}],
    ['with one of three headers', { 'x-ratelimit-remaining': '3' }],
    ['with headers that are not numbers', { ...reported(50, 1, reset), 'x-ratelimit-limit': 'lots' }],
    ['with a reset in another century', reported(50, 1, 9_999_999_999)],
  ])('is unchanged by a response %s', (_what, headers) => {
    const budgets = new LocalBudgets();
    budgets.learn('a', reported(50, 40, reset), testStart);
    budgets.learn('a', headers, testStart);
    expect(budgets.read('a')).toEqual({ limit: 50, remaining: 40, resetAtMs: reset * 1000 });
  });

  it('is the lowest remaining count of a window, in whatever order responses arrive', () => {
    const budgets = new LocalBudgets();
    for (const remaining of [40, 38, 39]) budgets.learn('a', reported(50, remaining, reset), testStart);
    expect(budgets.read('a')?.remaining).toBe(38);
  });

  it('starts again with a new window, and ignores late responses of the old one', () => {
    const budgets = new LocalBudgets();
    budgets.learn('a', reported(50, 2, reset), testStart);
    budgets.learn('a', reported(50, 49, reset + 60), testStart);
    budgets.learn('a', reported(50, 1, reset), testStart);
    expect(budgets.read('a')?.remaining).toBe(49);
  });

  it('is dropped for the token that was unused for longest', () => {
    const budgets = new LocalBudgets();
    for (let key = 0; key <= 10_000; key += 1) budgets.learn(String(key), reported(50, 2, reset), testStart);
    expect([budgets.read('0'), budgets.read('1')?.remaining]).toEqual([null, 2]);
  });

  it('is stored under a hash of the token', () => {
    expect(tokenKey('secret')).toMatch(/^[\w-]{43}$/);
    expect(tokenKey('secret')).not.toBe(tokenKey('secret2'));
  });
});
