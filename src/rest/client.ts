import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { type Dispatcher, Pool } from 'undici';
import { GatewayError } from '../errors.ts';
import { readBaseUrl } from './base-url.ts';
import { type BreakerOptions, CircuitBreaker, type Permit } from './breaker.ts';
import { count, createLocalBudgets, type RateBudgets, tokenKey } from './budget.ts';
import { CallInProgress } from './call-in-progress.ts';
import type { CancelSignal } from './cancellation.ts';
import { type Clock, systemClock } from './clock.ts';
import { decodeBody } from './decode.ts';
import { errorForNetwork } from './error-for-network.ts';
import { type ExchangeLimits, exchange, RawRequest, type RawResponse } from './exchange.ts';
import { Failure, type FailureCause, healthOf, isWorthLogging, outcomeOf } from './failure.ts';
import { FailureLog } from './failure-log.ts';
import { header, type ResponseHeaders } from './headers.ts';
import type { RestLogger } from './logger.ts';
import { NetworkError, type NetworkErrorKind } from './network-error.ts';
import { Pacer, QueuedCall } from './pacing.ts';
import { bytesOf, type ResponseBody, readResponse } from './read-response.ts';
import { KnownTokens, requestHeaders } from './request-headers.ts';
import { requestTarget, sameOriginTarget } from './request-target.ts';
import { retryDelayMs } from './retry.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { RetryBudget } from './retry-budget.ts';
import type {
  Call,
  CallContext,
  CallCounts,
  ClioClient,
  ClioResponse,
  ExchangeReport,
  RequestTotals,
  RestObserver,
} from './types.ts';

export interface ClioClientOptions {
  /** Where Clio's API starts: `https://app.clio.com/api/v4`. The token goes to this origin and nowhere else. */
  readonly baseUrl: string;
  /** Sent as `X-API-VERSION`. */
  readonly apiVersion: string;
  /**
   * Milliseconds until the headers of a response have arrived, and again until its body has.
   * @default 30000
   */
  readonly timeoutMs?: number;
  /**
   * Maximum number of connections and of concurrent calls; further calls wait, with the tokens taking turns.
   * @default 64
   */
  readonly maxConnections?: number;
  /**
   * Maximum number of concurrent calls of one token.
   * @default 32
   */
  readonly maxConcurrentPerToken?: number;
  /**
   * Maximum number of calls that wait; one more is refused.
   * @default 10000
   */
  readonly maxWaiting?: number;
  /**
   * Maximum number of calls of one token that wait; one more is refused.
   * @default 1000
   */
  readonly maxWaitingPerToken?: number;
  /** The rate budget of each token. @default budgets of this client alone, in memory */
  readonly budgets?: RateBudgets;
  /** When to stop calling Clio for a while. */
  readonly breaker?: Omit<BreakerOptions, 'random'>;
  /**
   * Maximum size of one response in bytes, both as received and decompressed.
   * @default 52428800 (50 MB)
   */
  readonly maxResponseBytes?: number;
  /** @default the machine's clock */
  readonly clock?: Clock;
  /** A number from 0 to 1 that spreads retries. @default Math.random */
  readonly random?: () => number;
  /** Completes the error of a refused call. @default the error as it is */
  readonly completeError?: (error: GatewayError, call: Call) => GatewayError;
  /** @default none */
  readonly logger?: RestLogger;
  /** @default none */
  readonly observer?: RestObserver;
}

/** Longest wait for a connection: one that takes longer rarely succeeds. */
const maxConnectMs = 10_000;
/** Idle connections are kept this long unless the server says otherwise; common load balancers keep them longer. */
const keepAliveMs = 15_000;
/** Maximum number of versions that are logged. */
const maxLoggedVersions = 5;

/**
 * Opens a client for one Clio region.
 *
 * @throws TypeError when `baseUrl` is not an http or https URL without query and credentials.
 */
export function createClioClient(options: ClioClientOptions): ClioClient & AsyncDisposable {
  const { origin, basePath } = readBaseUrl(options.baseUrl);
  const { clock = systemClock, random = Math.random, logger, observer } = options;
  const { timeoutMs = 30_000, maxResponseBytes = 50 * 1024 * 1024 } = options;
  const tokens = new KnownTokens(options.apiVersion);
  const maxConnections = options.maxConnections ?? 64;
  const pool: Dispatcher = new Pool(origin, {
    connections: maxConnections,
    keepAliveTimeout: keepAliveMs,
    connect: { timeout: Math.min(timeoutMs, maxConnectMs) },
  });
  const budgets = options.budgets ?? createLocalBudgets();
  const pacer = new Pacer({
    budgets,
    clock,
    maxConcurrent: maxConnections,
    maxConcurrentPerToken: options.maxConcurrentPerToken ?? 32,
    maxWaiting: options.maxWaiting ?? 10_000,
    maxWaitingPerToken: options.maxWaitingPerToken ?? 1000,
  });
  const breaker = new CircuitBreaker({ random, ...options.breaker });
  const retryBudget = new RetryBudget();
  const failures = logger && new FailureLog(logger, clock);
  const loggedVersions = new Set<string>();
  const limits: ExchangeLimits = { timeoutMs, maxBytes: maxResponseBytes, clock };
  let inFlight = 0;
  let onIdle: (() => void) | undefined;
  let closing: Promise<void> | undefined;

  /**
   * Attempt by attempt, each once the budget of the token, the limit on concurrent calls and the breaker allow it. An attempt is one
   * exchange, or two where Clio moves the call to another path of its own (307).
   */
  async function send(call: Call, context: CallContext): Promise<ClioResponse> {
    if (closing !== undefined) throw errorForNetwork(call.method, new NetworkError('closed', false));
    inFlight += 1;
    try {
      const current = start(call, context);
      const { queued } = current;
      if (context.request && mayBeOverBudget(queued, context.request))
        await rejectIfOverBudget(queued, context.request);
      while (true) {
        breaker.check(clock.now());
        const turn = pacer.enter(queued);
        current.waitMs = turn === undefined ? 0 : await untilTurn(turn, context.request?.totals);
        let { request } = current;
        let permit: Permit | undefined;
        let outcome: ClioResponse | Failure | undefined;
        let startedAt = performance.now();
        try {
          // The breaker may have opened while the call waited.
          permit = breaker.enter(clock.now());
          let response = await exchange(pool, request, context, limits);
          const moved = response.status === 307 ? movedTarget(response, request) : null;
          if (moved !== null) {
            await receive(current, response, startedAt);
            startedAt = performance.now();
            request = new RawRequest(request.method, moved, request.headers, request.body);
            response = await exchange(pool, request, context, limits);
          }
          const received = receive(current, response, startedAt);
          const body = received instanceof Promise ? await received : received;
          outcome = readOutcome(current, request.target, response, body);
        } catch (error) {
          if (!(error instanceof NetworkError)) throw error;
          report(current, error.status, error.kind, startedAt, 0, null);
          outcome = networkFailure(current, error);
        } finally {
          settle(queued.key, permit, outcome);
        }
        if (!(outcome instanceof Failure)) return outcome;
        current.attempts += 1;
        await prepareRetry(current, outcome);
      }
    } finally {
      inFlight -= 1;
      if (inFlight === 0) onIdle?.();
    }
  }

  function start(call: Call, context: CallContext): CallInProgress {
    const { token, request, deadlineMs, signal } = context;
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const target = requestTarget(basePath, call);
    const { key, headers } = tokens.find(token);
    const wire = new RawRequest(call.method, target, requestHeaders(call, headers), body);
    // One GraphQL request makes many calls with one signal; Node would report their listeners as a leak.
    if (signal instanceof AbortSignal) setMaxListeners(0, signal);
    const queued = new QueuedCall(key, call.method, request, deadlineMs, signal);
    return new CallInProgress(call, context, wire, queued);
  }

  /**
   * Waits as long as a retry needs.
   *
   * @throws GatewayError the failure, where it is final.
   */
  async function prepareRetry(current: CallInProgress, { error, cause }: Failure): Promise<void> {
    const { call, context } = current;
    if (isWorthLogging(cause)) {
      const status = cause.kind === 'status' ? cause.status : null;
      failures?.note(error.code, { method: call.method, path: call.path, status });
    }
    const delayMs = retryDelayMs({
      method: call.method,
      cause,
      retries: current.retries,
      waited: current.waited,
      nowMs: clock.now(),
      deadlineMs: context.deadlineMs,
      random: random(),
    });
    if (delayMs === null) throw error;
    if (error.code === 'RATE_LIMITED') {
      // All calls of the token wait for it, in the pacer.
      current.waited = true;
      return;
    }
    if (!retryBudget.spend()) throw error;
    await pause(call, delayMs, context.signal);
    current.retries += 1;
  }

  /** Whether a request needs a closer look: at its first call, and when it turns out to need many more. */
  function mayBeOverBudget(queued: QueuedCall, counts: CallCounts): boolean {
    const { minimum, expected = minimum } = counts;
    if (counts.calls === 0) return pacer.overBudgetError(queued, expected) !== null;
    if (counts.sequential) return false;
    const error = pacer.overBudgetError(queued, counts.wanted - counts.calls);
    return error?.code === 'QUERY_TOO_COMPLEX';
  }

  /** @throws GatewayError for a request that the budget of its token has no room for. */
  async function rejectIfOverBudget(queued: QueuedCall, counts: CallCounts): Promise<void> {
    const isFirst = counts.calls === 0;
    // After one tick every immediate call is counted and cache hits are excluded.
    await setImmediate();
    if (isFirst && counts.calls > 0) return;
    const calls = counts.sequential ? counts.minimum : counts.wanted;
    const error = pacer.overBudgetError(queued, calls - counts.calls);
    if (error && (isFirst || error.code === 'QUERY_TOO_COMPLEX')) throw error;
    // Where fewer calls are wanted than are certain, a cache has answered some, and may answer more.
    const never = isFirst && counts.wanted >= counts.minimum ? neverFits(queued, counts) : null;
    if (never) throw never;
  }

  /** The error of a request whose expected calls would take longer than it may; null for others. */
  function neverFits(queued: QueuedCall, { minimum, expected = minimum }: CallCounts): GatewayError | null {
    const error = pacer.overBudgetError(queued, expected);
    return error?.code === 'QUERY_TOO_COMPLEX' ? error : null;
  }

  function networkFailure({ call, context }: CallInProgress, error: NetworkError): Failure {
    const cause: FailureCause = { kind: 'network', network: error.kind, sent: error.sent };
    return new Failure(errorForNetwork(call.method, error, context.signal?.reason), cause);
  }

  /**
   * Ends an attempt for all that decides about the next ones.
   *
   * @param permit Undefined where the breaker let nothing through.
   * @param outcome Undefined where nothing came of it.
   */
  function settle(
    key: string,
    permit: Permit | undefined,
    outcome: ClioResponse | Failure | undefined,
  ): void {
    const cause = outcome instanceof Failure ? outcome.cause : outcome && null;
    if (cause === null) retryBudget.earn();
    if (cause?.kind === 'status' && cause.status === 429)
      budgets.refuse(key, clock.now() + (cause.retryAfterMs ?? 0));
    if (permit) {
      const { state } = breaker;
      breaker.report(permit, cause === undefined ? 'unknown' : healthOf(cause), clock.now());
      if (breaker.state !== state) reportBreaker();
    }
    pacer.leave(key, cause === undefined ? 'unsent' : outcomeOf(cause));
  }

  /** How long it took. */
  async function untilTurn(turn: Promise<void>, totals: RequestTotals | undefined): Promise<number> {
    const startedAt = performance.now();
    let granted = false;
    let waitMs = 0;
    try {
      await turn;
      granted = true;
    } finally {
      waitMs = performance.now() - startedAt;
      observer?.onWait(waitMs, granted);
      if (totals) totals.waitMs = Math.max(totals.waitMs, waitMs);
    }
    return waitMs;
  }

  function reportBreaker(): void {
    if (breaker.state === 'open') {
      observer?.onOpened();
      logger?.warn({ origin }, 'Clio fails repeatedly: calls are refused for a while');
    } else logger?.warn({ origin }, 'Clio answers again: calls are sent');
  }

  function movedTarget(response: RawResponse, request: RawRequest): string | null {
    return sameOriginTarget(header(response.headers, 'location'), origin, request.target);
  }

  /**
   * Reads the budget from a response, decodes its body and reports the exchange.
   *
   * @throws NetworkError (or rejects with it) for a body beyond the size limit, compressed or not.
   */
  function receive(
    current: CallInProgress,
    response: RawResponse,
    startedAt: number,
  ): ResponseBody | Promise<ResponseBody> {
    const { status, headers: sent } = response;
    budgets.learn(current.queued.key, sent, clock.now());
    checkVersion(current, sent);
    const decoded = decodeBody(response, maxResponseBytes);
    if (!(decoded instanceof Promise)) {
      report(current, status, null, startedAt, bytesOf(decoded), sent);
      return decoded;
    }
    return decoded.then((later) => {
      report(current, status, null, startedAt, bytesOf(later), sent);
      return later;
    });
  }

  /** @param received Null where no response came. */
  function report(
    current: CallInProgress,
    status: number | null,
    networkError: NetworkErrorKind | null,
    startedAt: number,
    bytes: number,
    received: ResponseHeaders | null,
  ): void {
    const { call, context, waitMs, attempts: retries } = current;
    const ms = performance.now() - startedAt;
    if (context.request?.totals) context.request.totals.calls += 1;
    logger?.debug({ method: call.method, path: call.path, status, ms: Math.round(ms), bytes }, 'Clio call');
    if (!observer && !context.onExchange) return;
    const callsLeft = received === null ? null : count(header(received, 'x-ratelimit-remaining'));
    const exchanged: ExchangeReport = { call, status, networkError, ms, bytes, waitMs, retries, callsLeft };
    observer?.onExchange(exchanged);
    context.onExchange?.(exchanged);
  }

  /** Logs another version of Clio's API than the one asked for, once for each version. */
  function checkVersion({ context }: CallInProgress, received: ResponseHeaders): void {
    const version = received['x-api-version'];
    if (version === undefined || version === options.apiVersion) return;
    const text = String(version).slice(0, 20);
    observer?.onOtherVersion();
    context.onOtherVersion?.(text, options.apiVersion);
    if (loggedVersions.has(text) || loggedVersions.size >= maxLoggedVersions) return;
    loggedVersions.add(text);
    logger?.warn(
      { asked: options.apiVersion, answered: text },
      'Clio answers with another version of its API',
    );
  }

  function readOutcome(
    { call }: CallInProgress,
    target: string,
    { status, headers: received }: RawResponse,
    body: ResponseBody,
  ): ClioResponse | Failure {
    const nowMs = clock.now();
    try {
      return readResponse(call, { status, headers: received, body, url: origin + target, nowMs });
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      const seconds = error.retryAfter ?? retryAfterSeconds(received, nowMs);
      return new Failure(options.completeError?.(error, call) ?? error, {
        kind: 'status',
        status: error.code === 'RATE_LIMITED' ? 429 : status,
        retryAfterMs: seconds === null ? null : seconds * 1000,
      });
    }
  }

  async function pause(call: Call, delayMs: number, signal: CancelSignal | undefined): Promise<void> {
    const waking = new AbortController();
    const wake = (): void => waking.abort();
    if (signal?.aborted) wake();
    signal?.addEventListener('abort', wake, { once: true });
    try {
      await clock.sleep(delayMs, waking.signal);
    } catch {
      throw errorForNetwork(call.method, new NetworkError('aborted', false), signal?.reason);
    } finally {
      signal?.removeEventListener('abort', wake);
    }
  }

  async function drain(): Promise<void> {
    pacer.close(() => errorForNetwork('GET', new NetworkError('closed', false)));
    if (inFlight > 0)
      await new Promise<void>((resolve) => {
        onIdle = resolve;
      });
    await pool.close();
  }

  function close(): Promise<void> {
    closing ??= drain();
    return closing;
  }

  return {
    send,
    budget: (token) => budgets.read(tokenKey(token)),
    state: () => ({ breaker: breaker.state, ...pacer.load() }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
