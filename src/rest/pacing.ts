import { setImmediate } from 'node:timers/promises';
import type { Config } from '../config/types.ts';
import { GatewayError } from '../errors.ts';
import { type CallOutcome, type RateBudgets, reservedCalls, windowMs } from './budget.ts';
import type { CallInProgress } from './call-in-progress.ts';
import type { Clock } from './clock.ts';
import type { CallCounts } from './types.ts';

export type PacerConfig = Pick<
  Config,
  'maxUpstreamCalls' | 'maxUpstreamCallsPerToken' | 'maxWaitingCalls' | 'maxWaitingCallsPerToken'
>;

/** A request of up to this many calls is short, and may use the reserve of its token's budget. */
const maxCallsOfShortRequest = 5;
/**
 * Each earlier call of its request moves a call back in the queue by this much. So the first call of a
 * request is sent before the third call of a request that arrived a second earlier. A long walk lets others
 * pass, but is not overtaken forever.
 */
const stepBackMs = 1000;
/** Maximum number of steps, so that a walk makes progress within its deadline. */
const maxSteps = 15;
/** Background calls let the calls of a full minute pass. */
const backgroundStepBackMs = 60_000;

/** The calls of one token: the number in flight, and the waiting ones. */
class TokenQueue {
  readonly key: string;
  inFlight = 0;
  readonly waiting: CallInProgress[] = [];
  /** Whether the budget, and not a limit on concurrency, held back the queue at the last check. */
  waitsForBudget = false;
  /** Wakes the queue when its token has calls again. */
  alarm: { readonly atMs: number; readonly off: AbortController } | null = null;

  constructor(key: string) {
    this.key = key;
  }

  /**
   * Number of waiting calls that are sent before those of another request. Short requests pass long ones that
   * wait for a new window.
   */
  inFrontOf(isShort: boolean): number {
    const { waiting, waitsForBudget } = this;
    return isShort && waitsForBudget ? waiting.filter((call) => !call.isLong).length : waiting.length;
  }

  insert(call: CallInProgress): void {
    const { waiting } = this;
    let index = waiting.length;
    while (index > 0 && (waiting[index - 1] as CallInProgress).order > call.order) index -= 1;
    waiting.splice(index, 0, call);
  }
}

/**
 * Decides when each call is sent: within its token's budget, in a fair order, with a limit on concurrency.
 */
export class Pacer {
  readonly #config: PacerConfig;
  readonly #budgets: RateBudgets;
  readonly #clock: Clock;
  /** Queues with calls. For other tokens, only the budget is kept. */
  readonly #queues = new Map<string, TokenQueue>();
  /** Queues that only the limit on concurrent calls holds back, in the order of their turns. */
  readonly #ready = new Set<TokenQueue>();
  #inFlight = 0;
  #waiting = 0;

  constructor(config: PacerConfig, budgets: RateBudgets, clock: Clock) {
    this.#config = config;
    this.#budgets = budgets;
    this.#clock = clock;
    budgets.onChange((key) => {
      const queue = this.#queues.get(key);
      if (queue) this.#advance(queue);
    });
  }

  /**
   * Undefined when the call may be sent at once; otherwise a promise that resolves when it may. Either way
   * the call must be ended by {@link leave}.
   *
   * @throws GatewayError `RATE_LIMITED` if the budget has no room before the deadline, `UPSTREAM_UNAVAILABLE`
   * if too many calls wait. The budget is then unchanged.
   */
  enter(call: CallInProgress): Promise<void> | undefined {
    const nowMs = this.#clock.now();
    let queue = this.#queues.get(call.key);
    if (!queue) {
      queue = new TokenQueue(call.key);
      this.#queues.set(call.key, queue);
    }
    const { request, signal } = call.context;
    const steps = request === undefined ? 0 : request.calls++;
    const isBackground = request?.background === true;
    call.isLong =
      isBackground ||
      (request !== undefined && isLong(Math.max(request.calls, request.wanted, request.minimum)));
    if (queue.waiting.length === 0 && this.#hasPlace(queue)) {
      const admission = this.#budgets.take(call.key, nowMs, call.isLong);
      if (admission.kind === 'granted') {
        queue.inFlight += 1;
        this.#inFlight += 1;
        return undefined;
      }
      if (admission.kind === 'exhausted' && !call.canWaitUntil(admission.retryAtMs)) {
        this.#removeIfIdle(queue);
        throw rateLimited(admission.retryAtMs, nowMs);
      }
    }
    if (signal?.aborted) {
      this.#removeIfIdle(queue);
      throw call.cancelled();
    }
    const { maxWaitingCalls, maxWaitingCallsPerToken } = this.#config;
    if (this.#waiting >= maxWaitingCalls || queue.waiting.length >= maxWaitingCallsPerToken) {
      this.#removeIfIdle(queue);
      throw queueFull();
    }
    call.order = nowMs + (isBackground ? backgroundStepBackMs : Math.min(steps, maxSteps) * stepBackMs);
    return this.#wait(queue, call);
  }

  /**
   * Whether a request must be checked against the budget: at its first call, and when it needs many more
   * calls than expected.
   */
  mayBeOverBudget(call: CallInProgress, counts: CallCounts): boolean {
    const { minimum, expected = minimum } = counts;
    if (counts.calls === 0) return this.#overBudgetError(call, expected) !== null;
    if (counts.sequential) return false;
    return this.#overBudgetError(call, counts.wanted - counts.calls)?.code === 'QUERY_TOO_COMPLEX';
  }

  /** @throws GatewayError for a request that exceeds its token's budget. */
  async rejectIfOverBudget(call: CallInProgress, counts: CallCounts): Promise<void> {
    const isFirst = counts.calls === 0;
    // After one tick every immediate call is counted and cache hits are excluded.
    await setImmediate();
    if (isFirst && counts.calls > 0) return;
    const { sequential, minimum, expected = minimum, wanted } = counts;
    const error = this.#overBudgetError(call, (sequential ? minimum : wanted) - counts.calls);
    if (error && (isFirst || error.code === 'QUERY_TOO_COMPLEX')) throw error;
    // If fewer calls are wanted than are certain, the cache has served some and may serve more.
    if (!isFirst || wanted < minimum) return;
    const never = this.#overBudgetError(call, expected);
    if (never?.code === 'QUERY_TOO_COMPLEX') throw never;
  }

  /** Ends a call that was sent. */
  leave(key: string, outcome: CallOutcome): void {
    this.#budgets.settle(key, outcome, this.#clock.now());
    this.#inFlight -= 1;
    const queue = this.#queues.get(key) as TokenQueue;
    queue.inFlight -= 1;
    // The next token gets the free place, and this one goes to the end of the queue.
    if (this.#ready.size > 0 && queue.waiting.length > 0) this.#ready.add(queue);
    else this.#advance(queue);
    if (this.#ready.size === 0) return;
    for (const other of [...this.#ready]) {
      if (this.#inFlight >= this.#config.maxUpstreamCalls) break;
      this.#ready.delete(other);
      this.#advance(other);
    }
  }

  load(): { readonly inFlight: number; readonly waiting: number } {
    return { inFlight: this.#inFlight, waiting: this.#waiting };
  }

  close(error: () => GatewayError): void {
    for (const queue of [...this.#queues.values()]) {
      for (const call of [...queue.waiting]) this.#reject(queue, call, error());
      this.#removeIfIdle(queue);
    }
  }

  /**
   * The error for a request whose remaining calls cannot be made before its deadline; null if they can, or if
   * the budget is unknown.
   *
   * @param calls Number of calls that the request still needs.
   */
  #overBudgetError(call: CallInProgress, calls: number): GatewayError | null {
    const { key, context } = call;
    const nowMs = this.#clock.now();
    const forecast = this.#budgets.forecast(key, nowMs);
    if (!forecast) return null;
    const { limit, left, retryAtMs } = forecast;
    const isShort = !isLong(calls);
    const reserved = isShort ? 0 : reservedCalls(limit ?? 0);
    const inFront = this.#queues.get(key)?.inFrontOf(isShort) ?? 0;
    const missing = calls + inFront - Math.max(0, left - reserved);
    if (missing <= 0) return null;
    const perWindow = limit === null ? missing : Math.max(1, limit - reserved);
    const enoughAtMs = retryAtMs + (Math.ceil(missing / perWindow) - 1) * windowMs;
    if (call.canWaitUntil(enoughAtMs)) return null;
    const windows = 1 + Math.floor(Math.max(0, (context.deadlineMs ?? nowMs) - nowMs) / windowMs);
    return limit !== null && calls > perWindow * windows
      ? neverWithinBudget(calls, limit)
      : rateLimited(retryAtMs, nowMs);
  }

  #wait(queue: TokenQueue, call: CallInProgress): Promise<void> {
    queue.insert(call);
    this.#waiting += 1;
    const waiting = call.wait(() => {
      const isLate = queue.waitsForBudget && call.hasTimedOut;
      this.#reject(queue, call, isLate ? this.#notInTime(call.key) : call.cancelled());
      this.#advance(queue);
    });
    this.#advance(queue);
    return waiting;
  }

  /** The error for a call whose deadline passed while the budget held it back. It must not blame Clio. */
  #notInTime(key: string): GatewayError {
    const nowMs = this.#clock.now();
    return rateLimited(this.#budgets.forecast(key, nowMs)?.retryAtMs ?? nowMs, nowMs);
  }

  #hasPlace(queue: TokenQueue): boolean {
    const { maxUpstreamCalls, maxUpstreamCallsPerToken } = this.#config;
    return this.#inFlight < maxUpstreamCalls && queue.inFlight < maxUpstreamCallsPerToken;
  }

  /**
   * Sends the calls that may be sent, rejects those that would miss their deadline, and sets the timer for
   * the others.
   */
  #advance(queue: TokenQueue): void {
    queue.waitsForBudget = false;
    while (queue.waiting.length > 0) {
      if (queue.inFlight >= this.#config.maxUpstreamCallsPerToken) break;
      if (this.#inFlight >= this.#config.maxUpstreamCalls) {
        this.#ready.add(queue);
        break;
      }
      if (!this.#admitNext(queue)) {
        queue.waitsForBudget = true;
        break;
      }
    }
    this.#removeIfIdle(queue);
  }

  /** Sends the first call that the budget has room for. */
  #admitNext(queue: TokenQueue): boolean {
    const nowMs = this.#clock.now();
    const [first] = queue.waiting as [CallInProgress];
    let next = first;
    let admission = this.#budgets.take(queue.key, nowMs, next.isLong);
    if (admission.kind === 'exhausted' && next.isLong) {
      const long = queue.waiting.filter((call) => call.isLong);
      this.#rejectLate(queue, long, admission.retryAtMs, nowMs);
      const short = queue.waiting.find((call) => !call.isLong);
      if (short) {
        next = short;
        admission = this.#budgets.take(queue.key, nowMs, false);
      } else if (queue.waiting.length > 0) this.#wakeAt(queue, admission.retryAtMs, nowMs);
    }
    if (admission.kind === 'granted') {
      this.#remove(queue, next);
      queue.inFlight += 1;
      this.#inFlight += 1;
      next.admit();
      return true;
    }
    if (admission.kind === 'exhausted' && !next.isLong) {
      this.#rejectLate(queue, [...queue.waiting], admission.retryAtMs, nowMs);
      if (queue.waiting.length > 0) this.#wakeAt(queue, admission.retryAtMs, nowMs);
    }
    return false;
  }

  /**
   * Rejects the calls whose window starts after their deadline. Each window has room for as many calls as its
   * limit.
   */
  #rejectLate(queue: TokenQueue, calls: readonly CallInProgress[], retryAtMs: number, nowMs: number): void {
    const limit = Math.max(1, this.#budgets.forecast(queue.key, nowMs)?.limit ?? Number.POSITIVE_INFINITY);
    let served = 0;
    for (const call of calls) {
      const atMs = retryAtMs + Math.floor(served / limit) * windowMs;
      if (call.canWaitUntil(atMs)) served += 1;
      else this.#reject(queue, call, rateLimited(atMs, nowMs));
    }
  }

  #wakeAt(queue: TokenQueue, atMs: number, nowMs: number): void {
    if (queue.alarm?.atMs === atMs) return;
    queue.alarm?.off.abort();
    const alarm = { atMs, off: new AbortController() };
    queue.alarm = alarm;
    this.#clock.sleep(atMs - nowMs, alarm.off.signal).then(
      () => {
        if (queue.alarm !== alarm) return;
        queue.alarm = null;
        this.#advance(queue);
      },
      // The queue is empty, or another alarm has been set.
      () => undefined,
    );
  }

  #remove(queue: TokenQueue, call: CallInProgress): boolean {
    const index = queue.waiting.indexOf(call);
    if (index < 0) return false;
    queue.waiting.splice(index, 1);
    this.#waiting -= 1;
    return true;
  }

  #reject(queue: TokenQueue, call: CallInProgress, error: GatewayError): void {
    if (this.#remove(queue, call)) call.reject(error);
  }

  #removeIfIdle(queue: TokenQueue): void {
    if (queue.waiting.length > 0) return;
    this.#ready.delete(queue);
    queue.alarm?.off.abort();
    queue.alarm = null;
    if (queue.inFlight === 0) this.#queues.delete(queue.key);
  }
}

function isLong(calls: number): boolean {
  return calls > maxCallsOfShortRequest;
}

/** The error for a call that Clio would reject, or that would be too late. */
function rateLimited(retryAtMs: number, nowMs: number): GatewayError {
  const retryAfter = Math.max(1, Math.ceil((retryAtMs - nowMs) / 1000));
  return new GatewayError(
    'RATE_LIMITED',
    'The rate limit of this Clio login is used up, and this request cannot wait for the next window. Wait for the seconds in retryAfter, then try again.',
    { retryAfter },
  );
}

/** The error for a request that exceeds any window. */
function neverWithinBudget(calls: number, limit: number): GatewayError {
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `This request needs about ${calls} calls to Clio, and Clio allows this login ${limit} a minute: they do not fit into the time limit of a request. Ask for less at once, with a smaller "first" or fewer nested lists.`,
  );
}

function queueFull(): GatewayError {
  return new GatewayError(
    'UPSTREAM_UNAVAILABLE',
    'Too many calls to Clio are waiting. Try again in a moment.',
    { retryAfter: 1 },
  );
}
