import type { CancelSignal } from './cancellation.ts';
import type { NetworkErrorKind } from './network-error.ts';

/** One HTTP request to Clio. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the base URL, with its `.json`: `/matters.json`. */
  readonly path: string;
  /**
   * Query parameters in the order in which they are sent, with Clio's names (`ids[]`) and unencoded values.
   */
  readonly query: ReadonlyArray<readonly [name: string, value: string]>;
  /** JSON body (already wrapped in Clio's `data` envelope). */
  readonly body?: unknown;
  /** ETag to send as `If-None-Match` (a 304 sets `notModified`). */
  readonly ifNoneMatch?: string;
  readonly ifMatch?: string;
  /** Secret of a webhook's handshake, to send as `X-Hook-Secret`. */
  readonly hookSecret?: string;
  /**
   * The expected form of a success: Clio's JSON envelope with any data, with a record (or null) or with a
   * list; a redirect; or `text` of any type (bill previews are HTML).
   * @default 'json'
   */
  readonly expect?: 'json' | 'record' | 'list' | 'redirect' | 'text';
}

/** The login and the time limit of a call, and listeners for its exchanges. */
export interface CallContext {
  /** Bearer token, sent to Clio unchanged. */
  readonly token: string;
  /** Aborted when the client has disconnected or the request's deadline has passed. */
  readonly signal?: CancelSignal;
  /** The deadline, in milliseconds since the epoch: nothing is sent, awaited or retried after it. */
  readonly deadlineMs?: number;
  /** The request that the call belongs to. Requests with fewer calls go first. */
  readonly request?: CallCounts;
  /** Called for each HTTP exchange, including retries, successful or not. */
  readonly onExchange?: (exchange: ExchangeReport) => void;
  /** Called when a response has another version of Clio's API than the requested one. */
  readonly onOtherVersion?: (version: string, asked: string) => void;
}

export interface CallCounts {
  /** Calls that were passed to the client, retries included. The client counts. */
  calls: number;
  /** Calls wanted so far, including those that have not reached the client. The caller counts. */
  wanted: number;
  /** Minimum number of calls of the request without a cache. */
  readonly minimum: number;
  /** Expected number of calls of the request without a cache. @default minimum */
  readonly expected?: number;
  /** Whether its calls follow one after the other, as in a mutation, so that `wanted` is low at first. */
  readonly sequential: boolean;
  /**
   * Whether it runs in the background: calls of other requests go first, and the reserve of the budget is
   * left to them.
   */
  readonly background?: boolean;
  /** Counts for the whole HTTP request, which may have a list of operations. */
  readonly totals?: RequestTotals | undefined;
}

/** The calls and cache hits of an HTTP request, for its log line. */
export interface RequestTotals {
  /** Calls sent to Clio, retries included. The client counts. */
  calls: number;
  /** The longest wait of one of them for its turn, in milliseconds. The client measures. */
  waitMs: number;
  /** Records and whole responses that came from a cache. The caller counts. */
  cacheHits: number;
}

/** The report on an exchange, for traces and metrics. */
export interface ExchangeReport {
  readonly call: Call;
  /** HTTP status; null without a response. */
  readonly status: number | null;
  /** Why there is no complete response; null if there is one. */
  readonly networkError: NetworkErrorKind | null;
  readonly ms: number;
  /** Bytes of the decoded body. */
  readonly bytes: number;
  /** How long the call had waited for its turn. */
  readonly waitMs: number;
  readonly retries: number;
  /** Calls that the token has left; null if this response did not report it. */
  readonly callsLeft: number | null;
}

/** Receives reports on a client, for metrics. Must not throw. */
export interface RestObserver {
  onExchange(exchange: ExchangeReport): void;
  /** A call has waited for its turn. @param granted False if it was cancelled while it waited. */
  onWait(waitMs: number, granted: boolean): void;
  onOpened(): void;
  onOtherVersion(): void;
}

/**
 * The client's log, for operators. A pino logger fits. Lines have methods, paths, status codes and durations,
 * but no tokens, headers, queries or bodies.
 */
export interface RestLogger {
  warn(details: object, message: string): void;
  debug(details: object, message: string): void;
}

export interface ClientState {
  readonly inFlight: number;
  readonly waiting: number;
  readonly breaker: 'closed' | 'open' | 'probing';
}

/**
 * Where a list continues, read from Clio's `meta.paging` URLs. The URLs themselves are never followed. Empty
 * if a URL is unusable.
 */
export interface PageLink {
  readonly pageToken?: string;
  readonly offset?: number;
}

/** Clio's response to a successful call (2xx, 303, 304). */
export interface ClioResponse {
  readonly status: number;
  /**
   * The `data` of the envelope; the text if the response is not JSON (bill previews); null on 204, 303, 304.
   */
  readonly data: unknown;
  readonly next: PageLink | null;
  readonly previous: PageLink | null;
  /** `meta.records`; null if Clio did not send it. */
  readonly records: number | null;
  readonly etag: string | null;
  /** `Location` of a 202 or 303, made absolute. It is not followed. */
  readonly location: string | null;
  readonly notModified: boolean;
  /** Bytes of the decoded body. */
  readonly bytes: number;
}

/** The only way to Clio. */
export interface ClioClient {
  /**
   * Sends a call.
   *
   * @throws GatewayError with a code for Clio's error response, or for the missing response.
   */
  send(call: Call, context: CallContext): Promise<ClioResponse>;
  /** The token's rate budget as Clio last reported it; null before the first response. Costs no call. */
  budget(token: string): RateBudget | null;
}

/** Clio's rate limit for one token, from the `X-RateLimit-*` headers. */
export interface RateBudget {
  readonly limit: number;
  readonly remaining: number;
  /** End of the window, in milliseconds since the epoch. */
  readonly resetAtMs: number;
}
