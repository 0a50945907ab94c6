import type { ExecutionResult, GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import { GatewayError } from '../errors.ts';
import type { PreparedOperation } from '../request/prepared-operation.ts';
import type { RequestInfo } from '../request/request-context.ts';
import type { HttpRequest, HttpResponse } from '../server/http/http-message.ts';
import { waitAtMost } from '../values.ts';
import { CompiledSubscription } from './compile-subscription.ts';
import type { LiveState } from './live-observer.ts';
import { type LiveLogin, type LiveOptions, loginOf } from './live-options.ts';
import { Receiver } from './receiver.ts';
import { RecordReader } from './record-reader.ts';
import { Subscriber } from './subscriber.ts';
import { subscriptionEnded } from './subscription-errors.ts';
import { Watch } from './watch.ts';

/** Live changes: webhooks in, subscriptions out. */
export interface Live {
  /**
   * Begins a subscription, or explains it: its only message is then what each change costs.
   *
   * @param variables As the client sent them.
   * @throws GatewayError, GraphQLError or AggregateError of them, if it cannot begin.
   */
  subscribe(
    info: RequestInfo,
    prepared: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<AsyncIterableIterator<ExecutionResult>>;
  /** Answers what Clio posts to `/webhooks/{key}`; null where there is nothing at this key. */
  receive(http: HttpRequest, key: string): Promise<HttpResponse | null>;
  state(): LiveState;
  /** Ends the subscriptions of a token, and deletes its webhooks. */
  endToken(token: string): Promise<void>;
  /** Ends all subscriptions and deletes all webhooks. */
  close(): Promise<void>;
}

const sweepMs = 60_000;
/** A page that is loaded again subscribes again, and its webhook can still be used. */
const lingerMs = 300_000;
/** Deliveries remembered, to drop those that come twice. */
const maxDigests = 50_000;
const digestTtlMs = 2 * 3_600_000;
/** How long the end of the gateway, or of a session, waits for webhooks to be deleted. */
const closeMs = 3000;

export function createLive(options: LiveOptions): Live {
  const { config, catalog, names, clock, logger, observer, hooks } = options;
  const reader = new RecordReader(options);
  /** By login and kind of record. */
  const watches = new Map<string, Watch>();
  const receiver = new Receiver(hooks, Object.values(catalog.data.subscriptions), observer, clock.now);
  const digests = new LRUCache<string, true>({
    ttl: digestTtlMs,
    perf: { now: clock.now },
    ttlResolution: 0,
    ...countLimit(maxDigests),
  });
  /** Subscriptions by login, with those that are about to begin. */
  const counts = new Map<string, number>();
  const closing = new AbortController();
  let isSweeping = false;

  function address(): string {
    const found = options.address();
    if (found !== null) return `${found}/webhooks`;
    throw new GatewayError(
      'BAD_USER_INPUT',
      'This gateway serves no subscriptions: Clio has no address to report changes to. Its operator can set WEBHOOK_URL to the public https address of the gateway.',
    );
  }

  function isNew(digest: string): boolean {
    if (digests.has(digest)) return false;
    digests.set(digest, true);
    return true;
  }

  function subscribers(): Subscriber[] {
    return [...watches.values()].flatMap((watch) => [...watch.subscribers]);
  }

  /** Ends a watch, unless another has taken its place. */
  function forget(key: string, watch: Watch): void {
    if (watches.get(key) === watch) watches.delete(key);
    watch.close().catch(() => undefined);
  }

  /** Nothing is read or reported any more for a token that Clio does not take. */
  function endLogin(login: string, error: GraphQLError): void {
    for (const [key, watch] of watches) {
      if (watch.login.key !== login) continue;
      forget(key, watch);
      for (const subscriber of [...watch.subscribers]) subscriber.end([error]);
    }
  }

  /** Ends subscriptions that are too old, or that nothing has been sent to for too long, and webhooks that nobody needs. */
  async function sweep(): Promise<void> {
    if (isSweeping) return;
    isSweeping = true;
    try {
      while (watches.size > 0) {
        await clock.sleep(sweepMs, closing.signal);
        const nowMs = clock.now();
        for (const subscriber of subscribers()) {
          if (nowMs - subscriber.startedAtMs > config.subscriptionMaxAgeMs)
            subscriber.endWith('The subscription has reached its age limit.');
          else if (nowMs - subscriber.lastSentAtMs > config.subscriptionIdleMs)
            subscriber.endWith('Nothing has changed for a long time.');
        }
        for (const [key, watch] of watches)
          if (watch.subscribers.size === 0 && nowMs - watch.idleSinceMs >= lingerMs) forget(key, watch);
      }
    } finally {
      isSweeping = false;
    }
  }

  function enter(login: string): void {
    const count = counts.get(login) ?? 0;
    if (count >= config.maxSubscriptionsPerLogin) {
      throw new GatewayError(
        'RATE_LIMITED',
        `This login has ${count} subscriptions, and ${count} are the most that are allowed. End one first.`,
      );
    }
    counts.set(login, count + 1);
  }

  function leave(login: string): void {
    const count = (counts.get(login) ?? 1) - 1;
    if (count === 0) counts.delete(login);
    else counts.set(login, count);
  }

  function rejectIfClosing(): void {
    if (closing.signal.aborted) throw subscriptionEnded('The gateway is shutting down.', clock.now());
  }

  /** The watch of a login and kind of record, with its webhook. */
  async function openWatch(login: LiveLogin, { name, fact }: CompiledSubscription): Promise<Watch> {
    const key = `${login.key} ${name}`;
    const onUnauthenticated = (error: GraphQLError): void => endLogin(login.key, error);
    const watch =
      watches.get(key) ??
      new Watch({ options, reader, login, fact, address: address(), isNew, onUnauthenticated });
    watches.set(key, watch);
    try {
      await watch.open();
    } catch (error) {
      forget(key, watch);
      throw error;
    }
    if (watches.get(key) !== watch)
      throw new GatewayError('UNAUTHENTICATED', 'Clio no longer accepts the token.');
    sweep().catch(() => undefined);
    return watch;
  }

  return {
    async subscribe(info, prepared, variables) {
      const explained = options.createContext(info).prepare?.(prepared, variables);
      if (explained) return only(explained);
      const compiled = new CompiledSubscription(prepared, variables, catalog, names);
      const login = loginOf(info, options);
      rejectIfClosing();
      enter(login.key);
      let watch: Watch;
      try {
        watch = await openWatch(login, compiled);
        rejectIfClosing();
      } catch (error) {
        leave(login.key);
        rejectIfClosing();
        throw error;
      }
      const operation = prepared.operation.name?.value ?? null;
      const line = { requestId: info.requestId, operation, model: compiled.fact.model };
      const subscriber = new Subscriber({
        compiled,
        info,
        startedAtMs: clock.now(),
        maxWaitingBytes: config.maxResponseBytes,
        completeUntilMs: watch.completeUntilMs,
        onEnd({ startedAtMs, messages }, errors) {
          leave(login.key);
          watch.remove(subscriber);
          const codes = errors.map(({ extensions }) => extensions.code);
          const ms = clock.now() - startedAtMs;
          logger.info({ ms, messages, codes, ...line }, 'a subscription ended');
        },
      });
      logger.info(line, 'a subscription began');
      watch.add(subscriber);
      await watch.caughtUp;
      return subscriber;
    },
    receive: (http, key) => receiver.handle(http, key),
    state: () => ({ subscriptions: subscribers().length, webhooks: watches.size }),
    async endToken(token) {
      const error = new GatewayError('UNAUTHENTICATED', 'The session has ended. Sign in again.');
      const own = [...watches.values()].filter(({ login }) => login.token === token);
      for (const { login } of own) endLogin(login.key, error);
      await waitAtMost(closeMs, Promise.allSettled(own.map((watch) => watch.close())));
    },
    async close() {
      closing.abort();
      for (const subscriber of subscribers()) subscriber.endWith('The gateway is shutting down.');
      await waitAtMost(closeMs, Promise.allSettled([...watches.values()].map((watch) => watch.close())));
      hooks.close();
    },
  };
}

async function* only(message: ExecutionResult): AsyncGenerator<ExecutionResult, void> {
  yield message;
}
