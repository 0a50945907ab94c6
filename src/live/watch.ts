import { createHmac } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { SubscriptionFact } from '../catalog/types.ts';
import type { Change } from './change.ts';
import { ClioWebhooks } from './clio-webhooks.ts';
import { Delivery } from './delivery.ts';
import { HookKeeper } from './hook-keeper.ts';
import type { LiveLogin, LiveOptions, Priority } from './live-options.ts';
import { readMissedChanges, watchedFields } from './missed-changes.ts';
import { isUnauthenticated, type RecordReader } from './record-reader.ts';
import type { Subscriber } from './subscriber.ts';
import { asGraphqlError, changesMissed } from './subscription-errors.ts';

export interface WatchParts {
  readonly options: LiveOptions;
  readonly reader: RecordReader;
  readonly login: LiveLogin;
  readonly fact: SubscriptionFact;
  /** Address that Clio posts to, without the key. */
  readonly address: string;
  /** False for a delivery that was received before. */
  readonly isNew: (digest: string) => boolean;
  /** Called when Clio no longer accepts the token. */
  readonly onUnauthenticated: (error: GraphQLError) => void;
}

const checkMs = 600_000;
/** Wait before another attempt to find missed changes. */
const retryMs = 60_000;
/**
 * How late Clio may report a change: it repeats a failed delivery for about an hour before it suspends the
 * webhook.
 */
const lateMs = 75 * 60_000;
/** Possible difference between Clio's clock and the gateway's, if no delivery is known to have failed. */
const skewMs = 300_000;
/** A change that is newer than this may still be in transit. */
const onItsWayMs = 120_000;

/**
 * Watches one kind of record for one login: its webhook, its subscribers, and the changes that no webhook
 * reported.
 */
export class Watch {
  readonly subscribers = new Set<Subscriber>();
  /** Since when it has had no subscribers. */
  idleSinceMs: number;
  /** Resolves when subscribers have received what was missed while the webhook was created. */
  caughtUp: Promise<void> = Promise.resolve();
  readonly #parts: WatchParts;
  readonly #closing = new AbortController();
  readonly #delivery: Delivery;
  readonly #keeper: HookKeeper;
  #opening: Promise<void> | null = null;
  #closed: Promise<void> | null = null;
  /** Until then, all changes are known to have been reported. */
  #completeUntilMs: number;
  /** Since when changes may have been missed; null without a known gap. */
  #gapSinceMs: number | null = null;
  /** Aborted to start the next check at once. */
  #resting = new AbortController();
  #unwatchCached: () => void = () => undefined;

  constructor(parts: WatchParts) {
    this.#parts = parts;
    const { options, login, fact, address, isNew } = parts;
    const { catalog, clock, observer, hooks } = options;
    this.idleSinceMs = clock.now();
    this.#completeUntilMs = clock.now();
    const { signal } = this.#closing;
    this.#delivery = new Delivery({ signal, subscribers: this.subscribers, ...parts });
    this.#keeper = new HookKeeper({
      model: fact.model,
      webhooks: new ClioWebhooks(login, fact, watchedFields(catalog, fact), clock),
      clock,
      observer,
      address,
      join: (listener) => hooks.join(topicOf(login, fact.model, address), listener),
      onChange: ({ change, digest }) => {
        if (!isNew(digest)) return false;
        this.#delivery.add(change);
        return true;
      },
      onGap: this.#onGap,
      signal,
    });
  }

  get login(): LiveLogin {
    return this.#parts.login;
  }

  /** Creates the webhook, once. @throws GatewayError */
  open(): Promise<void> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  add(subscriber: Subscriber): void {
    this.subscribers.add(subscriber);
    const { sinceMs } = subscriber.compiled;
    if (sinceMs === null) return;
    subscriber.reported = new Map();
    this.#catchUp(subscriber, sinceMs).catch((error: unknown) => subscriber.end([asGraphqlError(error)]));
  }

  remove(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
    if (this.subscribers.size > 0) return;
    this.idleSinceMs = this.#parts.options.clock.now();
    this.#delivery.clear();
  }

  /**
   * Until when all changes are known to have been sent to a subscriber; null if Clio has no list of later
   * changes.
   */
  completeUntilMs = (subscriber: Subscriber): number | null => {
    if (this.#parts.fact.changes === undefined) return null;
    const checkedMs = Math.min(this.#completeUntilMs, this.#gapSinceMs ?? Number.POSITIVE_INFINITY);
    return Math.max(subscriber.fromMs, Math.min(checkedMs, this.#delivery.firstMs));
  };

  /** Ends the webhook, unless other gateways need it. */
  close(): Promise<void> {
    this.#closing.abort();
    this.#resting.abort();
    this.#unwatchCached();
    this.#closed ??= this.#keeper.close();
    return this.#closed;
  }

  async #open(): Promise<void> {
    try {
      await this.#keeper.open();
    } catch (error) {
      this.#parts.options.observer?.onHook('failed');
      throw error;
    }
    if (this.#closing.signal.aborted) return;
    this.#watchCached();
    if (this.#gapSinceMs !== null) this.caughtUp = this.#attempt(() => this.#repair('client'));
    this.#keepUp().catch(() => undefined);
  }

  /** Lets the cache keep watched records longer while the webhook is known to work. */
  #watchCached(): void {
    const { options, login, fact } = this.#parts;
    this.#unwatchCached();
    this.#unwatchCached = options.cache.watch(login.baseUrl, login.token, fact.entity);
  }

  readonly #onGap = (sinceMs: number | null): void => {
    // Without a list of changes at Clio, nothing needs to be reported here: new subscribers read the records
    // in any case.
    if (sinceMs !== null && this.#parts.fact.changes === undefined) return;
    const fromMs = sinceMs ?? this.#completeUntilMs - lateMs;
    this.#gapSinceMs = Math.min(fromMs, this.#gapSinceMs ?? fromMs);
    this.#resting.abort();
  };

  /** Maintains the webhook until the end. */
  async #keepUp(): Promise<void> {
    const { signal } = this.#closing;
    await this.caughtUp;
    while (!signal.aborted) {
      const restMs = this.#gapSinceMs === null ? checkMs : retryMs;
      await this.#parts.options.clock.sleep(restMs, this.#resting.signal).catch(() => undefined);
      if (signal.aborted) return;
      this.#resting = new AbortController();
      await this.#attempt(() => this.#check());
    }
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    const { options, fact, onUnauthenticated } = this.#parts;
    try {
      await work();
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      this.#unwatchCached();
      if (isUnauthenticated(error)) onUnauthenticated(error);
      options.observer?.onHook('failed');
      options.logger.warn({ model: fact.model, code: codeOf(error) }, 'A webhook could not be maintained');
    }
  }

  async #check(): Promise<void> {
    const startedAtMs = this.#parts.options.clock.now();
    await this.#keeper.check();
    await this.#repair('background');
    this.#watchCached();
    for (const subscriber of this.subscribers)
      if (subscriber.startedAtMs < startedAtMs - checkMs) subscriber.reported = null;
  }

  /**
   * Finds the changes that no webhook has reported since the last complete state. A gap remains until this
   * succeeds. If its changes cannot be sent, the subscriptions report that.
   *
   * @throws GatewayError
   */
  async #repair(priority: Priority): Promise<void> {
    const { options, login, fact } = this.#parts;
    const { catalog, clock, logger } = options;
    // A gap that is reported during this repair needs another check.
    const resting = new AbortController();
    this.#resting = resting;
    const gapSinceMs = this.#gapSinceMs;
    const sinceMs = gapSinceMs ?? this.#completeUntilMs - skewMs;
    const untilMs = clock.now() - (gapSinceMs === null ? onItsWayMs : 0);
    let changes: readonly Change[] = [];
    let areLost = fact.changes === undefined;
    if (!areLost && (gapSinceMs !== null || this.subscribers.size > 0)) {
      try {
        changes = await readMissedChanges(catalog, fact, sinceMs, (call) => login.send(call, priority));
      } catch (error) {
        // Too much has changed to be sent one by one: clients must read it as a list.
        if (codeOf(error) !== 'QUERY_TOO_COMPLEX') throw error;
        areLost = true;
      }
    }
    if (!resting.signal.aborted) this.#gapSinceMs = null;
    this.#completeUntilMs = untilMs;
    if (areLost && gapSinceMs !== null) {
      logger.warn({ model: fact.model }, 'Changes were missed that cannot be sent');
      const error = changesMissed();
      for (const subscriber of [...this.subscribers])
        subscriber.send(subscriber.compiled.failure(error), gapSinceMs, clock.now());
    }
    for (const change of changes)
      if (gapSinceMs !== null || change.atMs <= untilMs) this.#delivery.add(change);
  }

  /** Sends the changes since an instant to one subscriber. */
  async #catchUp(subscriber: Subscriber, sinceMs: number): Promise<void> {
    const { options, login, fact } = this.#parts;
    const changes = await readMissedChanges(options.catalog, fact, sinceMs, (call) =>
      login.send(call, 'background'),
    );
    await this.#delivery.sendMissed(changes, subscriber);
    subscriber.fromMs = subscriber.startedAtMs;
  }
}

/** Identifies one webhook at all gateways. It cannot be computed without the token. */
function topicOf({ key, token }: LiveLogin, model: string, address: string): string {
  return createHmac('sha256', token).update(`webhook ${key} ${model} ${address}`).digest('base64url');
}

function codeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? error.extensions.code : null;
}
