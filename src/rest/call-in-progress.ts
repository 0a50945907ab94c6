import type { RawRequest } from './exchange.ts';
import type { QueuedCall } from './pacing.ts';
import type { Call, CallContext } from './types.ts';

/** A call on its way: what stays the same from attempt to attempt, and what has happened so far. */
export class CallInProgress {
  readonly call: Call;
  readonly context: CallContext;
  readonly request: RawRequest;
  readonly queued: QueuedCall;
  attempts = 0;
  /** Retries made after failures that pass by themselves. */
  retries = 0;
  /** Whether it has waited for the rate limit before. */
  waited = false;
  /** How long the last attempt waited for its turn. */
  waitMs = 0;

  constructor(call: Call, context: CallContext, request: RawRequest, queued: QueuedCall) {
    this.call = call;
    this.context = context;
    this.request = request;
    this.queued = queued;
  }
}
