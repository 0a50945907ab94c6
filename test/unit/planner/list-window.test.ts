import { expect, it } from 'vitest';
import { windowOf } from '../../../src/planner/list-window.ts';

it.each([
  ['first and last', { first: 1, last: 1 }],
  ['first and before', { first: 1, before: 'x' }],
  ['last and after', { last: 1, after: 'x' }],
  ['a negative first', { first: -1 }],
  ['a negative last', { last: -1 }],
])('rejects a window with %s', (_title, window) => {
  expect(() => windowOf(window)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
});
