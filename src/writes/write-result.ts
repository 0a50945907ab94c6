import type { ClioRecord } from '../loaders/record.ts';
import type { UserError } from './user-errors.ts';

/** The result of a write, before the payload is composed as the selection asks. */
export interface WriteResult {
  /** GraphQL type of what was written to. */
  readonly type: string;
  /** Clio's id of it; null where there is none. */
  readonly id: string | null;
  /** As Clio's response to the write holds it; null where it holds none. */
  readonly record: ClioRecord | null;
  readonly userErrors: readonly UserError[];
  /** False where Clio neither made nor rejected the write: another try may end differently. */
  readonly settled: boolean;
}
