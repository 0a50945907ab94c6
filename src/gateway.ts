import type { Logger } from 'pino';
import { loadCatalog } from './catalog/catalog.ts';
import { regions } from './config/regions.ts';
import type { Config } from './config/types.ts';
import { GatewayError } from './errors.ts';
import { createServedSchema } from './federation/served-schema.ts';
import { createFileOpener } from './files/open-file.ts';
import { RecordCache } from './loaders/cache.ts';
import { createMemoryStore } from './loaders/outcome-store.ts';
import { createPlanner } from './planner/planner.ts';
import { fragmentsOf } from './planner/selection.ts';
import type { ResolverContext } from './resolvers/context.ts';
import { createContext } from './resolvers/create-context.ts';
import { createClioClient } from './rest/client.ts';
import { type Clock, systemClock } from './rest/clock.ts';
import { createStorageClient } from './rest/storage.ts';
import type { ClioClient } from './rest/types.ts';
import { exampleQuery } from './server/example-query.ts';
import type { RequestContext, RequestInfo } from './server/request-context.ts';
import { createServer, type GatewayServer, type ServerOptions } from './server/server.ts';

export interface GatewayOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly upstream: {
    /** Clio's REST base for requests that name no region. */
    readonly baseUrl: string;
    /** Lent to requests that bring no token; null to refuse them. */
    readonly defaultToken: string | null;
  };
  /**
   * Time, for rate limits, retries and deadlines.
   * @default the machine's clock
   */
  readonly clock?: Clock;
  /** How the server works inside; answers do not depend on it. */
  readonly server?: Pick<ServerOptions, 'entrance' | 'executor'>;
}

/** The gateway: Clio's REST API as GraphQL, ready to listen or to be called through `fetch`. */
export async function createGateway({
  config,
  logger,
  upstream,
  clock = systemClock,
  server: inner,
}: GatewayOptions): Promise<GatewayServer> {
  const catalog = loadCatalog();
  const served = createServedSchema(catalog, {
    prefix: config.schemaPrefix,
    nodeFields: config.subgraphNode,
  });
  const planner = createPlanner(catalog, served.planned);
  const cache = new RecordCache({
    ttlMs: config.cacheTtlMs,
    longTtlMs: config.cacheLongTtlMs,
    staleMs: config.cacheStaleMs,
    maxBytes: config.cacheMaxBytes,
    now: clock.now,
  });
  const clients = createClients(config, logger, clock);

  const storage = createStorageClient({ timeoutMs: config.upstreamTimeoutMs });
  const openFile = createFileOpener(catalog, storage);
  const working = new Set<Promise<unknown>>();
  const onWork = (work: Promise<unknown>): void => {
    working.add(work);
    const forget = (): boolean => working.delete(work);
    work.then(forget, forget);
  };

  const parts = {
    catalog,
    schema: served.schema,
    adapt: served.adapt,
    planner,
    cache,
    outcomes: createMemoryStore(),
    storage,
    onWork,
    maxPlannedCalls: config.maxPlannedCalls,
    clock,
  };
  const contextFor = (request: RequestInfo): RequestContext & ResolverContext => {
    const baseUrl = baseUrlFor(config, upstream.baseUrl, request);
    const run = createContext(parts, {
      client: clients.for(baseUrl),
      baseUrl,
      token: request.token,
      signal: request.signal,
      deadlineMs: clock.now() + request.deadlineMs,
      traced: request.explain === 'trace',
      cacheUse: request.cacheUse,
      onWarning: (warning) => request.logger.warn({ warning }, 'Clio sent something unexpected'),
    });
    return {
      ...run,
      prepare({ document, operation, variables }) {
        if (request.explain !== 'plan') return undefined;
        return {
          data: null,
          extensions: { clio: run.explain({ operation, fragments: fragmentsOf(document), variables }) },
        };
      },
      extensions() {
        const clio = run.report();
        return clio && { clio };
      },
    };
  };

  const server = createServer({
    ...inner,
    schema: served.schema,
    sdl: served.sdl(),
    subgraphSdl: served.subgraphSdl,
    createContext: contextFor,
    defaultToken: upstream.defaultToken,
    maxBodyBytes: config.maxBodyBytes,
    requestDeadlineMs: config.requestDeadlineMs,
    uploads: { maxBytes: config.maxUploadBytes, deadlineMs: config.uploadDeadlineMs },
    files: (request) => {
      const baseUrl = baseUrlFor(config, upstream.baseUrl, request);
      const deadlineMs = clock.now() + request.deadlineMs;
      return openFile({ ...request, client: clients.for(baseUrl), baseUrl, deadlineMs });
    },
    logger,
    limits: config,
    introspection: config.introspection,
    corsOrigins: config.corsOrigins,
    graphiql: config.graphiql,
    exampleQuery,
    allowExplain: true,
    lendTokenToAnyHost: config.upstream.kind === 'sandbox',
  });
  return {
    ...server,
    async close() {
      await server.close();
      await Promise.allSettled(working);
      await storage.close();
      await clients.close();
    },
  };
}

function baseUrlFor(config: Config, configured: string, request: Pick<RequestInfo, 'region'>): string {
  if (request.region === null) return configured;
  if (config.upstream.kind === 'sandbox' || config.upstream.baseUrl !== null) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      'This gateway stands in front of one fixed address. Leave out the X-Clio-Region header.',
    );
  }
  return regions[request.region].baseUrl;
}

interface Clients {
  for(baseUrl: string): ClioClient;
  close(): Promise<void>;
}

/** One client, so one pool and one book of budgets, for each region in use. */
function createClients(config: Config, logger: Logger, clock: Clock): Clients {
  const clients = new Map<string, ClioClient>();
  return {
    for(baseUrl) {
      let client = clients.get(baseUrl);
      if (!client) {
        client = createClioClient({
          baseUrl,
          apiVersion: config.apiVersion,
          timeoutMs: config.upstreamTimeoutMs,
          maxConnections: config.maxUpstreamCalls,
          maxConcurrentPerToken: config.maxUpstreamCallsPerToken,
          maxWaiting: config.maxWaitingCalls,
          maxWaitingPerToken: config.maxWaitingCallsPerToken,
          clock,
          logger,
        });
        clients.set(baseUrl, client);
      }
      return client;
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}
