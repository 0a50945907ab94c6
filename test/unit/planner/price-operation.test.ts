import { expect, it } from 'vitest';
import { price } from '../../support/plan-query.ts';

it.each([
  ['one page', '{ matters { nodes { number } } }', { min: 1, max: 1 }],
  ['a count', '{ matters { totalCount } }', { min: 1, max: 1 }],
  ['three pages', '{ matters(first: 450) { nodes { number } } }', { min: 1, max: 3 }],
  ['a batch', '{ matters { nodes { client { company { name } } } } }', { min: 1, max: 2 }],
  [
    'three batches',
    '{ activities(first: 450) { nodes { matter { client { name } } } } }',
    { min: 1, max: 6 },
  ],
  [
    'a list for each parent',
    '{ matters(first: 7) { nodes { tasks { nodes { name } } } } }',
    { min: 1, max: 8 },
  ],
  [
    'a list for each record of lists',
    '{ matters(first: 2) { nodes { tasks(first: 3) { nodes { activities { totalCount } } } } } }',
    { min: 1, max: 9 },
  ],
  [
    'a record by its id that appears again below its list',
    '{ utbmsCode(id: 3) { utbmsSet { utbmsCodes { nodes { utbmsSet { utbmsCodes { nodes { utbmsSet { updatedAt } } } } } } } } }',
    { min: 0, max: 3 },
  ],
  [
    'a list below a record, from a cursor that may be of another list',
    '{ matter(id: "1") { id tasks(first: 2, after: "x") { totalCount } } }',
    { min: 1, max: 2 },
  ],
  ['two roots', '{ viewer { name } matters { totalCount } }', { min: 2, max: 2 }],
  ['a search of the usual kinds', '{ search(query: "a") { more } }', { min: 4, max: 4 }],
  [
    'a search of two kinds with nested records',
    '{ search(query: "a", types: [MATTER, TASK]) { nodes { ... on Matter { client { company { name } } } } } }',
    { min: 2, max: 3 },
  ],
  ['a search of bills for no number', '{ search(query: "a", types: [BILL]) { more } }', { min: 0, max: 0 }],
  [
    'a search that finds a list',
    '{ search(query: "a", types: [TASK], first: 2) { nodes { ... on Task { activities { totalCount } } } } }',
    { min: 1, max: 3 },
  ],
  ['one root under two names', '{ a: matters { totalCount } b: matters { totalCount } }', { min: 1, max: 1 }],
  [
    'two windows of a list',
    '{ a: matters(first: 450) { nodes { id } } b: matters { totalCount } }',
    { min: 1, max: 3 },
  ],
  ['ids of two types', '{ nodes(ids: ["Matter:1", "Contact:1", "Contact:2"]) { id } }', { min: 2, max: 2 }],
  [
    'a record that a list may return',
    '{ contact(id: 1) { name } contacts { nodes { name } } matter(id: 1) { number } }',
    { min: 2, max: 3 },
  ],
  [
    'a record that a nested list may return',
    '{ node(id: "Task:1") { id } matters(first: 2) { nodes { tasks { nodes { name } } } } }',
    { min: 1, max: 4 },
  ],
  [
    'a record of each entry',
    '{ lineItems(first: 5) { nodes { activity { calendarEntry { summary } } } } }',
    { min: 1, max: 7 },
  ],
  ['an invalid id of another type', '{ matter(id: "User:1") { number } }', { min: 0, max: 0 }],
  [
    'invalid ids among valid ones',
    '{ nodes(ids: ["Damage:7", "Contact", "Contact:x"]) { id } }',
    { min: 1, max: 1 },
  ],
  [
    'a filter by an invalid id of another type',
    '{ tasks(filter: { matterId: "User:1" }) { totalCount } }',
    { min: 0, max: 0 },
  ],
])('prices %s', (_title, query, expected) => {
  expect(price(query)).toMatchObject(expected);
});

it('reads page sizes from variables', () => {
  const query = 'query ($first: Int) { matters(first: $first) { nodes { number } } }';
  expect(price(query, { first: 200 }).max).toBe(1);
  expect(price(query, { first: 201 }).max).toBe(2);
});

it('counts two lists once if the variables make them equal', () => {
  const query =
    'query ($order: BillOrderBy, $client: ID) { a: bills(filter: { clientId: 5 }) { totalCount } b: bills(filter: { clientId: $client }, orderBy: $order) { totalCount } }';
  expect(price(query, { order: 'id(asc)', client: '5' })).toEqual({ min: 1, expected: 1, max: 1 });
  expect(price(query, { order: 'id(asc)', client: '6' })).toEqual({ min: 2, expected: 2, max: 2 });
});

it.each([
  [
    'a null that filters nothing',
    '{ a: tasks(filter: { priority: null }) { totalCount } b: tasks { totalCount } }',
  ],
  [
    'an id in another form',
    '{ a: tasks(filter: { matterId: "1" }) { totalCount } b: tasks(filter: { matterId: "Matter:1" }) { totalCount } }',
  ],
  [
    'another order of filters',
    '{ a: tasks(filter: { priority: HIGH, complete: true }) { totalCount } b: tasks(filter: { complete: true, priority: HIGH }) { totalCount } }',
  ],
])('counts a list once beside %s', (_title, query) => {
  expect(price(query)).toEqual({ min: 1, expected: 1, max: 1 });
});

it('counts one more page after a cursor, whose page may have to be read again', () => {
  expect(price('{ matters(first: 10, after: "abc") { nodes { number } } }').max).toBe(2);
});

it.each([
  ['a page of a usual firm', '{ matters { nodes { number } } }', 1],
  [
    'a few records of settings',
    '{ users(first: 100) { nodes { tasksAsAssignee(first: 3) { nodes { name } } } } }',
    11,
  ],
  [
    'a list for each parent of a short list',
    '{ matter(id: 1) { tasks { nodes { activities { totalCount } } } } }',
    5,
  ],
  [
    'short lists inside records',
    '{ groups(first: 50) { nodes { users { tasksAsAssignee(first: 3) { nodes { name } } } } } }',
    9,
  ],
  [
    'a record of one of several types',
    '{ task(id: 1) { assignee { node { ... on User { email } ... on Contact { title } } } } }',
    2,
  ],
  [
    'no record that most parents lack',
    '{ document(id: 1) { contact { title company { name } } matter { description client { name } } } }',
    2,
  ],
  [
    'no record below a list that is empty for most parents',
    '{ contact(id: 1) { relatedContacts { company { company { name } } } } }',
    1,
  ],
  [
    'no value of a custom field that is likely to be missing',
    '{ matter(id: 1) { customFieldValues { contact { title company { name } } } } }',
    1,
  ],
  [
    'few records that a filter by id finds',
    '{ tasks(first: 50, filter: { matterId: "1" }) { nodes { activities { totalCount } } } }',
    5,
  ],
  [
    'half of the records in a range',
    '{ tasks(first: 200, filter: { createdAt: { gt: "2026-01-01T00:00:00Z" } }) { nodes { activities { totalCount } } } }',
    101,
  ],
  [
    'no call for an invalid window',
    '{ matters(first: 2, last: 2) { nodes { tasks { totalCount } } } viewer { id } }',
    1,
  ],
  [
    'no call for a record that a list filtered by its id returns',
    '{ contact(id: 5) { name } contacts(filter: { ids: ["Contact:5", "6"] }) { nodes { title } } }',
    1,
  ],
  [
    'a call for a record that a list filtered by other ids does not return',
    '{ contact(id: 5) { name } contacts(filter: { ids: ["6"] }) { nodes { title } } }',
    2,
  ],
  [
    'as many records as a filter names',
    '{ matters(filter: { ids: ["1", "2"] }) { nodes { tasks { totalCount } } } }',
    3,
  ],
])('expects %s', (_title, query, expected) => {
  expect(price(query).expected).toBe(expected);
});
