import type { RequestTrace } from '../request/request-context.ts';
import type { HttpRequest } from './http/http-message.ts';

/** By which path a request came in. */
export type Route = 'graphql' | 'files' | 'schema' | 'pages' | 'probes' | 'webhooks' | 'other';

/**
 * What came of a request: all of it (`ok`), some of it beside errors (`partial`), or nothing, because of the request
 * (`refused`) or of Clio or the gateway (`failed`). `gone` where the client did not wait.
 */
export type RequestOutcome = 'ok' | 'partial' | 'refused' | 'failed' | 'gone';

/** A request that has been answered. */
export interface FinishedRequest {
  readonly route: Route;
  readonly outcome: RequestOutcome;
  readonly status: number;
  readonly ms: number;
  /** `query` or `mutation`; null where there was no valid operation. */
  readonly operationType: string | null;
  readonly operation: string | null;
  /** Codes of the errors answered, each as often as it was. */
  readonly codes: readonly string[];
}

/** One request in a trace, from its arrival to its response. */
export interface ServerTrace extends RequestTrace {
  end(request: FinishedRequest): void;
}

/** Reports on requests, for metrics and traces. Must not throw. */
export interface ServerTelemetry {
  /** Called when a request for Clio's data has come in; null where no trace follows it. */
  begin(http: HttpRequest, route: Route): ServerTrace | null;
  onRequest(request: FinishedRequest): void;
}

/** Metrics for a collector, as text. */
export type MetricsPage = () => Promise<{ readonly contentType: string; readonly body: string }>;
