import { finished, Readable } from 'node:stream';
import type { Logger } from 'pino';
import { codes } from '../errors.ts';
import { compressAnswer, isWorthCompressing, joinVary } from './compress.ts';
import { createCors } from './cors.ts';
import { describeFault } from './describe-fault.ts';
import { Exchange } from './exchange.ts';
import { answerFile, type FileSource } from './file-route.ts';
import { createGraphiql, type GraphiqlOptions, wantsGraphiql } from './graphiql.ts';
import { createGraphqlHandler, type GraphqlHandlerOptions } from './graphql-handler.ts';
import { errorAnswer, type Incoming, jsonAnswer, type Outgoing } from './http-message.ts';
import { readRequestId } from './read-headers.ts';
import { answerReadiness, type ReadinessChecks } from './readiness.ts';
import { type SignInRoutes, withinSession } from './session.ts';
import { createStaticFile, type StaticFile } from './static-file.ts';
import type { Entrance, FinishedRequest, MetricsPage, RequestOutcome, ServerTelemetry } from './telemetry.ts';

export interface PipelineOptions extends GraphqlHandlerOptions {
  readonly sdl: string;
  readonly subgraphSdl?: () => string;
  readonly logger: Logger;
  readonly checks?: ReadinessChecks;
  /** Null serves no GraphiQL. */
  readonly graphiql: GraphiqlOptions | null;
  readonly isDraining: () => boolean;
  /**
   * In front of all paths; without a slash at its end.
   * @default ''
   */
  readonly basePath?: string;
  /** Where files are found; without it there is no `/files`. */
  readonly files?: FileSource;
  /** Signing in with Clio; without it there is no `/auth`. */
  readonly signIn?: SignInRoutes;
  /** Origins whose pages may read answers in a browser. */
  readonly corsOrigins: readonly string[];
  /** Answers agents at `/mcp`; without it there is no such path. */
  readonly agents?: (incoming: Incoming) => Promise<Outgoing>;
  readonly telemetry?: ServerTelemetry;
  /** What `/metrics` shows; without it there is no such path. */
  readonly metrics?: MetricsPage;
  /**
   * Whether large answers are compressed for clients that take it.
   * @default true
   */
  readonly compression?: boolean;
}

/** Answers one request. Never rejects. */
export type Pipeline = (incoming: Incoming) => Promise<Outgoing>;

/** Everything between a request and its answer that does not depend on how it came in. */
export function createPipeline(options: PipelineOptions): Pipeline {
  const route = createRoutes(options);
  const cors = createCors(options.corsOrigins);
  const { basePath: base = '', compression = true } = options;
  return async (incoming) => {
    const startedAt = performance.now();
    const requestId = readRequestId(incoming);
    const exchange = new Exchange(incoming, requestId, options.logger);
    const answered = await (cors.preflight(incoming) ??
      route(exchange).catch((error: unknown) => {
        exchange.logger.error({ err: describeFault(error, null) }, 'unexpected error');
        exchange.errorCodes = ['INTERNAL_SERVER_ERROR'];
        return errorAnswer(
          500,
          'INTERNAL_SERVER_ERROR',
          `Something went wrong in the gateway (request ${requestId}).`,
        );
      }));
    const outgoing =
      compression && isWorthCompressing(answered) ? await compressAnswer(incoming, answered) : answered;
    const tell = (): void => {
      const ms = performance.now() - startedAt;
      logRequest(exchange, base, outgoing.status, ms);
      if (options.telemetry) tellRequest(options.telemetry, exchange, outgoing.status, ms);
    };
    // What becomes of an answer in parts is known after the last of them.
    if (exchange.entrance === 'graphql' && outgoing.body instanceof Readable) finished(outgoing.body, tell);
    else tell();
    const ofCors = cors.headers(incoming);
    const { vary } = outgoing.headers;
    // New names first: after a spread each object would have a hidden class of its own on Node 20.
    const headers: Record<string, string> = {
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
      ...outgoing.headers,
      ...ofCors,
    };
    if (vary !== undefined && ofCors.vary !== undefined) headers.vary = joinVary(vary, ofCors.vary);
    return { ...outgoing, headers };
  };
}

function createRoutes(options: PipelineOptions): (exchange: Exchange) => Promise<Outgoing> {
  const answerGraphql = createGraphqlHandler(options);
  const { basePath: base = '', signIn } = options;
  const findGraphiql = options.graphiql === null ? null : createGraphiql(options.graphiql, base);
  const nothingHere = (): Outgoing => {
    const hint = `GraphQL is at ${base}/graphql, its schema at ${base}/schema.graphql.`;
    return errorAnswer(404, 'NOT_FOUND', `There is nothing at this path. ${hint}`);
  };
  const schemaDocument = createStaticFile(options.sdl, 'text/plain; charset=utf-8');
  let subgraphDocument: StaticFile | undefined;

  return async (exchange) => {
    const { incoming } = exchange;
    if (!incoming.path.startsWith(`${base}/`)) return nothingHere();
    const inner = incoming.path.slice(base.length);
    const path = inner === '/graphql/' ? '/graphql' : inner;
    if (path === '/graphql' && !(findGraphiql && wantsGraphiql(incoming))) {
      follow(exchange, 'graphql', options.telemetry);
      return signIn
        ? withinSession(exchange, signIn, () => answerGraphql(exchange))
        : answerGraphql(exchange);
    }
    if (path === '/mcp' && options.agents) return options.agents(incoming);
    if (signIn && path.startsWith('/auth/')) return (await signIn.answer(path, exchange)) ?? nothingHere();
    const answer = await findReadable(path, exchange);
    if (answer === null) return nothingHere();
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD') {
      return errorAnswer(405, 'BAD_REQUEST', 'This path can only be read.', { allow: 'GET, HEAD' });
    }
    return answer();
  };

  /** What is at a path other than GraphQL's; null for nothing. */
  async function findReadable(
    path: string,
    exchange: Exchange,
  ): Promise<(() => Promise<Outgoing> | Outgoing) | null> {
    const { incoming } = exchange;
    switch (path) {
      case '/healthz':
        exchange.entrance = 'probes';
        return () => jsonAnswer(200, { status: 'up' });
      case '/readyz':
        exchange.entrance = 'probes';
        return () => answerReadiness(options.isDraining(), options.checks);
      case '/metrics': {
        const { metrics } = options;
        if (!metrics) return null;
        exchange.entrance = 'probes';
        return () => answerMetrics(metrics);
      }
      case '/schema.graphql':
        if (!options.introspection) return null;
        exchange.entrance = 'schema';
        if (!options.subgraphSdl || !new URLSearchParams(incoming.search).has('federation'))
          return () => schemaDocument(incoming);
        subgraphDocument ??= createStaticFile(options.subgraphSdl(), 'text/plain; charset=utf-8');
        return () => (subgraphDocument as StaticFile)(incoming);
      default: {
        if (path === '/' && findGraphiql && wantsGraphiql(incoming)) {
          return () => ({ status: 302, headers: { location: `${base}/graphql` }, body: null });
        }
        const file = await findGraphiql?.(path);
        if (file) {
          exchange.entrance = 'pages';
          return () => file(incoming);
        }
        const { files } = options;
        if (!files || !path.startsWith('/files/')) return null;
        follow(exchange, 'files', options.telemetry);
        const send = async () => (await answerFile(exchange, path, { ...options, files })) ?? nothingHere();
        return () => (signIn ? withinSession(exchange, signIn, send) : send());
      }
    }
  }
}

function follow(exchange: Exchange, entrance: Entrance, telemetry: ServerTelemetry | undefined): void {
  exchange.entrance = entrance;
  exchange.trace = telemetry?.begin(exchange.incoming, entrance) ?? null;
}

async function answerMetrics(metrics: MetricsPage): Promise<Outgoing> {
  const { contentType, body } = await metrics();
  return { status: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body };
}

function tellRequest(telemetry: ServerTelemetry, exchange: Exchange, status: number, ms: number): void {
  const { entrance, incoming, operation, operationType, errorCodes } = exchange;
  const request: FinishedRequest = {
    entrance,
    method: incoming.method,
    outcome: outcomeOf(exchange, status),
    status,
    ms,
    operation,
    operationType,
    codes: errorCodes,
  };
  telemetry.onRequest(request);
  exchange.trace?.end(request);
}

function outcomeOf({ disconnected, errorCodes, hasData }: Exchange, status: number): RequestOutcome {
  if (disconnected) return 'gone';
  if (status >= 400) return status < 500 ? 'refused' : 'failed';
  if (errorCodes.length === 0) return 'ok';
  if (hasData) return 'partial';
  // GraphQL over HTTP has 200 for these.
  const known: Readonly<Record<string, { readonly httpStatus: number }>> = codes;
  return errorCodes.some((code) => (known[code]?.httpStatus ?? 400) >= 500) ? 'failed' : 'refused';
}

/**
 * One line per request, without query text, variables or tokens. What orchestrators and browsers fetch by
 * themselves is logged at `debug`.
 */
function logRequest(exchange: Exchange, base: string, status: number, ms: number): void {
  const { incoming, operation, errorCodes, disconnected } = exchange;
  const { method, path } = incoming;
  const level = path === `${base}/graphql` || status >= 400 ? 'info' : 'debug';
  if (!exchange.logs(level)) return;
  exchange.logger[level](
    {
      method,
      path,
      status,
      ms: Math.round(ms * 10) / 10,
      operation,
      errors: errorCodes.length,
      ...(errorCodes.length === 0 ? {} : { codes: [...new Set(errorCodes)] }),
      ...(disconnected ? { disconnected } : {}),
    },
    'request',
  );
}
