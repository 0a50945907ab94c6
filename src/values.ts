/** What was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** A boolean of Clio's, which some accounts get as text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
