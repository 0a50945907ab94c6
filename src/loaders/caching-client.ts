import type { CatalogOperation } from '../catalog/catalog.ts';
import { GatewayError } from '../errors.ts';
import type { CancelSignal } from '../rest/cancellation.ts';
import { unreadableLink } from '../rest/page-link.ts';
import type { CallContext, ClioClient, ClioResponse } from '../rest/types.ts';
import type { DatedResponse, Generation, TokenCache } from './cache.ts';
import { type CallListener, CallTrace, type LoadCall, printCall } from './call-trace.ts';
import { type Content, unknownContent } from './content.ts';
import { Gate } from './gate.ts';

/**
 * The result of a look-up before a call: found (`hit`), found in the shared level (`shared`), joined another
 * request's call (`joined`), out of date but used because Clio failed (`stale`), or not found (`miss`).
 */
export type LookupResult = 'hit' | 'shared' | 'joined' | 'stale' | 'miss';

/** Called for each look-up, for metrics. Must not throw. */
export interface LoadObserver {
  onLookup(what: 'record' | 'call', result: LookupResult, count: number): void;
}

export interface CachingClientOptions extends Omit<CallContext, 'token' | 'onExchange'> {
  readonly client: ClioClient;
  /** Null if the request has none and there is no default. */
  readonly token: string | null;
  readonly cache: TokenCache;
  /** Maximum number of calls of the whole request. @default no limit */
  readonly maxCalls?: number;
  /** Called for each call and each response from the cache, with its purpose if that is known. */
  readonly onCall?: CallListener;
  /** Start of `startMs`, by `performance.now()`. @default the time of creation */
  readonly startedAt?: number;
  /** Called when an out-of-date response was used because Clio failed. */
  readonly onStale?: () => void;
  readonly observer?: LoadObserver;
}

/** The client of one request, with its token, its deadline, its limit of concurrent calls, and the cache. */
export class CachingClient {
  readonly cache: TokenCache;
  /** Null if calls are not reported. */
  readonly trace: CallTrace | null;
  readonly #options: CachingClientOptions;
  readonly #gate = new Gate();
  /** The context of all calls, if they are not reported. */
  readonly #context: CallContext | null;

  constructor(options: CachingClientOptions) {
    const { cache, onCall, startedAt } = options;
    this.cache = cache;
    this.#options = options;
    this.trace = onCall ? new CallTrace(onCall, startedAt) : null;
    this.#context = onCall ? null : this.#contextOf(undefined);
  }

  /** @throws GatewayError */
  send(call: LoadCall): Promise<ClioResponse> {
    const { token, request, maxCalls = Number.POSITIVE_INFINITY } = this.#options;
    if (token === null) return Promise.reject(unauthenticated());
    if (request) {
      // A write that has begun may make all its calls.
      if (call.method === 'GET' && request.wanted >= maxCalls)
        return Promise.reject(tooManyCalls(request.wanted));
      request.wanted += 1;
    }
    const wantedAt = this.trace ? performance.now() : 0;
    if (this.#gate.enter()) return this.#sendNow(call, wantedAt);
    return new Promise((resolve) => this.#gate.wait(() => resolve(this.#sendNow(call, wantedAt))));
  }

  #sendNow(call: LoadCall, wantedAt: number): Promise<ClioResponse> {
    const context =
      this.#context ?? this.#contextOf(this.trace?.exchangeListener(performance.now() - wantedAt));
    return this.#options.client.send(call, context).then(this.#onResponse, this.#onError);
  }

  readonly #onResponse = (response: ClioResponse): ClioResponse => {
    this.#gate.leave();
    return response;
  };

  readonly #onError = async (error: unknown): Promise<never> => {
    // A login that Clio no longer accepts must not be served from the cache.
    if (error instanceof GatewayError && error.code === 'UNAUTHENTICATED')
      await this.cache.end({ allBut: [] });
    this.#gate.leave();
    throw error;
  };

  /** Reports the results of look-ups. */
  noteLookup(what: 'record' | 'call', result: LookupResult, count: number): void {
    const { observer, request } = this.#options;
    observer?.onLookup(what, result, count);
    if (request?.totals && result !== 'miss') request.totals.cacheHits += count;
  }

  /** Sends a GET, or takes the response to the same URL from the cache. */
  sendCached(call: LoadCall, content: Content = unknownContent): Promise<DatedResponse> {
    if (this.cache.isOn) return this.#sendCached(call, content);
    this.noteLookup('call', 'miss', 1);
    return this.send(call);
  }

  async #sendCached(call: LoadCall, content: Content): Promise<DatedResponse> {
    const { cache } = this;
    const preparing = cache.ready();
    if (preparing !== undefined) await preparing;
    const url = printCall(call);
    const generation = cache.generationOf(content, null);
    const kept = cache.page(url, generation);
    if (kept) {
      this.noteLookup('call', 'hit', 1);
      this.trace?.reportCached(call);
      return kept;
    }
    let response: DatedResponse;
    try {
      response = await this.#readUrl(call, url, content, generation);
    } catch (error) {
      const stale = cache.stalePage(url, generation);
      if (!stale || !this.mayStandInFor(error)) throw error;
      this.noteLookup('call', 'stale', 1);
      return stale;
    }
    cache.keepPage(url, generation, response);
    return response;
  }

  /**
   * Sends a GET, or takes the response of another request, in flight or at another gateway. The response is
   * not stored in this cache.
   *
   * @param id Id of the response's record; null for several.
   */
  read(call: LoadCall, content: Content, id: string | null): Promise<DatedResponse> {
    if (this.cache.isOn) return this.#read(call, content, id);
    this.noteLookup('call', 'miss', 1);
    return this.send(call);
  }

  async #read(call: LoadCall, content: Content, id: string | null): Promise<DatedResponse> {
    const { cache } = this;
    const preparing = cache.ready();
    if (preparing !== undefined) await preparing;
    return this.#readUrl(call, printCall(call), content, cache.generationOf(content, id));
  }

  /**
   * Sends a write. Whatever its outcome, earlier responses are not used again for this token, except those
   * that it certainly left unchanged.
   *
   * @param untouched Entities whose records it does not change.
   */
  async write(
    call: LoadCall,
    { untouched = [] }: Pick<CatalogOperation, 'untouched'>,
  ): Promise<ClioResponse> {
    try {
      return await this.send(call);
    } finally {
      // Also after a failure, because the outcome may be unknown.
      await this.cache.end({ allBut: untouched });
    }
  }

  /** Whether an out-of-date response may replace this failure. Reports it if it does. */
  mayStandInFor(error: unknown): boolean {
    const { signal, onStale } = this.#options;
    if (!isFailure(error) || signal?.aborted) return false;
    onStale?.();
    return true;
  }

  /** Sends a read, or joins one in flight. */
  async #readUrl(
    call: LoadCall,
    url: string,
    content: Content,
    generation: Generation,
  ): Promise<DatedResponse> {
    const { cache } = this;
    const { signal } = this.#options;
    // A 304 helps only a request that has the unchanged record.
    const key = call.ifNoneMatch === undefined ? url : `${url} ${call.ifNoneMatch}`;
    const startedAt = this.trace ? performance.now() : 0;
    while (true) {
      const other = cache.inFlight(key, generation);
      if (other === undefined) break;
      try {
        const response = await unlessAborted(other, signal);
        this.noteLookup('call', 'joined', 1);
        this.trace?.reportCached(call, startedAt);
        return response;
      } catch (error) {
        if (signal?.aborted || !isOfItsRequest(error)) throw error;
        // The other request ended early. This one may still get a response.
      }
    }
    const loading = this.#load(call, url, content, generation);
    cache.share(key, generation, loading);
    return loading;
  }

  async #load(call: LoadCall, url: string, content: Content, generation: Generation): Promise<DatedResponse> {
    const { cache } = this;
    const startedAt = this.trace ? performance.now() : 0;
    const looking = cache.findShared(url, generation);
    const found = looking && (await looking);
    if (found) {
      this.noteLookup('call', 'shared', 1);
      this.trace?.reportCached(call, startedAt);
      return found;
    }
    this.noteLookup('call', 'miss', 1);
    const sent = await this.send(call);
    // If the rest of a list cannot be read, the next request tries again.
    const freshUntil = sent.next === unreadableLink ? 0 : cache.freshUntil(content);
    const response: DatedResponse = { freshUntil, ...sent };
    if (!response.notModified) cache.keepShared(url, generation, response);
    return response;
  }

  #contextOf(onExchange: CallContext['onExchange']): CallContext {
    const { token, signal, deadlineMs, request, onOtherVersion } = this.#options;
    return { token: token ?? '', signal, deadlineMs, request, onExchange, onOtherVersion };
  }
}

/** Codes of errors that belong to one request: the same call of another request may succeed. */
const ofTheRequest: ReadonlySet<string> = new Set(['RATE_LIMITED', 'UPSTREAM_TIMEOUT', 'QUERY_TOO_COMPLEX']);

function isOfItsRequest(error: unknown): boolean {
  return !(error instanceof GatewayError) || ofTheRequest.has(error.code);
}

/** Whether Clio sent no response. An error status is a response. */
function isFailure(error: unknown): boolean {
  if (!(error instanceof GatewayError)) return false;
  const { code, clio } = error;
  if (code === 'UPSTREAM_UNAVAILABLE' || code === 'UPSTREAM_TIMEOUT') return true;
  return code === 'UPSTREAM_ERROR' && (clio?.status === undefined || clio.status >= 500);
}

/** Waits for a result, or throws the reason why this request no longer waits. */
export function unlessAborted<T>(wait: Promise<T>, signal: CancelSignal | undefined): Promise<T> {
  if (signal === undefined) return wait;
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      const { reason } = signal;
      reject(
        reason instanceof GatewayError
          ? reason
          : new GatewayError('UPSTREAM_TIMEOUT', 'The request was cancelled while it waited for another.'),
      );
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    wait.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function tooManyCalls(made: number): GatewayError {
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `This operation has made ${made} calls to Clio, the most that are allowed, and stopped. Ask for smaller pages (first), for fewer lists inside lists, or for the rest in another request.`,
  );
}

/** The error for a request without a token. */
export function unauthenticated(): GatewayError {
  return new GatewayError(
    'UNAUTHENTICATED',
    'This request has no access token. Send the header "Authorization: Bearer <Clio access token>".',
  );
}
