import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Region } from '../config/regions.ts';
import type { CacheUse } from '../loaders/cache.ts';
import type { Price } from '../planner/price-operation.ts';
import type { CancelSignal } from '../rest/cancellation.ts';
import type { ExchangeReport, RequestTotals } from '../rest/types.ts';
import type { PreparedOperation } from './prepared-operation.ts';

/** How much of its own work the gateway shows: nothing, the calls it made, or its plan instead of a response. */
export type Explain = 'off' | 'trace' | 'plan';

/** The login of a request's session cookie. */
export interface SessionLogin {
  /** Clio's token; another one once it has been renewed. */
  readonly token: string;
  /** Null where the gateway has one fixed upstream. */
  readonly region: Region | null;
  /**
   * A token in place of one that Clio has just rejected.
   *
   * @throws GatewayError where there is none.
   */
  renew(rejected: string): Promise<string>;
}

/** One request in a trace. */
export interface RequestTrace {
  readonly traceId: string;
  /** A call to Clio has ended, just now. */
  onExchange(exchange: ExchangeReport): void;
  /** The plan is made, just now. */
  onPlan(ms: number, price: Price): void;
}

/** What the server knows of a request before its operation is executed. */
export interface RequestInfo {
  /** The client's Clio token or the one lent to it; null for neither, which is enough for introspection. */
  readonly token: string | null;
  /** Region named by the request, null for the configured one. */
  readonly region: Region | null;
  /** Whose token it is, where it came with a session: such a token can be renewed. */
  readonly login?: SessionLogin;
  readonly requestId: string;
  /** Aborted when the client has gone or the deadline has passed (then with a `GatewayError` as its reason). */
  readonly signal: CancelSignal;
  readonly explain: Explain;
  /** Null where no trace follows this request. */
  readonly trace: RequestTrace | null;
  /** From the client's `Cache-Control`. */
  readonly cacheUse: CacheUse;
  /** Puts the request id on each line. */
  readonly logger: Logger;
  /** How long the request may take from its arrival, in milliseconds. */
  readonly deadlineMs: number;
  /** Where its calls are counted for the log. */
  readonly totals?: RequestTotals;
  /** Whether it runs in the background: its calls let those of others go first. */
  readonly background?: boolean;
}

/** The part of the resolvers' context that the server uses. */
export interface RequestContext {
  /**
   * Called before execution. A result given here is the response, and nothing is executed; an error thrown
   * fails the request with the status of its code.
   *
   * @param variables As the client sent them; not yet coerced.
   */
  prepare?(
    operation: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
  ): ExecutionResult | undefined;
  /** Called after execution: errors beside those of fields, each at the place of what is missing from a list. */
  errors?(): readonly GraphQLError[];
  /** Called after execution: entries for the response's `extensions`. */
  extensions?(): Readonly<Record<string, unknown>> | undefined;
}
