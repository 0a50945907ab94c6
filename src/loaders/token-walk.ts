import { badInput, GatewayError } from '../errors.ts';
import type { PageLink } from '../rest/types.ts';
import type { Position } from './cursor.ts';
import type { ListCalls } from './list-calls.ts';
import {
  type Item,
  ledBack,
  listData,
  type OnPage,
  pageItems,
  type ReadWindow,
  untilLimit,
  WalkProgress,
} from './list-pages.ts';
import { readByOffset } from './offset-walk.ts';

type TokenPosition = Extract<Position, { kind: 'token' }>;

/**
 * Reads records page by page, after a record of a page that was read by token, or from the list's start.
 *
 * @param onPage Called with the items so far whenever another page is expected.
 */
export async function readAfterToken(
  calls: ListCalls,
  from: TokenPosition | null,
  need: number,
  onPage?: OnPage,
): Promise<ReadWindow> {
  // After the last record of a page, reading starts at the next page, so nothing is read twice.
  const isAtEnd = from?.next !== undefined;
  const start = isAtEnd ? from.next : (from?.page ?? null);
  const skipped = from && !isAtEnd ? from.index + 1 : 0;
  let skip = skipped;
  let size = isAtEnd ? undefined : from?.size;
  const items: Item[] = [];
  let page = start;
  let total: number | null = null;
  const progress = new WalkProgress(start);
  const earlier = from !== null;
  while (true) {
    const limit = Math.min(calls.limit, size ?? skip + need - items.length);
    const reading = calls.page(limit, page);
    // Without its first page, the list is an error.
    const response = await (page === start ? reading : untilLimit(reading));
    if (response instanceof GatewayError) return { items, more: true, earlier, total, rest: response };
    const data = listData(response);
    total ??= response.records;
    const { next } = response;
    const taken = pageItems(response, page, size).slice(skip, skip + need - items.length);
    items.push(...taken);
    if (items.length >= need || next === null) {
      const more = next !== null || data.length > skip + taken.length;
      return { items, more, earlier, total };
    }
    if (next.pageToken === undefined && next.offset !== undefined) {
      // Clio links by offset if it has no page token.
      const isBefore = next.offset < (start === null ? skipped + items.length : 1);
      const others = isBefore
        ? ledBack()
        : await untilLimit(readByOffset(calls, next.offset, need - items.length));
      if (others instanceof GatewayError) return { items, more: true, earlier, total, rest: others };
      return { ...others, items: [...items, ...others.items], earlier, total: total ?? others.total };
    }
    const token = progress.next(next, data.length);
    if (token instanceof GatewayError) return { items, more: true, earlier, total, rest: token };
    onPage?.(items, total);
    page = token;
    size = undefined;
    skip = Math.max(0, skip - data.length);
  }
}

/** Reads records before one in a page: from that page, then from the earlier pages that Clio links to. */
export async function readBeforeToken(
  calls: ListCalls,
  { page, index, size, ...to }: TokenPosition,
  need: number,
): Promise<ReadWindow> {
  let items: readonly Item[] = [];
  let previous: PageLink | null = to.previous === undefined ? null : { pageToken: to.previous };
  let total: number | null = null;
  // The first record of a page knows the page before it, so its own page need not be read.
  if (previous === null) {
    const here = await calls.page(Math.min(calls.limit, size ?? Math.max(1, index)), page);
    total = here.records;
    items = pageItems(here, page, size).slice(0, index);
    previous = here.previous;
    // A page that was reached by going back can be the first one; a page that was reached by going forward
    // cannot.
    if (page !== null && size === undefined && previous === null && items.length < need)
      throw badInput('Clio gave no way back from this page. Page forward with "first" and "after".');
  }
  const progress = new WalkProgress(page);
  const unread = (rest: GatewayError): ReadWindow => {
    if (total === null && items.length === 0) throw rest;
    return { items, more: true, earlier: true, total, rest, restAt: null };
  };
  while (items.length < need && previous !== null) {
    const token = progress.next(previous, items.length);
    if (token instanceof GatewayError) return unread(token);
    const pageSize = Math.min(calls.limit, need - items.length);
    const response = await untilLimit(calls.page(pageSize, token));
    if (response instanceof GatewayError) return unread(response);
    total ??= response.records;
    if (listData(response).length === 0) break;
    items = [...pageItems(response, token, pageSize), ...items];
    previous = response.previous;
  }
  const earlier = items.length > need || previous !== null;
  return { items: items.slice(-need), more: true, earlier, total };
}
