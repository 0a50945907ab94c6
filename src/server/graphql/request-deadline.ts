import { GatewayError } from '../../errors.ts';
import { Cancellation, type CancelSignal } from '../../rest/cancellation.ts';

/** How long after the deadline a response is still accepted; a shorter deadline limits it further. */
const maxGraceMs = 500;

/**
 * Ends a request that takes too long or whose client has gone.
 *
 * At the deadline `signal` is aborted. Calls to Clio then fail and their fields are null, and the response
 * has what was loaded before. If it is not ready shortly after that, {@link within} rejects.
 */
export class RequestDeadline {
  readonly #cancellation = new Cancellation();
  #timer: NodeJS.Timeout;
  #giveUp: ((error: GatewayError) => void) | null = null;

  constructor(deadlineMs: number) {
    this.#timer = setTimeout(() => {
      const error = new GatewayError(
        'UPSTREAM_TIMEOUT',
        `The request took longer than ${deadlineMs} ms. Ask for less at once, or try again.`,
      );
      this.#cancellation.abort(error);
      this.#timer = setTimeout(() => this.#giveUp?.(error), Math.min(maxGraceMs, deadlineMs));
    }, deadlineMs);
  }

  /** Aborted at the deadline (reason: a `GatewayError`) or by {@link abandon}. */
  get signal(): CancelSignal {
    return this.#cancellation;
  }

  /** Aborts the work because the client has gone. */
  abandon(): void {
    this.#cancellation.abort(new DOMException('The client has gone away.', 'AbortError'));
  }

  /**
   * Waits for `work`, but not past the deadline and its grace.
   *
   * @throws GatewayError `UPSTREAM_TIMEOUT`
   */
  within<T>(work: Promise<T> | T): Promise<T> | T {
    if (!(work instanceof Promise)) return work;
    return new Promise((resolve, reject) => {
      this.#giveUp = reject;
      work.then(resolve, reject);
    });
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#giveUp = null;
  }
}
