import { badInput, GatewayError } from '../errors.ts';
import { offsetWindow } from '../rest/page-link.ts';
import type { ClioResponse } from '../rest/types.ts';
import type { ListCalls } from './list-calls.ts';
import { type Item, listData, type OnPage, type ReadWindow, untilLimit } from './list-pages.ts';

/**
 * Reads records of a list from an offset. When the total is known, pages are read at the same time.
 *
 * @param options `order` replaces the list's order.
 */
export async function readByOffset(
  calls: ListCalls,
  start: number,
  need: number,
  { order = calls.order, onPage }: { order?: string | null; onPage?: OnPage | undefined } = {},
): Promise<ReadWindow> {
  checkOffset(calls, start);
  const { limit } = calls;
  if (!calls.takesOffset) return readOnlyPage(calls, need, order);
  const size = Math.min(limit, need, offsetWindow - start);
  const head = await calls.page(size, start, order);
  const pages = [listData(head)];
  const itemsSoFar = (): Item[] => itemsFrom(start, pages.flat());
  let last = head;
  const end = Math.min(start + need, head.records ?? Number.POSITIVE_INFINITY, offsetWindow);
  const offsets: number[] = [];
  for (let offset = start + size; offset < end; offset += limit) offsets.push(offset);
  if (offsets.length > 0 && last.next !== null) onPage?.(itemsSoFar(), head.records);
  const read = (offset: number): Promise<ClioResponse | GatewayError> =>
    untilLimit(calls.page(Math.min(limit, end - offset), offset, order));
  const together = head.records === null ? null : await Promise.all(offsets.map(read));
  let rest: GatewayError | undefined;
  for (const [index, offset] of offsets.entries()) {
    if (together === null && last.next === null) break;
    const response = together?.[index] ?? (await read(offset));
    if (response instanceof GatewayError) {
      rest = response;
      break;
    }
    pages.push(listData(response));
    last = response;
  }
  const items = itemsSoFar();
  const more =
    rest !== undefined ||
    (head.records === null ? last.next !== null : start + items.length < head.records && items.length > 0);
  return { items, more, earlier: start > 0, total: head.records, rest };
}

/**
 * Reads records before a cursor, which are known to exist. All pages are read at the same time. If the
 * request's calls run out, the pages next to the cursor are kept.
 */
export async function readBesideOffset(
  calls: ListCalls,
  start: number,
  end: number,
  order = calls.order,
): Promise<ReadWindow> {
  if (!calls.takesOffset) return readByOffset(calls, start, end - start, { order });
  checkOffset(calls, start);
  const starts: number[] = [];
  for (let to = end; to > start; to -= calls.limit) starts.push(Math.max(start, to - calls.limit));
  const responses = await Promise.all(
    starts.map((from, index) => untilLimit(calls.page((starts[index - 1] ?? end) - from, from, order))),
  );
  const [nearest] = responses;
  if (nearest === undefined || nearest instanceof GatewayError) throw nearest;
  const items: Item[] = [];
  let rest: GatewayError | undefined;
  for (const [index, response] of responses.entries()) {
    if (response instanceof GatewayError) {
      rest = response;
      break;
    }
    items.unshift(...itemsFrom(starts[index] ?? 0, listData(response)));
  }
  const { records, next } = nearest;
  const more = records === null ? next !== null : end < records && items.length > 0;
  return { items, more, earlier: rest !== undefined || start > 0, total: records, rest };
}

/** @throws GatewayError for an offset that Clio does not support. */
function checkOffset({ limit, takesOffset }: ListCalls, start: number): void {
  if (!takesOffset && start > 0) throw noWayOn(limit);
  if (start >= offsetWindow) {
    throw new GatewayError(
      'PAGINATION_WINDOW_EXCEEDED',
      'Clio lists at most 10,000 records in this order. Narrow the filter, or page in id order (orderBy: ID_ASC), which has no end.',
    );
  }
}

/**
 * Reads the only page of a list that rejects offsets, in an order other than by id: a second page cannot be
 * reached.
 */
async function readOnlyPage(calls: ListCalls, need: number, order: string | null): Promise<ReadWindow> {
  const response = await calls.page(Math.min(need, calls.limit), 0, order);
  const data = listData(response);
  const more = response.next !== null || (response.records !== null && data.length < response.records);
  if (more && data.length < need) throw noWayOn(calls.limit);
  return { items: itemsFrom(0, data), more, earlier: false, total: response.records };
}

function itemsFrom(start: number, values: readonly unknown[]): Item[] {
  return values.map((value, index) => ({ value, position: { kind: 'offset', index: start + index } }));
}

function noWayOn(limit: number): GatewayError {
  return badInput(
    `Clio returns only one page of this list in this order, with at most ${limit} records. Narrow the filter, or leave out "orderBy" (or use ID_ASC) and page with "first" and "after".`,
  );
}
