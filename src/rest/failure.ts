import type { GatewayError } from '../errors.ts';
import type { FailureCause } from './failure-cause.ts';

/** An attempt that failed, and what the retry decision needs to know about it. */
export class Failure {
  readonly error: GatewayError;
  readonly cause: FailureCause;

  constructor(error: GatewayError, cause: FailureCause) {
    this.error = error;
    this.cause = cause;
  }
}
