import { answerFile, type FileSource } from './file-route.ts';
import { createGraphiql, type GraphiqlOptions, wantsGraphiql } from './graphiql.ts';
import { createGraphqlHandler, type GraphqlHandlerOptions } from './graphql/graphql-handler.ts';
import { errorAnswer, type HttpRequest, type HttpResponse, jsonAnswer } from './http/http-message.ts';
import { createStaticFile, type StaticFile } from './http/static-file.ts';
import { answerReadiness, type ReadinessChecks } from './readiness.ts';
import type { ServerRequest } from './server-request.ts';
import { type SignInRoutes, withinSession } from './session.ts';
import type { MetricsPage, Route, ServerTelemetry } from './telemetry.ts';

/** What can be reached, and how. */
export interface RouteOptions extends GraphqlHandlerOptions {
  readonly sdl: () => string;
  readonly subgraphSdl?: () => string;
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
  /** Whether the schema may be asked for. */
  readonly introspection: boolean;
  /** Answers what Clio posts to `/webhooks/{key}`, null where there is nothing; without it there is no such path. */
  readonly webhooks?: (http: HttpRequest, key: string) => Promise<HttpResponse | null>;
  /** Answers agents at `/mcp`; without it there is no such path. */
  readonly agents?: (http: HttpRequest) => Promise<HttpResponse>;
  readonly telemetry?: ServerTelemetry;
  /** What `/metrics` shows; without it there is no such path. */
  readonly metrics?: MetricsPage;
}

/** First step of every request: finds what is at its path. */
export function createRouter(
  options: RouteOptions,
): (request: ServerRequest) => Promise<HttpResponse> | HttpResponse {
  const answerGraphql = createGraphqlHandler(options);
  const { basePath: base = '', signIn } = options;
  const findGraphiql = options.graphiql === null ? null : createGraphiql(options.graphiql);
  const nothingHere = (): HttpResponse => {
    const hint = `GraphQL is at ${base}/graphql, its schema at ${base}/schema.graphql.`;
    return errorAnswer(404, 'NOT_FOUND', `There is nothing at this path. ${hint}`);
  };
  let schemaDocument: StaticFile | undefined;
  let subgraphDocument: StaticFile | undefined;

  return (request) => {
    const { http } = request;
    const inner = pathBelow(base, http);
    if (inner === null) return nothingHere();
    const isGraphql = inner === '/graphql' || inner === '/graphql/';
    if (isGraphql && !(findGraphiql && wantsGraphiql(http))) {
      follow(request, 'graphql', options.telemetry);
      return signIn ? withinSession(request, signIn, () => answerGraphql(request)) : answerGraphql(request);
    }
    if (inner === '/mcp' && options.agents) return options.agents(http);
    return answerOther(inner, request);
  };

  async function answerOther(path: string, request: ServerRequest): Promise<HttpResponse> {
    const { http } = request;
    if (options.webhooks && path.startsWith('/webhooks/')) {
      request.route = 'webhooks';
      return (await options.webhooks(http, path.slice('/webhooks/'.length))) ?? nothingHere();
    }
    if (signIn && path.startsWith('/auth/')) return (await signIn.answer(path, request)) ?? nothingHere();
    const answer = await findReadable(path, request);
    if (answer === null) return nothingHere();
    if (http.method !== 'GET' && http.method !== 'HEAD') {
      return errorAnswer(405, 'BAD_REQUEST', 'This path can only be read.', { allow: 'GET, HEAD' });
    }
    return answer();
  }

  /** What is at a path other than GraphQL's; null for nothing. */
  async function findReadable(
    path: string,
    request: ServerRequest,
  ): Promise<(() => Promise<HttpResponse> | HttpResponse) | null> {
    const { http } = request;
    switch (path) {
      case '/healthz':
        request.route = 'probes';
        return () => jsonAnswer(200, { status: 'up' });
      case '/readyz':
        request.route = 'probes';
        return () => answerReadiness(options.isDraining(), options.checks);
      case '/metrics': {
        const { metrics } = options;
        if (!metrics) return null;
        request.route = 'probes';
        return () => answerMetrics(metrics);
      }
      case '/schema.graphql':
        if (!options.introspection) return null;
        request.route = 'schema';
        if (!options.subgraphSdl || !new URLSearchParams(http.search).has('federation'))
          return () => {
            schemaDocument ??= createStaticFile(options.sdl(), 'text/plain; charset=utf-8');
            return schemaDocument(http);
          };
        subgraphDocument ??= createStaticFile(options.subgraphSdl(), 'text/plain; charset=utf-8');
        return () => (subgraphDocument as StaticFile)(http);
      default: {
        if (path === '/' && http.method === 'GET') {
          return () => ({ status: 302, headers: { location: relativeToGraphql(http) }, body: null });
        }
        const file = await findGraphiql?.(path);
        if (file) {
          request.route = 'pages';
          return () => file(http);
        }
        const { files } = options;
        if (!files || !path.startsWith('/files/')) return null;
        follow(request, 'files', options.telemetry);
        const send = async () => (await answerFile(request, path, { files, ...options })) ?? nothingHere();
        return () => (signIn ? withinSession(request, signIn, send) : send());
      }
    }
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

function follow(request: ServerRequest, route: Route, telemetry: ServerTelemetry | undefined): void {
  request.route = route;
  request.trace = telemetry?.begin(request.http, route) ?? null;
}

async function answerMetrics(metrics: MetricsPage): Promise<HttpResponse> {
  const { contentType, body } = await metrics();
  return { status: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body };
}
