import type { GatewayError } from '../errors.ts';
import type { Health } from './breaker.ts';
import type { CallOutcome } from './budget.ts';
import type { NetworkErrorKind } from './network-error.ts';

/** Why an attempt to make a call failed. */
export type FailureCause =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterMs: number | null }
  | { readonly kind: 'network'; readonly network: NetworkErrorKind; readonly sent: boolean };

/** A failed attempt, with the facts for the retry decision. */
export class Failure {
  readonly error: GatewayError;
  readonly cause: FailureCause;

  constructor(error: GatewayError, cause: FailureCause) {
    this.error = error;
    this.cause = cause;
  }
}

/** Returns how a call ended, which shows whether Clio may have counted it. */
export function outcomeOf(cause: FailureCause | null): CallOutcome {
  if (cause === null || cause.kind === 'status') return 'responded';
  return cause.sent ? 'noResponse' : 'unsent';
}

/** Faults of Clio or of the network. The caller or this process causes the others. */
const unavailableKinds: ReadonlySet<NetworkErrorKind> = new Set([
  'unreachable',
  'tls',
  'connect-timeout',
  'timeout',
  'dropped',
  'garbled',
]);

/** What an attempt shows about Clio. A rejection (4xx) comes from a healthy server. */
export function healthOf(cause: FailureCause | null): Health {
  if (cause === null) return 'healthy';
  if (cause.kind === 'status') {
    if (cause.status < 500) return 'healthy';
    return cause.status >= 502 && cause.status <= 504 ? 'unavailable' : 'failing';
  }
  return unavailableKinds.has(cause.network) ? 'unavailable' : 'unknown';
}

/** Whether an operator should know: Clio has a problem, or a login makes too many calls. */
export function isWorthLogging(cause: FailureCause): boolean {
  const health = healthOf(cause);
  return (
    health === 'unavailable' || health === 'failing' || (cause.kind === 'status' && cause.status === 429)
  );
}
