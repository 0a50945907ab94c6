import type { Call, ExchangeReport } from '../rest/types.ts';
import { tenths } from '../values.ts';

/** A call and its purpose. */
export interface LoadCall extends Call {
  /** The part of the plan that the call is made for, for traces. */
  readonly purpose?: object | undefined;
}

/** One call in a trace. */
export interface TracedCall {
  readonly method: string;
  readonly path: string;
  /** Decoded, readable: `fields=id,name&limit=50`. */
  readonly query: string;
  /** Null when no response came. */
  readonly status: number | null;
  readonly ms: number;
  /** True if the response came from the cache. */
  readonly cached: boolean;
  /** When it was sent, in milliseconds since the operation began. */
  readonly startMs: number;
  /** How long it had waited for its turn, behind other calls of the request and for the rate limit. */
  readonly waitMs: number;
  /** Bytes of the response, decompressed; 0 for one from the cache. */
  readonly bytes: number;
}

/** Called for each call and each response from the cache, with its purpose if that is known. */
export type CallListener = (call: TracedCall, purpose: object | undefined) => void;

/** Reports the calls of one request. */
export class CallTrace {
  readonly #onCall: CallListener;
  readonly #openedAt: number;

  /** @param openedAt When the operation began, by `performance.now()`. */
  constructor(onCall: CallListener, openedAt = performance.now()) {
    this.#onCall = onCall;
    this.#openedAt = openedAt;
  }

  /** @param queuedMs How long the call waited behind others of its request. The first attempt reports it. */
  exchangeListener(queuedMs: number): (exchange: ExchangeReport) => void {
    let unreportedMs = queuedMs;
    return ({ call, status, ms, waitMs, bytes }) => {
      this.#report(call, performance.now() - ms, { status, ms, waitMs: waitMs + unreportedMs, bytes });
      unreportedMs = 0;
    };
  }

  /**
   * Reports a call that was not sent because the cache or another request had its response.
   *
   * @param startedAt Start of the look-up. @default now
   */
  reportCached(call: LoadCall, startedAt?: number): void {
    const now = performance.now();
    const ms = now - (startedAt ?? now);
    this.#report(call, now - ms, { status: 200, ms, cached: true });
  }

  #report(
    call: LoadCall,
    startedAt: number,
    rest: Partial<TracedCall> & Pick<TracedCall, 'status' | 'ms'>,
  ): void {
    const { status, ms, waitMs = 0, bytes = 0, cached = false } = rest;
    const { method, path, purpose } = call;
    this.#onCall(
      {
        method,
        path,
        query: printQuery(call),
        status,
        ms: tenths(ms),
        cached,
        startMs: tenths(startedAt - this.#openedAt),
        waitMs: tenths(waitMs),
        bytes,
      },
      purpose,
    );
  }
}

/** `/matters.json?fields=id&limit=50`, readable: for traces and cache keys, not for the wire. */
export function printCall(call: Call): string {
  return call.query.length === 0 ? call.path : `${call.path}?${printQuery(call)}`;
}

function printQuery(call: Call): string {
  return call.query.map(([name, value]) => `${name}=${printValue(value)}`).join('&');
}

/** Escapes only characters that would make the text ambiguous: a key must name one call. */
function printValue(value: string): string {
  return value.includes('&') || value.includes('%')
    ? value.replaceAll('%', '%25').replaceAll('&', '%26')
    : value;
}
