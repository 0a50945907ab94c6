export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  readonly cause?: LoggedError;
}

/**
 * Describes an error for the log: its message and stack, and those of its causes. Other properties are left
 * out, because HTTP clients attach whole requests to their errors. `secret` is blanked wherever it appears.
 */
export function describeError(error: unknown, secret: string | null, depth = 0): LoggedError {
  const clean = (text: string): string => (secret ? text.replaceAll(secret, '[redacted]') : text);
  if (!(error instanceof Error)) return { type: typeof error, message: clean(describeValue(error)) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    type: error.name,
    message: clean(error.message),
    stack: error.stack && clean(error.stack),
    code,
    // A chain can be circular.
    cause:
      error.cause === undefined || depth >= 4 ? undefined : describeError(error.cause, secret, depth + 1),
  };
}

function describeValue(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
