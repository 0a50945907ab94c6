import { lazy } from '../values.ts';
import { type FileSource, handleFile } from './file-route.ts';
import { createGraphiql, type GraphiqlOptions, wantsGraphiql } from './graphiql.ts';
import { createGraphqlHandler, type GraphqlHandlerOptions } from './graphql/graphql-handler.ts';
import { errorResponse, type HttpRequest, type HttpResponse, jsonResponse } from './http/http-message.ts';
import { createStaticFile } from './http/static-file.ts';
import type { ServerRequest } from './server-request.ts';
import type { MetricsPage, Route, ServerTelemetry } from './telemetry.ts';
import { type SignInRoutes, withinSession } from './within-session.ts';

/** What can be reached, and how. */
export interface RouteOptions extends GraphqlHandlerOptions {
  /** The schema as `/schema.graphql` shows it; asked for once, when it is first read. */
  readonly sdl: () => string;
  /** The schema as `/schema.graphql?federation` shows it; without it there is no such response. */
  readonly subgraphSdl?: () => string;
  /** Null serves no GraphiQL. */
  readonly graphiql: GraphiqlOptions | null;
  readonly isDraining: () => boolean;
  /** In front of all paths; without a slash at its end. */
  readonly basePath: string;
  readonly files: FileSource;
  /** Signing in with Clio; without it there is no `/auth`. */
  readonly signIn?: SignInRoutes;
  /** Answers what Clio posts to `/webhooks/{key}`, null where there is nothing. */
  readonly webhooks: (http: HttpRequest, key: string) => Promise<HttpResponse | null>;
  /** Answers agents at `/mcp`; without it there is no such path. */
  readonly agents?: (http: HttpRequest) => Promise<HttpResponse>;
  readonly telemetry: ServerTelemetry;
  /** What `/metrics` shows; without it there is no such path. */
  readonly metrics?: MetricsPage;
}

/** What is at a path that can only be read. */
interface Readable {
  readonly route: Route;
  /** Null where there is nothing after all. */
  handle(request: ServerRequest): Promise<HttpResponse | null> | HttpResponse;
}

/** First step of every request: finds what is at its path. */
export function createRouter(
  options: RouteOptions,
): (request: ServerRequest) => Promise<HttpResponse> | HttpResponse {
  const handleGraphql = createGraphqlHandler(options);
  const { basePath, signIn, agents, webhooks, metrics, telemetry } = options;
  const findGraphiql = options.graphiql && createGraphiql(options.graphiql);
  const nothingHere = (): HttpResponse => {
    const hint = `GraphQL is at ${basePath}/graphql, its schema at ${basePath}/schema.graphql.`;
    return errorResponse(404, 'NOT_FOUND', `There is nothing at this path. ${hint}`);
  };
  const readable = new Map<string, Readable>([
    ['/healthz', { route: 'probes', handle: () => jsonResponse(200, { status: 'up' }) }],
    ['/readyz', { route: 'probes', handle: () => readinessResponse(options.isDraining()) }],
  ]);
  if (metrics) readable.set('/metrics', { route: 'probes', handle: () => metricsResponse(metrics) });
  if (options.config.introspection) readable.set('/schema.graphql', schemaDocument(options));

  return (request) => {
    const { http } = request;
    const path = pathBelow(basePath, http);
    if (path === null) return nothingHere();
    const isGraphql = path === '/graphql' || path === '/graphql/';
    if (isGraphql && !(findGraphiql && wantsGraphiql(http))) {
      follow(request, 'graphql', telemetry);
      return signIn ? withinSession(request, signIn, () => handleGraphql(request)) : handleGraphql(request);
    }
    if (path === '/mcp' && agents) return agents(http);
    return handleOther(path, request);
  };

  async function handleOther(path: string, request: ServerRequest): Promise<HttpResponse> {
    const { http } = request;
    if (path.startsWith('/webhooks/')) {
      request.route = 'webhooks';
      return (await webhooks(http, path.slice('/webhooks/'.length))) ?? nothingHere();
    }
    if (signIn && path.startsWith('/auth/')) return (await signIn.handle(path, request)) ?? nothingHere();
    if (path === '/' && http.method === 'GET')
      return { status: 302, headers: { location: relativeToGraphql(http) }, body: null };
    const found = readable.get(path) ?? (await findPage(path)) ?? findFile(path);
    if (!found) return nothingHere();
    follow(request, found.route, telemetry);
    if (http.method !== 'GET' && http.method !== 'HEAD')
      return errorResponse(405, 'BAD_REQUEST', 'This path can only be read.', { allow: 'GET, HEAD' });
    return (await found.handle(request)) ?? nothingHere();
  }

  async function findPage(path: string): Promise<Readable | undefined> {
    const page = await findGraphiql?.(path);
    return page && { route: 'pages', handle: ({ http }) => page(http) };
  }

  function findFile(path: string): Readable | undefined {
    if (!path.startsWith('/files/')) return undefined;
    return {
      route: 'files',
      handle(request) {
        const send = async () => (await handleFile(request, path, options)) ?? nothingHere();
        return signIn ? withinSession(request, signIn, send) : send();
      },
    };
  }
}

/** The path below `base`; null for one that is not. What a router has cut off counts where `base` names it. */
function pathBelow(base: string, { path, originalPath }: HttpRequest): string | null {
  if (base === '') return path;
  const whole = originalPath ?? path;
  if (whole === base) return '/';
  return whole.startsWith(`${base}/`) ? whole.slice(base.length) : null;
}

/** From the gateway's first path to GraphQL. Relative: routers and proxies cut off paths without saying so. */
function relativeToGraphql({ path, originalPath = path }: HttpRequest): string {
  return `${originalPath.slice(originalPath.lastIndexOf('/') + 1)}/graphql`.replace(/^\//, '');
}

/** Only requests for Clio's data are followed in a trace. */
function follow(request: ServerRequest, route: Route, telemetry: ServerTelemetry): void {
  request.route = route;
  if (route === 'graphql' || route === 'files') request.trace = telemetry.begin(request.http, route);
}

function schemaDocument({ sdl, subgraphSdl }: RouteOptions): Readable {
  const contentType = 'text/plain; charset=utf-8';
  const document = lazy(() => createStaticFile(sdl(), contentType));
  const subgraph = subgraphSdl && lazy(() => createStaticFile(subgraphSdl(), contentType));
  return {
    route: 'schema',
    handle: ({ http }) =>
      (subgraph && new URLSearchParams(http.search).has('federation') ? subgraph() : document())(http),
  };
}

/** 200 while requests should be sent here. */
function readinessResponse(isDraining: boolean): HttpResponse {
  return isDraining ? jsonResponse(503, { status: 'draining' }) : jsonResponse(200, { status: 'ready' });
}

async function metricsResponse(metrics: MetricsPage): Promise<HttpResponse> {
  const { contentType, body } = await metrics();
  return { status: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body };
}
