import { propagation, trace } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { describeError } from '../server/describe-error.ts';
import { waitAtMost } from '../values.ts';

export interface TraceExport {
  /** Sends the remaining spans. Waits a few seconds at most. */
  close(): Promise<void>;
}

/** An unavailable collector must not keep the process from ending. */
const closeTimeoutMs = 3000;
/** An unavailable collector is logged at most this often. */
const quietMs = 600_000;

/**
 * Sends traces to an OTLP collector over HTTP. Only for the command line: a program around the gateway has its own
 * SDK. The SDK reads OpenTelemetry's own variables for sampling, names and headers. It is loaded here, because a
 * gateway without a collector does not need it.
 *
 * @param endpoint `http://127.0.0.1:4318`; `/v1/traces` is added.
 */
export async function exportTraces(endpoint: string, logger: Logger): Promise<TraceExport> {
  const [core, { OTLPTraceExporter }, resources, { BasicTracerProvider, BatchSpanProcessor }] =
    await Promise.all([
      import('@opentelemetry/core'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-base'),
    ]);
  const named = resources.resourceFromAttributes({ 'service.name': 'clio-graphql' });
  const fromEnvironment = resources.detectResources({ detectors: [resources.envDetector] });
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new BasicTracerProvider({
    resource: resources.defaultResource().merge(named).merge(fromEnvironment),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  trace.setGlobalTracerProvider(provider);
  propagation.setGlobalPropagator(new core.W3CTraceContextPropagator());

  let quietUntilMs = 0;
  core.setGlobalErrorHandler((error) => {
    if (performance.now() < quietUntilMs) return;
    quietUntilMs = performance.now() + quietMs;
    logger.warn({ err: describeError(error, null) }, 'Traces cannot be sent to the collector');
  });

  return {
    async close() {
      // The handler above logs a failure.
      const sent = provider.shutdown().catch(() => undefined);
      await waitAtMost(closeTimeoutMs, sent);
      trace.disable();
      propagation.disable();
    },
  };
}
