import { setMaxListeners } from 'node:events';
import { type Dispatcher, Pool } from 'undici';
import type { Config } from '../config/types.ts';
import { GatewayError } from '../errors.ts';
import { InFlight } from '../in-flight.ts';
import { type BreakerOptions, CircuitBreaker, type Permit } from './breaker.ts';
import { LocalBudgets, type RateBudgets, tokenKey } from './budget.ts';
import { CallInProgress } from './call-in-progress.ts';
import { CallReports } from './call-reports.ts';
import type { Clock } from './clock.ts';
import { decodeBody } from './decode.ts';
import { errorForNetwork } from './error-for-network.ts';
import { type ExchangeLimits, exchange, type RawResponse } from './exchange.ts';
import { Failure, type FailureCause, healthOf, outcomeOf } from './failure.ts';
import { header } from './headers.ts';
import { NetworkError } from './network-error.ts';
import { Pacer, type PacerConfig } from './pacing.ts';
import { bytesOf, type ResponseBody, readResponse } from './read-response.ts';
import { KnownTokens, requestHeaders } from './request-headers.ts';
import { requestTarget, sameOriginTarget } from './request-target.ts';
import { retryDelayMs } from './retry.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { RetryBudget } from './retry-budget.ts';
import type {
  Call,
  CallContext,
  ClientState,
  ClioClient,
  ClioResponse,
  RateBudget,
  RequestTotals,
  RestLogger,
  RestObserver,
} from './types.ts';

/** The settings of a client. `maxUpstreamCalls` is also its maximum number of connections. */
export type RestConfig = Pick<Config, 'apiVersion' | 'upstreamTimeoutMs'> & PacerConfig;

export interface RestClientOptions {
  /** Base URL of Clio's API: `https://app.clio.com/api/v4`. The token is sent only to this origin. */
  readonly baseUrl: string;
  readonly config: RestConfig;
  /** The rate budget of each token. @default budgets of this client, in memory */
  readonly budgets?: RateBudgets;
  readonly breaker?: Omit<BreakerOptions, 'random'>;
  /**
   * Maximum size of one response in bytes, both as received and decompressed.
   * @default 52428800 (50 MB)
   */
  readonly maxResponseBytes?: number;
  readonly clock: Clock;
  /** A number from 0 to 1 that spreads retries. @default Math.random */
  readonly random?: () => number;
  /** Completes the error of a rejected call. @default the error, unchanged */
  readonly completeError?: (error: GatewayError, call: Call) => GatewayError;
  /** @default none */
  readonly logger?: RestLogger;
  /** @default none */
  readonly observer?: RestObserver;
}

/** Maximum time to connect: slower attempts rarely succeed. */
const maxConnectMs = 10_000;
/**
 * Idle connections are kept this long unless the server sends another time. Common load balancers keep them
 * longer.
 */
const keepAliveMs = 15_000;

/** The client for one Clio region. */
export class RestClient implements ClioClient, AsyncDisposable {
  readonly #origin: string;
  readonly #basePath: string;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #limits: ExchangeLimits;
  readonly #completeError: NonNullable<RestClientOptions['completeError']>;
  readonly #tokens: KnownTokens;
  readonly #pool: Dispatcher;
  readonly #budgets: RateBudgets;
  readonly #pacer: Pacer;
  readonly #breaker: CircuitBreaker;
  readonly #retryBudget = new RetryBudget();
  readonly #reports: CallReports;
  readonly #inFlight = new InFlight();
  #closing: Promise<void> | undefined;

  /** @throws TypeError if `baseUrl` is not an http or https URL without query and credentials. */
  constructor(options: RestClientOptions) {
    const { config, clock, random = Math.random, budgets = new LocalBudgets() } = options;
    const { apiVersion, upstreamTimeoutMs: timeoutMs } = config;
    const { origin, basePath } = readBaseUrl(options.baseUrl);
    this.#origin = origin;
    this.#basePath = basePath;
    this.#clock = clock;
    this.#random = random;
    this.#limits = { timeoutMs, maxBytes: options.maxResponseBytes ?? 50 * 1024 * 1024, clock };
    this.#completeError = options.completeError ?? ((error) => error);
    this.#tokens = new KnownTokens(apiVersion);
    this.#pool = new Pool(origin, {
      connections: config.maxUpstreamCalls,
      keepAliveTimeout: keepAliveMs,
      connect: { timeout: Math.min(timeoutMs, maxConnectMs) },
    });
    this.#budgets = budgets;
    this.#pacer = new Pacer(config, budgets, clock);
    this.#breaker = new CircuitBreaker({ random, ...options.breaker });
    this.#reports = new CallReports(origin, apiVersion, clock, options);
  }

  /**
   * Makes attempts until one is final. Each waits for the token's budget, the limit on concurrent calls and
   * the breaker. An attempt is one exchange, or two if Clio redirects the call to another of its paths (307).
   */
  async send(call: Call, context: CallContext): Promise<ClioResponse> {
    if (this.#closing !== undefined) throw errorForNetwork(call.method, closed());
    this.#inFlight.enter();
    try {
      const current = this.#start(call, context);
      const { request: counts } = context;
      if (counts && this.#pacer.mayBeOverBudget(current, counts))
        await this.#pacer.rejectIfOverBudget(current, counts);
      while (true) {
        this.#breaker.check(this.#clock.now());
        const turn = this.#pacer.enter(current);
        current.waitMs = turn === undefined ? 0 : await this.#untilTurn(turn, counts?.totals);
        let { rawRequest } = current;
        let permit: Permit | undefined;
        let outcome: ClioResponse | Failure | undefined;
        let startedAt = performance.now();
        try {
          // The breaker may have opened while the call waited.
          permit = this.#breaker.enter(this.#clock.now());
          let response = await exchange(this.#pool, rawRequest, context, this.#limits);
          const location = response.status === 307 ? header(response.headers, 'location') : null;
          const moved = sameOriginTarget(location, this.#origin, rawRequest.target);
          if (moved !== null) {
            await this.#receive(current, response, startedAt);
            startedAt = performance.now();
            const { method, headers, body } = rawRequest;
            rawRequest = { method, target: moved, headers, body };
            response = await exchange(this.#pool, rawRequest, context, this.#limits);
          }
          const received = this.#receive(current, response, startedAt);
          const body = received instanceof Promise ? await received : received;
          outcome = this.#readOutcome(call, rawRequest.target, response, body);
        } catch (error) {
          if (!(error instanceof NetworkError)) throw error;
          this.#reports.exchange(current, startedAt, error);
          const cause: FailureCause = { kind: 'network', network: error.kind, sent: error.sent };
          outcome = new Failure(errorForNetwork(call.method, error, context.signal?.reason), cause);
        } finally {
          this.#settle(current.key, permit, outcome);
        }
        if (!(outcome instanceof Failure)) return outcome;
        current.attempts += 1;
        await this.#prepareRetry(current, outcome);
      }
    } finally {
      this.#inFlight.leave();
    }
  }

  budget(token: string): RateBudget | null {
    return this.#budgets.read(tokenKey(token));
  }

  state(): ClientState {
    return { breaker: this.#breaker.state, ...this.#pacer.load() };
  }

  /** Rejects the waiting calls, waits for those in flight, then closes the pool. */
  close(): Promise<void> {
    this.#closing ??= this.#drain();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #start(call: Call, context: CallContext): CallInProgress {
    const { token, signal } = context;
    const { method } = call;
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const target = requestTarget(this.#basePath, call);
    const { key, headers: plain } = this.#tokens.find(token);
    // One GraphQL request makes many calls with one signal; Node would report their listeners as a leak.
    if (signal instanceof AbortSignal) setMaxListeners(0, signal);
    const headers = requestHeaders(call, plain);
    return new CallInProgress(call, context, key, { method, target, headers, body });
  }

  /** Waits for a turn. Returns how long it took. */
  async #untilTurn(turn: Promise<void>, totals: RequestTotals | undefined): Promise<number> {
    const startedAt = performance.now();
    let granted = false;
    let waitMs = 0;
    try {
      await turn;
      granted = true;
    } finally {
      waitMs = performance.now() - startedAt;
      this.#reports.wait(waitMs, granted);
      if (totals) totals.waitMs = Math.max(totals.waitMs, waitMs);
    }
    return waitMs;
  }

  /**
   * Reads the budget from a response, decodes its body and reports the exchange.
   *
   * @throws NetworkError (or rejects with it) for a body over the size limit, compressed or decompressed.
   */
  #receive(
    current: CallInProgress,
    response: RawResponse,
    startedAt: number,
  ): ResponseBody | Promise<ResponseBody> {
    this.#budgets.learn(current.key, response.headers, this.#clock.now());
    this.#reports.version(current, response.headers);
    const decoded = decodeBody(response, this.#limits.maxBytes);
    if (!(decoded instanceof Promise)) {
      this.#reports.exchange(current, startedAt, response, bytesOf(decoded));
      return decoded;
    }
    return decoded.then((later) => {
      this.#reports.exchange(current, startedAt, response, bytesOf(later));
      return later;
    });
  }

  #readOutcome(
    call: Call,
    target: string,
    { status, headers }: RawResponse,
    body: ResponseBody,
  ): ClioResponse | Failure {
    const nowMs = this.#clock.now();
    try {
      return readResponse(call, { status, headers, body, url: this.#origin + target, nowMs });
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      const seconds = error.retryAfter ?? retryAfterSeconds(headers, nowMs);
      return new Failure(this.#completeError(error, call), {
        kind: 'status',
        status: error.code === 'RATE_LIMITED' ? 429 : status,
        retryAfterMs: seconds === null ? null : seconds * 1000,
      });
    }
  }

  /**
   * Ends an attempt: reports it to the breaker, the retry budget and the pacer.
   *
   * @param permit Undefined if the breaker did not let the call through.
   * @param outcome Undefined if nothing was sent.
   */
  #settle(key: string, permit: Permit | undefined, outcome: ClioResponse | Failure | undefined): void {
    const cause = outcome instanceof Failure ? outcome.cause : outcome && null;
    if (cause === null) this.#retryBudget.earn();
    if (cause?.kind === 'status' && cause.status === 429)
      this.#budgets.reject(key, this.#clock.now() + (cause.retryAfterMs ?? 0));
    if (permit) {
      const { state } = this.#breaker;
      this.#breaker.report(permit, cause === undefined ? 'unknown' : healthOf(cause), this.#clock.now());
      if (this.#breaker.state !== state) this.#reports.breaker(this.#breaker.state);
    }
    this.#pacer.leave(key, cause === undefined ? 'unsent' : outcomeOf(cause));
  }

  /**
   * Waits until the next attempt may be made.
   *
   * @throws GatewayError the failure, if it is final.
   */
  async #prepareRetry(current: CallInProgress, { error, cause }: Failure): Promise<void> {
    const { call, context } = current;
    this.#reports.failure(call, error.code, cause);
    const delayMs = retryDelayMs({
      method: call.method,
      cause,
      retries: current.retries,
      waited: current.waited,
      nowMs: this.#clock.now(),
      deadlineMs: context.deadlineMs,
      random: this.#random(),
    });
    if (delayMs === null) throw error;
    if (error.code === 'RATE_LIMITED') {
      // The pacer holds back all calls of the token until then.
      current.waited = true;
      return;
    }
    if (!this.#retryBudget.spend()) throw error;
    await this.#pause(current, delayMs);
    current.retries += 1;
  }

  async #pause(current: CallInProgress, delayMs: number): Promise<void> {
    const { signal } = current.context;
    const waking = new AbortController();
    const wake = (): void => waking.abort();
    if (signal?.aborted) wake();
    signal?.addEventListener('abort', wake, { once: true });
    try {
      await this.#clock.sleep(delayMs, waking.signal);
    } catch {
      throw current.cancelled();
    } finally {
      signal?.removeEventListener('abort', wake);
    }
  }

  async #drain(): Promise<void> {
    this.#pacer.close(() => errorForNetwork('GET', closed()));
    await this.#inFlight.idle();
    await this.#pool.close();
  }
}

function closed(): NetworkError {
  return new NetworkError('closed', false);
}

/**
 * Splits a REST base into its origin and its path, without a slash at the end.
 *
 * @throws TypeError if it is not an http or https URL without query and credentials.
 */
function readBaseUrl(baseUrl: string): { origin: string; basePath: string } {
  const url = new URL(baseUrl);
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isHttp || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new TypeError('baseUrl must be an http or https URL without query, fragment and credentials.');
  }
  return { origin: url.origin, basePath: url.pathname.replace(/\/+$/, '') };
}
