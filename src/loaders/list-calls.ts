import type { CatalogOperation } from '../catalog/catalog.ts';
import { badInput } from '../errors.ts';
import type { ListArguments } from '../planner/list-arguments.ts';
import { defaultPageSize, idOrder } from '../planner/list-window.ts';
import type { ClioResponse } from '../rest/types.ts';
import type { CachingClient } from './caching-client.ts';
import type { LoadCall } from './call-trace.ts';
import type { Content } from './content.ts';
import { listKey } from './cursor.ts';

/** A list that a field requests. */
export interface ListRequest extends Pick<ListArguments, 'filters' | 'order' | 'window'> {
  readonly operation: CatalogOperation;
  /** Path with its placeholders filled in. */
  readonly path: string;
  /** The `fields` parameter; empty for none. */
  readonly fields: string;
  /** False if only the count is requested. */
  readonly page: boolean;
  /** Undefined if it is unknown. */
  readonly content?: Content | undefined;
  /** False if neither the count nor page info is requested: an empty page then needs no call. */
  readonly meta: boolean;
  /** The part of the plan that it is for. */
  readonly purpose?: object;
}

/** Reads one list, one page per call. */
export class ListCalls {
  /** The time of the oldest response. */
  freshUntil = Number.POSITIVE_INFINITY;
  /** Bytes of all responses. */
  bytes = 0;
  /** Maximum number of records in a page. */
  readonly limit: number;
  /** False if Clio rejects `offset`. */
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
    // No order means id order, so their cursors are interchangeable.
    this.#key ??= listKey([path, this.isByToken ? '' : (order ?? ''), ...filters.flat()]);
    return this.#key;
  }

  /**
   * The reverse of the list's order.
   *
   * @throws GatewayError `BAD_USER_INPUT` if Clio cannot sort it that way.
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

  /** @param start A page token or an offset; null or 0 for the first page. */
  async page(limit: number, start: string | number | null, order = this.order): Promise<ClioResponse> {
    const { path, fields, filters, purpose, content } = this.#request;
    const isFirst = start === null || start === 0;
    const name = typeof start === 'string' ? 'page_token' : 'offset';
    // Page tokens work only in id order, and some lists have another default order. So the order is always
    // sent.
    const sentOrder = order ?? (this.#hasOrder(idOrder) ? idOrder : null);
    const call: LoadCall = {
      method: 'GET',
      path,
      purpose,
      expect: 'list',
      query: [
        ...(fields === '' ? [] : [['fields', fields] as const]),
        ...filters,
        ['limit', String(limit)],
        ...(sentOrder === null ? [] : [['order', sentOrder] as const]),
        ...(isFirst ? [] : [[name, String(start)] as const]),
      ],
    };
    const response = await this.#client.sendCached(call, content);
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
 * Clio does not document `meta.records`. Most clients read it as the total, but one published response shows
 * the page's own count. A count that is equal to the page's is the total only if the page is the whole list.
 */
function totalIn({ records, data, next }: ClioResponse, isFirst: boolean): number | null {
  const isOfPage = records !== null && Array.isArray(data) && records <= data.length;
  return isOfPage && !(isFirst && next === null) ? null : records;
}
