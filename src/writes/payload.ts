import type { LoadedRecord } from '../loaders/record.ts';
import type { UserError } from './user-errors.ts';

/** What a mutation resolves to. */
export interface Payload {
  /** The record by response key of the payload; or why it could not be read after the write. */
  readonly positions: ReadonlyMap<string, LoadedRecord>;
  /** Global id of what was written to. */
  readonly id: string | null;
  readonly userErrors: readonly UserError[];
}
