import { type ErrorCode, GatewayError } from '../errors.ts';
import { unknownOutcome } from './error-for-status.ts';
import type { NetworkError, NetworkErrorKind } from './network-error.ts';
import type { Call } from './types.ts';

interface Row {
  readonly code: ErrorCode;
  /** What happened, for a write that may have been made. */
  readonly event: string;
  readonly message: string;
}

const rows: Readonly<Record<NetworkErrorKind, Row>> = {
  unreachable: {
    code: 'UPSTREAM_UNAVAILABLE',
    event: 'Clio became unreachable',
    message: 'Clio could not be reached. Check CLIO_BASE_URL and the network, or try again later.',
  },
  tls: {
    code: 'UPSTREAM_UNAVAILABLE',
    event: 'The secure connection failed',
    message:
      'No secure connection to Clio could be made. Check CLIO_BASE_URL and the certificates of this machine.',
  },
  'connect-timeout': {
    code: 'UPSTREAM_TIMEOUT',
    event: 'The connection timed out',
    message:
      'Clio did not accept a connection in time. Check CLIO_BASE_URL and the network, or try again later.',
  },
  timeout: {
    code: 'UPSTREAM_TIMEOUT',
    event: 'Clio did not respond in time',
    message: 'Clio did not respond in time. Try again, ask for less at once, or raise UPSTREAM_TIMEOUT_MS.',
  },
  deadline: {
    code: 'UPSTREAM_TIMEOUT',
    event: "The request's time ran out",
    message: "The request's time ran out while waiting for Clio. Try again, or ask for less at once.",
  },
  dropped: {
    code: 'UPSTREAM_UNAVAILABLE',
    event: 'The connection to Clio broke',
    message: 'The connection to Clio broke before the response was complete. Try again.',
  },
  garbled: {
    code: 'UPSTREAM_ERROR',
    event: 'An unreadable response came',
    message:
      'The response is not HTTP that the gateway can read. Check CLIO_BASE_URL and any proxy in between.',
  },
  'too-large': {
    code: 'UPSTREAM_ERROR',
    event: 'A response beyond the size limit came',
    message:
      "Clio's response is larger than the gateway accepts. Ask for fewer records or fewer fields at once.",
  },
  aborted: {
    code: 'UPSTREAM_TIMEOUT',
    event: 'The request was cancelled',
    message: 'The request was cancelled before Clio had responded.',
  },
  closed: {
    code: 'UPSTREAM_UNAVAILABLE',
    event: 'The gateway shut down',
    message: 'The gateway is shutting down. Try again in a moment.',
  },
  'private-address': {
    code: 'UPSTREAM_ERROR',
    event: 'The host resolved to a private address',
    message: 'The host resolves to a private address. Check the name servers of this machine.',
  },
  invalid: {
    code: 'INTERNAL_SERVER_ERROR',
    event: 'The request was rejected',
    message: 'The gateway built a request that cannot be sent (rest/error-for-network). Please report this.',
  },
};

/**
 * The error for an exchange without a complete response.
 *
 * @param abortReason Reason of the caller's signal. A `GatewayError` is returned unchanged, except if a write
 * was in flight: "timed out" would invite clients to send it twice.
 */
export function errorForNetwork(
  method: Call['method'],
  error: NetworkError,
  abortReason?: unknown,
): GatewayError {
  const row = rows[error.kind];
  if (method !== 'GET' && error.sent) {
    return new GatewayError('UNKNOWN_OUTCOME', unknownOutcome(row.event), { cause: error });
  }
  if (error.kind === 'aborted' && abortReason instanceof GatewayError) return abortReason;
  return new GatewayError(row.code, row.message, { cause: error });
}
