import type { ClioRecord, LoadedRecord } from '../loaders/record.ts';
import type { UserError } from './user-errors.ts';

/** The result of a write, before the payload is composed for the selection. */
export interface WriteResult {
  /** GraphQL type of the written record. */
  readonly type: string;
  /** Clio's id of the record; null without one. */
  readonly id: string | null;
  /** The record in Clio's response to the write; null if the response has none. */
  readonly record: ClioRecord | null;
  readonly userErrors: readonly UserError[];
  /** False if Clio neither made nor rejected the write: another attempt may end differently. */
  readonly settled: boolean;
}

export interface Payload {
  /** The record, or the error if it could not be read after the write, by response key of the payload. */
  readonly positions: ReadonlyMap<string, LoadedRecord>;
  /** Global id of the written record. */
  readonly id: string | null;
  readonly userErrors: readonly UserError[];
}
