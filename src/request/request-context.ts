import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Region } from '../config/regions.ts';
import type { CacheUse } from '../loaders/cache.ts';
import type { Price } from '../planner/price-operation.ts';
import type { CancelSignal } from '../rest/cancellation.ts';
import type { ExchangeReport, RequestTotals } from '../rest/types.ts';
import type { PreparedOperation } from './prepared-operation.ts';

/** What the gateway shows of its work: nothing, the calls that it made, or the plan instead of a result. */
export type Explain = 'off' | 'trace' | 'plan';

/** The login of a request's session cookie. */
export interface SessionLogin {
  /** The Clio token; changes when it is renewed. */
  readonly token: string;
  /** Null if the gateway has one fixed upstream. */
  readonly region: Region | null;
  /**
   * Returns a new token in place of one that Clio has just rejected.
   *
   * @throws GatewayError if there is none.
   */
  renew(rejected: string): Promise<string>;
}

/** One request in a trace. */
export interface RequestTrace {
  readonly traceId: string;
  /** Called when a call to Clio has ended. */
  onExchange(exchange: ExchangeReport): void;
  /** Called when the plan has been made. */
  onPlan(ms: number, price: Price): void;
}

/** What the server knows about a request before its operation is executed. */
export interface RequestInfo {
  /**
   * The client's Clio token or the one lent to it. Without either it is null, which is enough for
   * introspection.
   */
  readonly token: string | null;
  /** Region named by the request; null for the configured one. */
  readonly region: Region | null;
  /** The login of the request's session, whose token can be renewed; absent without a session. */
  readonly login?: SessionLogin;
  readonly requestId: string;
  /**
   * Aborted when the client has disconnected or the deadline has passed (then with a `GatewayError` as its
   * reason).
   */
  readonly signal: CancelSignal;
  readonly explain: Explain;
  /** Null if this request has no trace. */
  readonly trace: RequestTrace | null;
  /** From the client's `Cache-Control`. */
  readonly cacheUse: CacheUse;
  /** Adds the request id to each line. */
  readonly logger: Logger;
  /** How long the request may take from its arrival, in milliseconds. */
  readonly deadlineMs: number;
  /** Counts its calls for the log. */
  readonly totals?: RequestTotals;
  /** Whether it runs in the background: calls of other requests then go first. */
  readonly background?: boolean;
}

/** The part of the resolvers' context that the server uses. */
export interface RequestContext {
  /**
   * Called before execution. If it returns a result, that is the response, and nothing is executed. If it
   * throws an error, the request fails with the status of its code.
   *
   * @param variables As the client sent them; not yet coerced.
   */
  prepare?(
    operation: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
  ): ExecutionResult | undefined;
  /** Called after execution. Returns further errors, each at the place of what is missing from a list. */
  errors?(): readonly GraphQLError[];
  /** Called after execution. Returns entries for the response's `extensions`. */
  extensions?(): Readonly<Record<string, unknown>> | undefined;
}
