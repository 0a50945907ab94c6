import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from '../config/types.ts';
import { describeError } from './describe-error.ts';

/** Names under which a token could reach the log by mistake. */
const secretNames = [
  'authorization',
  'Authorization',
  'token',
  'accessToken',
  'access_token',
  'refresh_token',
];

/**
 * The gateway's log: one JSON object per line.
 *
 * Nothing in the gateway logs a token. As a safeguard, values under the usual names are blanked.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    // Pino's own serialiser logs every property of an error.
    serializers: { err: (value: unknown) => (value instanceof Error ? describeError(value, null) : value) },
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`]),
      censor: '[redacted]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
