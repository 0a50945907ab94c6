import type { CatalogOperation } from '../catalog/catalog.ts';
import { GatewayError } from '../errors.ts';
import type { CancelSignal } from '../rest/cancellation.ts';
import { unreadableLink } from '../rest/page-link.ts';
import type {
  Call,
  CallContext,
  CallCounts,
  ClioClient,
  ClioResponse,
  ExchangeReport,
} from '../rest/types.ts';
import { tenths } from '../values.ts';
import type { DatedResponse, Generation, TokenCache } from './cache.ts';
import { type Content, unknownContent } from './content.ts';

/** One call as a trace shows it. */
export interface TracedCall {
  readonly method: string;
  readonly path: string;
  /** Decoded, readable: `fields=id,name&limit=50`. */
  readonly query: string;
  /** Null when no response came. */
  readonly status: number | null;
  readonly ms: number;
  /** True when the cache answered and nothing was sent. */
  readonly cached: boolean;
  /** When it was sent, since the operation began. */
  readonly startMs: number;
  /** How long it had waited for its turn before that: behind other calls of the request, and for the rate limit. */
  readonly waitMs: number;
  /** Bytes of the response, decompressed; 0 for one that the cache gave. */
  readonly bytes: number;
}

/** A call and what it is made for. */
export interface LoadCall extends Call {
  /** Part of the plan, to show in a trace what the call served. */
  readonly purpose?: object | undefined;
}

/**
 * What came of looking for something before asking Clio: it was there (`hit`), with other gateways (`shared`), another
 * request was asking for it (`joined`), it stood in for a failure (`stale`), or Clio had to be asked (`miss`).
 */
export type LookupResult = 'hit' | 'shared' | 'joined' | 'stale' | 'miss';

/** Called for each look-up, for metrics. Must not throw. */
export interface LoadObserver {
  onLookup(what: 'record' | 'call', result: LookupResult, count: number): void;
}

export interface CachingClientOptions {
  readonly client: ClioClient;
  /** Null when the request brought none and there is no default. */
  readonly token: string | null;
  readonly cache: TokenCache;
  readonly signal?: CancelSignal;
  readonly deadlineMs?: number;
  /** Where the calls of the whole request are counted. */
  readonly request?: CallCounts;
  /** Most calls of the whole request; none is sent beyond them. @default no limit */
  readonly maxCalls?: number;
  /** Called for each call, and for each response from the cache; with what it was made for, where that is known. */
  readonly onCall?: (call: TracedCall, purpose: object | undefined) => void;
  /** What `startMs` counts from, by `performance.now()`. @default when this was made */
  readonly startedAt?: number;
  /** Called when something out of date stood in for a response that Clio did not give. */
  readonly onStale?: () => void;
  /** Called when a response is of another version of Clio's API than the one asked for. */
  readonly onOtherVersion?: CallContext['onOtherVersion'];
  readonly observer?: LoadObserver;
}

/** Most calls of one request in flight at once. */
const maxCallsAtOnce = 6;

/** Clio as one request sees it: with its token, its deadline, its share of connections. */
export class CachingClient {
  readonly cache: TokenCache;
  /** Called for a GET that was not sent, because the cache had its records one by one. Undefined where nobody listens. */
  readonly onAvoided: ((call: LoadCall) => void) | undefined;
  readonly #options: CachingClientOptions;
  readonly #gate = new Gate();
  /** When the operation began; 0 where no call is reported. */
  readonly #openedAt: number;
  /** The context of all calls, where none of them is reported. */
  readonly #context: CallContext | null;

  constructor(options: CachingClientOptions) {
    const { cache, onCall, startedAt } = options;
    this.cache = cache;
    this.#options = options;
    this.#openedAt = onCall ? (startedAt ?? performance.now()) : 0;
    this.#context = onCall ? null : this.#contextOf(undefined);
    this.onAvoided = onCall && ((call) => this.#report(call, 200, performance.now(), { cached: true }));
  }

  /** @throws GatewayError */
  send(call: LoadCall): Promise<ClioResponse> {
    const { token, request, maxCalls = Number.POSITIVE_INFINITY, onCall } = this.#options;
    if (token === null) return Promise.reject(unauthenticated());
    if (request) {
      // A write that has begun is carried through.
      if (call.method === 'GET' && request.wanted >= maxCalls)
        return Promise.reject(tooManyCalls(request.wanted));
      request.wanted += 1;
    }
    const wantedAt = onCall ? performance.now() : 0;
    if (this.#gate.enter()) return this.#sendNow(call, wantedAt);
    return new Promise((resolve) => this.#gate.wait(() => resolve(this.#sendNow(call, wantedAt))));
  }

  #sendNow(call: LoadCall, wantedAt: number): Promise<ClioResponse> {
    const context = this.#context ?? this.#contextOf(this.#exchangeListener(performance.now() - wantedAt));
    return this.#options.client.send(call, context).then(this.#onResponse, this.#onError);
  }

  readonly #onResponse = (response: ClioResponse): ClioResponse => {
    this.#gate.leave();
    return response;
  };

  readonly #onError = async (error: unknown): Promise<never> => {
    // A login that Clio no longer takes must not live on in what was kept for it.
    if (error instanceof GatewayError && error.code === 'UNAUTHENTICATED')
      await this.cache.end({ allBut: [] });
    this.#gate.leave();
    throw error;
  };

  /** Notes where something was found, or that Clio had to be asked. */
  noteLookup(what: 'record' | 'call', result: LookupResult, count: number): void {
    const { observer, request } = this.#options;
    observer?.onLookup(what, result, count);
    if (request?.totals && result !== 'miss') request.totals.cacheHits += count;
  }

  /** A GET that the cache may answer, by its whole URL. */
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
      this.#report(call, 200, performance.now(), { cached: true });
      return kept;
    }
    let response: DatedResponse;
    try {
      response = await this.#readUrl(call, url, content, generation);
    } catch (error) {
      const stale = cache.stalePage(url, generation);
      if (!stale || !this.mayStandInFor(error, true)) throw error;
      this.noteLookup('call', 'stale', 1);
      return stale;
    }
    cache.keepPage(url, generation, response);
    return response;
  }

  /**
   * A GET whose response may be that of another request, in flight or at another gateway; it is not kept in this one's cache.
   *
   * @param id Of the one record that the response is; null for several.
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
   * A write: whatever came of it, nothing read before it is answered again to this token, but for what it surely left as it is.
   *
   * @param untouched Entities of which it changes no record.
   */
  async write(
    call: LoadCall,
    { untouched = [] }: Pick<CatalogOperation, 'untouched'>,
  ): Promise<ClioResponse> {
    try {
      return await this.send(call);
    } finally {
      // Also after a failure: its outcome may be unknown.
      await this.cache.end({ allBut: untouched });
    }
  }

  /** Whether something out of date, if there is any, is better than this failure; it is noted then. */
  mayStandInFor(error: unknown, standsIn: boolean): boolean {
    const { signal, onStale } = this.#options;
    if (!standsIn || !isFailure(error) || signal?.aborted) return false;
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
    const { onCall, signal } = this.#options;
    // A 304 only helps a request that has the unchanged record.
    const key = call.ifNoneMatch === undefined ? url : `${url} ${call.ifNoneMatch}`;
    const startedAt = onCall ? performance.now() : 0;
    while (true) {
      const other = cache.inFlight(key, generation);
      if (other === undefined) break;
      try {
        const response = await unlessAborted(other, signal);
        this.noteLookup('call', 'joined', 1);
        this.#report(call, 200, startedAt, { cached: true, ms: performance.now() - startedAt });
        return response;
      } catch (error) {
        if (signal?.aborted || !isOfItsRequest(error)) throw error;
        // The other request could not wait any longer; Clio may still answer this one.
      }
    }
    const loading = this.#load(call, url, content, generation);
    cache.share(key, generation, loading);
    return loading;
  }

  async #load(call: LoadCall, url: string, content: Content, generation: Generation): Promise<DatedResponse> {
    const { cache } = this;
    const startedAt = performance.now();
    const looking = cache.findShared(url, generation);
    const found = looking && (await looking);
    if (found) {
      this.noteLookup('call', 'shared', 1);
      this.#report(call, 200, startedAt, { cached: true, ms: performance.now() - startedAt });
      return found;
    }
    this.noteLookup('call', 'miss', 1);
    const sent = await this.send(call);
    // Where a list cannot be read on, the next request tries again.
    const freshUntil = sent.next === unreadableLink ? 0 : cache.freshUntil(content);
    const response: DatedResponse = { freshUntil, ...sent };
    if (!response.notModified) cache.keepShared(url, generation, response);
    return response;
  }

  #contextOf(onExchange: CallContext['onExchange']): CallContext {
    const { token, signal, deadlineMs, request, onOtherVersion } = this.#options;
    return { token: token ?? '', signal, deadlineMs, request, onExchange, onOtherVersion };
  }

  /** @param queuedMs How long the call waited behind others of its request, which the first try reports. */
  #exchangeListener(queuedMs: number): (exchange: ExchangeReport) => void {
    let unreportedMs = queuedMs;
    return ({ call, status, ms, waitMs, bytes }) => {
      this.#report(call, status, performance.now() - ms, { ms, waitMs: waitMs + unreportedMs, bytes });
      unreportedMs = 0;
    };
  }

  #report(call: LoadCall, status: number | null, startedAt: number, rest: Partial<TracedCall>): void {
    const { onCall } = this.#options;
    if (!onCall) return;
    const { ms = 0, waitMs = 0, bytes = 0, cached = false } = rest;
    const startMs = startedAt - this.#openedAt;
    const { method, path, purpose } = call;
    onCall(
      {
        method,
        path,
        query: printQuery(call),
        status,
        ms: tenths(ms),
        cached,
        startMs: tenths(startMs),
        waitMs: tenths(waitMs),
        bytes,
      },
      purpose,
    );
  }
}

/** Codes of errors that belong to one request: the same call of another request may succeed. */
const ofTheRequest: ReadonlySet<string> = new Set(['RATE_LIMITED', 'UPSTREAM_TIMEOUT', 'QUERY_TOO_COMPLEX']);

function isOfItsRequest(error: unknown): boolean {
  return !(error instanceof GatewayError) || ofTheRequest.has(error.code);
}

/** True where Clio had no response; an error status is a response. */
function isFailure(error: unknown): boolean {
  if (!(error instanceof GatewayError)) return false;
  const { code, clio } = error;
  if (code === 'UPSTREAM_UNAVAILABLE' || code === 'UPSTREAM_TIMEOUT') return true;
  return code === 'UPSTREAM_ERROR' && (clio?.status === undefined || clio.status >= 500);
}

/** What comes of a wait, or the reason why this request waits no more. */
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
    `This operation has made ${made} calls to Clio, the most that are allowed, and was not read further. Ask for smaller pages (first), for fewer lists inside lists, or for the rest in another request.`,
  );
}

/** The error for a request without a token. */
export function unauthenticated(): GatewayError {
  return new GatewayError(
    'UNAUTHENTICATED',
    'This request brought no access token. Send the header "Authorization: Bearer <Clio access token>".',
  );
}

/** `/matters.json?fields=id&limit=50`, readable: for traces and cache keys, not for the wire. */
export function printCall(call: Call): string {
  return call.query.length === 0 ? call.path : `${call.path}?${printQuery(call)}`;
}

function printQuery(call: Call): string {
  return call.query.map(([name, value]) => `${name}=${printValue(value)}`).join('&');
}

/** Only what would make two values of one, or one of two: a key must name one call alone. */
function printValue(value: string): string {
  return value.includes('&') || value.includes('%')
    ? value.replaceAll('%', '%25').replaceAll('&', '%26')
    : value;
}

/** Lets a bounded number of calls run at once; the others wait in order. */
class Gate {
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Whether a call may run at once. It must be ended by {@link leave}; one that may not has to {@link wait}. */
  enter(): boolean {
    if (this.#running >= maxCallsAtOnce) return false;
    this.#running += 1;
    return true;
  }

  /** Calls `run` when a call may run. It must be ended by {@link leave}. */
  wait(run: () => void): void {
    this.#waiting.push(run);
  }

  leave(): void {
    // The turn passes to the next call directly, so that no other call takes it in between.
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
