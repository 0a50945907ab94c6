import type { Logger } from 'pino';
import type { PermissionFinder } from '../catalog/permissions.ts';
import { regionNames, regions } from '../config/regions.ts';
import type { Config } from '../config/types.ts';
import { RestClient } from '../rest/client.ts';
import type { Clock } from '../rest/clock.ts';
import { namePermissions } from '../rest/name-permissions.ts';
import type { RedisConnection } from '../shared-state/redis-connection.ts';
import { SharedBudgets } from '../shared-state/shared-budgets.ts';
import type { Metrics } from '../telemetry/metrics.ts';

export interface RegionClientsOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Null if rate budgets are not shared. */
  readonly redis: RedisConnection | null;
  readonly metrics: Metrics | undefined;
  readonly permissionsOf: PermissionFinder;
}

/** One client, with one pool and one set of rate budgets, for each region in use. */
export class RegionClients {
  readonly #options: RegionClientsOptions;
  readonly #clients = new Map<string, RestClient>();

  constructor(options: RegionClientsOptions) {
    this.#options = options;
  }

  for(baseUrl: string): RestClient {
    let client = this.#clients.get(baseUrl);
    if (!client) {
      client = this.#open(baseUrl);
      this.#clients.set(baseUrl, client);
    }
    return client;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
  }

  #open(baseUrl: string): RestClient {
    const { config, logger, clock, redis, metrics, permissionsOf } = this.#options;
    const client: RestClient = new RestClient({
      baseUrl,
      config,
      budgets: redis ? new SharedBudgets({ redis, baseUrl, now: clock.now }) : undefined,
      clock,
      logger,
      completeError: (error, call) => namePermissions(error, call, permissionsOf),
      observer: metrics?.rest(regionOf(baseUrl), () => client.state()),
    });
    return client;
  }
}

/** The name of an upstream in metrics, which do not show the operator's own addresses. */
function regionOf(baseUrl: string): string {
  return regionNames.find((name) => regions[name].baseUrl === baseUrl) ?? 'configured';
}
