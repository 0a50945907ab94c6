import type { IncomingMessage } from 'node:http';
import { bearerToken } from './http.ts';
import type { Logins } from './logins.ts';

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
  /** Requests being answered at that moment, this one included. */
  readonly inFlight: number;
  /** 0 until answered, and for connections that were cut. */
  status: number;
}

/** The path of the API on its server. */
export const BASE_PATH = '/api/v4';

/** Calls kept: a demo may run for weeks. Beyond that the older half is dropped. */
const MOST_CALLS = 200_000;

/** Records a request in the list of calls. */
export function recordCall(
  calls: SandboxCall[],
  request: IncomingMessage,
  target: URL,
  logins: Logins,
  inFlight: number,
): SandboxCall {
  const token = bearerToken(request);
  const query = [...target.searchParams];
  const path = target.pathname.startsWith(`${BASE_PATH}/`)
    ? target.pathname.slice(BASE_PATH.length)
    : target.pathname;
  const { authorization: _secret, ...headers } = request.headers;
  const call: SandboxCall = {
    method: request.method ?? 'GET',
    path: query.length > 0 ? `${path}?${query.map(([name, value]) => `${name}=${value}`).join('&')}` : path,
    query,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    token: token === undefined ? undefined : (logins.of(token)?.name ?? 'unknown'),
    inFlight,
    status: 0,
  };
  if (calls.length >= MOST_CALLS) calls.splice(0, MOST_CALLS / 2);
  calls.push(call);
  return call;
}
