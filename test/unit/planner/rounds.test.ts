import { describe, expect, it } from 'vitest';
import { rounds } from '../../support/plan-query.ts';

describe('the number of rounds', () => {
  it.each([
    [
      'a list, and a record that the list may bring',
      '{ matters { nodes { number } } matter(id: 2) { number } }',
      2,
    ],
    [
      'a list whose filter leaves values out of its records, and a record of that type',
      '{ matters(filter: { customFieldIds: ["1"] }) { nodes { number } } matter(id: 2) { number } }',
      1,
    ],
    [
      'a list that brings a record with the fields of its nodes and of its edges',
      '{ matters { nodes { client { name } } edges { node { client { type } } } } matter(id: 2) { client { name } } }',
      2,
    ],
    ['a list that brings less of a record', '{ matters { nodes { id } } matter(id: 2) { number } }', 1],
  ])('is predicted for %s', (_title, query, expected) => {
    expect(rounds(query)).toBe(expected);
  });
});
