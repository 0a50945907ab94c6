import { GatewayError } from '../errors.ts';
import { errorForNetwork } from './error-for-network.ts';
import type { RawRequest } from './exchange.ts';
import { NetworkError } from './network-error.ts';
import type { Call, CallContext } from './types.ts';

/** A waiting call must be sent this long before its deadline, or its response would be late. */
const responseMs = 2000;

/** Shared: most calls never wait. */
const nothing = (): void => undefined;

/** A call in progress: its request, its place in the token's queue, and its attempts so far. */
export class CallInProgress {
  readonly call: Call;
  readonly context: CallContext;
  readonly key: string;
  readonly rawRequest: RawRequest;
  attempts = 0;
  retries = 0;
  /** Whether it has waited for the rate limit before. */
  waited = false;
  /** How long the last attempt waited for its turn. */
  waitMs = 0;
  isLong = false;
  /** The call with the lowest number is sent first. */
  order = 0;
  #resolve: () => void = nothing;
  #reject: (error: GatewayError) => void = nothing;
  #onAbort: (() => void) | undefined;

  constructor(call: Call, context: CallContext, key: string, rawRequest: RawRequest) {
    this.call = call;
    this.context = context;
    this.key = key;
    this.rawRequest = rawRequest;
  }

  /** Whether the call can wait until then. Without a deadline it does not wait for a new window. */
  canWaitUntil(atMs: number): boolean {
    const { deadlineMs } = this.context;
    return deadlineMs !== undefined && atMs + responseMs < deadlineMs;
  }

  /** Resolves when the call may be sent. */
  wait(onAbort: () => void): Promise<void> {
    this.#onAbort = onAbort;
    this.context.signal?.addEventListener('abort', onAbort, { once: true });
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  admit(): void {
    this.#stopListening();
    this.#resolve();
  }

  reject(error: GatewayError): void {
    this.#stopListening();
    this.#reject(error);
  }

  /** Whether the deadline of its request has passed. */
  get hasTimedOut(): boolean {
    const reason = this.context.signal?.reason;
    return reason instanceof GatewayError && reason.code === 'UPSTREAM_TIMEOUT';
  }

  /** The error for a call that was cancelled while it waited. */
  cancelled(): GatewayError {
    return errorForNetwork(this.call.method, new NetworkError('aborted', false), this.context.signal?.reason);
  }

  #stopListening(): void {
    if (this.#onAbort) this.context.signal?.removeEventListener('abort', this.#onAbort);
    this.#onAbort = undefined;
  }
}
