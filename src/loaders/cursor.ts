import { hash } from 'node:crypto';
import { badInput } from '../errors.ts';
import { parseJson } from '../values.ts';

/**
 * A position in a list. Stateless: the cursor has everything that is needed to continue.
 *
 * - `token`: record `index` of the page that starts at `page` (Clio's `page_token`; null for the first page).
 *   `next` is the token of the page after it, if the record is the last of its page. `size` is set on a page
 *   that was reached by going back: such a page ends at a fixed record, so a page of another size begins
 *   elsewhere. `previous` is the token of the page before it, if the record is the first of its page.
 * - `offset`: record number `index` of the whole list, from its start.
 * - `end`: record number `index` from the list's end.
 */
export type Position =
  | {
      readonly kind: 'token';
      readonly page: string | null;
      readonly index: number;
      readonly next?: string | undefined;
      readonly size?: number | undefined;
      readonly previous?: string | undefined;
    }
  | { readonly kind: 'offset'; readonly index: number }
  | { readonly kind: 'end'; readonly index: number };

/**
 * The name of a list with its filter and order. A cursor is valid only in its own list.
 *
 * @param parts The operation's path and all parameters that select or order records.
 */
export function listKey(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 10);
}

export function encodeCursor(list: string, position: Position): string {
  return Buffer.from(JSON.stringify([list, ...payloadOf(position)])).toString('base64url');
}

function payloadOf(position: Position): (string | number)[] {
  if (position.kind !== 'token') return [position.kind === 'offset' ? 'o' : 'e', position.index];
  const { index, page, next = '', size = 0, previous = '' } = position;
  const parts = [next, size, previous];
  // Omits trailing parts without a value.
  while (parts.length > 0 && !parts.at(-1)) parts.pop();
  return ['t', index, page ?? '', ...parts];
}

/**
 * @throws GatewayError `BAD_USER_INPUT` if the cursor is malformed or belongs to another list, filter or
 * order.
 */
export function decodeCursor(list: string, argument: string, cursor: string): Position {
  const payload = parse(cursor);
  if (!payload) {
    throw badInput(
      `"${argument}" is not a cursor of this API. Pass a cursor from pageInfo or an edge unchanged.`,
    );
  }
  if (payload.list !== list) {
    throw badInput(
      `"${argument}" is a cursor of another list, filter or order. Start again without it, or keep the arguments it came from.`,
    );
  }
  return payload.position;
}

/** Room for three page tokens of the maximum length, escaped, in base64. */
const maxLength = 9000;

function parse(cursor: string): { list: string; position: Position } | null {
  if (cursor.length > maxLength || !/^[A-Za-z0-9_-]+$/.test(cursor)) return null;
  const payload = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Array.isArray(payload)) return null;
  const [list, kind, index, ...rest] = payload as unknown[];
  if (typeof list !== 'string' || !isCount(index)) return null;
  const position = kind === 't' ? tokenPosition(index, rest) : countedPosition(kind, index, rest);
  return position && { list, position };
}

function tokenPosition(index: number, rest: readonly unknown[]): Position | null {
  const [page, next = '', size = 0, previous = '', ...others] = rest;
  if (typeof page !== 'string' || typeof next !== 'string' || typeof previous !== 'string') return null;
  if (!isCount(size) || (size > 0 && size <= index) || others.length > 0) return null;
  return {
    kind: 'token',
    page: page || null,
    index,
    next: next || undefined,
    size: size || undefined,
    previous: previous || undefined,
  };
}

function countedPosition(kind: unknown, index: number, rest: readonly unknown[]): Position | null {
  if (rest.length > 0 || (kind !== 'o' && kind !== 'e')) return null;
  return { kind: kind === 'o' ? 'offset' : 'end', index };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
