import type { ExecutionResult, GraphQLError } from 'graphql';
import type { RequestInfo } from '../request/request-context.ts';
import { jsonBytes } from '../server/graphql/json-bytes.ts';
import type { Change } from './change.ts';
import type { CompiledSubscription } from './compile-subscription.ts';
import { subscriptionEnded } from './subscription-errors.ts';

/** Maximum number of messages that wait for a slow client. */
const maxBuffered = 1000;
/** Clio's clock and the gateway's may differ: a new change may seem a little older than the subscription. */
const skewMs = 60_000;

/** A message that the client has not read yet. */
interface Waiting {
  readonly message: ExecutionResult;
  readonly bytes: number;
  readonly happenedAtMs: number;
}

export interface SubscriberParts {
  readonly compiled: CompiledSubscription;
  readonly info: RequestInfo;
  readonly startedAtMs: number;
  /** Maximum size of all unread messages. */
  readonly maxWaitingBytes: number;
  /** Until when all changes are known to have been sent; null if Clio has no list of later changes. */
  readonly completeUntilMs: (subscriber: Subscriber) => number | null;
  /** Called once, with the errors that it ends with. */
  readonly onEnd: (subscriber: Subscriber, errors: readonly GraphQLError[]) => void;
}

/** One client's subscription, with a bounded buffer of unread messages. */
export class Subscriber implements AsyncIterableIterator<ExecutionResult> {
  readonly compiled: CompiledSubscription;
  readonly info: RequestInfo;
  readonly startedAtMs: number;
  lastSentAtMs: number;
  /** The first instant whose changes it still needs: `since` until they have been sent, then {@link startedAtMs}. */
  fromMs: number;
  /**
   * The sent state of each record, while changes since an instant are sent and for some time after; otherwise
   * null.
   */
  reported: Map<string, string> | null = null;
  messages = 0;
  readonly #parts: SubscriberParts;
  readonly #waiting: Waiting[] = [];
  /** Size of {@link #waiting}. */
  #waitingBytes = 0;
  #reader: ((result: IteratorResult<ExecutionResult>) => void) | null = null;
  #lastMessage: ExecutionResult | null = null;
  #isOver = false;

  constructor(parts: SubscriberParts) {
    const { compiled, info, startedAtMs } = parts;
    this.#parts = parts;
    this.compiled = compiled;
    this.info = info;
    this.startedAtMs = startedAtMs;
    this.lastSentAtMs = startedAtMs;
    this.fromMs = Math.min(startedAtMs, compiled.sinceMs ?? startedAtMs);
  }

  /** Whether the client selects a change, has not received it, and had subscribed before it. */
  wants(change: Change): boolean {
    if (this.#isOver || !this.compiled.wants(change)) return false;
    const isSent = change.etag !== null && this.reported?.get(change.id) === change.etag;
    if (isSent && (change.event === 'CREATED' || change.event === 'UPDATED')) return false;
    return !change.missed || change.atMs >= (this.compiled.sinceMs ?? this.startedAtMs) - skewMs;
  }

  /**
   * Sends a message, or keeps it until the client has read those before it.
   *
   * @param happenedAtMs When its change happened.
   */
  send(message: ExecutionResult, happenedAtMs: number, nowMs: number): void {
    if (this.#isOver) return;
    this.lastSentAtMs = nowMs;
    this.messages += 1;
    if (this.#reader) {
      const reader = this.#reader;
      this.#reader = null;
      reader({ done: false, value: message });
      return;
    }
    const { maxWaitingBytes } = this.#parts;
    const bytes = jsonBytes(message, maxWaitingBytes);
    this.#waiting.push({ message, bytes, happenedAtMs });
    this.#waitingBytes += bytes;
    if (this.#waiting.length <= maxBuffered && this.#waitingBytes <= maxWaitingBytes) return;
    const lost = Math.min(...this.#waiting.map((one) => one.happenedAtMs));
    this.#waiting.length = 0;
    this.endWith('The client reads too slowly.', lost);
  }

  /**
   * Ends the subscription with the instant to continue from.
   *
   * @param lostMs When the first change happened that will certainly not be sent.
   */
  endWith(reason: string, lostMs: number = Number.POSITIVE_INFINITY): void {
    const untilMs = this.#parts.completeUntilMs(this);
    this.end([subscriptionEnded(reason, untilMs === null ? null : Math.min(untilMs, lostMs))]);
  }

  /** Ends the subscription after the waiting messages have been read. Errors become its last message. */
  end(errors: readonly GraphQLError[] = []): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#parts.onEnd(this, errors);
    if (errors.length > 0) this.#lastMessage = { errors: [...errors] };
    this.#reader?.(this.#next() ?? { done: true, value: undefined });
    this.#reader = null;
  }

  next(): Promise<IteratorResult<ExecutionResult>> {
    const next = this.#next();
    if (next) return Promise.resolve(next);
    if (this.#isOver) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      this.#reader = resolve;
    });
  }

  /** Called when the client stops reading. */
  return(): Promise<IteratorResult<ExecutionResult>> {
    this.#waiting.length = 0;
    this.#lastMessage = null;
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(): Promise<IteratorResult<ExecutionResult>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #next(): IteratorResult<ExecutionResult> | null {
    const waiting = this.#waiting.shift();
    if (waiting) {
      this.#waitingBytes -= waiting.bytes;
      return { done: false, value: waiting.message };
    }
    const last = this.#lastMessage;
    this.#lastMessage = null;
    return last ? { done: false, value: last } : null;
  }
}
