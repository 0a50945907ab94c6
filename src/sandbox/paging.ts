import { ApiError, badParameter } from './api-error.ts';
import type { Order } from './order.ts';
import { MAX_OFFSET, type Parameters } from './parameters.ts';
import type { RawRecord } from './record.ts';

/** One page of a list, and the parameters of the pages beside it. */
export interface Page {
  readonly items: readonly RawRecord[];
  readonly next?: readonly [name: string, value: string];
  readonly previous?: readonly [name: string, value: string];
}

/** A position in a list: after or before the record with this key. */
interface Place {
  readonly direction: 'after' | 'before';
  readonly key: string;
}

/** A whole list in its order. */
interface OrderedList {
  readonly items: readonly RawRecord[];
  readonly keyOf: (record: RawRecord) => string;
  readonly order: Order;
  readonly takesOffset: boolean;
}

/**
 * Returns a page of a list.
 *
 * Lists in the order of ids are paged by `page_token`, without an end. Lists in any other order, and requests with
 * `offset`, are paged by offset.
 *
 * @throws ApiError 400 for a token with another order or a broken one, 422 for a larger offset than Clio accepts
 */
export function cutPage(list: OrderedList, { limit, offset, pageToken }: Parameters): Page {
  const { items, order, takesOffset } = list;
  const byId = order.key === 'id' && !order.descending;
  if (pageToken !== undefined) {
    if (offset !== undefined) throw badParameter('page_token and offset exclude each other');
    if (!byId) throw badParameter('page_token needs order=id(asc)');
    return cursorPage(list, limit, readPlace(pageToken));
  }
  if (offset === undefined && byId) return cursorPage(list, limit, undefined);
  // A list that rejects offsets has only one page in another order.
  if (!takesOffset) return { items: items.slice(0, limit) };
  const start = offset ?? 0;
  if (start > MAX_OFFSET) {
    const message = `An invalid argument was supplied: offset must be at most ${MAX_OFFSET}`;
    throw new ApiError(422, 'ArgumentError', message);
  }
  return {
    items: items.slice(start, start + limit),
    ...(start + limit < items.length && { next: ['offset', String(start + limit)] as const }),
    ...(start > 0 && { previous: ['offset', String(Math.max(0, start - limit))] as const }),
  };
}

function cursorPage({ items, keyOf }: OrderedList, limit: number, place: Place | undefined): Page {
  const isBefore = place?.direction === 'before';
  const edge = place ? items.findIndex((item) => keyOf(item) >= place.key) : 0;
  const at = edge < 0 ? items.length : edge;
  const atPlace = items[at];
  const isThere = place !== undefined && atPlace !== undefined && keyOf(atPlace) === place.key;
  const start = isBefore ? Math.max(0, at - limit) : at + (isThere ? 1 : 0);
  const end = isBefore ? at : start + limit;
  const page = items.slice(start, end);
  const [first] = page;
  const last = page.at(-1);
  return {
    items: page,
    ...(last && end < items.length && { next: ['page_token', writePlace('after', keyOf(last))] as const }),
    ...(first && start > 0 && { previous: ['page_token', writePlace('before', keyOf(first))] as const }),
  };
}

function writePlace(direction: Place['direction'], key: string): string {
  return Buffer.from(`${direction}:${key}`).toString('base64url');
}

function readPlace(token: string): Place {
  const match = /^(after|before):(.+)$/.exec(Buffer.from(token, 'base64url').toString());
  const wrong = badParameter('page_token is not valid');
  if (!match || !/^[\w-]+$/.test(token)) throw wrong;
  return { direction: match[1] as Place['direction'], key: match[2] as string };
}
