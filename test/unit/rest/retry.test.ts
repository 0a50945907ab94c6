import { describe, expect, it } from 'vitest';
import type { FailureCause } from '../../../src/rest/failure.ts';
import type { NetworkErrorKind } from '../../../src/rest/network-error.ts';
import { type RetryFacts, retryDelayMs } from '../../../src/rest/retry.ts';

const status = (code: number, retryAfterMs: number | null = null): FailureCause => ({
  kind: 'status',
  status: code,
  retryAfterMs,
});
const wire = (kind: NetworkErrorKind, sent: boolean): FailureCause => ({
  kind: 'network',
  network: kind,
  sent,
});

function decide(cause: FailureCause, rest: Partial<RetryFacts> = {}): number | null {
  return retryDelayMs({
    method: 'GET',
    cause,
    retries: 0,
    waited: false,
    nowMs: 1000,
    deadlineMs: undefined,
    random: 1,
    ...rest,
  });
}

describe('retryDelayMs', () => {
  it.each([
    ['a 502', status(502)],
    ['a 503', status(503)],
    ['a 504', status(504)],
    ['a dropped connection', wire('dropped', true)],
    ['a refused connection', wire('unreachable', false)],
  ])('retries a read after %s', (_what, cause) => {
    expect(decide(cause)).toBe(200);
  });

  it.each([
    ['a 500', status(500)],
    ['a 404', status(404)],
    ['a success that cannot be read', status(200)],
    ['a time-out', wire('timeout', true)],
    ['a slow connection', wire('connect-timeout', false)],
    ['a failed certificate', wire('tls', false)],
    ['a response that is not HTTP', wire('garbled', true)],
    ['a response that is too large', wire('too-large', true)],
    ['a cancelled call', wire('aborted', true)],
    ['a closed client', wire('closed', false)],
    ['a 429 when no deadline is known', status(429, 1000)],
  ])('does not retry a read after %s', (_what, cause) => {
    expect(decide(cause)).toBeNull();
  });

  it.each(['POST', 'PATCH', 'DELETE'] as const)(
    'retries %s only if Clio cannot have executed it',
    (method) => {
      expect(decide(wire('unreachable', false), { method })).toBe(200);
      expect(decide(wire('dropped', false), { method })).toBe(200);
      expect(decide(status(429, 3000), { method, deadlineMs: 10_000 })).toBe(3000);
      expect(decide(wire('dropped', true), { method })).toBeNull();
      expect(decide(wire('timeout', true), { method })).toBeNull();
      expect(decide(status(502), { method })).toBeNull();
      expect(decide(status(503), { method })).toBeNull();
      expect(decide(status(504), { method })).toBeNull();
    },
  );

  it('backs off exponentially with jitter, twice at most', () => {
    expect(decide(status(503), { retries: 0, random: 0 })).toBe(100);
    expect(decide(status(503), { retries: 1, random: 0 })).toBe(200);
    expect(decide(status(503), { retries: 1, random: 1 })).toBe(400);
    expect(decide(status(503), { retries: 2 })).toBeNull();
  });

  it('stays within the deadline', () => {
    expect(decide(status(503), { deadlineMs: 1201 })).toBe(200);
    expect(decide(status(503), { deadlineMs: 1200 })).toBeNull();
  });

  it('follows the Retry-After of a 503 unless it is long and there is no deadline', () => {
    expect(decide(status(503, 1500))).toBe(1500);
    expect(decide(status(503, 30_000))).toBeNull();
    expect(decide(status(503, 30_000), { deadlineMs: 60_000 })).toBe(30_000);
  });

  it('waits for the rate limit once, and only within the deadline', () => {
    expect(decide(status(429, 5000), { deadlineMs: 7000 })).toBe(5000);
    expect(decide(status(429, 5000), { deadlineMs: 7000, retries: 2 })).toBe(5000);
    expect(decide(status(429, 5000), { deadlineMs: 6000 })).toBeNull();
    expect(decide(status(429, 5000), { deadlineMs: 60_000, waited: true })).toBeNull();
  });
});
