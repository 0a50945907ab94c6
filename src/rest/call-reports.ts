import type { ErrorCode } from '../errors.ts';
import { count } from './budget.ts';
import type { CallInProgress } from './call-in-progress.ts';
import type { Clock } from './clock.ts';
import type { RawResponse } from './exchange.ts';
import { type FailureCause, isWorthLogging } from './failure.ts';
import { FailureLog } from './failure-log.ts';
import { header, type ResponseHeaders } from './headers.ts';
import { NetworkError } from './network-error.ts';
import type { Call, ClientState, ExchangeReport, RestLogger, RestObserver } from './types.ts';

const maxLoggedVersions = 5;

/** Reports a client's calls to its log, to metrics and to the requests of the calls. */
export class CallReports {
  readonly #origin: string;
  readonly #apiVersion: string;
  readonly #logger: RestLogger | undefined;
  readonly #observer: RestObserver | undefined;
  readonly #failures: FailureLog | undefined;
  readonly #loggedVersions = new Set<string>();

  constructor(
    origin: string,
    apiVersion: string,
    clock: Clock,
    {
      logger,
      observer,
    }: { readonly logger?: RestLogger | undefined; readonly observer?: RestObserver | undefined },
  ) {
    this.#origin = origin;
    this.#apiVersion = apiVersion;
    this.#logger = logger;
    this.#observer = observer;
    this.#failures = logger && new FailureLog(logger, clock);
  }

  /**
   * An exchange has ended.
   *
   * @param result The response, or the error if there is none.
   * @param bytes Size of its decoded body.
   */
  exchange(current: CallInProgress, startedAt: number, result: RawResponse | NetworkError, bytes = 0): void {
    const { call, context, waitMs, attempts: retries } = current;
    const { status } = result;
    const ms = performance.now() - startedAt;
    if (context.request?.totals) context.request.totals.calls += 1;
    this.#logger?.debug(
      { method: call.method, path: call.path, status, ms: Math.round(ms), bytes },
      'Clio call',
    );
    if (!this.#observer && !context.onExchange) return;
    const failed = result instanceof NetworkError;
    const networkError = failed ? result.kind : null;
    const callsLeft = failed ? null : count(header(result.headers, 'x-ratelimit-remaining'));
    const exchanged: ExchangeReport = { call, status, networkError, ms, bytes, waitMs, retries, callsLeft };
    this.#observer?.onExchange(exchanged);
    context.onExchange?.(exchanged);
  }

  wait(waitMs: number, granted: boolean): void {
    this.#observer?.onWait(waitMs, granted);
  }

  /** An attempt has failed. It is logged if operators should know about it. */
  failure({ method, path }: Call, code: ErrorCode, cause: FailureCause): void {
    if (!isWorthLogging(cause)) return;
    this.#failures?.note(code, { method, path, status: cause.kind === 'status' ? cause.status : null });
  }

  breaker(state: ClientState['breaker']): void {
    if (state === 'open') {
      this.#observer?.onOpened();
      this.#logger?.warn({ origin: this.#origin }, 'Clio fails repeatedly: calls are rejected for a while');
    } else this.#logger?.warn({ origin: this.#origin }, 'Clio responds again: calls are sent');
  }

  /** Logs a version of Clio's API that was not requested, once for each version. */
  version({ context }: CallInProgress, received: ResponseHeaders): void {
    const version = received['x-api-version'];
    if (version === undefined || version === this.#apiVersion) return;
    const text = String(version).slice(0, 20);
    this.#observer?.onOtherVersion();
    context.onOtherVersion?.(text, this.#apiVersion);
    if (this.#loggedVersions.has(text) || this.#loggedVersions.size >= maxLoggedVersions) return;
    this.#loggedVersions.add(text);
    this.#logger?.warn(
      { asked: this.#apiVersion, answered: text },
      'Clio responds with another version of its API',
    );
  }
}
