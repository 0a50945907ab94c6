import type { Logger } from 'pino';
import { renewingClient } from '../auth/renewing-client.ts';
import { loadCatalog } from '../catalog/catalog.ts';
import { createPermissionFinder } from '../catalog/permissions.ts';
import { completeConfig } from '../config/complete-config.ts';
import { ConfigError } from '../config/config-error.ts';
import { type Region, regions } from '../config/regions.ts';
import type { Config } from '../config/types.ts';
import { badInput } from '../errors.ts';
import { createServedSchema, type ServedSchema } from '../federation/served-schema.ts';
import type { RequestInfo } from '../request/request-context.ts';
import { type Clock, systemClock } from '../rest/clock.ts';
import { StorageClient } from '../rest/storage.ts';
import { isLoopbackUrl } from '../rest/storage-url.ts';
import type { ClioClient } from '../rest/types.ts';
import { createLogger } from '../server/create-logger.ts';
import { createEndpointNames } from '../telemetry/endpoint-names.ts';
import { createMetrics, type Metrics } from '../telemetry/metrics.ts';
import { createTracing, followClient } from '../telemetry/tracing.ts';
import type { GatewayOptions, Surroundings } from './gateway-options.ts';
import { type GatewayState, openState } from './gateway-state.ts';
import { RegionClients } from './region-clients.ts';
import { schemaOptions } from './schema-options.ts';

/** The parts of a gateway behind the server. */
export interface GatewayParts extends GatewayState {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly upstream: NonNullable<GatewayOptions['upstream']>;
  readonly served: ServedSchema;
  readonly metrics: Metrics | undefined;
  readonly tracing: ReturnType<typeof createTracing>;
  readonly storage: StorageClient;
  /**
   * Clio's REST base for requests that name a region, or that do not.
   *
   * @throws GatewayError `BAD_USER_INPUT` for a region if the gateway has one fixed upstream.
   */
  baseUrlFor(region: Region | null): string;
  /** The client that all requests to a REST base share. */
  sharedClient(baseUrl: string): ClioClient;
  /** The client for one request: it renews the session's token, and its calls belong to the request's trace. */
  clientFor(request: Pick<RequestInfo, 'trace' | 'login'>, baseUrl: string): ClioClient;
  /** Ends all connections to Clio, its storage and Redis. */
  close(): Promise<void>;
}

/** @throws ConfigError */
export async function openParts(
  { clock = systemClock, regions: ownRegions = {} }: Surroundings,
  { config: settings = {}, logger: ownLogger, upstream: ownUpstream }: GatewayOptions,
): Promise<GatewayParts> {
  const config = completeConfig(settings);
  const logger = ownLogger ?? createLogger(config.logLevel);
  const upstream = ownUpstream ?? { baseUrl: readBaseUrl(config), defaultToken: config.accessToken };
  const served = createServedSchema(loadCatalog(), schemaOptions(config));
  const state = await openState(config, clock, logger);
  const endpointOf = createEndpointNames(served.catalog);
  const metrics = config.metrics || config.metricsPort !== null ? await createMetrics(endpointOf) : undefined;
  const permissionsOf = createPermissionFinder(served.catalog);
  const { redis } = state;
  const clients = new RegionClients({ config, logger, clock, redis, metrics, permissionsOf });
  const storage = new StorageClient({
    timeoutMs: config.upstreamTimeoutMs,
    allowPrivate: isLoopbackUrl(upstream.baseUrl),
    onExchange: metrics?.onStorage,
  });
  return {
    config,
    logger,
    clock,
    upstream,
    served,
    ...state,
    metrics,
    tracing: createTracing(endpointOf),
    storage,
    baseUrlFor(region) {
      if (region === null) return upstream.baseUrl;
      if (config.upstream.kind === 'clio' && config.upstream.baseUrl === null)
        return ownRegions[region] ?? regions[region].baseUrl;
      throw badInput('This gateway uses one fixed address of Clio. Leave out the X-Clio-Region header.');
    },
    sharedClient: (baseUrl) => clients.for(baseUrl),
    clientFor: (request, baseUrl) =>
      renewingClient(followClient(clients.for(baseUrl), request.trace), request.login),
    async close() {
      await storage.close();
      await clients.close();
      await redis?.close();
    },
  };
}

function readBaseUrl({ upstream }: Config): string {
  if (upstream.kind === 'clio') return upstream.baseUrl ?? regions[upstream.region].baseUrl;
  throw new ConfigError([
    'The sandbox is not started by itself. Start it with startSandbox from clio-graphql/sandbox, ' +
      'and set upstream to its baseUrl and one of its tokens',
  ]);
}
