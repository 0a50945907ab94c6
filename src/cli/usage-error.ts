/** A command was given something that it cannot use; the message says what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
