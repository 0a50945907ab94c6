import { buildSchema, type FieldNode, getArgumentValues, Kind, parse } from 'graphql';
import { expect, it } from 'vitest';
import { argumentValues } from '../../../src/planner/argument-values.ts';

const schema = buildSchema(/* GraphQL */ `
  enum Size {
    SMALL
    LARGE
  }
  input Where {
    size: Size = SMALL
    limit: Int
    tags: [String!]
  }
  type Query {
    echo(text: String!, where: Where, size: Size = LARGE, ids: [ID!]): String
  }
`);
const definition = schema.getQueryType()?.getFields().echo;
if (!definition) throw new Error('The schema lacks its field.');

const variables = [
  {},
  { a: 'x' },
  { a: null },
  { a: 'x', size: 'SMALL', where: { limit: 1 }, ids: ['1'] },
  { a: 'x', size: null, where: null, ids: null },
  { limit: 3, tag: 't' },
];

it.each([
  'echo(text: $a)',
  'echo(text: "t")',
  'echo(text: null)',
  'echo',
  'echo(text: "t", where: $where, size: $size, ids: $ids)',
  'echo(text: "t", where: { limit: $limit, tags: [$tag] })',
  'echo(text: "t", where: { limit: 5, size: LARGE })',
  'echo(text: "t", where: { limit: "five" })',
  'echo(text: "t", ids: "1")',
  'echo(text: "t", size: null)',
  'echo(text: $constructor, ids: $toString)',
])('reads the arguments of %s as graphql-js does, every time', (field) => {
  const node = fieldOf(field);
  for (const one of [...variables, ...variables]) {
    const expected = outcome(() => getArgumentValues(definition, node, one));
    expect(outcome(() => argumentValues(definition, node, one))).toEqual(expected);
    expect(outcome(() => argumentValues(definition, node, one))).toEqual(expected);
  }
});

it('computes and freezes them once per execution', () => {
  const node = fieldOf('echo(text: $a)');
  const own = { a: 'x' };
  const first = argumentValues(definition, node, own);
  expect(argumentValues(definition, node, own)).toBe(first);
  expect(Object.isFrozen(first)).toBe(true);
  expect(argumentValues(definition, node, { a: 'x' })).not.toBe(first);
});

function fieldOf(text: string): FieldNode {
  const [operation] = parse(`{ ${text} }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('No operation.');
  return operation.selectionSet.selections[0] as FieldNode;
}

function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}
