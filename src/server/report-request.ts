import { codes } from '../errors.ts';
import { tenths } from '../values.ts';
import type { ServerRequest } from './server-request.ts';
import type { FinishedRequest, RequestOutcome, ServerTelemetry } from './telemetry.ts';

/** Reports a finished request to metrics and traces. */
export function reportRequest(
  telemetry: ServerTelemetry,
  request: ServerRequest,
  status: number,
  ms: number,
): void {
  const { route, operation, operationType, errorCodes: codes } = request;
  const outcome = outcomeOf(request, status);
  const finished: FinishedRequest = { route, outcome, status, ms, operation, operationType, codes };
  telemetry.onRequest(finished);
  request.trace?.end(finished);
}

function outcomeOf({ disconnected, errorCodes, hasData }: ServerRequest, status: number): RequestOutcome {
  if (disconnected) return 'gone';
  if (status >= 400) return status < 500 ? 'refused' : 'failed';
  if (errorCodes.length === 0) return 'ok';
  if (hasData) return 'partial';
  // GraphQL over HTTP uses 200 for these.
  const known: Readonly<Record<string, { readonly httpStatus: number }>> = codes;
  return errorCodes.some((code) => (known[code]?.httpStatus ?? 400) >= 500) ? 'failed' : 'refused';
}

const keyOfWebhook = /(webhooks(?:\/|%2f)+)[^/]+/gi;

/**
 * Logs one line per request, without query text, variables or tokens. Automatic requests of orchestrators and
 * browsers are logged at `debug`.
 */
export function logRequest(request: ServerRequest, base: string, status: number, ms: number): void {
  const { http, operation, errorCodes, disconnected, route, calls, waitMs, cacheHits } = request;
  const { method } = http;
  // The key of a webhook is a secret, even if a misconfigured proxy makes its path wrong.
  const path = route === 'webhooks' || status === 404 ? http.path.replace(keyOfWebhook, '$1***') : http.path;
  const level = path === `${base}/graphql` || status >= 400 ? 'info' : 'debug';
  if (!request.logs(level)) return;
  request.logger[level](
    {
      method,
      path,
      status,
      ms: tenths(ms),
      operation,
      ...(route === 'graphql' ? { calls, waitMs: tenths(waitMs), cacheHits } : {}),
      errors: errorCodes.length,
      ...(errorCodes.length === 0 ? {} : { codes: [...new Set(errorCodes)] }),
      ...(disconnected ? { disconnected } : {}),
    },
    'request',
  );
}
