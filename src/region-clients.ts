import type { Logger } from 'pino';
import type { PermissionFinder } from './catalog/permissions.ts';
import { regionNames, regions } from './config/regions.ts';
import type { Config } from './config/types.ts';
import { RestClient } from './rest/client.ts';
import type { Clock } from './rest/clock.ts';
import { namePermissions } from './rest/name-permissions.ts';
import type { ClioClient } from './rest/types.ts';
import type { RedisConnection } from './shared-state/redis-connection.ts';
import { SharedBudgets } from './shared-state/shared-budgets.ts';
import type { Metrics } from './telemetry/metrics.ts';

export interface RegionClients {
  for(baseUrl: string): ClioClient;
  close(): Promise<void>;
}

export interface RegionClientsOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Null where rate budgets are those of this process alone. */
  readonly redis: RedisConnection | null;
  readonly metrics: Metrics | undefined;
  readonly permissionsOf: PermissionFinder;
}

/** One client, so one pool and one set of rate budgets, for each region in use. */
export function createRegionClients({
  config,
  logger,
  clock,
  redis,
  metrics,
  permissionsOf,
}: RegionClientsOptions): RegionClients {
  const clients = new Map<string, RestClient>();
  return {
    for(baseUrl) {
      let client = clients.get(baseUrl);
      if (!client) {
        const upstream = regionOf(baseUrl);
        client = new RestClient({
          baseUrl,
          apiVersion: config.apiVersion,
          timeoutMs: config.upstreamTimeoutMs,
          maxConnections: config.maxUpstreamCalls,
          maxConcurrentPerToken: config.maxUpstreamCallsPerToken,
          maxWaiting: config.maxWaitingCalls,
          maxWaitingPerToken: config.maxWaitingCallsPerToken,
          budgets: redis ? new SharedBudgets({ redis, baseUrl, now: clock.now }) : undefined,
          clock,
          logger,
          completeError: (error, call) => namePermissions(error, call, permissionsOf),
          observer: metrics?.rest(upstream),
        });
        clients.set(baseUrl, client);
        metrics?.watch({ upstream, state: client.state.bind(client) });
      }
      return client;
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

/** How metrics name an upstream: addresses of the operator's own stay out of them. */
function regionOf(baseUrl: string): string {
  return regionNames.find((name) => regions[name].baseUrl === baseUrl) ?? 'configured';
}
