import { GatewayError } from '../errors.ts';
import { type CallOutcome, type RateBudgets, windowMs } from './budget.ts';
import type { CancelSignal } from './cancellation.ts';
import type { Clock } from './clock.ts';
import type { CallCounts } from './types.ts';

export interface PacerOptions {
  readonly book: RateBudgets;
  readonly clock: Clock;
  /** Most calls under way at once. */
  readonly maxConcurrent: number;
  /** Most calls of one token under way at once. */
  readonly maxConcurrentPerToken: number;
  /** Most calls that wait; one more is refused. */
  readonly maxWaiting: number;
  /** Most calls of one token that wait; one more is refused. */
  readonly maxWaitingPerToken: number;
}

/** A call that wants to be sent. */
export interface QueuedCall {
  /** Name of its token's budget. */
  readonly key: string;
  readonly request: CallCounts | undefined;
  /** Without one the call does not wait for a new window. */
  readonly deadlineMs: number | undefined;
  readonly signal: CancelSignal | undefined;
  /** The error for a call that was given up while it waited. */
  readonly givenUp: () => GatewayError;
}

/** Decides when each call is sent: within its token's budget, in a fair order, so many at once. */
export interface Pacer {
  /**
   * Undefined when the call may be sent at once; else a promise that resolves when it may.
   * Either way it must be ended by {@link leave}.
   *
   * @throws GatewayError `RATE_LIMITED` when there will be no room before the deadline, `UPSTREAM_UNAVAILABLE`
   * when too many wait already. Nothing is spent then.
   */
  enter(applicant: QueuedCall): Promise<void> | undefined;
  /**
   * The error for a request whose calls cannot all be made before its deadline as far as is known now; null when
   * they can, or nobody knows.
   */
  overBudgetError(applicant: Pick<QueuedCall, 'key' | 'deadlineMs'>, calls: number): GatewayError | null;
  /** Ends a call that was let through. */
  leave(key: string, fate: CallOutcome): void;
  /** How many calls are under way, and how many wait. */
  load(): { readonly underWay: number; readonly waiting: number };
  /** Fails what waits. */
  close(error: () => GatewayError): void;
}

/**
 * How much later than it arrived a call is taken to have come for each call that its request made before. So a
 * request's first call goes before the third of one that came a second earlier, and a long walk lets others pass
 * without waiting for them for ever.
 */
const stepBackMs = 1000;
/** Steps beyond this make no difference: a walk must get on within its deadline. */
const maxSteps = 15;

interface Waiting extends QueuedCall {
  /** When it arrived and what its request had before: the lowest goes first. */
  readonly order: number;
  readonly resolve: () => void;
  readonly reject: (error: GatewayError) => void;
  readonly onAbort: () => void;
}

/** The calls of one token, under way or waiting. */
interface TokenQueue {
  readonly key: string;
  underWay: number;
  readonly waiting: Waiting[];
  /** Wakes the lane when its token has calls again. */
  alarm: { readonly atMs: number; readonly off: AbortController } | null;
}

export function createPacer(options: PacerOptions): Pacer {
  const { book, clock } = options;
  /** Lanes with a call in them; others need nothing remembered but their budget. */
  const lanes = new Map<string, TokenQueue>();
  /** Lanes that nothing but the total keeps back, in the order of their turns. */
  const inTurn = new Set<TokenQueue>();
  let underWay = 0;
  let waiting = 0;

  book.onChange((key) => {
    const lane = lanes.get(key);
    if (lane) advance(lane);
  });

  function enter(applicant: QueuedCall): Promise<void> | undefined {
    const { key, request, deadlineMs, signal } = applicant;
    const nowMs = clock.now();
    let lane = lanes.get(key);
    if (!lane) {
      lane = { key, underWay: 0, waiting: [], alarm: null };
      lanes.set(key, lane);
    }
    const steps = request === undefined ? 0 : request.calls++;
    if (lane.waiting.length === 0 && hasPlace(lane)) {
      const verdict = book.take(key, nowMs);
      if (verdict.kind === 'granted') {
        lane.underWay += 1;
        underWay += 1;
        return undefined;
      }
      if (verdict.kind === 'spent' && !(verdict.againAtMs < (deadlineMs ?? 0))) {
        tidy(lane);
        throw spent(verdict.againAtMs, nowMs);
      }
    }
    if (signal?.aborted) {
      tidy(lane);
      throw applicant.givenUp();
    }
    if (waiting >= options.maxWaiting || lane.waiting.length >= options.maxWaitingPerToken) {
      tidy(lane);
      throw queueFull();
    }
    return queue(lane, applicant, nowMs + Math.min(steps, maxSteps) * stepBackMs);
  }

  function overBudgetError(
    { key, deadlineMs }: Pick<QueuedCall, 'key' | 'deadlineMs'>,
    calls: number,
  ): GatewayError | null {
    const nowMs = clock.now();
    const forecast = book.forecast(key, nowMs);
    if (!forecast) return null;
    // Those in front take theirs first.
    const missing = calls + (lanes.get(key)?.waiting.length ?? 0) - forecast.left;
    if (missing <= 0) return null;
    const windows = Math.ceil(missing / Math.max(1, forecast.limit ?? missing));
    const enoughAtMs = forecast.againAtMs + (windows - 1) * windowMs;
    return enoughAtMs < (deadlineMs ?? 0) ? null : spent(forecast.againAtMs, nowMs);
  }

  function queue(lane: TokenQueue, applicant: QueuedCall, order: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const { key, request, deadlineMs, signal, givenUp } = applicant;
      const entry: Waiting = {
        key,
        request,
        deadlineMs,
        signal,
        givenUp,
        order,
        resolve,
        reject,
        onAbort: () => {
          drop(lane, entry, applicant.givenUp());
          advance(lane);
        },
      };
      let index = lane.waiting.length;
      while (index > 0 && (lane.waiting[index - 1] as Waiting).order > order) index -= 1;
      lane.waiting.splice(index, 0, entry);
      waiting += 1;
      applicant.signal?.addEventListener('abort', entry.onAbort, { once: true });
      advance(lane);
    });
  }

  function hasPlace(lane: TokenQueue): boolean {
    return underWay < options.maxConcurrent && lane.underWay < options.maxConcurrentPerToken;
  }

  /** Lets through what may go, fails what would wait in vain, and sees to it that the rest is woken. */
  function advance(lane: TokenQueue): void {
    while (lane.waiting.length > 0) {
      if (lane.underWay >= options.maxConcurrentPerToken) break;
      if (underWay >= options.maxConcurrent) {
        inTurn.add(lane);
        break;
      }
      const nowMs = clock.now();
      const verdict = book.take(lane.key, nowMs);
      if (verdict.kind === 'settling') break;
      if (verdict.kind === 'spent') {
        rejectLate(lane, verdict.againAtMs, nowMs);
        if (lane.waiting.length > 0) wakeAt(lane, verdict.againAtMs, nowMs);
        break;
      }
      const [next] = lane.waiting as [Waiting];
      forget(lane, next);
      lane.underWay += 1;
      underWay += 1;
      next.resolve();
    }
    tidy(lane);
  }

  /** Of those in front, each window serves as many as it has calls. */
  function rejectLate(lane: TokenQueue, againAtMs: number, nowMs: number): void {
    const limit = Math.max(1, book.forecast(lane.key, nowMs)?.limit ?? Number.POSITIVE_INFINITY);
    let served = 0;
    for (const entry of [...lane.waiting]) {
      const atMs = againAtMs + Math.floor(served / limit) * windowMs;
      if (atMs < (entry.deadlineMs ?? 0)) served += 1;
      else drop(lane, entry, spent(atMs, nowMs));
    }
  }

  function wakeAt(lane: TokenQueue, atMs: number, nowMs: number): void {
    if (lane.alarm?.atMs === atMs) return;
    lane.alarm?.off.abort();
    const alarm = { atMs, off: new AbortController() };
    lane.alarm = alarm;
    clock.sleep(atMs - nowMs, alarm.off.signal).then(
      () => {
        if (lane.alarm !== alarm) return;
        lane.alarm = null;
        advance(lane);
      },
      // Nobody waits any more, or another alarm has been set.
      () => undefined,
    );
  }

  /** Takes an entry out of the queue. */
  function forget(lane: TokenQueue, entry: Waiting): void {
    const index = lane.waiting.indexOf(entry);
    if (index < 0) return;
    lane.waiting.splice(index, 1);
    waiting -= 1;
    entry.signal?.removeEventListener('abort', entry.onAbort);
  }

  function drop(lane: TokenQueue, entry: Waiting, error: GatewayError): void {
    forget(lane, entry);
    entry.reject(error);
  }

  function tidy(lane: TokenQueue): void {
    if (lane.waiting.length > 0) return;
    inTurn.delete(lane);
    lane.alarm?.off.abort();
    lane.alarm = null;
    if (lane.underWay === 0) lanes.delete(lane.key);
  }

  function leave(key: string, fate: CallOutcome): void {
    book.settle(key, fate, clock.now());
    underWay -= 1;
    const lane = lanes.get(key) as TokenQueue;
    lane.underWay -= 1;
    // A place in the total goes to the token whose turn it is, and this one goes to the end of the line.
    if (inTurn.size > 0 && lane.waiting.length > 0) inTurn.add(lane);
    else advance(lane);
    for (const other of [...inTurn]) {
      if (underWay >= options.maxConcurrent) break;
      inTurn.delete(other);
      advance(other);
    }
  }

  function close(error: () => GatewayError): void {
    for (const lane of [...lanes.values()]) {
      for (const entry of [...lane.waiting]) drop(lane, entry, error());
      tidy(lane);
    }
  }

  return { enter, overBudgetError, leave, load: () => ({ underWay, waiting }), close };
}

/** The error for a call that would be refused, or answered too late. */
function spent(againAtMs: number, nowMs: number): GatewayError {
  const retryAfter = Math.max(1, Math.ceil((againAtMs - nowMs) / 1000));
  return new GatewayError(
    'RATE_LIMITED',
    'The rate limit of this Clio login is used up, and this request cannot wait for the next window. Wait for the seconds in retryAfter, then try again.',
    { retryAfter },
  );
}

function queueFull(): GatewayError {
  return new GatewayError(
    'UPSTREAM_UNAVAILABLE',
    'Too many calls to Clio are waiting already. Try again in a moment.',
    { retryAfter: 1 },
  );
}
