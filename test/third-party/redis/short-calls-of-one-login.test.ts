import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { completeConfig } from '../../../src/config/complete-config.ts';
import { CallInProgress } from '../../../src/rest/call-in-progress.ts';
import { systemClock } from '../../../src/rest/clock.ts';
import { Pacer } from '../../../src/rest/pacing.ts';
import { createLogger } from '../../../src/server/create-logger.ts';
import { connectRedis } from '../../../src/shared-state/redis-connection.ts';
import { SharedBudgets } from '../../../src/shared-state/shared-budgets.ts';
import { hasRedis, startRedis, withRedis } from '../../support/servers/redis-server.ts';

const deadlineMs = 4000;

describe.runIf(hasRedis)(withRedis('short calls of one login'), () => {
  it('are all sent, however they end and start while Redis responds', async () => {
    await using server = await startRedis();
    const redis = await connectRedis({ url: server.url, timeoutMs: 5000, logger: createLogger('silent') });
    const budgets = new SharedBudgets({ redis, baseUrl: 'http://127.0.0.1:1/api/v4' });
    const pacer = new Pacer(completeConfig({}), budgets, systemClock);
    let late = 0;
    const send = async (turns: number): Promise<void> => {
      const signal = AbortSignal.timeout(deadlineMs);
      const context = { token: 'any', deadlineMs: Date.now() + deadlineMs, signal };
      const target = '/api/v4/matters.json';
      const call = new CallInProgress({ method: 'GET', path: '/matters.json', query: [] }, context, 'login', {
        method: 'GET',
        target,
        headers: [],
        body: null,
      });
      try {
        await pacer.enter(call);
      } catch {
        late += 1;
        return;
      }
      for (let turn = 0; turn < turns; turn += 1) await setImmediate();
      pacer.leave('login', 'responded');
    };
    for (let round = 0; round < 300 && late === 0; round += 1) {
      const calls = Array.from({ length: 1 + (round % 4) }, async (_, index) => {
        for (let turn = 0; turn < index * (round % 3); turn += 1) await setImmediate();
        await send((round + index) % 5);
      });
      await Promise.all(calls);
      for (let turn = 0; turn < round % 7; turn += 1) await setImmediate();
    }
    await redis.close();
    expect(late).toBe(0);
  });
});
