import type { IncomingMessage } from 'node:http';

/** One request that the sandbox received. */
export interface SandboxCall {
  readonly method: string;
  /**
   * The path below the API's base URL and the query as sent, decoded: `/matters.json?fields=id,client{id}&ids[]=1`.
   * Requests elsewhere on the server have their whole path (`/storage/…`).
   */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** The request's headers other than `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body of a write: parsed if it is JSON, otherwise its text; undefined without a body. */
  body?: unknown;
  /** The name of the login whose token was sent, `unknown`, or undefined without a token. */
  readonly token?: string;
  /** Requests in flight at that moment, this one included. */
  readonly inFlight: number;
  /** 0 until the response is sent, and for connections that were cut. */
  status: number;
}

/** The path of the API on its server. */
export const BASE_PATH = '/api/v4';

/** @param token The name of its login. */
export function describeCall(
  request: IncomingMessage,
  target: URL,
  token: string | undefined,
  inFlight: number,
): SandboxCall {
  const query = [...target.searchParams];
  const path = target.pathname.startsWith(`${BASE_PATH}/`)
    ? target.pathname.slice(BASE_PATH.length)
    : target.pathname;
  const { authorization: _secret, ...headers } = request.headers;
  return {
    method: request.method ?? 'GET',
    path: query.length > 0 ? `${path}?${query.map(([name, value]) => `${name}=${value}`).join('&')}` : path,
    query,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    token,
    inFlight,
    status: 0,
  };
}
