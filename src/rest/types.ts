import type { CancelSignal } from './cancellation.ts';
import type { NetworkErrorKind } from './network-error.ts';

/** One HTTP request to Clio. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the base URL, with its `.json`: `/matters.json`. */
  readonly path: string;
  /** Query parameters in the order they are sent; names as Clio spells them (`ids[]`), values unencoded. */
  readonly query: ReadonlyArray<readonly [name: string, value: string]>;
  /** JSON body (already wrapped in Clio's `data` envelope). */
  readonly body?: unknown;
  /** ETag to send as `If-None-Match` (a 304 answers `notModified`). */
  readonly ifNoneMatch?: string;
  /** ETag to send as `If-Match`. */
  readonly ifMatch?: string;
  /** Secret of a webhook's handshake, to send as `X-Hook-Secret`. */
  readonly hookSecret?: string;
  /**
   * What a success must look like: Clio's JSON envelope with any data, a record (or null) or a list in it; a redirect; or `text` of
   * any type (bill previews are HTML).
   * @default 'json'
   */
  readonly expect?: 'json' | 'record' | 'list' | 'redirect' | 'text';
}

/** Who asks, and for how long the response is of use. */
export interface CallContext {
  /** Bearer token, passed to Clio as it is. */
  readonly token: string;
  /** Aborted when the client has gone away or the request's deadline has passed. */
  readonly signal?: CancelSignal;
  /** When the response is of no more use, in milliseconds since the epoch: nothing is sent, awaited or retried beyond it. */
  readonly deadlineMs?: number;
  /** The request that the call belongs to: its calls let those of requests with fewer calls go first. */
  readonly request?: CallCounts;
  /** Called for each HTTP exchange (a retry is one more), successful or not. */
  readonly onExchange?: (exchange: ExchangeReport) => void;
  /** Called when a response is of another version of Clio's API than the one asked for. */
  readonly onOtherVersion?: (version: string, asked: string) => void;
}

/** What one request asks of Clio, counted across its calls. */
export interface CallCounts {
  /** Calls that the client has been asked to send, retries included. The client counts. */
  calls: number;
  /** Calls wanted so far, whether they have come to the client or not. Whoever makes the calls counts. */
  wanted: number;
  /** The fewest calls that the request takes without a cache. */
  readonly minimum: number;
  /** The calls that are expected of the request without a cache. @default minimum */
  readonly expected?: number;
  /** Whether its calls follow from each other one by one, as those of a mutation, so that `wanted` is low at first. */
  readonly sequential: boolean;
  /** Whether it runs in the background: calls of other requests go first, and the last of the budget is left to them. */
  readonly background?: boolean;
  /** Where calls are counted beyond the operation: a list of operations is one request. */
  readonly totals?: RequestTotals | undefined;
}

/** What an HTTP request has taken of Clio and of the cache, for its log line. */
export interface RequestTotals {
  /** Calls sent to Clio, retries included. The client counts. */
  calls: number;
  /** The longest that one of them waited for its turn, in milliseconds. The client measures. */
  waitMs: number;
  /** Records and whole responses that came from a cache. Whoever makes the calls counts. */
  cacheHits: number;
}

/** What happened on the wire, for traces and metrics. */
export interface ExchangeReport {
  readonly call: Call;
  /** HTTP status, or null when no response came. */
  readonly status: number | null;
  /** Why no complete response came; null when one did. */
  readonly networkError: NetworkErrorKind | null;
  readonly ms: number;
  /** Bytes of the decoded body. */
  readonly bytes: number;
  /** How long the call had waited for its turn. */
  readonly waitMs: number;
  /** Retries of the call before this exchange. */
  readonly retries: number;
  /** Calls that the token has left; null where this response did not report it. */
  readonly callsLeft: number | null;
}

/** Receives what a client does, for metrics. Must not throw. */
export interface RestObserver {
  onExchange(exchange: ExchangeReport): void;
  /** A call has waited for its turn. @param granted False where it was cancelled while it waited. */
  onWait(waitMs: number, granted: boolean): void;
  /** The circuit breaker has opened. */
  onOpened(): void;
  /** A response was of another version of Clio's API than the one asked for. */
  onOtherVersion(): void;
}

/** The state of a client at this moment. */
export interface ClientState {
  /** Calls being exchanged. */
  readonly inFlight: number;
  /** Calls that wait for their turn. */
  readonly waiting: number;
  readonly breaker: 'closed' | 'open' | 'probing';
}

/**
 * Where a list goes on, taken out of Clio's `meta.paging` URLs; the URLs themselves are never followed. Empty where there is a URL, but
 * nothing usable in it.
 */
export interface PageLink {
  readonly pageToken?: string;
  readonly offset?: number;
}

/** Clio's response to a call that succeeded (2xx, 303, 304). */
export interface ClioResponse {
  readonly status: number;
  /** The `data` of the envelope; the raw text where the response is not JSON (bill previews); null on 204, 303, 304. */
  readonly data: unknown;
  readonly next: PageLink | null;
  readonly previous: PageLink | null;
  /** `meta.records`; null where Clio did not send it. */
  readonly records: number | null;
  readonly etag: string | null;
  /** `Location` of a 202 or 303, made absolute (taken, not followed). */
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
   * @throws GatewayError with the code for what Clio answered, or for why no response came.
   */
  send(call: Call, context: CallContext): Promise<ClioResponse>;
  /** The token's rate budget as Clio last reported it; null before the first response. Costs no call. */
  budget(token: string): RateBudget | null;
}

/** Clio's rate limit for one token, from the `X-RateLimit-*` headers. */
export interface RateBudget {
  /** Calls allowed in the window. */
  readonly limit: number;
  /** Calls left in the window. */
  readonly remaining: number;
  /** End of the window, in milliseconds since the epoch. */
  readonly resetAtMs: number;
}
