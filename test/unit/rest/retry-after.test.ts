import { describe, expect, it } from 'vitest';
import { rateLimitWaitSeconds, retryAfterSeconds } from '../../../src/rest/retry-after.ts';
import { testStart } from '../../support/rest/test-client.ts';

const startSeconds = testStart / 1000;

describe('retryAfterSeconds', () => {
  it.each([
    [{}, null],
    [{ 'retry-after': '12' }, 12],
    [{ 'retry-after': '1.2' }, 2],
    [{ 'retry-after': 'Mon, 02 Mar 2026 09:00:30 GMT' }, 30],
    [{ 'retry-after': 'Mon, 02 Mar 2026 08:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '-5' }, null],
    [{ 'retry-after': '' }, null],
  ])('reads %j as %j', (headers, seconds) => {
    expect(retryAfterSeconds(headers, testStart)).toBe(seconds);
  });
});

describe('rateLimitWaitSeconds', () => {
  const budget = (reset: number) => ({
    'x-ratelimit-limit': '50',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(reset),
  });

  it.each([
    ['Retry-After', { ...budget(startSeconds + 40), 'retry-after': '12' }, 12],
    ['an hour at most', { 'retry-after': '31536000' }, 3600],
    ['at least a second', { 'retry-after': '0' }, 1],
    ['the end of the window', budget(startSeconds + 40), 40],
    ['a minute when the window is over', budget(startSeconds - 1), 60],
    ['a minute when nothing is known', {}, 60],
  ])('takes %s', (_what, headers, seconds) => {
    expect(rateLimitWaitSeconds(headers, testStart)).toBe(seconds);
  });
});
