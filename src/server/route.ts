import type { Logger } from 'pino';
import { lazy } from '../values.ts';
import { type FileSource, handleFile } from './file-route.ts';
import { createGraphiql, type GraphiqlOptions, wantsGraphiql } from './graphiql.ts';
import { GraphqlHandler } from './graphql/graphql-handler.ts';
import type { GraphqlOptions } from './graphql/yoga-server.ts';
import { errorResponse, type HttpRequest, type HttpResponse, jsonResponse } from './http/http-message.ts';
import { createStaticFile } from './http/static-file.ts';
import type { ServerRequest } from './server-request.ts';
import type { MetricsPage, Route, ServerTelemetry } from './telemetry.ts';
import { type SignInRoutes, withinSession } from './within-session.ts';

export interface RouteOptions extends GraphqlOptions, GraphiqlOptions {
  /** The schema as `/schema.graphql` shows it; called once, when it is first read. */
  readonly sdl: () => string;
  /** The schema at `/schema.graphql?federation`; absent if the gateway has none. */
  readonly subgraphSdl?: () => string;
  readonly isDraining: () => boolean;
  /** Prefix of all paths, without a slash at its end. */
  readonly basePath: string;
  readonly files: FileSource;
  /** Sign-in with Clio. Without it there is no `/auth`. */
  readonly signIn?: SignInRoutes;
  /** Handles what Clio posts to `/webhooks/{key}`; null if there is no such webhook. */
  readonly webhooks: (http: HttpRequest, key: string) => Promise<HttpResponse | null>;
  /** Handles agents' requests at `/mcp`. Without it there is no such path. */
  readonly agents?: (http: HttpRequest) => Promise<HttpResponse>;
  readonly telemetry: ServerTelemetry;
  readonly logger: Logger;
  /** The page at `/metrics`. Without it there is no such path. */
  readonly metrics?: MetricsPage;
}

/** A resource at a path that can only be read. */
interface Readable {
  readonly route: Route;
  /** Null if it does not exist after all. */
  handle(request: ServerRequest): Promise<HttpResponse | null> | HttpResponse;
}

/** First step of every request: chooses the handler of its path. */
export class Router {
  readonly #options: RouteOptions;
  readonly #graphql: GraphqlHandler;
  readonly #findGraphiql: ReturnType<typeof createGraphiql> | null;
  readonly #readable: ReadonlyMap<string, Readable>;

  constructor(options: RouteOptions) {
    const { metrics, isDraining } = options;
    this.#options = options;
    this.#graphql = new GraphqlHandler(options);
    this.#findGraphiql = options.config.graphiql ? createGraphiql(options) : null;
    const readable = new Map<string, Readable>([
      ['/healthz', { route: 'probes', handle: () => jsonResponse(200, { status: 'up' }) }],
      [
        '/readyz',
        // 200 while the gateway takes requests.
        {
          route: 'probes',
          handle: () =>
            isDraining() ? jsonResponse(503, { status: 'draining' }) : jsonResponse(200, { status: 'ready' }),
        },
      ],
    ]);
    if (metrics) readable.set('/metrics', { route: 'probes', handle: () => metricsResponse(metrics) });
    if (options.config.introspection) readable.set('/schema.graphql', schemaDocument(options));
    this.#readable = readable;
  }

  route(request: ServerRequest): Promise<HttpResponse> | HttpResponse {
    const { http } = request;
    const { basePath, agents, signIn } = this.#options;
    const path = pathBelow(basePath, http);
    if (path === null) return this.#nothingHere();
    const isGraphql = path === '/graphql' || path === '/graphql/';
    if (isGraphql && !(this.#findGraphiql && wantsGraphiql(http))) {
      this.#follow(request, 'graphql');
      return signIn
        ? withinSession(request, signIn, () => this.#graphql.handle(request))
        : this.#graphql.handle(request);
    }
    if (path === '/mcp' && agents) return agents(http);
    return this.#routeOther(path, request);
  }

  async #routeOther(path: string, request: ServerRequest): Promise<HttpResponse> {
    const { http } = request;
    const { webhooks, signIn } = this.#options;
    if (path.startsWith('/webhooks/')) {
      request.route = 'webhooks';
      return (await webhooks(http, path.slice('/webhooks/'.length))) ?? this.#nothingHere();
    }
    if (signIn && path.startsWith('/auth/'))
      return (await signIn.handle(path, request)) ?? this.#nothingHere();
    if (path === '/' && http.method === 'GET')
      return { status: 302, headers: { location: relativeToGraphql(http) }, body: null };
    const found = this.#readable.get(path) ?? (await this.#findPage(path)) ?? this.#findFile(path);
    if (!found) return this.#nothingHere();
    this.#follow(request, found.route);
    if (http.method !== 'GET' && http.method !== 'HEAD')
      return errorResponse(405, 'BAD_REQUEST', 'This path can only be read.', { allow: 'GET, HEAD' });
    return (await found.handle(request)) ?? this.#nothingHere();
  }

  async #findPage(path: string): Promise<Readable | undefined> {
    const page = await this.#findGraphiql?.(path);
    return page && { route: 'pages', handle: ({ http }) => page(http) };
  }

  #findFile(path: string): Readable | undefined {
    if (!path.startsWith('/files/')) return undefined;
    const { signIn } = this.#options;
    return {
      route: 'files',
      handle: (request) => {
        const send = async () => (await handleFile(request, path, this.#options)) ?? this.#nothingHere();
        return signIn ? withinSession(request, signIn, send) : send();
      },
    };
  }

  /** Starts a trace, but only for requests for Clio's data. */
  #follow(request: ServerRequest, route: Route): void {
    request.route = route;
    if (route === 'graphql' || route === 'files')
      request.trace = this.#options.telemetry.begin(request.http, route);
  }

  #nothingHere(): HttpResponse {
    const { basePath } = this.#options;
    const hint = `GraphQL is at ${basePath}/graphql, its schema at ${basePath}/schema.graphql.`;
    return errorResponse(404, 'NOT_FOUND', `There is nothing at this path. ${hint}`);
  }
}

/**
 * The path below `base`; null if it is not below it. A prefix that a router has removed counts if `base`
 * includes it.
 */
function pathBelow(base: string, { path, originalPath }: HttpRequest): string | null {
  if (base === '') return path;
  const whole = originalPath ?? path;
  if (whole === base) return '/';
  return whole.startsWith(`${base}/`) ? whole.slice(base.length) : null;
}

/**
 * The path from the gateway's root to GraphQL. It is relative, because routers and proxies remove prefixes
 * without reporting them.
 */
function relativeToGraphql({ path, originalPath = path }: HttpRequest): string {
  return `${originalPath.slice(originalPath.lastIndexOf('/') + 1)}/graphql`.replace(/^\//, '');
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

async function metricsResponse(metrics: MetricsPage): Promise<HttpResponse> {
  const { contentType, body } = await metrics();
  return { status: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body };
}
