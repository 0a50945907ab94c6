import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Catalog } from '../catalog/catalog.ts';
import type { SubscriptionFact } from '../catalog/types.ts';
import { GatewayError } from '../errors.ts';
import type { Clock } from '../rest/clock.ts';
import type { RestLogger } from '../rest/logger.ts';
import { type Change, happenedMs, isOutdated, PendingChanges } from './change.ts';
import { type ClioLogin, ClioWebhooks } from './clio-webhooks.ts';
import type { ReadRecord } from './compile-subscription.ts';
import { HookKeeper } from './hook-keeper.ts';
import type { HookListener, HookShare } from './hook-store.ts';
import type { LiveObserver } from './live-observer.ts';
import { readMissedChanges, watchedFields } from './missed-changes.ts';
import type { RecordQuery } from './record-query.ts';
import { isPassing, isUnauthenticated, type ReadRecords, type RecordReader } from './record-reader.ts';
import type { Subscriber } from './subscriber.ts';
import { changesMissed } from './subscription-errors.ts';

/** A login with subscriptions. */
export interface LiveLogin extends ClioLogin {
  /** The same for all requests with this token at this upstream; does not hold the token. */
  readonly key: string;
}

export interface WatchParts<L extends LiveLogin> {
  readonly catalog: Catalog;
  readonly reader: RecordReader<L>;
  readonly clock: Clock;
  readonly logger: RestLogger;
  readonly observer: LiveObserver | undefined;
  /** How long changes are gathered before their records are read, in milliseconds. */
  readonly batchMs: number;
  /** Where Clio posts to, without the key. @throws GatewayError where there is no such address. */
  readonly address: () => string;
  /** Takes part in the webhook, together with other gateways. */
  readonly join: (listener: HookListener) => Promise<HookShare>;
  /** False for a delivery that was received before. */
  readonly isNew: (digest: string) => boolean;
  /** Clio no longer takes the token. */
  readonly onUnauthenticated: (error: GraphQLError) => void;
  /** Ends what the cache holds of a record that has changed. */
  readonly endCached: (change: Change) => Promise<void> | undefined;
  /** Lets the cache keep this kind of record for longer, until the function that is returned is called. */
  readonly watchCached: () => () => void;
  /** The watch has had no subscribers for a while, and ends. */
  readonly onIdle: () => void;
}

/** Most records that wait to be read, while Clio fails or the login's budget is used up. */
const maxPending = 5000;
/** Most records in one batch: one call reads so many ids. */
const maxBatch = 200;
/** Number of records of which the last reported state is kept, to recognize it in a list of changes. */
const maxReported = 5000;
const checkMs = 600_000;
/** Before another attempt to find what may have been missed. */
const retryMs = 60_000;
/** A page that is loaded again subscribes again, and its webhook can still be used. */
const lingerMs = 300_000;
/** What Clio reports late: it repeats a failed delivery for about an hour before it suspends the webhook. */
const lateMs = 75 * 60_000;
/** Where no delivery is known to have failed: how far Clio's clock may differ. */
const skewMs = 300_000;
/** A change that is younger may still be on its way. */
const onItsWayMs = 120_000;
const longestPauseMs = 60_000;
/** After so many failures changes are sent without their records, and with the error. */
const maxFailures = 8;

/** One kind of record, watched for one login: its webhook, its subscribers, and the changes between the two. */
export class Watch<L extends LiveLogin> {
  readonly subscribers = new Set<Subscriber>();
  readonly login: L;
  readonly #parts: WatchParts<L>;
  readonly #fact: SubscriptionFact;
  readonly #type: string;
  readonly #closing = new AbortController();
  readonly #pending = new PendingChanges(maxPending);
  /** The newest state of each record that was reported last. */
  readonly #reported = new LRUCache<string, Change>({ max: maxReported });
  readonly #keeper: HookKeeper;
  #opening: Promise<void> | null = null;
  #catchingUp: Promise<void> = Promise.resolve();
  /** Changes of which the records are being read. */
  #inHand: readonly Change[] = [];
  /** Until here all changes are known to have been reported. */
  #completeUntilMs: number;
  /** Since when changes may have been missed; null where none are known to be. */
  #gapSinceMs: number | null = null;
  /** Aborted when the next check is not to wait. */
  #resting = new AbortController();
  /** Resolves when nothing is cached any more of what has changed. */
  #ending: Promise<unknown> = Promise.resolve();
  #unwatchCached: () => void = () => undefined;
  #isDelivering = false;
  #nextBatchMs = 0;
  #failures = 0;
  #lingering: AbortController | null = null;

  constructor(parts: WatchParts<L>, login: L, fact: SubscriptionFact) {
    this.#parts = parts;
    this.login = login;
    this.#fact = fact;
    this.#type = parts.catalog.entity(fact.entity).type;
    this.#completeUntilMs = parts.clock.now();
    const { catalog, clock, observer, address, join, isNew } = parts;
    this.#keeper = new HookKeeper({
      model: fact.model,
      webhooks: new ClioWebhooks(login, fact, watchedFields(catalog, fact), clock),
      clock,
      observer,
      address: address(),
      join,
      onChange: ({ change, digest }) => {
        if (!isNew(digest)) return false;
        this.#receive(change);
        return true;
      },
      onGap: this.#onGap,
      signal: this.#closing.signal,
    });
  }

  /** Has a webhook made, once. @throws GatewayError */
  open(): Promise<void> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** Resolves when subscribers have what was missed while the webhook was made. */
  get caughtUp(): Promise<void> {
    return this.#catchingUp;
  }

  add(subscriber: Subscriber): void {
    this.#lingering?.abort();
    this.#lingering = null;
    this.subscribers.add(subscriber);
    const { sinceMs } = subscriber.compiled;
    if (sinceMs === null) return;
    subscriber.reported = new Map();
    this.#catchUp(subscriber, sinceMs).catch((error: unknown) => subscriber.end([asGraphqlError(error)]));
  }

  remove(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
    if (this.subscribers.size > 0 || this.#closing.signal.aborted) return;
    this.#pending.clear();
    const lingering = new AbortController();
    this.#lingering = lingering;
    const { clock, onIdle } = this.#parts;
    clock.sleep(lingerMs, lingering.signal).then(
      async () => {
        onIdle();
        await this.close();
      },
      () => undefined,
    );
  }

  /** Takes a change that a webhook has reported, or that was found in the list of changes. */
  #receive(change: Change): void {
    if (this.#isReported(change)) return;
    const ending = this.#parts.endCached(change);
    if (ending !== undefined) this.#ending = Promise.all([this.#ending, ending]).catch(() => undefined);
    if (this.subscribers.size === 0) return;
    if (this.#pending.add(change)) {
      this.#deliverSoon();
      return;
    }
    for (const subscriber of [...this.subscribers])
      subscriber.endWith('Too many changes wait to be read.', happenedMs(change));
  }

  /** Until when all changes are known to have been sent to a subscriber; null where Clio has no list of the later ones. */
  completeUntilMs = (subscriber: Subscriber): number | null => {
    if (this.#fact.changes === undefined) return null;
    const checkedMs = Math.min(this.#completeUntilMs, this.#gapSinceMs ?? Number.POSITIVE_INFINITY);
    const waiting = [this.#pending.firstMs, ...this.#inHand.map(happenedMs)];
    return Math.max(subscriber.fromMs, Math.min(checkedMs, ...waiting));
  };

  /** Ends the webhook, unless other gateways need it. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#lingering?.abort();
    this.#resting.abort();
    this.#unwatchCached();
    await this.#keeper.close();
  }

  // ---- the webhook -----------------------------------------------------------------------------------

  async #open(): Promise<void> {
    try {
      await this.#keeper.open();
    } catch (error) {
      this.#parts.observer?.onHook('failed');
      throw error;
    }
    this.#watchCached();
    if (this.#gapSinceMs !== null) this.#catchingUp = this.#attempt(() => this.#repair(true));
    this.#keepUp().catch(() => undefined);
  }

  /** Lets the cache keep what is watched for longer, as long as the webhook is known to work. */
  #watchCached(): void {
    this.#unwatchCached();
    this.#unwatchCached = this.#parts.watchCached();
  }

  readonly #onGap = (sinceMs: number | null): void => {
    // Who has just subscribed to what Clio has no list of has to read it in any case.
    if (sinceMs !== null && this.#fact.changes === undefined) return;
    const fromMs = sinceMs ?? this.#completeUntilMs - lateMs;
    this.#gapSinceMs = Math.min(fromMs, this.#gapSinceMs ?? fromMs);
    this.#resting.abort();
  };

  /** Looks after the webhook until the end. */
  async #keepUp(): Promise<void> {
    const { signal } = this.#closing;
    await this.#catchingUp;
    while (!signal.aborted) {
      const restMs = this.#gapSinceMs === null ? checkMs : retryMs;
      await this.#parts.clock.sleep(restMs, this.#resting.signal).catch(() => undefined);
      if (signal.aborted) return;
      this.#resting = new AbortController();
      await this.#attempt(() => this.#check());
    }
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    const { logger, observer, onUnauthenticated } = this.#parts;
    try {
      await work();
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      this.#unwatchCached();
      if (isUnauthenticated(error)) onUnauthenticated(error);
      observer?.onHook('failed');
      logger.warn({ model: this.#fact.model, code: codeOf(error) }, 'A webhook could not be looked after');
    }
  }

  async #check(): Promise<void> {
    const startedAtMs = this.#parts.clock.now();
    await this.#keeper.check();
    await this.#repair(false);
    this.#watchCached();
    for (const subscriber of this.subscribers)
      if (subscriber.startedAtMs < startedAtMs - checkMs) subscriber.reported = null;
  }

  /**
   * Finds what no webhook reported since all was known to be complete. A gap stays one until that has succeeded; where its changes cannot
   * be sent, the subscriptions report it.
   *
   * @param isAwaited Whether a client waits for it.
   * @throws GatewayError
   */
  async #repair(isAwaited: boolean): Promise<void> {
    const { catalog, clock, logger } = this.#parts;
    // A gap that is reported while this one is being repaired needs another look.
    const resting = new AbortController();
    this.#resting = resting;
    const gapSinceMs = this.#gapSinceMs;
    const sinceMs = gapSinceMs ?? this.#completeUntilMs - skewMs;
    const untilMs = clock.now() - (gapSinceMs === null ? onItsWayMs : 0);
    let changes: readonly Change[] = [];
    let areLost = this.#fact.changes === undefined;
    if (!areLost && (gapSinceMs !== null || this.subscribers.size > 0)) {
      try {
        changes = await readMissedChanges(catalog, this.login, this.#fact, sinceMs, clock, isAwaited);
      } catch (error) {
        if (!isTooMany(error)) throw error;
        areLost = true;
      }
    }
    if (!resting.signal.aborted) this.#gapSinceMs = null;
    this.#completeUntilMs = untilMs;
    if (areLost && gapSinceMs !== null) {
      logger.warn({ model: this.#fact.model }, 'Changes were missed that cannot be sent');
      const error = changesMissed();
      for (const subscriber of [...this.subscribers])
        subscriber.send(subscriber.compiled.failure(error), gapSinceMs, clock.now());
    }
    for (const change of changes) if (gapSinceMs !== null || change.atMs <= untilMs) this.#receive(change);
  }

  /** Sends one subscriber what has changed since an instant, but not what has been reported to it meanwhile. */
  async #catchUp(subscriber: Subscriber, sinceMs: number): Promise<void> {
    const { catalog, clock } = this.#parts;
    const changes = await readMissedChanges(catalog, this.login, this.#fact, sinceMs, clock, false);
    for (let start = 0; start < changes.length; start += maxBatch) {
      // What has been reported meanwhile is at least as new.
      const batch = changes.slice(start, start + maxBatch).filter(({ id }) => !subscriber.reported?.has(id));
      await this.#send(batch, [subscriber]);
    }
    subscriber.fromMs = subscriber.startedAtMs;
  }

  // ---- changes ---------------------------------------------------------------------------------------

  /** Whether this state of the record has been reported, or a later one: by another delivery, or by a list of changes. */
  #isReported(change: Change): boolean {
    const last = this.#reported.get(change.id);
    if (!last) return false;
    if (isNewState(change) && last.event !== 'DELETED' && last.etag === change.etag) return true;
    // A creation is news even then.
    const isNews = change.event === 'CREATED' ? last.event !== 'DELETED' : change.event !== 'UPDATED';
    return !isNews && isOutdated(change, last);
  }

  #setReported(change: Change): void {
    const last = this.#reported.get(change.id);
    if (!isNewState(change) && change.event !== 'DELETED') return;
    if (!last || !isOutdated(change, last)) this.#reported.set(change.id, change);
  }

  #deliverSoon(): void {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    this.#deliver()
      .catch(() => undefined)
      .finally(() => {
        this.#isDelivering = false;
        // What came after the last look.
        if (this.#pending.size > 0 && !this.#closing.signal.aborted) this.#deliverSoon();
      });
  }

  /** Sends what is pending, batch by batch: one at once, the next no sooner than a batch's time later. */
  async #deliver(): Promise<void> {
    const { clock, batchMs } = this.#parts;
    const { signal } = this.#closing;
    // What Clio posts together belongs together.
    await clock.sleep(Math.max(batchMs / 20, this.#nextBatchMs - clock.now()), signal);
    while (this.#pending.size > 0) {
      this.#nextBatchMs = clock.now() + batchMs;
      // What was in hand when it came again has been reported since.
      const changes = this.#pending.take(maxBatch).filter((change) => !this.#isReported(change));
      this.#inHand = changes;
      try {
        await this.#send(changes, [...this.subscribers]);
        for (const change of changes) this.#setReported(change);
        this.#failures = 0;
      } catch (error) {
        for (const change of changes.reverse()) this.#pending.putBack(change);
        if (isUnauthenticated(error)) {
          this.#parts.onUnauthenticated(error);
          return;
        }
        this.#failures += 1;
        this.#nextBatchMs = clock.now() + Math.min(longestPauseMs, batchMs * 2 ** this.#failures);
      } finally {
        this.#inHand = [];
      }
      const pauseMs = this.#nextBatchMs - clock.now();
      if (this.#pending.size > 0 && pauseMs > 0) await clock.sleep(pauseMs, signal);
    }
  }

  /** @throws GraphQLError where records cannot be read now, and may be later. */
  async #send(changes: readonly Change[], subscribers: readonly Subscriber[]): Promise<void> {
    const { clock, observer } = this.#parts;
    await this.#ending;
    const records = await this.#read(changes, subscribers);
    const nowMs = clock.now();
    for (const change of changes) {
      const read = (query: RecordQuery): ReadRecord => records.record(query, change.id);
      let sent = 0;
      for (const subscriber of subscribers) {
        if (!subscriber.wants(change)) continue;
        const message = subscriber.compiled.message(change, read);
        const extensions =
          subscriber.info.explain === 'trace' ? subscriber.compiled.trace(change, read) : undefined;
        subscriber.send(extensions ? { extensions, ...message } : message, happenedMs(change), nowMs);
        if (isNewState(change)) subscriber.reported?.set(change.id, change.etag);
        sent += 1;
      }
      if (sent > 0) observer?.onSent(this.#fact.model, change.missed, sent);
    }
  }

  async #read(changes: readonly Change[], subscribers: readonly Subscriber[]): Promise<ReadRecords> {
    const wanted = new Map<string, { readonly query: RecordQuery; readonly ids: Set<string> }>();
    let trace = false;
    for (const subscriber of subscribers) {
      const { compiled, info } = subscriber;
      if (compiled.records.length === 0) continue;
      const own = changes.filter((change) => change.event !== 'DELETED' && subscriber.wants(change));
      if (own.length === 0) continue;
      trace ||= info.explain === 'trace';
      for (const { query } of compiled.records) {
        const entry = wanted.get(query.key) ?? { query, ids: new Set() };
        wanted.set(query.key, entry);
        for (const { id } of own) entry.ids.add(id);
      }
    }
    if (wanted.size === 0) return nothingRead;
    const ids = new Map([...wanted.values()].map((entry) => [entry.query, [...entry.ids]]));
    try {
      return await this.#parts.reader.read(this.login, this.#type, ids, trace);
    } catch (error) {
      if (isUnauthenticated(error) || (isPassing(error) && this.#failures < maxFailures)) throw error;
      // Nothing will come of trying again: the change is reported, and why its record is missing.
      const failed: ReadRecord = { value: null, errors: [asGraphqlError(error)] };
      return { record: () => failed };
    }
  }
}

const nothingRead: ReadRecords = { record: () => ({ value: null, errors: [] }) };

/** Whether a change is named after the state that the record has since. */
function isNewState(change: Change): change is Change & { readonly etag: string } {
  return (change.event === 'CREATED' || change.event === 'UPDATED') && change.etag !== null;
}

/** Whether more has changed than can be sent one by one: clients have to read it as a list. */
function isTooMany(error: unknown): boolean {
  return error instanceof GatewayError && error.code === 'QUERY_TOO_COMPLEX';
}

function codeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? error.extensions.code : null;
}

function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GatewayError('INTERNAL_SERVER_ERROR', 'Something went wrong in the gateway.', { cause: error });
}
