/** A mistake in a file that the importer reads. The message says what to do, so it is printed without a stack trace. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
