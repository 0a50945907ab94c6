/**
 * The client's log, for operators. A pino logger fits. Lines have methods, paths, status codes and durations,
 * but no tokens, headers, queries or bodies.
 */
export interface RestLogger {
  warn(details: object, message: string): void;
  debug(details: object, message: string): void;
}
