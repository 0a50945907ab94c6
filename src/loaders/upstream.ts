import { GatewayError } from '../errors.ts';
import type { CancelSignal } from '../rest/cancellation.ts';
import type { Answer, Call, ClioClient, RequestLedger } from '../rest/types.ts';
import type { TokenCache } from './cache.ts';

/** One call as a trace shows it. */
export interface TracedCall {
  readonly method: string;
  readonly path: string;
  /** Decoded, readable: `fields=id,name&limit=50`. */
  readonly query: string;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly ms: number;
  /** True when the cache answered and nothing was sent. */
  readonly cached: boolean;
}

export interface UpstreamOptions {
  readonly client: ClioClient;
  /** Null when the request brought none and there is no default. */
  readonly token: string | null;
  readonly cache: TokenCache;
  readonly signal?: CancelSignal;
  readonly deadlineMs?: number;
  /** Where the calls of the whole request are counted. */
  readonly request?: RequestLedger;
  /** Most calls of one request under way at once. @default 6 */
  readonly concurrency?: number;
  /** Told of each call, and of each answer from the cache. */
  readonly onCall?: (call: TracedCall) => void;
}

/** Clio as one request sees it: with its token, its deadline, its share of connections. */
export interface Upstream {
  readonly cache: TokenCache;
  /** @throws GatewayError */
  send(call: Call): Promise<Answer>;
  /** A GET whose answer may come from the cache, by its whole URL. */
  sendCached(call: Call): Promise<Answer>;
  /** A write: whatever came of it, nothing read before it is answered again to this token. */
  write(call: Call): Promise<Answer>;
}

const defaultConcurrency = 6;

export function createUpstream(options: UpstreamOptions): Upstream {
  const { client, token, cache, signal, deadlineMs, request, onCall } = options;
  const gate = createGate(options.concurrency ?? defaultConcurrency);
  const send = (call: Call): Promise<Answer> => {
    if (token === null) return Promise.reject(unauthenticated());
    if (request) request.wanted += 1;
    return gate(() =>
      client.send(call, {
        token,
        signal,
        deadlineMs,
        request,
        onExchange: onCall && (({ status, ms }) => onCall(traced(call, status, ms, false))),
      }),
    );
  };
  return {
    cache,
    send,
    async write(call) {
      try {
        return await send(call);
      } finally {
        // Also after a failure: its outcome may be unknown.
        cache.forget();
      }
    },
    async sendCached(call) {
      const url = printCall(call);
      const kept = cache.page(url);
      if (kept) {
        onCall?.(traced(call, 200, 0, true));
        return kept;
      }
      const answer = await send(call);
      cache.keepPage(url, answer);
      return answer;
    },
  };
}

/** What a request without a token gets to hear. */
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
  return call.query.map(([name, value]) => `${name}=${value}`).join('&');
}

function traced(call: Call, status: number | null, ms: number, cached: boolean): TracedCall {
  // A tenth of a millisecond is more than the clock is good for.
  const rounded = Math.round(ms * 10) / 10;
  return { method: call.method, path: call.path, query: printQuery(call), status, ms: rounded, cached };
}

/** Lets a bounded number of tasks run at once; the others wait in order. */
function createGate(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      // The place is handed on, so that it cannot be taken in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
