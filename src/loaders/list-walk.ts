import type { CatalogOperation } from '../catalog/catalog.ts';
import { badInput, GatewayError } from '../errors.ts';
import { defaultPageSize } from '../planner/argument-sizes.ts';
import { offsetWindow } from '../rest/page-link.ts';
import type { Answer, PageLink } from '../rest/types.ts';
import type { Content } from './content.ts';
import { decodeCursor, listKey, type Position } from './cursor.ts';
import { type Item, ledBack, listData, pageItems, WalkProgress } from './list-pages.ts';
import type { LoadCall, Upstream } from './upstream.ts';

/** A list as a field asks for it. */
export interface ListRequest {
  readonly operation: CatalogOperation;
  /** Path with its placeholders filled in. */
  readonly path: string;
  /** The `fields` parameter; empty for none. */
  readonly fields: string;
  /** Filters, in Clio's names. */
  readonly filters: readonly (readonly [name: string, value: string])[];
  /** Clio's `order`; null for the list's id order. */
  readonly order: string | null;
  readonly window: ListWindow;
  /** False where the count alone is asked for. */
  readonly page: boolean;
  /** Undefined where nothing is known of it. */
  readonly content?: Content | undefined;
  /** False where neither the count nor page info is asked for: an empty page then needs no call. */
  readonly meta: boolean;
  /** Part of the plan that it is for. */
  readonly origin?: object;
}

/** Relay's paging arguments. */
export interface ListWindow {
  readonly first: number | null;
  readonly after: string | null;
  readonly last: number | null;
  readonly before: string | null;
}

/** Order in which page tokens work. */
export const idOrder = 'id(asc)';

type TokenPosition = Extract<Position, { kind: 'token' }>;

/** A part of a list, as far as it was read. */
export interface ReadWindow {
  readonly items: readonly Item[];
  readonly more: boolean;
  readonly earlier: boolean;
  readonly total: number | null;
  readonly rest?: GatewayError | undefined;
  /** Null where the rest is before the first item. @default after the last */
  readonly restAt?: null;
}

type OnPage = (items: readonly Item[], total: number | null) => void;

/** Reads a window of one list, forward or backward, by page token or by offset. */
export class ListWalk {
  /** That of the oldest answer. */
  freshUntil = Number.POSITIVE_INFINITY;
  /** Of all answers. */
  bytes = 0;
  #key: string | undefined;
  readonly #upstream: Upstream;
  readonly #request: ListRequest;
  readonly #limit: number;
  readonly #onPage: OnPage;

  constructor(upstream: Upstream, request: ListRequest, onPage: OnPage) {
    this.#upstream = upstream;
    this.#request = request;
    this.#onPage = onPage;
    this.#limit = request.operation.limit ?? defaultPageSize;
  }

  /** The list's name in its cursors. */
  get key(): string {
    const { path, order, filters } = this.#request;
    // No order and id order are one order, and a cursor of the one is good for the other.
    this.#key ??= listKey([path, this.#byToken() ? '' : (order ?? ''), ...filters.flat()]);
    return this.#key;
  }

  get defaultSize(): number {
    return Math.min(defaultPageSize, this.#limit);
  }

  #byToken(): boolean {
    return this.#request.order === null || this.#request.order === idOrder;
  }

  /** The count comes with any page: the smallest will do. */
  async count(): Promise<ReadWindow> {
    const answer = await this.#call(1, null);
    return { items: [], more: false, earlier: false, total: answer.records };
  }

  /** No record, but whether there is one beyond: a page of one shows that, and brings the count. */
  async nothing(forward: boolean, { after, before }: ListWindow): Promise<ReadWindow> {
    if (!this.#request.meta) {
      if (after !== null) decodeCursor(this.key, 'after', after);
      else if (before !== null) decodeCursor(this.key, 'before', before);
      else if (!forward || !this.#byToken()) this.#checkOffset(0);
      if (!forward && before === null) this.#reversedOrder();
      return { items: [], more: false, earlier: false, total: null };
    }
    const window = await (forward ? this.forward(1, after) : this.backward(1, before));
    const any = window.items.length > 0;
    return { ...window, items: [], ...(forward ? { more: any } : { earlier: any }) };
  }

  // ---- forward -----------------------------------------------------------------------------------

  async forward(need: number, after: string | null): Promise<ReadWindow> {
    const from = after === null ? null : decodeCursor(this.key, 'after', after);
    if (from?.kind === 'end') return this.#fromEnd(Math.max(0, from.index - need), from.index, true);
    const { order } = this.#request;
    if (from?.kind === 'offset') return this.#byOffset(from.index + 1, need, order, this.#onPage);
    if (!this.#byToken()) return this.#byOffset(0, need, order, this.#onPage);
    // A record that ended its page is followed by the next page's start: nothing is read twice.
    const start =
      from?.next !== undefined
        ? { page: from.next, skip: 0 }
        : { page: from?.page ?? null, skip: from ? from.index + 1 : 0, size: from?.size };
    return this.#walkTokens(start.page, start.skip, need, start.size);
  }

  async #walkTokens(
    start: string | null,
    skipped: number,
    need: number,
    startSize?: number,
  ): Promise<ReadWindow> {
    const items: Item[] = [];
    let page = start;
    let skip = skipped;
    let size = startSize;
    let total: number | null = null;
    const progress = new WalkProgress(start);
    const earlier = start !== null || skipped > 0;
    while (true) {
      const limit = Math.min(this.#limit, size ?? skip + need - items.length);
      const answer = await untilLimit(this.#call(limit, atToken(page)));
      if (answer instanceof GatewayError) {
        if (page === start) throw answer;
        return { items, more: true, earlier, total, rest: answer };
      }
      const data = listData(answer);
      total ??= answer.records;
      const { next } = answer;
      const taken = pageItems(answer, page, size).slice(skip, skip + need - items.length);
      items.push(...taken);
      if (items.length >= need || next === null) {
        const more = next !== null || data.length > skip + taken.length;
        return { items, more, earlier, total };
      }
      if (next.pageToken === undefined && next.offset !== undefined) {
        // Clio goes on by offset where it has no token to give.
        const isBefore = next.offset < (start === null ? skipped + items.length : 1);
        const others = isBefore
          ? ledBack()
          : await untilLimit(this.#byOffset(next.offset, need - items.length));
        if (others instanceof GatewayError) return { items, more: true, earlier, total, rest: others };
        return { ...others, items: [...items, ...others.items], earlier, total: total ?? others.total };
      }
      const token = progress.next(next, data.length);
      if (token instanceof GatewayError) return { items, more: true, earlier, total, rest: token };
      this.#onPage(items, total);
      page = token;
      size = undefined;
      skip = Math.max(0, skip - data.length);
    }
  }

  /** Pages of other orders are counted from the list's start; once the total is known they are read side by side. */
  async #byOffset(
    start: number,
    need: number,
    order = this.#request.order,
    onPage?: OnPage,
  ): Promise<ReadWindow> {
    this.#checkOffset(start);
    if (this.#request.operation.offset === false) return this.#onlyPage(need, order);
    const size = Math.min(this.#limit, need, offsetWindow - start);
    const head = await this.#pageAt(size, start, order);
    const pages = [listData(head)];
    const itemsSoFar = (): Item[] => offsetItems(pages.flat(), start);
    let last = head;
    const end = Math.min(start + need, head.records ?? Number.POSITIVE_INFINITY, offsetWindow);
    const offsets: number[] = [];
    for (let offset = start + size; offset < end; offset += this.#limit) offsets.push(offset);
    if (offsets.length > 0 && last.next !== null) onPage?.(itemsSoFar(), head.records);
    const read = (offset: number): Promise<Answer | GatewayError> =>
      untilLimit(this.#pageAt(Math.min(this.#limit, end - offset), offset, order));
    const together = head.records === null ? null : await Promise.all(offsets.map(read));
    let rest: GatewayError | undefined;
    for (const [index, offset] of offsets.entries()) {
      if (together === null && last.next === null) break;
      const answer = together?.[index] ?? (await read(offset));
      if (answer instanceof GatewayError) {
        rest = answer;
        break;
      }
      pages.push(listData(answer));
      last = answer;
    }
    const items = itemsSoFar();
    const more =
      rest !== undefined ||
      (head.records === null ? last.next !== null : start + items.length < head.records && items.length > 0);
    return { items, more, earlier: start > 0, total: head.records, rest };
  }

  /**
   * Records before a place that a cursor names, which are known to be there: all pages are read side by side, and where the request
   * has made as many calls as it may, those next to that place are kept.
   */
  async #besideOffset(start: number, end: number, order = this.#request.order): Promise<ReadWindow> {
    if (this.#request.operation.offset === false) return this.#byOffset(start, end - start, order);
    this.#checkOffset(start);
    const starts: number[] = [];
    for (let to = end; to > start; to -= this.#limit) starts.push(Math.max(start, to - this.#limit));
    const answers = await Promise.all(
      starts.map((from, index) => untilLimit(this.#pageAt((starts[index - 1] ?? end) - from, from, order))),
    );
    const [nearest] = answers;
    if (nearest === undefined || nearest instanceof GatewayError) throw nearest;
    const items: Item[] = [];
    let rest: GatewayError | undefined;
    for (const [index, answer] of answers.entries()) {
      if (answer instanceof GatewayError) {
        rest = answer;
        break;
      }
      items.unshift(...offsetItems(listData(answer), starts[index] ?? 0));
    }
    const { records, next } = nearest;
    const more = records === null ? next !== null : end < records && items.length > 0;
    const earlier = rest !== undefined || start > 0;
    return { items, more, earlier, total: records, rest };
  }

  /** All that Clio gives, in an order other than by id, of a list that refuses offsets: there is no way to a second page. */
  async #onlyPage(need: number, order: string | null): Promise<ReadWindow> {
    const answer = await this.#pageAt(Math.min(need, this.#limit), 0, order);
    const data = listData(answer);
    const more = answer.next !== null || (answer.records !== null && data.length < answer.records);
    if (more && data.length < need) throw noWayOn(this.#limit);
    return { items: offsetItems(data, 0), more, earlier: false, total: answer.records };
  }

  #checkOffset(start: number): void {
    if (this.#request.operation.offset === false && start > 0) throw noWayOn(this.#limit);
    if (start >= offsetWindow) {
      throw new GatewayError(
        'PAGINATION_WINDOW_EXCEEDED',
        'Clio lists at most 10,000 records in this order. Narrow the filter, or page in id order (orderBy: ID_ASC), which has no end.',
      );
    }
  }

  // ---- backward ----------------------------------------------------------------------------------

  async backward(need: number, before: string | null): Promise<ReadWindow> {
    if (before === null) return this.#fromEnd(0, need, false);
    const to = decodeCursor(this.key, 'before', before);
    if (to.kind === 'offset') {
      const start = Math.max(0, to.index - need);
      if (to.index === 0) return { ...(await this.count()), more: true };
      const window = await this.#besideOffset(start, to.index);
      return { restAt: null, ...window, more: true };
    }
    if (to.kind === 'end') return this.#fromEnd(to.index + 1, to.index + 1 + need, false);
    return this.#beforeToken(to, need);
  }

  /**
   * Records counted from the end, `from` up to but not including `to`: read in the opposite order, then turned round.
   */
  async #fromEnd(from: number, to: number, forward: boolean): Promise<ReadWindow> {
    const reversed = this.#reversedOrder();
    if (from === to) return { ...(await this.count()), earlier: forward };
    const window = await (forward
      ? this.#besideOffset(from, to, reversed)
      : this.#byOffset(from, to - from, reversed));
    const { more: earlier, total, rest } = window;
    const items = window.items
      .map(({ value, position: { index } }): Item => ({ value, position: { kind: 'end', index } }))
      .reverse();
    const more = from > 0 || (forward && rest !== undefined);
    const read = { items, more, earlier, total, rest };
    return forward ? read : { restAt: null, ...read };
  }

  #reversedOrder(): string {
    const { operation } = this.#request;
    const order = this.#request.order ?? idOrder;
    const reversed = order.endsWith('(asc)')
      ? order.replace('(asc)', '(desc)')
      : order.replace('(desc)', '(asc)');
    if (!operation.order || !Object.values(operation.order.values).includes(reversed)) {
      throw badInput('Clio cannot list these records from the end. Page forward with "first" and "after".');
    }
    return reversed;
  }

  /** Records before one in a page: out of that page, then out of the pages that Clio links to before it. */
  async #beforeToken({ page, index, size, ...to }: TokenPosition, need: number): Promise<ReadWindow> {
    let items: readonly Item[] = [];
    let previous: PageLink | null = to.previous === undefined ? null : { pageToken: to.previous };
    let total: number | null = null;
    // A record that begins its page knows the page before: its own page need not be read.
    if (previous === null) {
      const here = await this.#call(Math.min(this.#limit, size ?? Math.max(1, index)), atToken(page));
      total = here.records;
      items = pageItems(here, page, size).slice(0, index);
      previous = here.previous;
      // A page that was reached by going back can be the first; one that was reached by going on cannot.
      if (page !== null && size === undefined && previous === null && items.length < need) throw noWayBack();
    }
    const progress = new WalkProgress(page);
    const unread = (rest: GatewayError): ReadWindow => {
      if (total === null && items.length === 0) throw rest;
      return { items, more: true, earlier: true, total, rest, restAt: null };
    };
    while (items.length < need && previous !== null) {
      const token = progress.next(previous, items.length);
      if (token instanceof GatewayError) return unread(token);
      const pageSize = Math.min(this.#limit, need - items.length);
      const answer = await untilLimit(this.#call(pageSize, atToken(token)));
      if (answer instanceof GatewayError) return unread(answer);
      total ??= answer.records;
      if (listData(answer).length === 0) break;
      items = [...pageItems(answer, token, pageSize), ...items];
      previous = answer.previous;
    }
    const earlier = items.length > need || previous !== null;
    return { items: items.slice(-need), more: true, earlier, total };
  }

  // ---- calls -------------------------------------------------------------------------------------

  #pageAt(limit: number, offset: number, order: string | null): Promise<Answer> {
    return this.#call(limit, offset === 0 ? null : ['offset', String(offset)], order);
  }

  async #call(
    limit: number,
    start: readonly [name: string, value: string] | null,
    order = this.#request.order,
  ): Promise<Answer> {
    const { operation, path, fields, filters, origin } = this.#request;
    // Page tokens work in id order only, and some lists have another order by default: it is always sent.
    const sentOrder =
      order ?? (operation.order && Object.values(operation.order.values).includes(idOrder) ? idOrder : null);
    const call: LoadCall = {
      method: 'GET',
      path,
      origin,
      expect: 'list',
      query: [
        ...(fields === '' ? [] : [['fields', fields] as const]),
        ...filters,
        ['limit', String(limit)],
        ...(sentOrder === null ? [] : [['order', sentOrder] as const]),
        ...(start === null ? [] : [start]),
      ],
    };
    const answer = await this.#upstream.sendCached(call, this.#request.content);
    this.bytes += answer.bytes;
    this.freshUntil = Math.min(this.freshUntil, answer.freshUntil ?? 0);
    return { ...answer, records: total(answer) };
  }
}

/** Where a page begins. @param token Null for the first page. */
function atToken(token: string | null): readonly [name: string, value: string] | null {
  return token === null ? null : ['page_token', token];
}

/** @param start Offset of the first of the values. */
function offsetItems(values: readonly unknown[], start: number): Item[] {
  return values.map((value, index) => ({ value, position: { kind: 'offset', index: start + index } }));
}

/**
 * Clio does not document `meta.records`: most clients read it as the total, one published answer shows the page's
 * own count. A count that the page alone accounts for, with more to follow, is no total.
 */
function total({ records, data, next }: Answer): number | null {
  if (records === null || (next !== null && Array.isArray(data) && records <= data.length)) return null;
  return records;
}

function noWayOn(limit: number): GatewayError {
  return badInput(
    `Clio gives no more of this list than one page, of ${limit} records at most, in this order. Narrow the filter, or leave out "orderBy" (or use ID_ASC) and page with "first" and "after".`,
  );
}

function noWayBack(): GatewayError {
  return badInput('Clio gave no way back from this page. Page forward with "first" and "after".');
}

const limits: ReadonlySet<string> = new Set(['QUERY_TOO_COMPLEX', 'PAGINATION_WINDOW_EXCEEDED']);

/** What is read, or the error where the request may make no more calls, or Clio lists no more: what came before is kept then. */
async function untilLimit<T>(reading: Promise<T>): Promise<T | GatewayError> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof GatewayError && limits.has(error.code)) return error;
    throw error;
  }
}
