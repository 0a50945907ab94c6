import type { Logger } from 'pino';
import { renewingClient } from './auth/renewing-client.ts';
import { createSignIn } from './auth/sign-in.ts';
import { createSignInTargets } from './auth/sign-in-targets.ts';
import { loadCatalog } from './catalog/catalog.ts';
import { createPermissionFinder } from './catalog/permissions.ts';
import { completeConfig } from './config/complete-config.ts';
import { ConfigError } from './config/config-error.ts';
import { parseUrl } from './config/parse-values.ts';
import { type Region, regions } from './config/regions.ts';
import type { Config } from './config/types.ts';
import { GatewayError } from './errors.ts';
import { createServedSchema } from './federation/served-schema.ts';
import { createFileOpener } from './files/open-file.ts';
import { eventQuery } from './live/event-query.ts';
import { type HookStore, MemoryHooks } from './live/hook-store.ts';
import { createLive } from './live/live.ts';
import { loadTrustedDocuments } from './load-trusted-documents.ts';
import { RecordCache } from './loaders/cache.ts';
import type { Agents } from './mcp/agents.ts';
import { createPlanner } from './planner/planner.ts';
import { createRegionClients } from './region-clients.ts';
import { GraphqlRequest } from './request/graphql-request.ts';
import type { PreparedOperation } from './request/prepared-operation.ts';
import type { RequestInfo } from './request/request-context.ts';
import { type Clock, systemClock } from './rest/clock.ts';
import { createStorageClient } from './rest/storage.ts';
import { isLoopbackUrl } from './rest/storage-url.ts';
import type { ClioClient } from './rest/types.ts';
import { schemaOptions } from './schema-options.ts';
import { createLogger } from './server/create-logger.ts';
import { exampleQuery } from './server/example-query.ts';
import type { DefaultToken } from './server/graphql/read-headers.ts';
import { createServer, type GatewayServer } from './server/server.ts';
import { createRedisCache } from './shared-state/redis-cache.ts';
import { connectRedis } from './shared-state/redis-connection.ts';
import type { RedisHooksOptions } from './shared-state/redis-hooks.ts';
import { createRedisMarks } from './shared-state/redis-marks.ts';
import { createRedisOutcomes } from './shared-state/redis-outcomes.ts';
import { createEndpointNames } from './telemetry/endpoint-names.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { type MetricsServer, startMetricsServer } from './telemetry/metrics-server.ts';
import { observeStorage } from './telemetry/observe-storage.ts';
import { createTracing, followClient } from './telemetry/tracing.ts';
import { createMemoryStore } from './writes/outcome-store.ts';

/** Options of {@link createGateway}; each has a default. */
export interface GatewayOptions {
  /**
   * Settings that differ from their defaults. The environment is not read: `loadConfig()` does that, where it is wanted.
   * @default Clio in the US, tokens from the requests alone, warnings and errors in the log
   */
  readonly config?: Partial<Config>;
  /**
   * Takes the log: a pino logger, such as Fastify's.
   * @default JSON lines on stdout, from `config.logLevel` on
   */
  readonly logger?: Logger;
  /**
   * The Clio API behind the gateway.
   * @default as `config.upstream` and `config.accessToken` say
   */
  readonly upstream?: {
    /** Clio's REST base for requests that name no region. */
    readonly baseUrl: string;
    /** Lent to requests that bring no token: a token, or a login whose token is renewed; null to refuse them. */
    readonly defaultToken: DefaultToken;
  };
  /**
   * Path in front of `/graphql` and all other paths, as requests have it when they get here: `/api`. Routers that cut
   * off the path under which they mount a handler need none.
   * @default ''
   */
  readonly basePath?: string;
}

/** What surrounds a gateway. Only tests have another. */
export interface Surroundings {
  /**
   * Time, for rate limits, retries and deadlines.
   * @default the machine's clock
   */
  readonly clock?: Clock;
  /**
   * Clio's REST bases for requests that name a region.
   * @default Clio's own
   */
  readonly regions?: Readonly<Partial<Record<Region, string>>>;
}

/** A gateway, ready to be called. */
export interface Gateway extends GatewayServer {
  /** Creates MCP servers for an agent on this machine, which uses the gateway's own login; null if `config.mcp` is off. */
  readonly agents: Agents['local'] | null;
}

/**
 * The gateway: Clio's REST API as GraphQL, to be called through `fetch`, mounted on an HTTP server, or to listen by itself.
 *
 * @throws ConfigError
 */
export function createGateway(options: GatewayOptions = {}): Promise<Gateway> {
  return createGatewayIn({}, options);
}

/** @throws ConfigError */
export async function createGatewayIn(
  { clock = systemClock, regions: ownRegions = {} }: Surroundings,
  options: GatewayOptions,
): Promise<Gateway> {
  checkOptions(options);
  const { config: settings = {}, logger: ownLogger, upstream: ownUpstream, basePath = '' } = options;
  const config = completeConfig(settings);
  const logger = ownLogger ?? createLogger(config.logLevel);
  const upstream = ownUpstream ?? { baseUrl: readBaseUrl(config), defaultToken: config.accessToken };
  const baseUrlFor = (region: Region | null): string => {
    if (region === null) return upstream.baseUrl;
    if (config.upstream.kind === 'clio' && config.upstream.baseUrl === null)
      return ownRegions[region] ?? regions[region].baseUrl;
    throw new GatewayError(
      'BAD_USER_INPUT',
      'This gateway stands in front of one fixed address. Leave out the X-Clio-Region header.',
    );
  };
  const served = createServedSchema(loadCatalog(), schemaOptions(config));
  const { catalog } = served;
  const planner = createPlanner(catalog, served.planned);
  const redis =
    config.redisUrl === null
      ? null
      : await connectRedis({ url: config.redisUrl, timeoutMs: config.redisTimeoutMs, logger });
  const cache = new RecordCache({
    shared: redis ? createRedisCache(redis) : undefined,
    ttlMs: config.cacheTtlMs,
    longTtlMs: config.cacheLongTtlMs,
    staleMs: config.cacheStaleMs,
    watchedTtlMs: config.cacheWatchedTtlMs,
    maxBytes: config.cacheMaxBytes,
    now: clock.now,
  });
  const endpointOf = createEndpointNames(catalog);
  const metrics =
    config.metrics || config.metricsPort !== null ? await createMetrics({ endpointOf }) : undefined;
  const tracing = createTracing({ endpointOf });
  const clients = createRegionClients(config, logger, clock, redis, metrics, createPermissionFinder(catalog));

  const plainStorage = createStorageClient({
    timeoutMs: config.upstreamTimeoutMs,
    allowPrivate: isLoopbackUrl(upstream.baseUrl),
  });
  const storage = metrics ? observeStorage(plainStorage, metrics.onStorage) : plainStorage;
  const openFile = createFileOpener(catalog, storage);
  const working = new Set<Promise<unknown>>();
  const onWork = (work: Promise<unknown>): void => {
    working.add(work);
    const forget = (): boolean => working.delete(work);
    work.then(forget, forget);
  };

  const parts = {
    catalog,
    adapt: served.adapt,
    planner,
    eventQuery: (subscription: PreparedOperation, variables: Readonly<Record<string, unknown>>) =>
      eventQuery(served, subscription, variables),
    cache,
    outcomes: redis ? createRedisOutcomes(redis) : createMemoryStore(),
    storage,
    onWork,
    maxPlannedCalls: config.maxPlannedCalls,
    clock,
    observer: metrics?.loads,
  };
  /** The client for one request: it renews the session's token, and its calls belong to the request's trace. */
  const clientFor = (request: Pick<RequestInfo, 'trace' | 'login'>, baseUrl: string): ClioClient =>
    renewingClient(followClient(clients.for(baseUrl), request.trace), request.login);

  const { signIn: settingsOfSignIn } = config;
  const signIn =
    settingsOfSignIn &&
    createSignIn({
      ...settingsOfSignIn,
      targets: createSignInTargets({
        signIn: settingsOfSignIn,
        config,
        clock,
        baseUrlFor,
        clientFor: clients.for,
      }),
      defaultRegion: config.upstream.kind === 'clio' ? config.upstream.region : null,
      clock,
      marks: redis ? createRedisMarks(redis, clock) : undefined,
      onSignOut: (token) => live.endToken(token),
    });

  const trusted =
    config.trustedDocuments === null
      ? undefined
      : loadTrustedDocuments(config.trustedDocuments, served.schema, logger);
  // Nothing of it is loaded where agents are not served.
  const agents = config.mcp
    ? await (await import('./mcp/agents.ts')).createAgents({
        schema: served.schema,
        config,
        catalog,
        trusted,
        handle: (http) => server.handle(http),
        basePath,
        logger,
        now: clock.now,
      })
    : null;

  const createContext = (request: RequestInfo): GraphqlRequest => {
    const baseUrl = baseUrlFor(request.region);
    return new GraphqlRequest(parts, request, clientFor(request, baseUrl), baseUrl);
  };
  let ownAddress: string | null = null;
  const live = createLive({
    config,
    catalog,
    schema: served.schema,
    names: served.names,
    clock,
    logger,
    observer: metrics?.live,
    baseUrlFor,
    clientFor,
    cache,
    createContext,
    hooks:
      redis && config.redisUrl !== null
        ? await sharedHooks({ redis, url: config.redisUrl, timeoutMs: config.redisTimeoutMs, clock })
        : new MemoryHooks(),
    // An API on this machine reaches the gateway by the address that it listens on.
    address: () => config.webhookUrl ?? (isLoopbackUrl(upstream.baseUrl) ? ownAddress : null),
  });
  metrics?.watchLive(live.state);

  const server: GatewayServer = createServer({
    config,
    logger,
    basePath,
    schema: served.schema,
    routerSchema: served.routerSchema,
    sdl: served.sdl,
    subgraphSdl: served.subgraphSdl,
    createContext,
    defaultToken: upstream.defaultToken,
    trusted: agents?.documents ?? trusted,
    subscriptions: live,
    webhooks: live.receive,
    agents: agents?.route,
    signIn: signIn ?? undefined,
    files: (request) => {
      const baseUrl = baseUrlFor(request.region);
      const deadlineMs = clock.now() + request.deadlineMs;
      return openFile({ ...request, client: clientFor(request, baseUrl), baseUrl, deadlineMs });
    },
    exampleQuery,
    telemetry: { begin: tracing.begin, onRequest: (done) => metrics?.onRequest(done) },
    metrics: config.metricsPort === null ? metrics?.page : undefined,
  });
  let metricsServer: MetricsServer | null = null;
  return {
    ...server,
    agents: agents?.local ?? null,
    async listen(address) {
      if (metrics && config.metricsPort !== null) {
        metricsServer = await startMetricsServer(metrics.page, {
          host: address.host,
          port: config.metricsPort,
        });
        logger.info({ port: metricsServer.port }, 'serving /metrics on a port of its own');
      }
      const listening = await server.listen(address);
      ownAddress = `${listening.url}${basePath}`;
      return listening;
    },
    async close() {
      // From now on the server is not ready; subscriptions end, and with them the last of its connections.
      await Promise.all([server.close(), live.close()]);
      await metricsServer?.close();
      await Promise.allSettled(working);
      await storage.close();
      await signIn?.close();
      await clients.close();
      await redis?.close();
    },
  };
}

const optionNames: readonly string[] = [
  'config',
  'logger',
  'upstream',
  'basePath',
] satisfies (keyof GatewayOptions)[];

/** JavaScript does not check the types. @throws ConfigError */
function checkOptions(options: GatewayOptions): void {
  const { upstream, basePath } = options;
  const problems = Object.keys(options).flatMap((name) =>
    optionNames.includes(name) ? [] : [`${name} is not an option; there are ${optionNames.join(', ')}`],
  );
  if (upstream !== undefined && !parseUrl(String(upstream?.baseUrl), ['https:', 'http:']))
    problems.push('upstream.baseUrl must be the URL of a REST API, as https://app.clio.com/api/v4');
  if (basePath !== undefined && !/^(\/[^/?#]+)*$/.test(basePath))
    problems.push('basePath must begin with a slash and end without one, as "/api"');
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Loads what listening to Redis takes only where there is one. */
async function sharedHooks(options: RedisHooksOptions): Promise<HookStore> {
  const { createRedisHooks } = await import('./shared-state/redis-hooks.ts');
  return createRedisHooks(options);
}

function readBaseUrl({ upstream }: Config): string {
  if (upstream.kind === 'clio') return upstream.baseUrl ?? regions[upstream.region].baseUrl;
  throw new ConfigError([
    'The sandbox is not started by itself. Start it with startSandbox from clio-graphql/sandbox, ' +
      'and set upstream to its baseUrl and one of its tokens',
  ]);
}
