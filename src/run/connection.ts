import type { ListResult } from '../loaders/list-loader.ts';
import type { ClioRecord } from '../loaders/record.ts';
import type { PageArrivals } from './page-arrivals.ts';

/** What a connection field resolves to. */
export interface Connection {
  readonly list: ListResult;
  /** Records by position in the connection: the response keys from it to them, joined by a dot. */
  readonly positions: ReadonlyMap<string, readonly ClioRecord[]>;
  /** Set while further pages are expected: items and positions grow, and the list's own facts are known at the end. */
  readonly pages?: PageArrivals;
}
