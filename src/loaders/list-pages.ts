import { GatewayError } from '../errors.ts';
import type { ClioResponse, PageLink } from '../rest/types.ts';
import type { Position } from './cursor.ts';
import { isRecord } from './record.ts';

/** A record of a list, with its position. */
export interface Item {
  readonly value: unknown;
  readonly position: Position;
}

/** The part of a list that was read. */
export interface ReadWindow {
  readonly items: readonly Item[];
  readonly more: boolean;
  readonly earlier: boolean;
  readonly total: number | null;
  readonly rest?: GatewayError | undefined;
  /** Null if the rest is before the first item. @default after the last */
  readonly restAt?: null;
}

/** Called with the items so far while more pages are expected. */
export type OnPage = (items: readonly Item[], total: number | null) => void;

/** A page's records with their positions. */
export function pageItems(response: ClioResponse, page: string | null, size: number | undefined): Item[] {
  const data = listData(response);
  const read: ReadPage = { response, page, size, count: data.length };
  return data.map((value, index) => new PageItem(value, read, index));
}

interface ReadPage {
  readonly response: ClioResponse;
  readonly page: string | null;
  readonly size: number | undefined;
  readonly count: number;
}

/** A record of a page that was read by token. Its position is computed when its cursor is read. */
class PageItem implements Item {
  readonly value: unknown;
  readonly #page: ReadPage;
  readonly #index: number;

  constructor(value: unknown, page: ReadPage, index: number) {
    this.value = value;
    this.#page = page;
    this.#index = index;
  }

  /** The first and the last record of a page know the neighbouring pages. */
  get position(): Position {
    const { response, page, size, count } = this.#page;
    const index = this.#index;
    const next = index === count - 1 ? response.next?.pageToken : undefined;
    const previous = index === 0 && page !== null ? response.previous?.pageToken : undefined;
    return { kind: 'token', page, index, next, size, previous };
  }
}

/** @throws GatewayError `UPSTREAM_ERROR` if there is no list. */
export function listData(response: ClioResponse): readonly unknown[] {
  if (!Array.isArray(response.data))
    throw new GatewayError('UPSTREAM_ERROR', "Clio's response to a list has no list of records.");
  return response.data;
}

/** Clio sends null for a hidden record. */
export function isNotRecord(value: unknown): boolean {
  return value !== null && !isRecord(value);
}

export function notARecord(): GatewayError {
  return new GatewayError('UPSTREAM_ERROR', 'Clio sent something in a list that is not a record.');
}

/**
 * A walk ends after this many empty pages in a row. Some pages may be empty because Clio hides their records
 * from the login.
 */
const maxEmptyPages = 3;

/** Makes sure that reading a list ends: no page is read twice, and only a few pages in a row may be empty. */
export class WalkProgress {
  readonly #read = new Set<string | null>();
  #empty = 0;

  /** @param start Token of the first page. */
  constructor(start: string | null) {
    this.#read.add(start);
  }

  /**
   * @param link Link to the next page.
   * @param records Number of records in the page before it.
   * @returns The token of the page, or why the walk ends: `UPSTREAM_ERROR`.
   */
  next({ pageToken }: PageLink, records: number): string | GatewayError {
    this.#empty = records === 0 ? this.#empty + 1 : 0;
    if (pageToken === undefined) return stopped('has a link to its next page that cannot be read');
    if (this.#read.has(pageToken)) return ledBack();
    if (this.#empty >= maxEmptyPages) return stopped(`held ${maxEmptyPages} empty pages in a row`);
    this.#read.add(pageToken);
    return pageToken;
  }
}

/** The error for a link to a page that has been read. */
export function ledBack(): GatewayError {
  return stopped('led back to a page before it');
}

function stopped(why: string): GatewayError {
  return new GatewayError('UPSTREAM_ERROR', `Clio's list ${why}, so it was not read further. Try again.`);
}

const limits: ReadonlySet<string> = new Set(['QUERY_TOO_COMPLEX', 'PAGINATION_WINDOW_EXCEEDED']);

/**
 * Waits for a page. Returns the error if the request may make no more calls or Clio lists no more, so that
 * earlier pages are kept.
 */
export function untilLimit<T>(reading: Promise<T>): Promise<T | GatewayError> {
  return reading.catch((error: unknown) => {
    if (error instanceof GatewayError && limits.has(error.code)) return error;
    throw error;
  });
}
