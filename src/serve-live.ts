import { hash, randomUUID } from 'node:crypto';
import { execute } from 'graphql';
import type { Logger } from 'pino';
import type { Catalog } from './catalog/catalog.ts';
import type { Region } from './config/regions.ts';
import type { Config } from './config/types.ts';
import type { ServedSchema } from './federation/served-schema.ts';
import type { HookStore } from './live/hook-store.ts';
import { createLive, type Live } from './live/live.ts';
import type { LiveObserver } from './live/live-observer.ts';
import type { LiveLogin } from './live/watch.ts';
import type { RecordCache } from './loaders/cache.ts';
import { unauthenticated } from './loaders/caching-client.ts';
import { executePrepared } from './request/execution/execute.ts';
import { ResultSize } from './request/execution/result-size.ts';
import type { RequestContext, RequestInfo, SessionLogin } from './request/request-context.ts';
import { Cancellation } from './rest/cancellation.ts';
import type { Clock } from './rest/clock.ts';
import type { ClioClient } from './rest/types.ts';
import { describeError } from './server/describe-error.ts';
import { finishResult, type HiddenError } from './server/graphql/finish-result.ts';

export interface ServeLiveOptions {
  readonly config: Config;
  readonly catalog: Catalog;
  readonly served: ServedSchema;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observer: LiveObserver | undefined;
  readonly baseUrlFor: (region: Region | null) => string;
  readonly clientFor: (request: Pick<RequestInfo, 'trace' | 'login'>, baseUrl: string) => ClioClient;
  readonly cache: RecordCache;
  readonly createContext: (info: RequestInfo) => RequestContext;
  readonly hooks: HookStore;
  /** Public address of the gateway; null where Clio cannot reach it. */
  readonly address: () => string | null;
}

interface Login extends LiveLogin {
  readonly baseUrl: string;
  readonly region: Region | null;
  readonly session: SessionLogin | undefined;
}

/** Nobody waits for the records of changes: they may wait for several minutes of the login's budget. */
const patienceMs = 600_000;

/** Live changes with the gateway's own engine behind them: records are read by the same operations that clients send. */
export function serveLive({
  config,
  served,
  logger,
  baseUrlFor,
  clientFor,
  cache,
  createContext,
  ...options
}: ServeLiveOptions): Live {
  return createLive<Login>({
    schema: served.schema,
    names: served.names,
    logger,
    batchMs: config.subscriptionBatchMs,
    maxPerLogin: config.maxSubscriptionsPerLogin,
    maxWaitingBytes: config.maxResponseBytes,
    maxAgeMs: config.subscriptionMaxAgeMs,
    idleMs: config.subscriptionIdleMs,
    endCached: ({ baseUrl, token }, entity, id) => cache.end(baseUrl, token, entity, id),
    watchCached: ({ baseUrl, token }, entity) => cache.watch(baseUrl, token, entity),
    loginOf({ token, region, login }) {
      if (token === null) throw unauthenticated();
      const baseUrl = baseUrlFor(region);
      const key = hash('sha256', `${baseUrl}\n${token}`, 'base64url');
      const client = clientFor({ trace: null, login }, baseUrl);
      return { key, token, client, baseUrl, region, session: login };
    },
    prepare: (info, prepared, variables) => createContext(info).prepare?.(prepared, variables),
    async execute({ token, region, session }, prepared, variables, trace) {
      const requestId = randomUUID();
      const context = createContext({
        token,
        region,
        login: session,
        requestId,
        signal: new Cancellation(),
        explain: trace ? 'trace' : 'off',
        trace: null,
        // The event has ended what was kept of its record.
        cacheUse: 'full',
        logger,
        deadlineMs: patienceMs,
        background: true,
      });
      context.prepare?.(prepared, variables);
      const size = new ResultSize(config.maxResponseBytes);
      const result = await executePrepared(prepared, variables, context, size, execute);
      if (Symbol.asyncIterator in result) throw new Error('A batch came in parts (clio-graphql:live-parts)');
      const onHidden = ({ error, path }: HiddenError): void =>
        logger.error({ requestId, err: describeError(error, token), path }, 'unexpected error');
      const extensions = context.extensions?.();
      return { extensions, ...finishResult(result, { requestId, onHidden }) };
    },
    ...options,
  });
}
