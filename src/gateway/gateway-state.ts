import type { Logger } from 'pino';
import type { Marks } from '../auth/marks.ts';
import type { Config } from '../config/types.ts';
import { type HookStore, MemoryHooks } from '../live/hook-store.ts';
import { RecordCache } from '../loaders/cache.ts';
import type { Clock } from '../rest/clock.ts';
import { RedisCache } from '../shared-state/redis-cache.ts';
import { connectRedis, type RedisConnection } from '../shared-state/redis-connection.ts';
import { createRedisMarks } from '../shared-state/redis-marks.ts';
import { RedisOutcomes } from '../shared-state/redis-outcomes.ts';
import { createMemoryStore, type OutcomeStore } from '../writes/outcome-store.ts';

/**
 * What a gateway remembers between requests: in Redis, shared with other gateways, or in the memory of this
 * process.
 */
export interface GatewayState {
  readonly redis: RedisConnection | null;
  readonly cache: RecordCache;
  /** Outcomes of writes with a key. */
  readonly outcomes: OutcomeStore;
  /** Webhooks of live changes. */
  readonly hooks: HookStore;
  /** Ended sessions and used sign-ins; undefined without Redis. */
  readonly marks: Marks | undefined;
}

export async function openState(config: Config, clock: Clock, logger: Logger): Promise<GatewayState> {
  const { redisUrl: url, redisTimeoutMs: timeoutMs } = config;
  const redis = url === null ? null : await connectRedis({ url, timeoutMs, logger });
  const shared = redis ? new RedisCache(redis) : undefined;
  const cache = new RecordCache({ config, shared, now: clock.now });
  if (redis === null || url === null)
    return { redis, cache, outcomes: createMemoryStore(), hooks: new MemoryHooks(), marks: undefined };
  // The code that listens to Redis is loaded only if Redis is used.
  const { openRedisHooks } = await import('../shared-state/redis-hooks.ts');
  return {
    redis,
    cache,
    outcomes: new RedisOutcomes(redis),
    hooks: await openRedisHooks({ redis, url, timeoutMs, clock }),
    marks: createRedisMarks(redis, clock),
  };
}
