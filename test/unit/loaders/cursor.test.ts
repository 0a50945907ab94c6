import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, listKey, type Position } from '../../../src/loaders/cursor.ts';

const list = listKey(['/matters.json', '', 'status', 'open']);

const positions: readonly Position[] = [
  { kind: 'token', page: null, index: 0 },
  { kind: 'token', page: null, index: 199, next: 'YWZ0ZXI6MTk5' },
  { kind: 'token', page: 'YWZ0ZXI6MTk5', index: 3 },
  { kind: 'token', page: 'YWZ0ZXI6MTk5', index: 4, next: 'eyJh' },
  { kind: 'token', page: 'YmVmb3JlOjc', index: 2, size: 5 },
  { kind: 'token', page: 'YmVmb3JlOjc', index: 4, next: 'eyJh', size: 5 },
  { kind: 'token', page: 'YmVmb3JlOjc', index: 0, previous: 'YmVmb3JlOjM' },
  { kind: 'token', page: 'YmVmb3JlOjc', index: 0, next: 'eyJh', size: 1, previous: 'YmVmb3JlOjM' },
  { kind: 'token', page: 'a page token in "words", with ünïcode', index: 1 },
  { kind: 'offset', index: 0 },
  { kind: 'offset', index: 9_999 },
  { kind: 'end', index: 0 },
  { kind: 'end', index: 41 },
];

it.each(positions)('decodes what it has encoded: $kind $page $index $next $size $previous', (position) => {
  const cursor = encodeCursor(list, position);
  expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(decodeCursor(list, 'after', cursor)).toEqual(position);
});

it('encodes no two positions as the same cursor', () => {
  expect(new Set(positions.map((position) => encodeCursor(list, position))).size).toBe(positions.length);
});

describe('listKey', () => {
  it.each([
    ['another path', ['/contacts.json', '', 'status', 'open']],
    ['another order', ['/matters.json', 'number(asc)', 'status', 'open']],
    ['another filter', ['/matters.json', '', 'status', 'closed']],
    ['parts cut elsewhere', ['/matters.json', '', 'statusopen']],
  ])('changes with %s', (_title, parts) => {
    const cursor = encodeCursor(list, { kind: 'offset', index: 1 });
    expect(() => decodeCursor(listKey(parts), 'before', cursor)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining('"before"') }),
    );
  });
});

describe('decodeCursor rejects', () => {
  const pack = (payload: unknown): string => Buffer.from(JSON.stringify(payload)).toString('base64url');
  it.each([
    ['nothing', ''],
    ['words', 'hello world'],
    ['no JSON', Buffer.from('[1,').toString('base64url')],
    ['standard base64', Buffer.from(JSON.stringify([list, 'o', 1])).toString('base64')],
    ['an object', pack({ list, kind: 'o', index: 1 })],
    ['null', pack(null)],
    ['too little', pack([list, 'o'])],
    ['an unknown kind', pack([list, 'x', 1])],
    ['a list that is not a string', pack([7, 'o', 1])],
    ['a negative index', pack([list, 'o', -1])],
    ['a fraction', pack([list, 'o', 1.5])],
    ['an index as text', pack([list, 'o', '1'])],
    ['an index beyond safe numbers', pack([list, 'o', 2 ** 53])],
    ['an offset with more behind it', pack([list, 'o', 1, 'token'])],
    ['an end with more behind it', pack([list, 'e', 1, 'token'])],
    ['a page that is not a string', pack([list, 't', 1, 7])],
    ['no page', pack([list, 't', 1])],
    ['a next page that is not a string', pack([list, 't', 1, 'a', {}])],
    ['a size that is not a number', pack([list, 't', 1, 'a', '', '5'])],
    ['a page smaller than its index', pack([list, 't', 5, 'a', '', 5])],
    ['a previous page that is not a string', pack([list, 't', 1, 'a', 'b', 5, 6])],
    ['more than a cursor has', pack([list, 't', 1, 'a', 'b', 5, 'c', 7])],
    ['a megabyte', pack([list, 't', 1, 'a'.repeat(1_000_000)])],
  ])('%s', (_title, cursor) => {
    expect(() => decodeCursor(list, 'after', cursor)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining('"after"') }),
    );
  });
});
