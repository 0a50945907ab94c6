import type { Logger } from 'pino';
import { expect } from 'vitest';
import type { Config } from '../../../src/config/types.ts';
import type { Clock } from '../../../src/rest/clock.ts';
import type { RawRecord } from '../../../src/sandbox/record.ts';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { webhooksTo, writeTo } from '../ask-sandbox.ts';
import { startGateway, type TestGateway } from '../start-gateway.ts';
import { startSandbox } from '../start-sandbox.ts';

/** A sandbox and a gateway that its webhooks reach. */
export interface LiveFirm extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly gateway: TestGateway;
  readonly url: string;
  /** The sandbox's calls since the last look, as `GET /matters.json?…`. */
  calls(): string[];
  /** Writes to the sandbox, past the gateway, as somebody does who works in Clio itself. */
  write(method: string, path: string, data?: object): Promise<Record<string, unknown>>;
  /** The number of subscriptions that the gateway serves. */
  subscriptions(): Promise<number>;
  /** The webhooks that lead to the gateway. */
  hooks(): readonly RawRecord[];
  /** Waits until so many webhooks have been enabled, and earlier changes have been searched for. */
  enabled(count: number): Promise<void>;
}

export interface LiveFirmOptions {
  readonly config?: Partial<Config>;
  readonly sandbox?: SandboxOptions;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

export async function startLiveFirm(options: LiveFirmOptions = {}): Promise<LiveFirm> {
  const { config, clock, logger } = options;
  const sandbox = await startSandbox({ webhooks: { retryMs: 1 }, clock: clock?.now, ...options.sandbox });
  const gateway = await startGateway({
    baseUrl: sandbox.baseUrl,
    token: null,
    // No test waits for real seconds.
    config: { subscriptionBatchMs: 20, metrics: true, ...config },
    clock,
    logger,
  });
  const { url } = await gateway.listen();
  const hooks = (): RawRecord[] => webhooksTo(sandbox, url);
  return {
    sandbox,
    gateway,
    url,
    calls() {
      const seen = sandbox.calls.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`);
      sandbox.resetCalls();
      return seen;
    },
    write: (method, path, data) => writeTo(sandbox, method, path, data),
    hooks,
    async subscriptions() {
      const page = await (await fetch(`${url}/metrics`)).text();
      return Number(/^clio_graphql_subscriptions (\d+)$/m.exec(page)?.[1]);
    },
    async enabled(count) {
      const looks = (): number =>
        sandbox.calls.filter(({ method, path }) => method === 'GET' && path.includes('updated_since')).length;
      await expect.poll(looks).toBe(count);
      expect(hooks().filter(({ status }) => status === 'enabled')).toHaveLength(count);
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}
