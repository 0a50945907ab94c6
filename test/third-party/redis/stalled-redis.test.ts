import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/server/create-logger.ts';
import { startFleet } from '../../support/gateways/start-fleet.ts';
import { startHoldingProxy } from '../../support/servers/holding-proxy.ts';
import { hasRedis, withRedis } from '../../support/servers/redis-server.ts';
import { startGateway } from '../../support/start-gateway.ts';

describe.runIf(hasRedis)(withRedis('a call that ends while Redis stalls for a moment'), () => {
  it('does not count against its login afterwards', async () => {
    await using fleet = await startFleet({ gateways: 1, sandbox: { limit: 8 } });
    await using held = await startHoldingProxy(fleet.sandbox.baseUrl, (path) => path.includes('/contacts/'));
    const log: string[] = [];
    await using gateway = await startGateway({
      baseUrl: held.baseUrl,
      token: fleet.sandbox.tokens.owner,
      config: { redisUrl: fleet.redis.url, redisTimeoutMs: 200, cacheTtlMs: 0, requestDeadlineMs: 5000 },
      logger: createLogger('info', { write: (line) => void log.push(String(JSON.parse(line).msg)) }),
    });
    const ask = (id: number) => gateway.gql(`{ contact(id: ${id}) { name } }`);
    const sending = [1, 2, 3, 4, 5, 6].map(ask);
    await held.kept(6);
    fleet.redis.freeze();
    // Another request finds out that Redis does not respond.
    const seventh = gateway.gql('{ viewer { name } }');
    await expect.poll(() => log.some((line) => line.startsWith('Redis is unavailable'))).toBe(true);
    held.release();
    await seventh;
    for (const { errors } of await Promise.all(sending)) expect(errors).toBeUndefined();
    fleet.redis.thaw();
    await expect.poll(() => log.includes('Redis is available again')).toBe(true);
    expect((await ask(7)).errors).toBeUndefined();
  }, 30_000);
});
