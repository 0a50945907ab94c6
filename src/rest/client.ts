import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { type Dispatcher, Pool } from 'undici';
import { GatewayError } from '../errors.ts';
import { readAnswer } from './answer.ts';
import { type BreakerOptions, CircuitBreaker, type Health } from './breaker.ts';
import { type CallOutcome, createLocalBudgets, type RateBudgets, tokenKey } from './budget.ts';
import type { CancelSignal } from './cancellation.ts';
import { type Clock, systemClock } from './clock.ts';
import { acceptEncoding, DecodeError, decodeBody } from './decode.ts';
import { errorForWire } from './error-for-wire.ts';
import { type ExchangeLimits, exchange, type WireAnswer, type WireRequest } from './exchange.ts';
import { FailureLog } from './failure-log.ts';
import { header, type ResponseHeaders } from './headers.ts';
import type { RestLogger } from './logger.ts';
import { createPacer, type QueuedCall } from './pacing.ts';
import { requestTarget, sameOriginTarget } from './request-target.ts';
import { type FailureCause, retryDelayMs } from './retry.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { RetryBudget } from './retry-budget.ts';
import type {
  Answer,
  Call,
  CallContext,
  CallCounts,
  ClioClient,
  ExchangeReport,
  RestObserver,
} from './types.ts';
import { WireFault, type WireFaultKind } from './wire-fault.ts';

export interface ClioClientOptions {
  /** Where Clio's API starts: `https://app.clio.com/api/v4`. The token goes to this origin and nowhere else. */
  readonly baseUrl: string;
  /** Sent as `X-API-VERSION`. */
  readonly apiVersion: string;
  /**
   * Milliseconds until the headers of an answer have come, and as long again until its body has.
   * @default 30000
   */
  readonly timeoutMs?: number;
  /** @default 'clio-graphql' */
  readonly userAgent?: string;
  /**
   * Most connections open and calls under way at once; calls beyond that wait for one, the tokens in turn.
   * @default 64
   */
  readonly maxConnections?: number;
  /**
   * Most calls of one token under way at once.
   * @default 32
   */
  readonly maxConcurrentPerToken?: number;
  /**
   * Most calls that wait; one more is refused.
   * @default 10000
   */
  readonly maxWaiting?: number;
  /**
   * Most calls of one token that wait; one more is refused.
   * @default 1000
   */
  readonly maxWaitingPerToken?: number;
  /** What each token may still call. @default a book of this client alone, in memory */
  readonly budgets?: RateBudgets;
  /** When to leave Clio alone. */
  readonly breaker?: Omit<BreakerOptions, 'random'>;
  /**
   * Most bytes of one answer, both as received and decompressed.
   * @default 52428800 (50 MB)
   */
  readonly maxResponseBytes?: number;
  /** @default the machine's clock */
  readonly clock?: Clock;
  /** A number from 0 to 1, spreads retries. @default Math.random */
  readonly random?: () => number;
  /** @default none */
  readonly logger?: RestLogger;
  /** @default none */
  readonly observer?: RestObserver;
}

/** Longest wait for a connection: one that takes longer rarely comes. */
const maxConnectMs = 10_000;
/** Idle connections are kept this long unless the server says otherwise; common load balancers keep them for longer. */
const keepAliveMs = 15_000;
/** The characters an HTTP header may carry in a token. */
const tokenPattern = /^[\x21-\x7e]+$/;
const etagPattern = /^[\x21-\x7e ]+$/;

/** A try that failed, and what the retry decision needs to know about it. */
interface Failure {
  readonly error: GatewayError;
  readonly trouble: FailureCause;
}

/** One try of a call, for those who want to know how it went. */
interface Try {
  readonly waitMs: number;
  /** Tries before this one. */
  readonly retries: number;
}

/**
 * Opens a client for one Clio region.
 *
 * @throws TypeError when `baseUrl` is not an http or https URL without query and credentials.
 */
export function createClioClient(options: ClioClientOptions): ClioClient & AsyncDisposable {
  const { origin, basePath } = readBaseUrl(options.baseUrl);
  const { clock = systemClock, random = Math.random, logger, observer } = options;
  const { timeoutMs = 30_000, maxResponseBytes = 50 * 1024 * 1024 } = options;
  const commonHeaders = [
    'accept-encoding',
    acceptEncoding,
    'user-agent',
    options.userAgent ?? 'clio-graphql',
    'x-api-version',
    options.apiVersion,
  ];
  const maxConnections = options.maxConnections ?? 64;
  const pool: Dispatcher = new Pool(origin, {
    connections: maxConnections,
    keepAliveTimeout: keepAliveMs,
    connect: { timeout: Math.min(timeoutMs, maxConnectMs) },
  });
  const budgets = options.budgets ?? createLocalBudgets();
  const pacer = createPacer({
    book: budgets,
    clock,
    maxConcurrent: maxConnections,
    maxConcurrentPerToken: options.maxConcurrentPerToken ?? 32,
    maxWaiting: options.maxWaiting ?? 10_000,
    maxWaitingPerToken: options.maxWaitingPerToken ?? 1000,
  });
  const breaker = new CircuitBreaker({ ...options.breaker, random });
  const retryBudget = new RetryBudget();
  const troubles = logger && new FailureLog(logger, clock);
  const inFlight = new Set<Promise<Answer>>();
  let closing: Promise<void> | undefined;

  function send(call: Call, context: CallContext): Promise<Answer> {
    const sending = closing === undefined ? run(call, context) : Promise.reject(closedError(call));
    inFlight.add(sending);
    const forget = () => inFlight.delete(sending);
    sending.then(forget, forget);
    return sending;
  }

  async function run(call: Call, context: CallContext): Promise<Answer> {
    const request: WireRequest = {
      method: call.method,
      target: requestTarget(basePath, call),
      headers: requestHeaders(call, context.token, commonHeaders),
      body: call.body === undefined ? null : JSON.stringify(call.body),
    };
    // One GraphQL request makes many calls with one signal; Node would take their listeners for a leak.
    if (context.signal instanceof AbortSignal) setMaxListeners(0, context.signal);
    const applicant: QueuedCall = {
      key: tokenKey(context.token),
      request: context.request,
      deadlineMs: context.deadlineMs,
      signal: context.signal,
      givenUp: () => errorForWire(call.method, new WireFault('aborted', false), context.signal?.reason),
    };
    const { request: callCounts } = context;
    if (callCounts?.calls === 0 && pacer.overBudgetError(applicant, callCounts.minimum))
      await rejectIfOverBudget(applicant, callCounts);
    let retries = 0;
    let waited = false;
    for (let tries = 0; ; tries += 1) {
      const outcome = await pacedAttempt(call, request, context, applicant, tries);
      if (!('error' in outcome)) return outcome;
      const { error, trouble } = outcome;
      if (isWorthLogging(trouble)) {
        const status = trouble.kind === 'status' ? trouble.status : null;
        troubles?.note(error.code, { method: call.method, path: call.path, status });
      }
      const delayMs = retryDelayMs({
        method: call.method,
        trouble,
        retries,
        waited,
        nowMs: clock.now(),
        deadlineMs: context.deadlineMs,
        random: random(),
      });
      if (delayMs === null) throw error;
      const limited = error.code === 'RATE_LIMITED';
      if (!limited && !retryBudget.spend()) throw error;
      if (limited) {
        // Not here: all calls of the token wait for it, and the pacer holds them.
        waited = true;
        continue;
      }
      await pause(call, delayMs, context.signal);
      retries += 1;
    }
  }

  /** @throws GatewayError `RATE_LIMITED` for a request that cannot be done with what its token has left. */
  async function rejectIfOverBudget(applicant: QueuedCall, request: CallCounts): Promise<void> {
    // By then all that need not wait is wanted, and what the cache has is not.
    await setImmediate();
    if (request.calls > 0) return;
    const error = pacer.overBudgetError(applicant, request.sequential ? request.minimum : request.wanted);
    if (error) throw error;
  }

  /** One try, once the token's budget, the number of calls under way and the breaker allow it. */
  async function pacedAttempt(
    call: Call,
    request: WireRequest,
    context: CallContext,
    applicant: QueuedCall,
    retries: number,
  ): Promise<Answer | Failure> {
    const { key } = applicant;
    breaker.check(clock.now());
    const turn = pacer.enter(applicant);
    const waitMs = turn === undefined ? 0 : await untilTurn(turn);
    let fate: CallOutcome = 'unsent';
    try {
      // Calls whose turn came while the circuit was opened stay here.
      const pass = breaker.enter(clock.now());
      let health: Health = 'unknown';
      try {
        const outcome = await attempt(call, request, context, { waitMs, retries });
        const trouble = 'error' in outcome ? outcome.trouble : null;
        fate = fateOf(trouble);
        health = healthOf(trouble);
        if (trouble?.kind === 'status' && trouble.status === 429) {
          budgets.refuse(key, clock.now() + (trouble.retryAfterMs ?? 0));
        }
        if (trouble === null) retryBudget.earn();
        return outcome;
      } finally {
        const was = breaker.state;
        breaker.report(pass, health, clock.now());
        if (breaker.state !== was) tellBreaker();
      }
    } finally {
      pacer.leave(key, fate);
    }
  }

  /** How long it took. */
  async function untilTurn(turn: Promise<void>): Promise<number> {
    const startedAt = performance.now();
    let granted = false;
    try {
      await turn;
      granted = true;
    } finally {
      observer?.onWait(performance.now() - startedAt, granted);
    }
    return performance.now() - startedAt;
  }

  function tellBreaker(): void {
    const { state } = breaker;
    if (state === 'open') observer?.onOpened();
    if (state === 'open')
      logger?.warn({ origin }, 'Clio fails again and again: calls are refused for a while');
    else logger?.warn({ origin }, 'Clio answers again: calls go through');
  }

  /** One try: an exchange, or two where Clio moves the call to another path of its own (307). */
  async function attempt(
    call: Call,
    request: WireRequest,
    context: CallContext,
    one: Try,
  ): Promise<Answer | Failure> {
    const { signal, deadlineMs } = context;
    const limits: ExchangeLimits = { timeoutMs, maxBytes: maxResponseBytes, deadlineMs, signal, clock };
    try {
      const first = await exchangeOnce(call, request, context, limits, one);
      const moved =
        first.status === 307
          ? sameOriginTarget(header(first.headers, 'location'), origin, request.target)
          : null;
      if (moved === null) return readOutcome(call, request.target, first);
      return readOutcome(
        call,
        moved,
        await exchangeOnce(call, { ...request, target: moved }, context, limits, one),
      );
    } catch (error) {
      if (!(error instanceof WireFault)) throw error;
      return {
        error: errorForWire(call.method, error, signal?.reason),
        trouble: { kind: 'wire', wire: error.kind, sent: error.sent },
      };
    }
  }

  /** Exchanges, learns the budget from the answer, and tells who wants to know. */
  async function exchangeOnce(
    call: Call,
    request: WireRequest,
    context: CallContext,
    limits: ExchangeLimits,
    one: Try,
  ): Promise<WireAnswer & { readonly decoded: Buffer | string }> {
    const startedAt = performance.now();
    const tell = (
      status: number | null,
      fault: WireFaultKind | null,
      bytes: number,
      callsLeft: number | null,
    ) => {
      const ms = performance.now() - startedAt;
      logger?.debug({ method: call.method, path: call.path, status, ms: Math.round(ms), bytes }, 'Clio call');
      if (!observer && !context.onExchange) return;
      const { waitMs, retries } = one;
      const report: ExchangeReport = { call, status, fault, ms, bytes, waitMs, retries, callsLeft };
      observer?.onExchange(report);
      context.onExchange?.(report);
    };
    try {
      const answer = await exchange(pool, request, limits);
      budgets.learn(tokenKey(context.token), answer.headers, clock.now());
      const decoded = await decode(answer, maxResponseBytes);
      const bytes = typeof decoded === 'string' ? 0 : decoded.length;
      tell(answer.status, null, bytes, callsLeft(answer.headers));
      return { decoded, ...answer };
    } catch (error) {
      if (error instanceof WireFault) tell(error.status, error.kind, 0, null);
      throw error;
    }
  }

  function readOutcome(
    call: Call,
    target: string,
    { status, headers, decoded }: WireAnswer & { readonly decoded: Buffer | string },
  ): Answer | Failure {
    const nowMs = clock.now();
    try {
      return readAnswer(call, { status, headers, body: decoded, url: origin + target, nowMs }, () => {
        logger?.warn(
          { method: call.method, path: call.path },
          'Clio sent a paging URL without a page in it; the list ends here',
        );
      });
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      const seconds = error.retryAfter ?? retryAfterSeconds(headers, nowMs);
      return {
        error,
        trouble: {
          kind: 'status',
          status: error.code === 'RATE_LIMITED' ? 429 : status,
          retryAfterMs: seconds === null ? null : seconds * 1000,
        },
      };
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
      throw errorForWire(call.method, new WireFault('aborted', false), signal?.reason);
    } finally {
      signal?.removeEventListener('abort', wake);
    }
  }

  async function drain(): Promise<void> {
    pacer.close(() => errorForWire('GET', new WireFault('closed', false)));
    await Promise.allSettled(inFlight);
    await pool.close();
  }

  function close(): Promise<void> {
    closing ??= drain();
    return closing;
  }

  return {
    send,
    budget: (token) => budgets.read(tokenKey(token)),
    state: () => ({ ...pacer.load(), breaker: breaker.state }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What an answer says is left of its token's budget; null where it says nothing. */
function callsLeft(headers: ResponseHeaders): number | null {
  const text = header(headers, 'x-ratelimit-remaining');
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
}

/** Whether Clio can have counted a call. */
function fateOf(trouble: FailureCause | null): CallOutcome {
  if (trouble === null || trouble.kind === 'status') return 'answered';
  return trouble.sent ? 'unanswered' : 'unsent';
}

/** Faults that say something about Clio or the way there; the others are the caller's doing or our own. */
const illness: ReadonlySet<WireFaultKind> = new Set([
  'unreachable',
  'tls',
  'connect-timeout',
  'timeout',
  'dropped',
  'garbled',
]);

/** A refusal is no illness: who answers 4xx is well. */
function healthOf(trouble: FailureCause | null): Health {
  if (trouble === null) return 'well';
  if (trouble.kind === 'status') {
    if (trouble.status < 500) return 'well';
    return trouble.status >= 502 && trouble.status <= 504 ? 'ill' : 'faulty';
  }
  return illness.has(trouble.wire) ? 'ill' : 'unknown';
}

/** What an operator may want to know of: Clio is not well, or a login asks too much. */
function isWorthLogging(trouble: FailureCause): boolean {
  const health = healthOf(trouble);
  return health === 'ill' || health === 'faulty' || (trouble.kind === 'status' && trouble.status === 429);
}

function closedError(call: Call): GatewayError {
  return errorForWire(call.method, new WireFault('closed', false));
}

/** @throws GatewayError for a token or ETag that could smuggle in another header. */
function requestHeaders(call: Call, token: string, common: readonly string[]): string[] {
  if (!tokenPattern.test(token)) {
    throw new GatewayError(
      'UNAUTHENTICATED',
      'The access token is empty or holds characters that no token has. Send it as "Authorization: Bearer <token>".',
    );
  }
  const headers = [...common, 'authorization', `Bearer ${token}`];
  headers.push('accept', call.expect === 'text' ? '*/*' : 'application/json');
  if (call.body !== undefined) headers.push('content-type', 'application/json');
  if (call.ifNoneMatch !== undefined) headers.push('if-none-match', etag(call.ifNoneMatch));
  if (call.ifMatch !== undefined) headers.push('if-match', etag(call.ifMatch));
  return headers;
}

function etag(value: string): string {
  if (etagPattern.test(value)) return value;
  throw new GatewayError(
    'BAD_USER_INPUT',
    'The ETag is not one of Clio. Use the value of the etag field as it was read.',
  );
}

/** The decompressed body, or why there is none. */
async function decode({ status, headers, body }: WireAnswer, maxBytes: number): Promise<Buffer | string> {
  try {
    return await decodeBody(body, header(headers, 'content-encoding'), maxBytes);
  } catch (error) {
    return decodeFailure(error, status);
  }
}

/** @throws WireFault for a body beyond the size limit: too large is too large, packed or not. */
function decodeFailure(error: unknown, status: number): string {
  if (!(error instanceof DecodeError)) throw error;
  if (error.code === 'too-large') throw new WireFault('too-large', true, { status });
  return error.message;
}

function readBaseUrl(baseUrl: string): { origin: string; basePath: string } {
  const url = new URL(baseUrl);
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isHttp || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new TypeError('baseUrl must be an http or https URL without query, fragment and credentials.');
  }
  return { origin: url.origin, basePath: url.pathname.replace(/\/+$/, '') };
}
