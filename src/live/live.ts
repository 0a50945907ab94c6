import { createHmac } from 'node:crypto';
import type { ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Catalog } from '../catalog/catalog.ts';
import { countLimit } from '../count-limit.ts';
import { GatewayError } from '../errors.ts';
import type { PreparedOperation } from '../request/prepared-operation.ts';
import type { RequestInfo } from '../request/request-context.ts';
import type { SchemaNames } from '../resolvers/schema-names.ts';
import type { Clock } from '../rest/clock.ts';
import type { HttpRequest, HttpResponse } from '../server/http/http-message.ts';
import { CompiledSubscription } from './compile-subscription.ts';
import type { HookStore } from './hook-store.ts';
import type { LiveObserver, LiveState } from './live-observer.ts';
import { Receiver } from './receiver.ts';
import { type ExecuteAs, RecordReader } from './record-reader.ts';
import { Subscriber } from './subscriber.ts';
import { subscriptionEnded } from './subscription-errors.ts';
import { type LiveLogin, Watch } from './watch.ts';

export interface LiveOptions<L extends LiveLogin> {
  readonly catalog: Catalog;
  /** The served schema, and its names. */
  readonly schema: GraphQLSchema;
  readonly names: SchemaNames;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observer?: LiveObserver;
  readonly execute: ExecuteAs<L>;
  /**
   * The plan and the price of one change, as the only message of a subscription that is to be explained; undefined for any other.
   *
   * @throws GatewayError `QUERY_TOO_COMPLEX` where one change alone would take too many calls.
   */
  readonly prepare: (
    info: RequestInfo,
    prepared: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
  ) => ExecutionResult | undefined;
  /** @throws GatewayError for a request without a token. */
  readonly loginOf: (info: RequestInfo) => L;
  /** Public address of the gateway, to which Clio posts; null where there is none. */
  readonly address: () => string | null;
  /** Ends what the cache holds of a record that has changed. */
  readonly endCached: (login: L, entity: string, id: string) => Promise<void> | undefined;
  /** Lets the cache keep a kind of record for longer, until the function that is returned is called. */
  readonly watchCached: (login: L, entity: string) => () => void;
  readonly hooks: HookStore;
  readonly batchMs: number;
  readonly maxPerLogin: number;
  /** Most that messages of one subscription may hold that its client has not read yet. */
  readonly maxWaitingBytes: number;
  readonly maxAgeMs: number;
  readonly idleMs: number;
}

/** Live changes: webhooks in, subscriptions out. */
export interface Live {
  /**
   * Begins a subscription, or explains it: its only message is then what each change costs.
   *
   * @param variables As the client sent them.
   * @throws GatewayError, GraphQLError or AggregateError of them, why it cannot begin.
   */
  subscribe(
    info: RequestInfo,
    prepared: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<AsyncIterableIterator<ExecutionResult>>;
  /** Answers what Clio posts to `/webhooks/{key}`; null where there is nothing at this key. */
  receive(http: HttpRequest, key: string): Promise<HttpResponse | null>;
  state(): LiveState;
  /** Ends all subscriptions and deletes all webhooks. */
  close(): Promise<void>;
}

const sweepMs = 60_000;
/** Deliveries remembered, to drop those that come twice. */
const maxDigests = 50_000;
const digestTtlMs = 2 * 3_600_000;
/** How long the end of the gateway waits for webhooks to be deleted. */
const closeMs = 3000;

export function createLive<L extends LiveLogin>(options: LiveOptions<L>): Live {
  const { catalog, schema, names, clock, logger, observer, hooks, maxPerLogin } = options;
  const reader = new RecordReader<L>(schema, names.rootField('nodes'), options.execute);
  /** By login and model. */
  const watches = new Map<string, Watch<L>>();
  const receiver = new Receiver(hooks, Object.values(catalog.data.subscriptions), observer, clock.now);
  const digests = new LRUCache<string, true>({
    ttl: digestTtlMs,
    perf: { now: clock.now },
    ttlResolution: 0,
    ...countLimit(maxDigests),
  });
  const subscribers = new Set<Subscriber>();
  /** By login. */
  const counts = new Map<string, number>();
  const closing = new AbortController();
  let sweeping = false;

  function address(): string {
    const found = options.address();
    if (found !== null) return `${found}/webhooks`;
    throw new GatewayError(
      'BAD_USER_INPUT',
      'This gateway serves no subscriptions: Clio has no address to report changes to. Its operator can set WEBHOOK_URL to the public https address of the gateway.',
    );
  }

  /** @param key Of the login and the kind of record. */
  function watchOf(key: string, login: L, name: string): Watch<L> {
    const known = watches.get(key);
    if (known) return known;
    const fact = catalog.data.subscriptions[name];
    if (!fact) throw new Error(`The catalog has no subscription ${name} (clio-graphql:live-fact)`);
    const watch: Watch<L> = new Watch<L>(
      {
        catalog,
        reader,
        clock,
        logger,
        observer,
        batchMs: options.batchMs,
        address,
        join: (listener) => hooks.join(topicOf(login, fact.model, address()), listener),
        isNew(digest) {
          if (digests.has(digest)) return false;
          digests.set(digest, true);
          return true;
        },
        endCached: ({ id }) => options.endCached(login, fact.entity, id),
        watchCached: () => options.watchCached(login, fact.entity),
        onUnauthenticated: (error) => endLogin(login.key, error),
        onIdle: () => forget(key, watch),
      },
      login,
      fact,
    );
    watches.set(key, watch);
    return watch;
  }

  function forget(key: string, watch: Watch<L>): void {
    if (watches.get(key) === watch) watches.delete(key);
  }

  /** Nothing is read or reported any more for a token that Clio does not take. */
  function endLogin(login: string, error: GraphQLError): void {
    for (const [key, watch] of watches) {
      if (watch.login.key !== login) continue;
      watches.delete(key);
      for (const subscriber of [...watch.subscribers]) subscriber.end([error]);
      watch.close().catch(() => undefined);
    }
  }

  function begin(
    compiled: CompiledSubscription,
    info: RequestInfo,
    login: L,
    watch: Watch<L>,
    operation: string | null,
  ): Subscriber {
    const line = { requestId: info.requestId, operation, model: compiled.fact.model };
    const startedAtMs = clock.now();
    const onEnd = (errors: readonly GraphQLError[]): void => {
      subscribers.delete(subscriber);
      leave(login.key);
      watch.remove(subscriber);
      const ms = clock.now() - startedAtMs;
      const codes = errors.map(({ extensions }) => extensions.code);
      logger.info({ ...line, ms, messages: subscriber.messages, codes }, 'a subscription ended');
    };
    const { maxWaitingBytes } = options;
    const { completeUntilMs } = watch;
    const subscriber = new Subscriber(compiled, info, startedAtMs, maxWaitingBytes, completeUntilMs, onEnd);
    logger.info(line, 'a subscription began');
    subscribers.add(subscriber);
    watch.add(subscriber);
    return subscriber;
  }

  /** Ends subscriptions that are too old, or that nothing has been sent to for too long. */
  async function sweep(): Promise<void> {
    if (sweeping) return;
    sweeping = true;
    try {
      while (subscribers.size > 0) {
        await clock.sleep(sweepMs, closing.signal);
        const nowMs = clock.now();
        for (const subscriber of [...subscribers]) {
          const { startedAtMs, lastSentAtMs } = subscriber;
          if (nowMs - startedAtMs > options.maxAgeMs)
            subscriber.endWith('The subscription has reached its age limit.');
          else if (nowMs - lastSentAtMs > options.idleMs)
            subscriber.endWith('Nothing has changed for a long time.');
        }
      }
    } finally {
      sweeping = false;
    }
  }

  function refuseAtEnd(): void {
    if (closing.signal.aborted) throw subscriptionEnded('The gateway is shutting down.', clock.now());
  }

  function enter(login: string): void {
    const count = counts.get(login) ?? 0;
    if (count >= maxPerLogin) {
      throw new GatewayError(
        'RATE_LIMITED',
        `This login has ${count} subscriptions, and ${maxPerLogin} are the most that are allowed. End one first.`,
      );
    }
    counts.set(login, count + 1);
  }

  function leave(login: string): void {
    const count = (counts.get(login) ?? 1) - 1;
    if (count === 0) counts.delete(login);
    else counts.set(login, count);
  }

  return {
    async subscribe(info, prepared, variables) {
      const explained = options.prepare(info, prepared, variables);
      if (explained) return only(explained);
      const compiled = new CompiledSubscription(prepared, variables, catalog, names);
      const login = options.loginOf(info);
      refuseAtEnd();
      enter(login.key);
      const key = `${login.key} ${compiled.name}`;
      let watch: Watch<L> | undefined;
      try {
        watch = watchOf(key, login, compiled.name);
        await watch.open();
        refuseAtEnd();
        if (watches.get(key) !== watch)
          throw new GatewayError('UNAUTHENTICATED', 'Clio no longer accepts the token.');
      } catch (error) {
        leave(login.key);
        if (watch) forget(key, watch);
        refuseAtEnd();
        throw error;
      }
      const subscriber = begin(compiled, info, login, watch, prepared.operation.name?.value ?? null);
      await watch.caughtUp;
      sweep().catch(() => undefined);
      return subscriber;
    },
    receive: (http, key) => receiver.handle(http, key),
    state: () => ({ subscriptions: subscribers.size, webhooks: watches.size }),
    async close() {
      closing.abort();
      for (const subscriber of [...subscribers]) subscriber.endWith('The gateway is shutting down.');
      const closed = Promise.allSettled([...watches.values()].map((watch) => watch.close()));
      const patience = new AbortController();
      const tooLate = clock.sleep(closeMs, patience.signal).catch(() => undefined);
      await Promise.race([closed, tooLate]);
      patience.abort();
      hooks.close();
    },
  };
}

/** Stands for one webhook at all gateways, and cannot be worked out without the token. */
function topicOf({ key, token }: LiveLogin, model: string, address: string): string {
  return createHmac('sha256', token).update(`webhook ${key} ${model} ${address}`).digest('base64url');
}

async function* only(message: ExecutionResult): AsyncGenerator<ExecutionResult, void> {
  yield message;
}
