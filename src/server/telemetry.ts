import type { RequestTrace } from '../request/request-context.ts';
import type { HttpRequest } from './http/http-message.ts';

/** The kind of path of a request. */
export type Route = 'graphql' | 'files' | 'schema' | 'pages' | 'probes' | 'webhooks' | 'other';

/**
 * The outcome of a request: all its data (`ok`), data and errors (`partial`), or no data, because of the
 * request (`refused`) or because of Clio or the gateway (`failed`). `gone` if the client disconnected.
 */
export type RequestOutcome = 'ok' | 'partial' | 'refused' | 'failed' | 'gone';

/** A request that has ended. */
export interface FinishedRequest {
  readonly route: Route;
  readonly outcome: RequestOutcome;
  readonly status: number;
  readonly ms: number;
  /** `query` or `mutation`; null without a valid operation. */
  readonly operationType: string | null;
  readonly operation: string | null;
  /** Codes of the response's errors, with repetitions. */
  readonly codes: readonly string[];
}

/** One request in a trace, from its arrival to its response. */
export interface ServerTrace extends RequestTrace {
  end(request: FinishedRequest): void;
}

/** Receives reports on requests, for metrics and traces. Must not throw. */
export interface ServerTelemetry {
  /** Called when a request for Clio's data arrives; null if it gets no trace. */
  begin(http: HttpRequest, route: Route): ServerTrace | null;
  onRequest(request: FinishedRequest): void;
}

/** Metrics for a collector, as text. */
export type MetricsPage = () => Promise<{ readonly contentType: string; readonly body: string }>;
