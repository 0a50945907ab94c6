import type { DocumentNode, ExecutionResult, OperationDefinitionNode } from 'graphql';
import type { Logger } from 'pino';
import type { Region } from '../config/regions.ts';
import type { CacheUse } from '../loaders/cache.ts';
import type { CancelSignal } from '../rest/cancellation.ts';
import type { Explain } from '../server/read-headers.ts';
import type { SessionLogin } from '../server/session.ts';
import type { RequestTrace } from '../server/telemetry.ts';

/** What the server knows of a request before its operation is carried out. */
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
  /** Null where nobody follows this request. */
  readonly trace: RequestTrace | null;
  /** From the client's `Cache-Control`. */
  readonly cacheUse: CacheUse;
  /** Puts the request id on each line. */
  readonly logger: Logger;
  /** How long the request may take from its arrival, in milliseconds. */
  readonly deadlineMs: number;
}

/** An operation that has passed validation. */
export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As the client sent them; not yet coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether the answer is sent in parts: the operation has `@defer` or `@stream`, and the client takes such answers. */
  readonly incremental: boolean;
}

/** What resolvers get as their context; whatever else it holds is theirs. */
export interface RequestContext {
  /**
   * Called before execution. A result given here is the answer, and nothing is executed; an error thrown
   * fails the request with the status of its code.
   */
  prepare?(operation: PreparedOperation): Promise<ExecutionResult | undefined> | ExecutionResult | undefined;
  /** Called after execution: entries for the response's `extensions`. */
  extensions?(): Readonly<Record<string, unknown>> | undefined;
  /** Called when the answer is made, however it came out. */
  dispose?(): Promise<void> | void;
}
