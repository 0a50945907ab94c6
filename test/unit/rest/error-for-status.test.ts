import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/errors.ts';
import { errorForStatus, type Refusal } from '../../../src/rest/error-for-status.ts';

function refusal(status: number, rest: Partial<Refusal> & { type?: string; message?: string } = {}): Refusal {
  const { type = null, message = null, ...others } = rest;
  return {
    method: 'GET',
    fault: { status, type, message },
    html: false,
    beyondWindow: false,
    tooLong: 'Shorten the filter.',
    retryAfter: 7,
    ...others,
  };
}

describe('errorForStatus', () => {
  it.each<[ErrorCode, string, Refusal]>([
    ['UPSTREAM_ERROR', 'a redirect', refusal(302)],
    ['UPSTREAM_ERROR', 'a second 307', refusal(307)],
    ['UPSTREAM_ERROR', 'a 304 that was not asked for', refusal(304)],
    ['BAD_USER_INPUT', 'a 400', refusal(400)],
    ['UPSTREAM_ERROR', 'a 400 for a field name', refusal(400, { type: 'InvalidFields' })],
    ['UPSTREAM_ERROR', 'a 400 as a web page', refusal(400, { html: true })],
    ['UNAUTHENTICATED', 'a 401', refusal(401)],
    ['UNAUTHENTICATED', 'a 401 as a web page', refusal(401, { html: true })],
    ['FORBIDDEN', 'a 403', refusal(403, { type: 'ForbiddenError' })],
    ['UPSTREAM_ERROR', 'a 403 as a web page', refusal(403, { html: true })],
    ['NOT_FOUND', 'a 404', refusal(404)],
    ['NOT_FOUND', 'a 404 to a write', refusal(404, { method: 'PATCH' })],
    ['UPSTREAM_ERROR', 'a 404 as a web page', refusal(404, { html: true })],
    ['UPSTREAM_ERROR', 'a 405', refusal(405)],
    ['UPSTREAM_TIMEOUT', 'a 408', refusal(408)],
    ['UNKNOWN_OUTCOME', 'a 408 to a write', refusal(408, { method: 'POST' })],
    ['BAD_USER_INPUT', 'a 409 to a write', refusal(409, { method: 'DELETE' })],
    ['UPSTREAM_ERROR', 'a 410', refusal(410)],
    ['BAD_USER_INPUT', 'a 412 to a write', refusal(412, { method: 'PATCH' })],
    ['BAD_USER_INPUT', 'a 414', refusal(414)],
    ['BAD_USER_INPUT', 'a 431', refusal(431)],
    ['BAD_USER_INPUT', 'a 422 to a write', refusal(422, { method: 'POST' })],
    ['BAD_USER_INPUT', 'a 422 ArgumentError about something else', refusal(422, { type: 'ArgumentError' })],
    [
      'BAD_USER_INPUT',
      'a 422 ArgumentError to a write, whatever it says',
      refusal(422, {
        type: 'ArgumentError',
        message: 'offset too large',
        method: 'POST',
        beyondWindow: true,
      }),
    ],
    [
      'PAGINATION_WINDOW_EXCEEDED',
      'a 422 ArgumentError about the offset',
      refusal(422, { type: 'ArgumentError', message: 'The offset must not exceed the maximum' }),
    ],
    [
      'PAGINATION_WINDOW_EXCEEDED',
      'a 422 ArgumentError naming the limit',
      refusal(422, { type: 'ArgumentError', message: 'only 10,000 records' }),
    ],
    [
      'PAGINATION_WINDOW_EXCEEDED',
      'a 422 ArgumentError to a call past the window',
      refusal(422, { type: 'ArgumentError', beyondWindow: true }),
    ],
    ['RATE_LIMITED', 'a 429', refusal(429)],
    ['RATE_LIMITED', 'a 429 to a write', refusal(429, { method: 'POST' })],
    ['RATE_LIMITED', 'a 429 as a web page', refusal(429, { html: true })],
    ['UPSTREAM_ERROR', 'a 418', refusal(418)],
    ['UPSTREAM_ERROR', 'a 500', refusal(500)],
    ['UPSTREAM_UNAVAILABLE', 'a 502', refusal(502)],
    ['UPSTREAM_UNAVAILABLE', 'a 503', refusal(503)],
    ['UPSTREAM_TIMEOUT', 'a 504', refusal(504)],
    ['UPSTREAM_ERROR', 'a 520', refusal(520)],
    ['UNKNOWN_OUTCOME', 'a 500 to a write', refusal(500, { method: 'POST' })],
    ['UNKNOWN_OUTCOME', 'a 502 to a write', refusal(502, { method: 'POST' })],
    ['UNKNOWN_OUTCOME', 'a 503 to a write', refusal(503, { method: 'PATCH' })],
    ['UNKNOWN_OUTCOME', 'a 520 to a write', refusal(520, { method: 'POST' })],
    ['UNKNOWN_OUTCOME', 'a 504 to a write', refusal(504, { method: 'DELETE' })],
  ])('answers %s for %s', (code, _what, given) => {
    const error = errorForStatus(given);
    expect(error.code).toBe(code);
    expect(error.clio).toEqual(given.fault);
    expect(error.message).toMatch(/\.$/);
  });

  it('says how long to wait for the rate limit, and only then', () => {
    expect(errorForStatus(refusal(429)).extensions).toMatchObject({ retryAfter: 7 });
    expect(errorForStatus(refusal(503)).extensions).not.toHaveProperty('retryAfter');
  });

  it('names the setting to change where one is wrong', () => {
    expect(errorForStatus(refusal(410)).message).toContain('CLIO_API_VERSION');
    expect(errorForStatus(refusal(301)).message).toContain('CLIO_BASE_URL');
    expect(errorForStatus(refusal(404, { html: true })).message).toContain('CLIO_BASE_URL');
  });

  it('says how to find out what came of a write that failed on the side of Clio', () => {
    expect(errorForStatus(refusal(500, { method: 'POST' })).message).toContain('before sending it again');
    expect(errorForStatus(refusal(500)).message).not.toContain('before sending it again');
  });
});
