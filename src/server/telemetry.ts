import type { ExchangeReport } from '../rest/types.ts';
import type { Incoming } from './http-message.ts';

/** By which path a request came in. */
export type Entrance = 'graphql' | 'files' | 'schema' | 'pages' | 'probes' | 'other';

/**
 * What came of a request: all of it (`ok`), some of it beside errors (`partial`), or nothing, because of the request
 * (`refused`) or of Clio or the gateway (`failed`). `gone` where the client did not wait.
 */
export type RequestOutcome = 'ok' | 'partial' | 'refused' | 'failed' | 'gone';

/** A request that has been answered. */
export interface FinishedRequest {
  readonly entrance: Entrance;
  readonly method: string;
  readonly outcome: RequestOutcome;
  readonly status: number;
  readonly ms: number;
  /** `query` or `mutation`; null where there was no valid operation. */
  readonly operationType: string | null;
  readonly operation: string | null;
  /** Codes of the errors answered, each as often as it was. */
  readonly codes: readonly string[];
}

/** One request, as a trace follows it. */
export interface RequestTrace {
  readonly traceId: string;
  /** A call to Clio has ended, just now. */
  onExchange(exchange: ExchangeReport): void;
  /** The plan is made, just now. */
  onPlan(ms: number, price: { readonly min: number; readonly max: number }): void;
  end(request: FinishedRequest): void;
}

/** Told of requests, for metrics and traces. Must not throw. */
export interface ServerTelemetry {
  /** A request for Clio's data has come in; null where nobody follows it. */
  begin(incoming: Incoming, entrance: Entrance): RequestTrace | null;
  onRequest(request: FinishedRequest): void;
}

/** Metrics for a collector, as text. */
export type MetricsPage = () => Promise<{ readonly contentType: string; readonly body: string }>;
