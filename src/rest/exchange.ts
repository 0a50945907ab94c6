import type { Dispatcher } from 'undici';
import type { CancelSignal } from './cancellation.ts';
import type { Clock } from './clock.ts';
import type { ResponseHeaders } from './headers.ts';
import { WireFault, wireFaultFor } from './wire-fault.ts';

/** One HTTP request, ready for the wire. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: string | null;
}

export interface ExchangeLimits {
  /** Milliseconds until the headers have come, and again until the body has. */
  readonly timeoutMs: number;
  /** Most bytes of body, as they come over the wire. */
  readonly maxBytes: number;
  readonly deadlineMs: number | undefined;
  readonly signal: CancelSignal | undefined;
  readonly clock: Clock;
}

/** A complete response, its body not yet decompressed. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: Buffer;
}

/**
 * Sends one request and collects the response.
 *
 * Rejects with a {@link WireFault} when no complete response came. The timers are our own: undici's run on a
 * clock of half a second, and its body timeout starts again with each chunk, so that a trickle never ends.
 */
export function exchange(
  pool: Dispatcher,
  request: WireRequest,
  limits: ExchangeLimits,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const collector = new Collector(limits, resolve, reject);
    if (!collector.start()) return;
    const { method, target, headers, body } = request;
    pool.dispatch({ method, path: target, headers, body, headersTimeout: 0, bodyTimeout: 0 }, collector);
  });
}

/** Gathers one response straight from the parser: no stream in between. */
class Collector implements Dispatcher.DispatchHandler {
  readonly #limits: ExchangeLimits;
  readonly #resolve: (answer: WireAnswer) => void;
  readonly #reject: (fault: WireFault) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #phaseTimer: NodeJS.Timeout | undefined;
  #deadlineTimer: NodeJS.Timeout | undefined;
  /** Whether any byte of the request may have left: undici calls back when it has a connection to write on. */
  #sent = false;
  #settled = false;
  #status = 0;
  #headers: ResponseHeaders = {};
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(
    limits: ExchangeLimits,
    resolve: (answer: WireAnswer) => void,
    reject: (fault: WireFault) => void,
  ) {
    this.#limits = limits;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** @returns false when it is too late to send anything. */
  start(): boolean {
    const { signal, deadlineMs, clock } = this.#limits;
    if (signal?.aborted) return this.#fail('aborted');
    if (deadlineMs !== undefined) {
      const leftMs = deadlineMs - clock.now();
      if (leftMs <= 0) return this.#fail('deadline');
      this.#deadlineTimer = setTimeout(() => this.#fail('deadline'), leftMs);
    }
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    return true;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) {
      // Given up while waiting for a connection: aborting now keeps it off the wire.
      controller.abort(new WireFault('aborted', false));
      return;
    }
    this.#sent = true;
    this.#phaseTimer = setTimeout(() => this.#fail('timeout'), this.#limits.timeoutMs);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: ResponseHeaders,
  ): void {
    if (status < 200 || this.#settled) return;
    this.#status = status;
    this.#headers = headers;
    this.#phaseTimer?.refresh();
    if (Number(headers['content-length'] ?? 0) > this.#limits.maxBytes) this.#fail('too-large');
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.maxBytes) this.#fail('too-large');
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#settled) return;
    this.#settle();
    const [first] = this.#chunks;
    const body =
      this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks, this.#bytes);
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#settled) return;
    this.#settle();
    this.#reject(wireFaultFor(error, this.#sent, this.#answeredStatus()));
  }

  readonly #onAbort = (): void => {
    this.#fail('aborted');
  };

  #fail(kind: 'aborted' | 'deadline' | 'timeout' | 'too-large'): false {
    if (this.#settled) return false;
    this.#settle();
    const fault = new WireFault(kind, this.#sent, { status: this.#answeredStatus() });
    this.#reject(fault);
    this.#controller?.abort(fault);
    return false;
  }

  #answeredStatus(): number | null {
    return this.#status === 0 ? null : this.#status;
  }

  #settle(): void {
    this.#settled = true;
    clearTimeout(this.#phaseTimer);
    clearTimeout(this.#deadlineTimer);
    this.#limits.signal?.removeEventListener('abort', this.#onAbort);
  }
}
