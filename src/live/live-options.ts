import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Catalog } from '../catalog/catalog.ts';
import type { Region } from '../config/regions.ts';
import type { Config } from '../config/types.ts';
import { loginKey, type RecordCache } from '../loaders/cache.ts';
import { unauthenticated } from '../loaders/caching-client.ts';
import type { RequestContext, RequestInfo, SessionLogin } from '../request/request-context.ts';
import type { SchemaNames } from '../resolvers/schema-names.ts';
import type { Clock } from '../rest/clock.ts';
import type { Call, CallCounts, ClioClient, ClioResponse } from '../rest/types.ts';
import type { HookStore } from './hook-store.ts';
import type { LiveObserver } from './live-observer.ts';

/** What live changes need from the gateway. */
export interface LiveOptions {
  readonly config: Config;
  readonly catalog: Catalog;
  /** The served schema, and its names. */
  readonly schema: GraphQLSchema;
  readonly names: SchemaNames;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observer: LiveObserver | undefined;
  readonly cache: RecordCache;
  readonly hooks: HookStore;
  readonly baseUrlFor: (region: Region | null) => string;
  readonly clientFor: (request: Pick<RequestInfo, 'trace' | 'login'>, baseUrl: string) => ClioClient;
  readonly createContext: (info: RequestInfo) => RequestContext;
  /** Public address of the gateway, to which Clio posts; null if Clio cannot reach it. */
  readonly address: () => string | null;
}

/** Whether a client waits for a call, or calls of requests go first. */
export type Priority = 'client' | 'background';

/** A login with subscriptions. */
export interface LiveLogin {
  /** Equal for all requests with this token at this upstream. It does not contain the token. */
  readonly key: string;
  readonly token: string;
  readonly baseUrl: string;
  readonly region: Region | null;
  readonly session: SessionLogin | undefined;
  /** @throws GatewayError */
  readonly send: (call: Call, priority: Priority) => Promise<ClioResponse>;
}

/** How long a client waits for a subscription to begin. */
export const openMs = 30_000;
/**
 * No client waits for the maintenance of a webhook, so it may wait several minutes for the login's budget.
 */
const upkeepMs = 300_000;

/** Counts of a background call: the calls of other requests go first. */
const backgroundCalls: CallCounts = { calls: 0, wanted: 0, minimum: 1, sequential: true, background: true };

/** @throws GatewayError for a request without a token. */
export function loginOf({ token, region, login }: RequestInfo, options: LiveOptions): LiveLogin {
  if (token === null) throw unauthenticated();
  const baseUrl = options.baseUrlFor(region);
  const key = loginKey(baseUrl, token);
  const client = options.clientFor({ trace: null, login }, baseUrl);
  return {
    key,
    token,
    baseUrl,
    region,
    session: login,
    send(call, priority) {
      const nowMs = options.clock.now();
      return priority === 'client'
        ? client.send(call, { token, deadlineMs: nowMs + openMs })
        : client.send(call, { token, request: { ...backgroundCalls }, deadlineMs: nowMs + upkeepMs });
    },
  };
}
