import type { Readable } from 'node:stream';

/** One HTTP request, from a socket or through `fetch`. */
export interface HttpRequest {
  readonly method: string;
  /** Path without the query string, undecoded. */
  readonly path: string;
  /** The path as the client sent it, if a router has removed the prefix under which it mounts the gateway. */
  readonly originalPath?: string | undefined;
  /** Query string without its `?`; empty when there is none. */
  readonly search: string;
  /** A header's value, null when it was not sent. Names in lower case. */
  header(name: string): string | null;
  /** All headers, for libraries that read them. */
  headers(): Headers;
  /**
   * Reads the body as UTF-8.
   *
   * @throws UnreadableBody if more than `maxBytes` are announced or arrive (the rest is not kept), or if the
   * body arrives too slowly.
   */
  readBody(maxBytes: number): Promise<string>;
  /** The body as a stream, if it is too large for memory. The caller must read or destroy it. */
  body(): Readable;
  /** Calls `listener` if the client disconnects before it has its response. */
  onDisconnect(listener: () => void): void;
  /**
   * Whether the gateway's own token may be lent to this request. False for a request that reached a loopback
   * address under a foreign host name: web pages reach local servers in this way (DNS rebinding).
   */
  readonly mayBorrowToken: boolean;
  /** Set for a request that the gateway makes itself: it may request the plan even if clients may not. */
  readonly mayExplain?: true;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** `Set-Cookie` values: the one header that is sent several times. */
  readonly cookies?: readonly string[];
  /** A stream is read as fast as the client reads, and destroyed when the client disconnects. */
  readonly body: string | Uint8Array | Readable | null;
}

/** A response to whose headers the sender may add. */
export interface FinishedResponse extends HttpResponse {
  readonly headers: Record<string, string>;
}

/** Handles one request. Never rejects. */
export type HandleRequest = (http: HttpRequest) => Promise<FinishedResponse>;

/** Thrown by {@link HttpRequest.readBody}: the client sends too much, or too slowly. */
export class UnreadableBody extends Error {
  override readonly name = 'UnreadableBody';
  readonly status: 408 | 413;

  constructor(status: 408 | 413, message: string) {
    super(message);
    this.status = status;
  }
}

export function bodyTooLarge(maxBytes: number): UnreadableBody {
  return new UnreadableBody(413, `The body is larger than ${maxBytes} bytes.`);
}

/** Whether the body of a request is compressed. The gateway does not read compressed bodies. */
export function isCompressed(http: HttpRequest): boolean {
  return (http.header('content-encoding') ?? 'identity').toLowerCase() !== 'identity';
}

/** A JSON response outside GraphQL execution. */
export function jsonResponse(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: `${JSON.stringify(value)}\n`,
  };
}

/** Headers that go with the status of an error. */
export function errorHeaders(status: number, retryAfter: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  if (typeof retryAfter === 'number') headers['retry-after'] = String(Math.ceil(retryAfter));
  return headers;
}

/** An error in GraphQL's form, for failures before or outside GraphQL. */
export function errorResponse(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return jsonResponse(status, { errors: [{ message, extensions: { code } }] }, headers);
}
