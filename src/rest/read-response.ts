import { GatewayError } from '../errors.ts';
import { isJsonObject, parseJson } from '../values.ts';
import { errorForStatus, unknownOutcome } from './error-for-status.ts';
import { header, type ResponseHeaders } from './headers.ts';
import { offsetWindow, readPageLink, unreadableLink } from './page-link.ts';
import { readClioError } from './read-clio-error.ts';
import { resolveUrl, tooLong } from './request-target.ts';
import { rateLimitWaitSeconds } from './retry-after.ts';
import type { Call, ClioResponse } from './types.ts';

/** The decoded body of a response, or the reason why there is none, as the end of a sentence. */
export type ResponseBody = Buffer | string;

export function bytesOf(body: ResponseBody): number {
  return typeof body === 'string' ? 0 : body.length;
}

/** A response with its body decompressed. */
interface DecodedResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: ResponseBody;
  /** URL of the request, for a relative `Location`. */
  readonly url: string;
  readonly nowMs: number;
}

/**
 * Reads the response to a call.
 *
 * @throws GatewayError for every response that is not a success or not readable.
 */
export function readResponse(call: Call, response: DecodedResponse): ClioResponse {
  const { status, headers } = response;
  const clioResponse: { -readonly [Key in keyof ClioResponse]: ClioResponse[Key] } = {
    status,
    data: null,
    next: null,
    previous: null,
    records: null,
    etag: header(headers, 'etag'),
    location: null,
    notModified: false,
    bytes: bytesOf(response.body),
  };
  const needsRecord = call.expect === 'record' && call.method === 'GET';
  if (needsRecord && (status === 204 || status === 303)) throw unreadable(call, response, 'it has no record');
  if (status === 204) return clioResponse;
  if (status === 304 && call.ifNoneMatch !== undefined) {
    return { ...clioResponse, etag: clioResponse.etag ?? call.ifNoneMatch, notModified: true };
  }
  if (status === 303) {
    const location = readLocation(response);
    if (location === null) throw unreadable(call, response, 'it redirects without saying where to');
    return { ...clioResponse, location };
  }
  if (status < 200 || status >= 300) throw errorOf(call, response);
  if (call.expect === 'redirect' && status !== 202) throw unreadable(call, response, 'it is not a redirect');

  if (typeof response.body === 'string') throw unreadable(call, response, response.body);
  const text = response.body.toString('utf8');
  if (call.expect === 'text') return { ...clioResponse, data: text };
  if (status === 202) clioResponse.location = readLocation(response);
  // The responses to some writes and queued jobs have no body. Without one, the response to a read is
  // invalid.
  if (text === '' && (call.method !== 'GET' || status === 202)) return clioResponse;

  const { data, meta } = readEnvelope(call, response, text);
  const isExpected =
    call.expect === 'record'
      ? data === null || isJsonObject(data)
      : call.expect !== 'list' || Array.isArray(data);
  if (!isExpected) throw unreadable(call, response, `its "data" is not a ${call.expect}`);
  clioResponse.data = data;
  if (meta === undefined || meta === null) return clioResponse;
  const { paging = null, records } = record(meta) ?? { paging: meta };
  if (paging !== null) {
    const links = record(paging);
    clioResponse.next = links ? readPageLink(links.next) : unreadableLink;
    clioResponse.previous = links ? readPageLink(links.previous) : unreadableLink;
  }
  if (typeof records === 'number' && Number.isSafeInteger(records) && records >= 0)
    clioResponse.records = records;
  return clioResponse;
}

function readEnvelope(call: Call, response: DecodedResponse, text: string): { data: unknown; meta: unknown } {
  const type = header(response.headers, 'content-type');
  if (type !== null && !isJson(type)) {
    throw unreadable(call, response, isHtml(type) ? 'it is a web page instead of JSON' : 'it is not JSON');
  }
  const body = parseJson(text);
  if (body === undefined) throw unreadable(call, response, 'its JSON is broken or cut off');
  const envelope = record(body);
  if (envelope === null || !Object.hasOwn(envelope, 'data')) {
    const meant = meaningOf(body);
    if (meant !== null) throw errorAs(meant, call, response, body);
    throw unreadable(call, response, 'it has no "data"', body);
  }
  const { data, meta } = envelope;
  if (meaningOf(body) !== null) throw errorAs(429, call, response, { error: { type: 'RateLimited' } });
  return { data, meta };
}

/**
 * The status that a body states, independent of the status of the response; null if it states none.
 *
 * A client of Clio has received a rate limit rejection with the status of a success and a base64 text as
 * `data`. No endpoint returns a bare string, so the check does not affect other responses. OAuth layers send
 * `invalid_token` with statuses other than 401.
 */
function meaningOf(body: unknown): 401 | 429 | null {
  if (typeof body === 'string') return saysRateLimited(body) ? 429 : null;
  const envelope = record(body);
  if (typeof envelope?.data === 'string' && saysRateLimited(envelope.data)) return 429;
  if (envelope?.error === undefined || Object.hasOwn(envelope, 'data')) return null;
  const { type } = readClioError(0, envelope);
  if (type === 'RateLimited') return 429;
  return type === 'invalid_token' ? 401 : null;
}

function saysRateLimited(text: string): boolean {
  const start = text.slice(0, 8192);
  return start.includes('RateLimited') || Buffer.from(start, 'base64').includes('RateLimited');
}

/** The error for the stated status; `extensions.clio` shows the status of the response. */
function errorAs(meant: 401 | 429, call: Call, response: DecodedResponse, body: unknown): GatewayError {
  const { status, headers, nowMs } = response;
  const clio = readClioError(status, body);
  const retryAfter = rateLimitWaitSeconds(headers, nowMs);
  const { code, message } = errorForStatus({
    method: call.method,
    clio: { ...clio, status: meant },
    html: false,
    beyondWindow: false,
    tooLong: '',
    retryAfter,
  });
  return new GatewayError(code, message, { clio, ...(meant === 429 ? { retryAfter } : {}) });
}

function errorOf(call: Call, response: DecodedResponse): GatewayError {
  const { status, headers, body, nowMs } = response;
  const html = isHtml(header(headers, 'content-type') ?? '');
  const text = typeof body === 'string' ? '' : body.toString('utf8');
  const parsed = parseJson(text);
  // The text of a web page does not count.
  const meant = html ? null : meaningOf(parsed ?? text);
  if (meant !== null && meant !== status) {
    return errorAs(meant, call, response, parsed ?? { error: { type: 'RateLimited' } });
  }
  return errorForStatus({
    method: call.method,
    clio: readClioError(status, parsed),
    html,
    beyondWindow: isBeyondWindow(call),
    tooLong: tooLong(call),
    retryAfter: rateLimitWaitSeconds(headers, nowMs),
  });
}

function isBeyondWindow({ query }: Call): boolean {
  const given = new Map(query);
  const offset = Number(given.get('offset') ?? Number.NaN);
  return offset >= offsetWindow || offset + Number(given.get('limit') ?? 0) > offsetWindow;
}

/**
 * The error for a success that cannot be read. A write was then most likely made, so its error must not
 * invite clients to send it again.
 */
function unreadable(call: Call, { status }: DecodedResponse, why: string, body?: unknown): GatewayError {
  const clio = readClioError(status, body);
  if (call.method !== 'GET') {
    return new GatewayError(
      'UNKNOWN_OUTCOME',
      unknownOutcome(`Clio's response (${status}) cannot be read (${why})`),
      { clio },
    );
  }
  return new GatewayError(
    'UPSTREAM_ERROR',
    `Clio's response (${status}) cannot be read: ${why}. Try again; if that does not help, check CLIO_BASE_URL.`,
    { clio },
  );
}

function readLocation({ headers, url }: DecodedResponse): string | null {
  const location = header(headers, 'location');
  return location === null ? null : (resolveUrl(location, url)?.href ?? null);
}

function record(value: unknown): Record<string, unknown> | null {
  return isJsonObject(value) ? value : null;
}

function isJson(contentType: string): boolean {
  return /^[^;]*[/+]json\b/i.test(contentType);
}

function isHtml(contentType: string): boolean {
  return /^[^;]*\bx?html\b/i.test(contentType);
}
