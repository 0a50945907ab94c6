import { hash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Catalog } from '../catalog/catalog.ts';
import type { Region } from '../config/regions.ts';
import type { Config } from '../config/types.ts';
import type { RecordCache } from '../loaders/cache.ts';
import { unauthenticated } from '../loaders/caching-client.ts';
import type { RequestContext, RequestInfo, SessionLogin } from '../request/request-context.ts';
import type { SchemaNames } from '../resolvers/schema-names.ts';
import type { Clock } from '../rest/clock.ts';
import type { ClioClient } from '../rest/types.ts';
import type { ClioLogin } from './clio-webhooks.ts';
import type { HookStore } from './hook-store.ts';
import type { LiveObserver } from './live-observer.ts';

/** What live changes need of the gateway around them. */
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
  /** Public address of the gateway, to which Clio posts; null where Clio cannot reach it. */
  readonly address: () => string | null;
}

/** A login with subscriptions. */
export interface LiveLogin extends ClioLogin {
  /** The same for all requests with this token at this upstream; does not hold the token. */
  readonly key: string;
  readonly baseUrl: string;
  readonly region: Region | null;
  readonly session: SessionLogin | undefined;
}

/** @throws GatewayError for a request without a token. */
export function loginOf({ token, region, login }: RequestInfo, options: LiveOptions): LiveLogin {
  if (token === null) throw unauthenticated();
  const baseUrl = options.baseUrlFor(region);
  const key = hash('sha256', `${baseUrl}\n${token}`, 'base64url');
  const client = options.clientFor({ trace: null, login }, baseUrl);
  return { key, token, client, baseUrl, region, session: login };
}
