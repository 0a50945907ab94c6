import type { ClioRecord } from '../loaders/record.ts';
import type { UserError } from './user-errors.ts';

/** What came of a mutation, before its record is put together as the selection asks. */
export interface WriteResult {
  /** GraphQL type of what was written to. */
  readonly type: string;
  /** Clio's id of it; null where there is none. */
  readonly id: string | null;
  /** As the write answered it; null where it did not. */
  readonly record: ClioRecord | null;
  readonly userErrors: readonly UserError[];
  /** False where nothing came of it, not even a refusal of Clio's: the next try may go otherwise. */
  readonly settled: boolean;
}
