import {
  type Attributes,
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { RequestTrace } from '../request/request-context.ts';
import type { ClioClient, ExchangeReport } from '../rest/types.ts';
import type { HttpRequest } from '../server/http/http-message.ts';
import type { FinishedRequest, Route, ServerTrace } from '../server/telemetry.ts';

export interface TracingOptions {
  /** The name of a call's endpoint; never holds an id. */
  readonly endpointOf: (path: string) => string;
}

const paths: Readonly<Partial<Record<Route, string>>> = {
  graphql: '/graphql',
  files: '/files/{folder}/{id}',
};

/** How a trace context is read from the headers of a request. */
const fromHeaders = {
  keys: () => ['traceparent', 'tracestate'],
  get: (http: HttpRequest, name: string) => http.header(name.toLowerCase()) ?? undefined,
};

/**
 * Follows requests in OpenTelemetry traces: the request, its plan, each call to Clio. Uses what is registered with the
 * OpenTelemetry API, by the program around the gateway or by the command line; without a registration there are no
 * traces.
 *
 * The parent is the span that is active, else the one that `traceparent` names. Nothing of it goes to Clio, which is
 * another company's system and could not add to the trace. Attributes hold names out of the code and the catalog, statuses
 * and durations, and the name that the client gave its operation.
 */
export function createTracing({ endpointOf }: TracingOptions): {
  begin(http: HttpRequest, route: Route): ServerTrace | null;
} {
  const tracer = trace.getTracer('clio-graphql');
  return {
    begin(http, route) {
      const active = context.active();
      const parent = trace.getSpan(active) ? active : propagation.extract(active, http, fromHeaders);
      const path = paths[route];
      const span = tracer.startSpan(
        path === undefined ? http.method : `${http.method} ${path}`,
        {
          kind: SpanKind.SERVER,
          attributes: { 'http.request.method': http.method, 'http.route': path },
        },
        parent,
      );
      return span.isRecording() ? new SpanTrace(tracer, span, trace.setSpan(parent, span), endpointOf) : null;
    },
  };
}

class SpanTrace implements ServerTrace {
  readonly traceId: string;
  readonly #tracer: Tracer;
  readonly #span: Span;
  readonly #inside: Context;
  readonly #endpointOf: TracingOptions['endpointOf'];

  constructor(tracer: Tracer, span: Span, inside: Context, endpointOf: TracingOptions['endpointOf']) {
    this.#tracer = tracer;
    this.traceId = span.spanContext().traceId;
    this.#span = span;
    this.#inside = inside;
    this.#endpointOf = endpointOf;
  }

  onPlan(
    ms: number,
    { min, expected, max }: { readonly min: number; readonly expected: number; readonly max: number },
  ): void {
    const attributes = {
      'clio_graphql.cost.min': min,
      'clio_graphql.cost.expected': expected,
      'clio_graphql.cost.max': max,
    };
    this.#begin('plan', SpanKind.INTERNAL, ms, attributes).end();
  }

  onExchange({ call, status, networkError, ms, bytes, waitMs, retries }: ExchangeReport): void {
    const endpoint = this.#endpointOf(call.path);
    const failed = networkError ?? (status !== null && status >= 400 ? String(status) : undefined);
    const span = this.#begin(`${call.method} ${endpoint}`, SpanKind.CLIENT, ms, {
      'http.request.method': call.method,
      'url.template': endpoint,
      'http.response.status_code': status ?? undefined,
      'http.response.body.size': bytes,
      'http.request.resend_count': retries === 0 ? undefined : retries,
      'clio_graphql.wait_ms': Math.round(waitMs),
      'error.type': failed,
    });
    if (failed !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }

  end({ operationType, operation, outcome, status, codes }: FinishedRequest): void {
    const span = this.#span;
    // Names are for grouping, and clients can make up any number of them.
    if (operationType !== null) span.updateName(operationType);
    span.setAttributes({
      'graphql.operation.type': operationType ?? undefined,
      'graphql.operation.name': operation?.slice(0, 100),
      'http.response.status_code': status,
      'clio_graphql.outcome': outcome,
      'clio_graphql.error_codes': codes.length === 0 ? undefined : [...new Set(codes)],
    });
    if (outcome === 'failed') {
      span.setAttribute('error.type', codes[0] ?? String(status));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  }

  /** A span of something that has lasted this long. */
  #begin(name: string, kind: SpanKind, ms: number, attributes: Attributes): Span {
    return this.#tracer.startSpan(name, { kind, attributes, startTime: Date.now() - ms }, this.#inside);
  }
}

/** A client whose calls belong to one request's trace. */
export function followClient(client: ClioClient, request: RequestTrace | null): ClioClient {
  if (!request) return client;
  return {
    budget: (token) => client.budget(token),
    send: (call, callContext) =>
      client.send(call, {
        signal: callContext.signal,
        ...callContext,
        onExchange(exchange) {
          callContext.onExchange?.(exchange);
          request.onExchange(exchange);
        },
      }),
  };
}
