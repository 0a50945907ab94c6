import { LRUCache } from 'lru-cache';
import { type Change, happenedMs, isOutdated, PendingChanges } from './change.ts';
import type { ReadRecord } from './compile-subscription.ts';
import type { RecordQuery } from './record-query.ts';
import { isPassing, isUnauthenticated, type ReadRecords } from './record-reader.ts';
import type { Subscriber } from './subscriber.ts';
import { asGraphqlError } from './subscription-errors.ts';
import type { WatchParts } from './watch.ts';

export interface DeliveryParts extends Omit<WatchParts, 'address' | 'isNew'> {
  readonly subscribers: ReadonlySet<Subscriber>;
  /** Aborted when the watch ends. */
  readonly signal: AbortSignal;
}

/** Maximum number of records that wait to be read, while Clio fails or the login's budget is used up. */
const maxPending = 5000;
/** Maximum number of records in one batch: one call reads so many ids. */
const maxBatch = 200;
/** Maximum number of records whose last reported state is kept, to recognize it in a list of changes. */
const maxReported = 5000;
const longestPauseMs = 60_000;
/** After so many failures, changes are sent with the error instead of their records. */
const maxFailures = 8;

/**
 * Delivers changes of one kind of record to the subscribers of one login, batch by batch, with their records.
 */
export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #type: string;
  readonly #pending = new PendingChanges(maxPending);
  /** The newest reported state of each record. */
  readonly #reported = new LRUCache<string, Change>({ max: maxReported });
  /** Changes whose records are being read. */
  #reading: readonly Change[] = [];
  /** Resolves when the changed records have been removed from the cache. */
  #ending: Promise<unknown> = Promise.resolve();
  #isRunning = false;
  #nextBatchMs = 0;
  #failures = 0;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
    this.#type = parts.options.catalog.entity(parts.fact.entity).type;
  }

  /** When the first unsent change happened; infinite if there is none. */
  get firstMs(): number {
    return Math.min(this.#pending.firstMs, ...this.#reading.map(happenedMs));
  }

  /** Adds a change that a webhook has reported, or that was found in the list of changes. */
  add(change: Change): void {
    if (this.#isReported(change)) return;
    const { options, login, fact, subscribers } = this.#parts;
    const ending = options.cache.end(login.baseUrl, login.token, fact.entity, change.id);
    if (ending !== undefined) this.#ending = Promise.all([this.#ending, ending]).catch(() => undefined);
    if (subscribers.size === 0) return;
    if (this.#pending.add(change)) {
      this.#runSoon();
      return;
    }
    for (const subscriber of [...subscribers])
      subscriber.endWith('Too many changes wait to be read.', happenedMs(change));
  }

  /** Drops all pending changes, because no subscriber is left. */
  clear(): void {
    this.#pending.clear();
  }

  /**
   * Sends earlier changes to one subscriber, except for records that have been reported to it meanwhile:
   * those are at least as new.
   */
  async sendMissed(changes: readonly Change[], subscriber: Subscriber): Promise<void> {
    for (let start = 0; start < changes.length; start += maxBatch) {
      const batch = changes.slice(start, start + maxBatch).filter(({ id }) => !subscriber.reported?.has(id));
      await this.#send(batch, [subscriber]);
    }
  }

  /**
   * Whether this state of the record, or a later one, has been reported by another delivery or a list of
   * changes.
   */
  #isReported(change: Change): boolean {
    const last = this.#reported.get(change.id);
    if (!last) return false;
    if (isNewState(change) && last.event !== 'DELETED' && last.etag === change.etag) return true;
    // A creation is news even if a later state has been reported.
    const isNews = change.event === 'CREATED' ? last.event !== 'DELETED' : change.event !== 'UPDATED';
    return !isNews && isOutdated(change, last);
  }

  #setReported(change: Change): void {
    const last = this.#reported.get(change.id);
    if (!isNewState(change) && change.event !== 'DELETED') return;
    if (!last || !isOutdated(change, last)) this.#reported.set(change.id, change);
  }

  #runSoon(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#run()
      .catch(() => undefined)
      .finally(() => {
        this.#isRunning = false;
        // Changes that arrived after the last batch was taken.
        if (this.#pending.size > 0 && !this.#parts.signal.aborted) this.#runSoon();
      });
  }

  /** Sends pending changes batch by batch: the first at once, each further one after an interval. */
  async #run(): Promise<void> {
    const { options, subscribers, signal, onUnauthenticated } = this.#parts;
    const { clock } = options;
    const batchMs = options.config.subscriptionBatchMs;
    // Waits a moment, so that changes that Clio posts together are one batch.
    await clock.sleep(Math.max(batchMs / 20, this.#nextBatchMs - clock.now()), signal);
    while (this.#pending.size > 0) {
      this.#nextBatchMs = clock.now() + batchMs;
      // A change that arrived again while its record was read has already been reported.
      const changes = this.#pending.take(maxBatch).filter((change) => !this.#isReported(change));
      this.#reading = changes;
      try {
        await this.#send(changes, [...subscribers]);
        for (const change of changes) this.#setReported(change);
        this.#failures = 0;
      } catch (error) {
        for (const change of changes.reverse()) this.#pending.putBack(change);
        if (isUnauthenticated(error)) {
          onUnauthenticated(error);
          return;
        }
        this.#failures += 1;
        this.#nextBatchMs = clock.now() + Math.min(longestPauseMs, batchMs * 2 ** this.#failures);
      } finally {
        this.#reading = [];
      }
      const pauseMs = this.#nextBatchMs - clock.now();
      if (this.#pending.size > 0 && pauseMs > 0) await clock.sleep(pauseMs, signal);
    }
  }

  /** @throws GraphQLError if records cannot be read now, but may be read later. */
  async #send(changes: readonly Change[], subscribers: readonly Subscriber[]): Promise<void> {
    const { options, fact } = this.#parts;
    await this.#ending;
    const records = await this.#read(changes, subscribers);
    const nowMs = options.clock.now();
    for (const change of changes) {
      const read = (query: RecordQuery): ReadRecord => records.record(query, change.id);
      let sent = 0;
      for (const subscriber of subscribers) {
        if (!subscriber.wants(change)) continue;
        const { compiled, info } = subscriber;
        const message = compiled.message(change, read);
        const extensions = info.explain === 'trace' ? compiled.trace(change, read) : undefined;
        subscriber.send(extensions ? { extensions, ...message } : message, happenedMs(change), nowMs);
        if (isNewState(change)) subscriber.reported?.set(change.id, change.etag);
        sent += 1;
      }
      if (sent > 0) options.observer?.onSent(fact.model, change.missed, sent);
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
      return await this.#parts.reader.read(this.#parts.login, this.#type, ids, trace);
    } catch (error) {
      if (isUnauthenticated(error) || (isPassing(error) && this.#failures < maxFailures)) throw error;
      // Another attempt would fail too, so the change is reported with the error instead of its record.
      const failed: ReadRecord = { value: null, errors: [asGraphqlError(error)] };
      return { record: () => failed };
    }
  }
}

const nothingRead: ReadRecords = { record: () => ({ value: null, errors: [] }) };

/** Whether a change has the etag of the record's new state. */
function isNewState(change: Change): change is Change & { readonly etag: string } {
  return (change.event === 'CREATED' || change.event === 'UPDATED') && change.etag !== null;
}
