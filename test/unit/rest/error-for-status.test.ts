import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/errors.ts';
import { type ErrorResponse, errorForStatus } from '../../../src/rest/error-for-status.ts';

function response(
  status: number,
  rest: Partial<ErrorResponse> & { type?: string; message?: string } = {},
): ErrorResponse {
  const { type = null, message = null, ...others } = rest;
  return {
    method: 'GET',
    clio: { status, type, message },
    html: false,
    beyondWindow: false,
    tooLong: 'Shorten the filter.',
    retryAfter: 7,
    ...others,
  };
}

describe('errorForStatus', () => {
  it.each<[ErrorCode, string, ErrorResponse]>([
    ['UPSTREAM_ERROR', 'a redirect', response(302)],
    ['UPSTREAM_ERROR', 'a second 307', response(307)],
    ['UPSTREAM_ERROR', 'a 304 that was not asked for', response(304)],
    ['BAD_USER_INPUT', 'a 400', response(400)],
    ['UPSTREAM_ERROR', 'a 400 for a field name', response(400, { type: 'InvalidFields' })],
    ['UPSTREAM_ERROR', 'a 400 as a web page', response(400, { html: true })],
    ['UNAUTHENTICATED', 'a 401', response(401)],
    ['UNAUTHENTICATED', 'a 401 as a web page', response(401, { html: true })],
    ['FORBIDDEN', 'a 403', response(403, { type: 'ForbiddenError' })],
    ['UPSTREAM_ERROR', 'a 403 as a web page', response(403, { html: true })],
    ['NOT_FOUND', 'a 404', response(404)],
    ['NOT_FOUND', 'a 404 to a write', response(404, { method: 'PATCH' })],
    ['UPSTREAM_ERROR', 'a 404 as a web page', response(404, { html: true })],
    ['UPSTREAM_ERROR', 'a 405', response(405)],
    ['UPSTREAM_TIMEOUT', 'a 408', response(408)],
    ['UNKNOWN_OUTCOME', 'a 408 to a write', response(408, { method: 'POST' })],
    ['BAD_USER_INPUT', 'a 409 to a write', response(409, { method: 'DELETE' })],
    ['UPSTREAM_ERROR', 'a 410', response(410)],
    ['BAD_USER_INPUT', 'a 412 to a write', response(412, { method: 'PATCH' })],
    ['BAD_USER_INPUT', 'a 414', response(414)],
    ['BAD_USER_INPUT', 'a 431', response(431)],
    ['BAD_USER_INPUT', 'a 422 to a write', response(422, { method: 'POST' })],
    ['BAD_USER_INPUT', 'a 422 ArgumentError about something else', response(422, { type: 'ArgumentError' })],
    [
      'BAD_USER_INPUT',
      'a 422 ArgumentError to a write, whatever it says',
      response(422, {
        type: 'ArgumentError',
        message: 'offset too large',
        method: 'POST',
        beyondWindow: true,
      }),
    ],
    [
      'PAGINATION_WINDOW_EXCEEDED',
      'a 422 ArgumentError about the offset',
      response(422, { type: 'ArgumentError', message: 'The offset must not exceed the maximum' }),
    ],
    [
      'PAGINATION_WINDOW_EXCEEDED',
      'a 422 ArgumentError naming the limit',
      response(422, { type: 'ArgumentError', message: 'only 10,000 records' }),
    ],
    [
      'PAGINATION_WINDOW_EXCEEDED',
      'a 422 ArgumentError to a call past the window',
      response(422, { type: 'ArgumentError', beyondWindow: true }),
    ],
    ['RATE_LIMITED', 'a 429', response(429)],
    ['RATE_LIMITED', 'a 429 to a write', response(429, { method: 'POST' })],
    ['RATE_LIMITED', 'a 429 as a web page', response(429, { html: true })],
    ['UPSTREAM_ERROR', 'a 418', response(418)],
    ['UPSTREAM_ERROR', 'a 500', response(500)],
    ['UPSTREAM_UNAVAILABLE', 'a 502', response(502)],
    ['UPSTREAM_UNAVAILABLE', 'a 503', response(503)],
    ['UPSTREAM_TIMEOUT', 'a 504', response(504)],
    ['UPSTREAM_ERROR', 'a 520', response(520)],
    ['UNKNOWN_OUTCOME', 'a 500 to a write', response(500, { method: 'POST' })],
    ['UNKNOWN_OUTCOME', 'a 502 to a write', response(502, { method: 'POST' })],
    ['UNKNOWN_OUTCOME', 'a 503 to a write', response(503, { method: 'PATCH' })],
    ['UNKNOWN_OUTCOME', 'a 520 to a write', response(520, { method: 'POST' })],
    ['UNKNOWN_OUTCOME', 'a 504 to a write', response(504, { method: 'DELETE' })],
  ])('returns %s for %s', (code, _what, given) => {
    const error = errorForStatus(given);
    expect(error.code).toBe(code);
    expect(error.clio).toEqual(given.clio);
    expect(error.message).toMatch(/\.$/);
  });

  it('says how long to wait after the rate limit, and only then', () => {
    expect(errorForStatus(response(429)).extensions).toMatchObject({ retryAfter: 7 });
    expect(errorForStatus(response(503)).extensions).not.toHaveProperty('retryAfter');
  });

  it('names the setting to change if one is wrong', () => {
    expect(errorForStatus(response(410)).message).toContain('CLIO_API_VERSION');
    expect(errorForStatus(response(301)).message).toContain('CLIO_BASE_URL');
    expect(errorForStatus(response(404, { html: true })).message).toContain('CLIO_BASE_URL');
  });

  it("explains how to find out what a write did that failed on Clio's side", () => {
    expect(errorForStatus(response(500, { method: 'POST' })).message).toContain('before sending it again');
    expect(errorForStatus(response(500)).message).not.toContain('before sending it again');
  });
});
