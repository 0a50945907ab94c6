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

type EndpointOf = (path: string) => string;

const paths: Readonly<Partial<Record<Route, string>>> = {
  graphql: '/graphql',
  files: '/files/{folder}/{id}',
};

/** Reads a trace context from the headers of a request. */
const fromHeaders = {
  keys: () => ['traceparent', 'tracestate'],
  get: (http: HttpRequest, name: string) => http.header(name.toLowerCase()) ?? undefined,
};

/**
 * Creates OpenTelemetry spans for each request, its plan and its calls to Clio. They go to the provider that the
 * program around the gateway, or the command line, has registered with the OpenTelemetry API. Without a provider
 * there are no traces.
 *
 * The parent is the active span, otherwise the span in `traceparent`. Clio gets no trace context, because another
 * company's system could not add to the trace. The values of attributes come from the code and the catalog, except
 * for statuses, durations and the client's name for its operation.
 *
 * @param endpointOf Returns the name of a call's endpoint, which never contains an id.
 */
export function createTracing(endpointOf: EndpointOf): {
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
  readonly #endpointOf: EndpointOf;

  constructor(tracer: Tracer, span: Span, inside: Context, endpointOf: EndpointOf) {
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
    // The name is for grouping, so it is not the client's name for the operation.
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

  /** Begins a span that started `ms` ago. */
  #begin(name: string, kind: SpanKind, ms: number, attributes: Attributes): Span {
    return this.#tracer.startSpan(name, { kind, attributes, startTime: Date.now() - ms }, this.#inside);
  }
}

/** A client that also reports its calls to the trace of a request. */
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
