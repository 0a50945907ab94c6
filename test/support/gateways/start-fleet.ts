import type { Config } from '../../../src/config/types.ts';
import type { Clock } from '../../../src/rest/clock.ts';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { createLogger } from '../../../src/server/create-logger.ts';
import { type RedisServer, startRedis } from '../servers/redis-server.ts';
import { startGateway, type TestGateway } from '../start-gateway.ts';
import { startSandbox } from '../start-sandbox.ts';

export interface FleetOptions {
  readonly gateways?: number;
  readonly config?: Partial<Config>;
  readonly sandbox?: SandboxOptions;
  readonly clock?: Clock;
}

/** Several gateways in front of one sandbox, with one Redis between them. */
export interface Fleet extends AsyncDisposable {
  readonly redis: RedisServer;
  readonly sandbox: Sandbox;
  readonly gateways: readonly [TestGateway, TestGateway, ...TestGateway[]];
  /** The parsed log lines of all gateways. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** The sandbox's calls since the last look, as `200 /contacts/5.json?…`. */
  calls(): string[];
}

/** A long time-out: the machine may be busy, and the tests are not about the speed of Redis. */
const redisTimeoutMs = 5000;

export async function startFleet(options: FleetOptions = {}): Promise<Fleet> {
  const { gateways: count = 2, config, clock } = options;
  const redis = await startRedis();
  const sandbox = await startSandbox({ clock: clock?.now, ...options.sandbox });
  const log: Record<string, unknown>[] = [];
  const logger = createLogger('info', { write: (line) => void log.push(JSON.parse(line)) });
  const gateways: TestGateway[] = [];
  for (let index = 0; index < count; index += 1) {
    gateways.push(
      await startGateway({
        baseUrl: sandbox.baseUrl,
        token: sandbox.tokens.owner,
        config: { redisUrl: redis.url, redisTimeoutMs, cacheTtlMs: 60_000, ...config },
        clock,
        logger,
      }),
    );
  }
  return {
    redis,
    sandbox,
    gateways: gateways as [TestGateway, TestGateway],
    log,
    calls() {
      const seen = sandbox.calls.map(({ status, path }) => `${status} ${path}`);
      sandbox.resetCalls();
      return seen;
    },
    async [Symbol.asyncDispose]() {
      for (const gateway of gateways) await gateway[Symbol.asyncDispose]();
      await sandbox.close();
      await redis[Symbol.asyncDispose]();
    },
  };
}
