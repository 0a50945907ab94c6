import { describe, expect, it } from 'vitest';
import type { HookMessage } from '../../../src/live/hook-store.ts';
import { systemClock } from '../../../src/rest/clock.ts';
import { createLogger } from '../../../src/server/create-logger.ts';
import { connectRedis } from '../../../src/shared-state/redis-connection.ts';
import { openRedisHooks } from '../../../src/shared-state/redis-hooks.ts';
import { Balancer } from '../../support/servers/balancer.ts';
import { hasRedis, startRedis, withRedis } from '../../support/servers/redis-server.ts';

describe.runIf(hasRedis)(withRedis('the connection that listens to Redis'), () => {
  it('is opened again if nothing arrives any more, and reports the gap', async () => {
    await using server = await startRedis();
    using between = new Balancer();
    const url = (await between.listen()).replace('http', 'redis');
    between.leadTo([server.url]);
    const timeoutMs = 5000;
    const redis = await connectRedis({ url: server.url, timeoutMs, logger: createLogger('silent') });
    const parts = { redis, timeoutMs, clock: systemClock };
    const [listening, other] = [
      await openRedisHooks({ ...parts, url, silenceMs: 200 }),
      await openRedisHooks({ ...parts, url: server.url }),
    ];
    const received: HookMessage[] = [];
    await listening.join('topic', (message) => received.push(message) > 0);
    const share = await other.join('topic', () => true);
    between.stall();
    received.length = 0;
    const message = { kind: 'gap', sinceMs: 1 } as const;
    await share.publish(message);
    await expect.poll(() => received).toContainEqual({ kind: 'gap', sinceMs: null });
    await share.publish({ ...message, sinceMs: 2 });
    await expect.poll(() => received).toContainEqual({ kind: 'gap', sinceMs: 2 });
    // The gap covers what the old connection did not deliver.
    expect(received).not.toContainEqual(message);
    for (const hooks of [listening, other]) hooks.close();
    await redis.close();
  });
});
