/** A mistake in what the importer reads. The message says what is wrong and what to do, so that it is printed without a stack trace. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
