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

const sweepMs = 60_000;
/** A webhook is kept this long without subscribers, because a page that is reloaded subscribes again. */
const lingerMs = 300_000;
/** Maximum number of remembered deliveries, to drop those that arrive twice. */
const maxDigests = 50_000;
const digestTtlMs = 2 * 3_600_000;
/** Maximum wait for webhooks to be deleted when the gateway or a session ends. */
const closeMs = 3000;

/** Live changes: webhooks in, subscriptions out. */
export class Live {
  readonly #options: LiveOptions;
  readonly #reader: RecordReader;
  readonly #receiver: Receiver;
  /** Keys are login and kind of record. */
  readonly #watches = new Map<string, Watch>();
  readonly #digests: LRUCache<string, true>;
  /** Number of subscriptions by login, including those that are about to begin. */
  readonly #counts = new Map<string, number>();
  readonly #closing = new AbortController();
  #isSweeping = false;

  constructor(options: LiveOptions) {
    const { catalog, clock, observer, hooks } = options;
    this.#options = options;
    this.#reader = new RecordReader(options);
    this.#receiver = new Receiver(hooks, Object.values(catalog.data.subscriptions), observer, clock.now);
    this.#digests = new LRUCache({
      ttl: digestTtlMs,
      perf: { now: clock.now },
      ttlResolution: 0,
      ...countLimit(maxDigests),
    });
  }

  /**
   * Begins a subscription, or explains it: its only message is then the price of each change.
   *
   * @param variables As the client sent them.
   * @throws GatewayError, GraphQLError or AggregateError of them, if it cannot begin.
   */
  async subscribe(
    info: RequestInfo,
    prepared: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<AsyncIterableIterator<ExecutionResult>> {
    const { catalog, names, clock, logger, config } = this.#options;
    const explained = this.#options.createContext(info).prepare?.(prepared, variables);
    if (explained) return only(explained);
    const compiled = new CompiledSubscription(prepared, variables, catalog, names);
    const login = loginOf(info, this.#options);
    const watch = await this.#enter(login, compiled);
    const operation = prepared.operation.name?.value ?? null;
    const line = { requestId: info.requestId, operation, model: compiled.fact.model };
    const subscriber = new Subscriber({
      compiled,
      info,
      startedAtMs: clock.now(),
      maxWaitingBytes: config.maxResponseBytes,
      completeUntilMs: watch.completeUntilMs,
      onEnd: ({ startedAtMs, messages }, errors) => {
        this.#uncount(login.key);
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
  }

  /** Handles what Clio posts to `/webhooks/{key}`; null if there is no webhook with this key. */
  receive(http: HttpRequest, key: string): Promise<HttpResponse | null> {
    return this.#receiver.handle(http, key);
  }

  get state(): LiveState {
    return { subscriptions: this.#subscribers().length, webhooks: this.#watches.size };
  }

  async endToken(token: string): Promise<void> {
    const error = new GatewayError('UNAUTHENTICATED', 'The session has ended. Sign in again.');
    const own = [...this.#watches.values()].filter(({ login }) => login.token === token);
    for (const { login } of own) this.#endLogin(login.key, error);
    await closeAll(own);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const subscriber of this.#subscribers()) subscriber.endWith('The gateway is shutting down.');
    await closeAll([...this.#watches.values()]);
    this.#options.hooks.close();
  }

  /** Counts a subscription of a login, and opens the watch that it needs. */
  async #enter(login: LiveLogin, compiled: CompiledSubscription): Promise<Watch> {
    this.#rejectIfClosing();
    this.#count(login.key);
    try {
      const watch = await this.#openWatch(login, compiled);
      this.#rejectIfClosing();
      return watch;
    } catch (error) {
      this.#uncount(login.key);
      this.#rejectIfClosing();
      throw error;
    }
  }

  #count(login: string): void {
    const count = this.#counts.get(login) ?? 0;
    if (count >= this.#options.config.maxSubscriptionsPerLogin) {
      throw new GatewayError(
        'RATE_LIMITED',
        `This login has ${count} subscriptions, and more are not allowed. End one first.`,
      );
    }
    this.#counts.set(login, count + 1);
  }

  #uncount(login: string): void {
    const count = (this.#counts.get(login) ?? 1) - 1;
    if (count === 0) this.#counts.delete(login);
    else this.#counts.set(login, count);
  }

  #rejectIfClosing(): void {
    if (this.#closing.signal.aborted)
      throw subscriptionEnded('The gateway is shutting down.', this.#options.clock.now());
  }

  /** The watch of a login and kind of record, with its webhook. */
  async #openWatch(login: LiveLogin, { name, fact }: CompiledSubscription): Promise<Watch> {
    const watches = this.#watches;
    const key = `${login.key} ${name}`;
    const watch =
      watches.get(key) ??
      new Watch({
        options: this.#options,
        reader: this.#reader,
        login,
        fact,
        address: this.#address(),
        isNew: (digest) => this.#isNew(digest),
        onUnauthenticated: (error) => this.#endLogin(login.key, error),
      });
    watches.set(key, watch);
    try {
      await watch.open();
    } catch (error) {
      this.#forget(key, watch);
      throw error;
    }
    if (watches.get(key) !== watch)
      throw new GatewayError('UNAUTHENTICATED', 'Clio no longer accepts the token.');
    this.#sweep().catch(() => undefined);
    return watch;
  }

  #address(): string {
    const found = this.#options.address();
    if (found !== null) return `${found}/webhooks`;
    throw new GatewayError(
      'BAD_USER_INPUT',
      'This gateway does not serve subscriptions: Clio has no address to report changes to. Its operator can set WEBHOOK_URL to the public https address of the gateway.',
    );
  }

  #isNew(digest: string): boolean {
    if (this.#digests.has(digest)) return false;
    this.#digests.set(digest, true);
    return true;
  }

  #subscribers(): Subscriber[] {
    return [...this.#watches.values()].flatMap((watch) => [...watch.subscribers]);
  }

  /** Removes a watch, unless another has replaced it. */
  #forget(key: string, watch: Watch): void {
    if (this.#watches.get(key) === watch) this.#watches.delete(key);
    watch.close().catch(() => undefined);
  }

  /** Ends everything for a token that Clio no longer accepts. */
  #endLogin(login: string, error: GraphQLError): void {
    for (const [key, watch] of this.#watches) {
      if (watch.login.key !== login) continue;
      this.#forget(key, watch);
      for (const subscriber of [...watch.subscribers]) subscriber.end([error]);
    }
  }

  /**
   * Ends subscriptions that are too old or have had no message for too long, and webhooks that nobody needs.
   */
  async #sweep(): Promise<void> {
    if (this.#isSweeping) return;
    this.#isSweeping = true;
    const { clock, config } = this.#options;
    const watches = this.#watches;
    try {
      while (watches.size > 0) {
        await clock.sleep(sweepMs, this.#closing.signal);
        const nowMs = clock.now();
        for (const subscriber of this.#subscribers()) {
          if (nowMs - subscriber.startedAtMs > config.subscriptionMaxAgeMs)
            subscriber.endWith('The subscription has reached its age limit.');
          else if (nowMs - subscriber.lastSentAtMs > config.subscriptionIdleMs)
            subscriber.endWith('Nothing has changed for a long time.');
        }
        for (const [key, watch] of watches)
          if (watch.subscribers.size === 0 && nowMs - watch.idleSinceMs >= lingerMs) this.#forget(key, watch);
      }
    } finally {
      this.#isSweeping = false;
    }
  }
}

/** Closes watches, but does not wait longer than {@link closeMs}. */
async function closeAll(watches: readonly Watch[]): Promise<void> {
  await waitAtMost(closeMs, Promise.allSettled(watches.map((watch) => watch.close())));
}

async function* only(message: ExecutionResult): AsyncGenerator<ExecutionResult, void> {
  yield message;
}
