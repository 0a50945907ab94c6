import { expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { PlanPrices } from '../../../src/planner/plan-prices.ts';
import { planner, prepare, price } from '../../support/plan-query.ts';

type Variables = Readonly<Record<string, unknown>>;

function pricesOf(query: string): PlanPrices {
  const operation = prepare(query);
  return new PlanPrices(loadCatalog(), planner.plan(operation), operation.operation);
}

const oneById = 'query ($id: ID!) { matter(id: $id) { number } }';
const list =
  'query ($first: Int, $after: String, $client: ID) { matters(first: $first, after: $after, filter: { clientId: $client }) { nodes { number } } }';
const twoLists =
  'query ($a: ID, $b: ID) { x: matters(filter: { clientId: $a }) { totalCount } y: matters(filter: { clientId: $b }) { totalCount } }';
const below = 'query ($n: Int) { matters(first: 5) { nodes { activities(first: $n) { nodes { date } } } } }';
const listsBelow =
  'query ($a: ID, $b: ID) { matters(first: 5) { nodes { x: activities(filter: { userId: $a }) { totalCount } y: activities(filter: { userId: $b }) { totalCount } } } }';
const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

it.each<[string, string, Variables, Variables]>([
  ['an id', oneById, { id: '1' }, { id: '2' }],
  ['a filter of the only list', list, { first: 300, client: '1' }, { first: 300, client: '2' }],
  ['a cursor', list, { first: 300, after: 'a' }, { first: 300, after: 'b' }],
])('computes one price for all values of %s', (_title, query, one, other) => {
  const prices = pricesOf(query);
  expect(prices.price(other)).toBe(prices.price(one));
  expect(prices.price(other)).toEqual(price(query, other));
});

it.each<[string, string, readonly Variables[]]>([
  ['a page size', list, [{ first: 10 }, { first: 300 }, {}]],
  ['the type of an id', oneById, [{ id: '1' }, { id: 'Matter:1' }, { id: 'User:1' }, { id: 'x' }]],
  [
    'an id that is written like the placeholder for numbers',
    oneById,
    [{ id: '+' }, { id: '#' }, { id: 'Matter:+' }, { id: 'Matter:#' }, { id: '1' }, { id: 'Matter:1' }],
  ],
  ['the presence of a cursor', list, [{ first: 300 }, { first: 300, after: 'a' }]],
  [
    'equal calls of two root fields',
    twoLists,
    [
      { a: '1', b: '1' },
      { a: '1', b: '2' },
    ],
  ],
  [
    'equal lists of one record',
    listsBelow,
    [
      { a: '1', b: '1' },
      { a: '1', b: '2' },
    ],
  ],
  ['a page size below a list', below, [{ n: 5 }, { n: 300 }]],
  ['ids of any type', nodes, [{ ids: ['Matter:1'] }, { ids: ['Matter:1', 'Contact:1'] }, { ids: [] }]],
])('computes another price if %s differs', (_title, query, each) => {
  const prices = pricesOf(query);
  for (const variables of [...each, ...each])
    expect(prices.price(variables)).toEqual(price(query, variables));
});

it('drops prices when there are too many', () => {
  const prices = pricesOf(list);
  const first = prices.price({ first: 1 });
  for (let size = 2; size < 100; size += 1) prices.price({ first: size });
  expect(prices.price({ first: 1 })).not.toBe(first);
  expect(prices.price({ first: 1 })).toEqual(first);
});
