import type { CatalogOperation } from '../catalog/catalog.ts';
import { badInput } from '../errors.ts';
import type { Parameter } from '../planner/bind-arguments.ts';
import { defaultPageSize, idOrder, type ListWindow } from '../planner/list-window.ts';
import type { ClioResponse } from '../rest/types.ts';
import type { DatedResponse } from './cache.ts';
import type { CachingClient, LoadCall } from './caching-client.ts';
import type { Content } from './content.ts';
import { listKey } from './cursor.ts';

/** A list as a field asks for it. */
export interface ListRequest {
  readonly operation: CatalogOperation;
  /** Path with its placeholders filled in. */
  readonly path: string;
  /** The `fields` parameter; empty for none. */
  readonly fields: string;
  /** Filters, in Clio's names. */
  readonly filters: readonly Parameter[];
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
  readonly purpose?: object;
}

/** The calls that read one list, a page each. */
export class ListCalls {
  /** That of the oldest response. */
  freshUntil = Number.POSITIVE_INFINITY;
  /** Of all responses. */
  bytes = 0;
  /** Most records in a page. */
  readonly limit: number;
  /** False where Clio rejects `offset`. */
  readonly takesOffset: boolean;
  readonly order: string | null;
  readonly isByToken: boolean;
  readonly #client: CachingClient;
  readonly #request: ListRequest;
  #key: string | undefined;

  constructor(client: CachingClient, request: ListRequest) {
    const { operation, order } = request;
    this.limit = operation.limit ?? defaultPageSize;
    this.takesOffset = operation.offset !== false;
    this.order = order;
    this.isByToken = order === null || order === idOrder;
    this.#client = client;
    this.#request = request;
  }

  /** The list's name in its cursors. */
  get key(): string {
    const { path, order, filters } = this.#request;
    // No order and id order are one order, and a cursor of the one is good for the other.
    this.#key ??= listKey([path, this.isByToken ? '' : (order ?? ''), ...filters.flat()]);
    return this.#key;
  }

  /**
   * The list's order from its end.
   *
   * @throws GatewayError `BAD_USER_INPUT` where Clio does not sort it that way.
   */
  reversedOrder(): string {
    const order = this.order ?? idOrder;
    const reversed = order.endsWith('(asc)')
      ? order.replace('(asc)', '(desc)')
      : order.replace('(desc)', '(asc)');
    if (!this.#hasOrder(reversed)) {
      throw badInput('Clio cannot list these records from the end. Page forward with "first" and "after".');
    }
    return reversed;
  }

  /** @param token Null for the first page. */
  pageAtToken(limit: number, token: string | null): Promise<ClioResponse> {
    const call = this.#call(limit, this.order, token === null ? null : ['page_token', token]);
    const reading = this.#client.sendCached(call, this.#request.content);
    return reading.then((response) => this.#read(response, token === null));
  }

  pageAtOffset(limit: number, offset: number, order: string | null): Promise<ClioResponse> {
    const call = this.#call(limit, order, offset === 0 ? null : ['offset', String(offset)]);
    const reading = this.#client.sendCached(call, this.#request.content);
    return reading.then((response) => this.#read(response, offset === 0));
  }

  /** @param start Null for the first page. */
  #call(limit: number, order: string | null, start: readonly [name: string, value: string] | null): LoadCall {
    const { path, fields, filters, purpose } = this.#request;
    // Page tokens work in id order only, and some lists have another order by default: it is always sent.
    const sentOrder = order ?? (this.#hasOrder(idOrder) ? idOrder : null);
    return {
      method: 'GET',
      path,
      purpose,
      expect: 'list',
      query: [
        ...(fields === '' ? [] : [['fields', fields] as const]),
        ...filters,
        ['limit', String(limit)],
        ...(sentOrder === null ? [] : [['order', sentOrder] as const]),
        ...(start === null ? [] : [start]),
      ],
    };
  }

  #read(response: DatedResponse, isFirst: boolean): ClioResponse {
    this.bytes += response.bytes;
    this.freshUntil = Math.min(this.freshUntil, response.freshUntil ?? 0);
    return { ...response, records: totalIn(response, isFirst) };
  }

  #hasOrder(order: string): boolean {
    const values = this.#request.operation.order?.values;
    for (const name in values) if (values[name] === order) return true;
    return false;
  }
}

/**
 * Clio does not document `meta.records`: most clients read it as the total, one published response shows the page's own count. A
 * count that the page alone accounts for is the total only where the page is the whole list.
 */
function totalIn({ records, data, next }: ClioResponse, isFirst: boolean): number | null {
  const isOfPage = records !== null && Array.isArray(data) && records <= data.length;
  return isOfPage && !(isFirst && next === null) ? null : records;
}
