/**
 * Where the client writes what an operator may want to know; pino fits as it is.
 * Lines hold methods, paths, status codes and durations: no token, no header, no query, no body.
 */
export interface RestLogger {
  warn(details: object, message: string): void;
  debug(details: object, message: string): void;
}
