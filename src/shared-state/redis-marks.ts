import { hash } from 'node:crypto';
import { createMemoryMarks, type Marks } from '../auth/marks.ts';
import type { Clock } from '../rest/clock.ts';
import { keyPrefix, type RedisConnection } from './redis-connection.ts';
import { UnsentCommands } from './unsent-commands.ts';

/** Maximum number of marks that wait to be sent to Redis. */
const maxUnsent = 10_000;

/**
 * Marks that all gateways share and that survive a restart. Each gateway also keeps its own marks in memory.
 * While Redis is unavailable, it uses those, and sends them when Redis is back.
 */
export function createRedisMarks(redis: RedisConnection, clock: Clock): Marks {
  const memory = createMemoryMarks(clock);
  const unsent = new UnsentCommands(redis, maxUnsent);

  return {
    async add(kind, id, untilMs) {
      if (!(await memory.add(kind, id, untilMs))) return false;
      const key = keyOf(kind, id);
      const reply = await unsent.send(key, () => {
        const leftMs = Math.max(1, Math.ceil(untilMs - clock.now()));
        return redis.command(['SET', key, '1', 'NX', 'PX', String(leftMs)]);
      });
      return reply !== null;
    },
    async has(kind, id) {
      return (await memory.has(kind, id)) || (await redis.command(['EXISTS', keyOf(kind, id)])) === 1;
    },
  };
}

/** Ids are parts of secret cookies, so Redis gets a hash of them. */
function keyOf(kind: string, id: string): string {
  return `${keyPrefix}mark:${hash('sha256', `${kind}\n${id}`, 'base64url')}`;
}
