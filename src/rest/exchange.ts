import type { Dispatcher } from 'undici';
import type { Clock } from './clock.ts';
import type { ResponseHeaders } from './headers.ts';
import { NetworkError, networkErrorFor } from './network-error.ts';
import type { Call, CallContext } from './types.ts';

/** One HTTP request, ready to be sent. */
export interface RawRequest {
  readonly method: Call['method'];
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string | null;
}

/** Limits of all exchanges of a client. */
export interface ExchangeLimits {
  /** Milliseconds until the headers have arrived, and again until the body has. */
  readonly timeoutMs: number;
  /** Maximum size of the body in bytes, as received. */
  readonly maxBytes: number;
  readonly clock: Clock;
}

/**
 * Node keeps a list of timers for each duration, and a new list costs three times as much as another timer in
 * an existing list. A timer that fires early is set again for the remaining time.
 */
function wholeSeconds(ms: number): number {
  return ms < 1000 ? ms : ms - (ms % 1000);
}

/** How long an exchange may take. */
export type ExchangeContext = Pick<CallContext, 'signal' | 'deadlineMs'>;

/** A complete response with its body as received, possibly compressed. */
export interface RawResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: Buffer;
}

/**
 * Sends one request and collects the response.
 *
 * Rejects with a {@link NetworkError} if no complete response arrives. The timer is our own, because undici's
 * timers have a resolution of half a second, and its body timeout restarts with each chunk, so that a very
 * slow body never times out.
 */
export function exchange(
  pool: Dispatcher,
  request: RawRequest,
  context: ExchangeContext,
  limits: ExchangeLimits,
): Promise<RawResponse> {
  const collector = new Collector(context, limits);
  if (collector.start()) {
    const { method, target, headers, body } = request;
    pool.dispatch(
      // undici does not change the headers, although its type allows that.
      { method, path: target, headers: headers as string[], body, headersTimeout: 0, bodyTimeout: 0 },
      collector,
    );
  }
  return collector.response;
}

const noHeaders: ResponseHeaders = {};
const noBytes = Buffer.alloc(0);

/** Collects one response directly from the parser, without a stream. */
class Collector implements Dispatcher.DispatchHandler {
  readonly response: Promise<RawResponse>;
  readonly #context: ExchangeContext;
  readonly #limits: ExchangeLimits;
  #resolve!: (response: RawResponse) => void;
  #reject!: (error: NetworkError) => void;
  #controller: Dispatcher.DispatchController | undefined;
  /** One timer for the deadline and for both phases. It is set again if it fires early. */
  #timer: NodeJS.Timeout | undefined;
  /** In the time of `performance.now()`. */
  #deadlineAt = Number.POSITIVE_INFINITY;
  #phaseEndsAt = Number.POSITIVE_INFINITY;
  /** Whether any byte of the request may have been sent. undici calls back when it has a connection. */
  #sent = false;
  #settled = false;
  #status = 0;
  #headers: ResponseHeaders = noHeaders;
  /** The first chunk; most responses have only one. */
  #chunk: Buffer | null = null;
  #chunks: Buffer[] | null = null;
  #bytes = 0;

  constructor(context: ExchangeContext, limits: ExchangeLimits) {
    this.#context = context;
    this.#limits = limits;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** @returns False if it is too late to send anything. */
  start(): boolean {
    const { signal, deadlineMs } = this.#context;
    const { clock, timeoutMs } = this.#limits;
    if (signal?.aborted) return this.#fail('aborted');
    if (deadlineMs !== undefined) {
      const leftMs = deadlineMs - clock.now();
      if (leftMs <= 0) return this.#fail('deadline');
      this.#deadlineAt = performance.now() + leftMs;
      // Not longer than a phase, so that it is also the timer of the first phase.
      this.#timer = setTimeout(this.#onEnd, wholeSeconds(Math.min(leftMs, timeoutMs)));
    }
    signal?.addEventListener('abort', this.#onEnd, { once: true });
    return true;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) {
      // Cancelled while it waited for a connection: aborting now prevents sending.
      controller.abort(new NetworkError('aborted', false));
      return;
    }
    this.#sent = true;
    this.#phaseEndsAt = performance.now() + this.#limits.timeoutMs;
    this.#timer ??= setTimeout(this.#onEnd, wholeSeconds(this.#limits.timeoutMs));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: ResponseHeaders,
  ): void {
    if (status < 200 || this.#settled) return;
    this.#status = status;
    this.#headers = headers;
    this.#phaseEndsAt = performance.now() + this.#limits.timeoutMs;
    if (Number(headers['content-length'] ?? 0) > this.#limits.maxBytes) this.#fail('too-large');
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.maxBytes) this.#fail('too-large');
    else if (this.#chunk === null) this.#chunk = chunk;
    else {
      this.#chunks ??= [this.#chunk];
      this.#chunks.push(chunk);
    }
  }

  onResponseEnd(): void {
    if (this.#settled) return;
    this.#settle();
    const body = this.#chunks ? Buffer.concat(this.#chunks, this.#bytes) : (this.#chunk ?? noBytes);
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#settled) return;
    this.#settle();
    this.#reject(networkErrorFor(error, this.#sent, this.#receivedStatus()));
  }

  /** Called by the signal and by the timer. */
  readonly #onEnd = (): void => {
    const nowMs = performance.now();
    if (this.#context.signal?.aborted) this.#fail('aborted');
    // Node's timers may fire a fraction of a millisecond early.
    else if (nowMs + 1 >= this.#deadlineAt) this.#fail('deadline');
    else if (nowMs + 1 >= this.#phaseEndsAt) this.#fail('timeout');
    else {
      // The phase may not have begun: the call then waits for a connection.
      const leftMs = Math.min(this.#deadlineAt, this.#phaseEndsAt) - nowMs;
      this.#timer = setTimeout(this.#onEnd, Math.min(leftMs, this.#limits.timeoutMs));
    }
  };

  #fail(kind: 'aborted' | 'deadline' | 'timeout' | 'too-large'): false {
    if (this.#settled) return false;
    this.#settle();
    const error = new NetworkError(kind, this.#sent, { status: this.#receivedStatus() });
    this.#reject(error);
    this.#controller?.abort(error);
    return false;
  }

  #receivedStatus(): number | null {
    return this.#status === 0 ? null : this.#status;
  }

  #settle(): void {
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#context.signal?.removeEventListener('abort', this.#onEnd);
  }
}
