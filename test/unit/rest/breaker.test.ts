import { describe, expect, it } from 'vitest';
import { type BreakerOptions, CircuitBreaker, type Health } from '../../../src/rest/breaker.ts';
import { RetryBudget } from '../../../src/rest/retry-budget.ts';

function create(options: Partial<BreakerOptions> = {}): CircuitBreaker {
  return new CircuitBreaker({ maxConsecutive: 3, minCalls: 8, random: () => 1, ...options });
}

/** Makes calls one after the other and returns the state after them. */
function call(breaker: CircuitBreaker, healths: readonly Health[], nowMs = 0): string {
  for (const health of healths) breaker.report(breaker.enter(nowMs), health, nowMs);
  return breaker.state;
}

describe('the circuit breaker', () => {
  it.each<[string, readonly Health[]]>([
    [
      'failures with successes between them',
      ['unavailable', 'unavailable', 'healthy', 'unavailable', 'unavailable', 'healthy'],
    ],
    ['calls that were given up', ['unavailable', 'unavailable', 'unknown', 'unknown', 'unknown']],
    [
      'calls that failed by themselves, as long as most go well',
      ['failing', 'failing', 'failing', 'healthy', 'healthy', 'healthy', 'healthy'],
    ],
    ['nothing but successes', Array<Health>(50).fill('healthy')],
  ])('stays closed through %s', (_what, healths) => {
    expect(call(create(), healths)).toBe('closed');
  });

  it('opens after a number of consecutive failures', () => {
    const breaker = create();
    expect(call(breaker, ['unavailable', 'unavailable', 'unavailable'])).toBe('open');
    expect(() => breaker.enter(1000)).toThrow(
      expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE', retryAfter: 4 }),
    );
  });

  it('opens if half of the calls in a time span fail, in any order', () => {
    const breaker = create({ maxConsecutive: 100 });
    expect(
      call(breaker, [
        'healthy',
        'unavailable',
        'healthy',
        'unavailable',
        'healthy',
        'unavailable',
        'healthy',
      ]),
    ).toBe('closed');
    expect(call(breaker, ['failing'])).toBe('open');
  });

  it('ignores calls before the time span', () => {
    const breaker = create({ maxConsecutive: 100 });
    call(breaker, Array<Health>(7).fill('unavailable'));
    expect(call(breaker, ['healthy', 'unavailable', 'unavailable'], 10_000)).toBe('closed');
  });

  it('allows one probe at a time, and closes after the first that succeeds', () => {
    const breaker = create();
    call(breaker, ['unavailable', 'unavailable', 'unavailable']);
    const probe = breaker.enter(5000);
    expect(breaker.state).toBe('probing');
    expect(() => breaker.enter(5000)).toThrow(
      expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE', retryAfter: 1 }),
    );
    breaker.report(probe, 'healthy', 5100);
    expect(call(breaker, ['unavailable', 'unavailable', 'healthy'], 5100)).toBe('closed');
  });

  it('doubles the wait after each failed probe, up to a minute', () => {
    const breaker = create();
    call(breaker, ['unavailable', 'unavailable', 'unavailable']);
    let nowMs = 0;
    for (const openMs of [5000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
      expect(() => breaker.enter(nowMs + openMs - 1)).toThrow('Clio has failed repeatedly');
      nowMs += openMs;
      expect(call(breaker, ['unavailable'], nowMs)).toBe('open');
    }
  });

  it('sends another probe if one was cancelled', () => {
    const breaker = create();
    call(breaker, ['unavailable', 'unavailable', 'unavailable']);
    expect(call(breaker, ['unknown', 'healthy'], 5000)).toBe('closed');
  });

  it('ignores calls that were sent before it opened or closed', () => {
    const breaker = create();
    const early = breaker.enter(0);
    call(breaker, ['unavailable', 'unavailable', 'unavailable']);
    breaker.report(early, 'healthy', 100);
    expect(breaker.state).toBe('open');
  });

  it('spreads the probes of several gateways', () => {
    const breaker = create({ random: () => 0 });
    call(breaker, ['unavailable', 'unavailable', 'unavailable']);
    expect(call(breaker, ['healthy'], 3750)).toBe('closed');
  });
});

describe('the retry budget', () => {
  it('has a reserve, and earns one retry per five successful calls', () => {
    const budget = new RetryBudget();
    const spent = Array.from({ length: 25 }, () => budget.spend());
    expect(spent.filter(Boolean)).toHaveLength(20);
    for (let count = 0; count < 5; count += 1) budget.earn();
    expect([budget.spend(), budget.spend()]).toEqual([true, false]);
  });
});
