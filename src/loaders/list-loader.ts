import type { GatewayError } from '../errors.ts';
import type { CachingClient } from './caching-client.ts';
import { encodeCursor } from './cursor.ts';
import { ListCalls, type ListRequest } from './list-calls.ts';
import { type Item, isNotRecord, notARecord, type OnPage } from './list-pages.ts';
import { readWindow } from './read-window.ts';
import { isRecord } from './record.ts';

export interface ListResult {
  /** The window's items as Clio sent them, without nulls and values that are not records. */
  readonly items: readonly unknown[];
  cursor(index: number): string;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Clio's `meta.records`; null if its response has none. */
  readonly totalCount: number | null;
  /** Bytes of all responses. */
  readonly bytes: number;
  /** Until when the whole result may be reused, in milliseconds since the epoch. */
  readonly freshUntil: number;
  /** Why further items were not read, or why one of them is unusable. */
  readonly rest?: GatewayError | undefined;
  /**
   * Index of the first missing item; null if it is before the first item, as in a list that is read backward.
   */
  readonly restAt?: number | null;
}

/** The loaded part of a list of several pages. */
export interface ListPages extends Pick<ListResult, 'cursor' | 'totalCount'> {
  /** The window's first items. */
  readonly items: readonly unknown[];
}

/**
 * Loads a window of a list with the fewest calls: pages as large as needed, by `page_token` in id order and
 * by offset in any other order.
 *
 * @param onPage Called with the items so far while more pages are expected, if the list is read from its
 * start.
 * @throws GatewayError `BAD_USER_INPUT` for an invalid cursor, `PAGINATION_WINDOW_EXCEEDED` beyond Clio's
 * 10,000.
 */
export async function loadList(
  client: CachingClient,
  request: ListRequest,
  onPage?: (pages: ListPages) => void,
): Promise<ListResult> {
  const calls = new ListCalls(client, request);
  const cursorOf =
    (items: readonly Item[]) =>
    (index: number): string =>
      encodeCursor(calls.key, (items[index] as Item).position);
  const listed = request.operation.response === 'ids' ? isGiven : isRecordItem;
  const showPages: OnPage | undefined =
    onPage &&
    ((all, totalCount) => {
      const items = all.every(listed) ? all : all.filter(listed);
      onPage({ items: items.map((item) => item.value), cursor: cursorOf(items), totalCount });
    });
  const window = await readWindow(calls, request, showPages);
  // Filtered last, because positions count what Clio sent.
  const isWhole = window.items.every(listed);
  const items = isWhole ? window.items : window.items.filter(listed);
  const { rest, restAt = items.length } = window;
  const broken =
    rest || isWhole || listed === isGiven ? -1 : window.items.findIndex(({ value }) => isNotRecord(value));
  return {
    items: items.map((item) => item.value),
    cursor: cursorOf(items),
    hasNextPage: window.more,
    hasPreviousPage: window.earlier,
    totalCount: window.total,
    bytes: calls.bytes,
    freshUntil: calls.freshUntil,
    rest: broken === -1 ? rest : notARecord(),
    restAt: broken === -1 ? restAt : window.items.slice(0, broken).filter(listed).length,
  };
}

function isRecordItem({ value }: Item): boolean {
  return isRecord(value);
}

function isGiven({ value }: Item): boolean {
  return value !== null;
}
