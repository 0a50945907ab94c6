import type { LoadedRecord } from '../loaders/record.ts';
import type { UserError } from './user-errors.ts';

/** The value of a mutation's field. */
export interface Payload {
  /** The record, or the error if it could not be read after the write, by response key of the payload. */
  readonly positions: ReadonlyMap<string, LoadedRecord>;
  /** Global id of the written record. */
  readonly id: string | null;
  readonly userErrors: readonly UserError[];
}
