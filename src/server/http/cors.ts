import type { HttpRequest, HttpResponse } from './http-message.ts';

/** Request headers that pages of allowed origins may send. */
const allowedHeaders =
  'authorization, content-type, cache-control, x-clio-region, x-clio-explain, x-request-id, graphql-require-preflight';
/** Response headers that they may read. */
const exposedHeaders = 'retry-after, x-request-id, content-disposition, content-range';
/** How long a browser keeps the response to a preflight request. */
const maxAgeSeconds = 7200;

const noHeaders: Readonly<Record<string, string>> = {};

/** Cross-origin requests: which pages of other origins may read responses. */
export class Cors {
  readonly #allowed: ReadonlySet<string>;

  /** @param origins Origins that are allowed. Without any, browsers keep responses from all other pages. */
  constructor(origins: readonly string[]) {
    this.#allowed = new Set(origins);
  }

  /** Headers for the response to any request but a preflight. */
  headers(http: HttpRequest): Readonly<Record<string, string>> {
    if (this.#allowed.size === 0) return noHeaders;
    const origin = http.header('origin');
    // In every response: a shared cache must not give the response for one origin to another.
    const vary = 'origin';
    if (origin === null || !this.#allowed.has(origin)) return { vary };
    return {
      vary,
      'access-control-allow-origin': origin,
      'access-control-expose-headers': exposedHeaders,
    };
  }

  /** The response to a preflight request; null for any other request. */
  preflight(http: HttpRequest): HttpResponse | null {
    if (http.method !== 'OPTIONS' || http.header('access-control-request-method') === null) return null;
    const headers = this.headers(http);
    if (headers['access-control-allow-origin'] === undefined) return { status: 403, headers, body: null };
    return {
      status: 204,
      headers: {
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': allowedHeaders,
        'access-control-max-age': String(maxAgeSeconds),
        ...headers,
      },
      body: null,
    };
  }
}
