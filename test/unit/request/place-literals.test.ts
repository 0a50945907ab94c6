import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { placeLiterals } from '../../../src/request/place-literals.ts';

const schema = buildSchema(`
  type Query { list(filter: Filter, first: Int): List }
  type List { nodes(ids: [[ID!]]): [Query!] }
  input Filter { at: Range, of: [Range!] }
  input Range { lte: Int, gte: Int! }
`);

describe('an error about a literal', () => {
  it.each([
    ['{ list(first: "x") { nodes { __typename } } }', 'Argument "first"', 'first', ['list']],
    [
      '{ a: list { nodes { b: list(filter: { at: { gte: 1, lte: "x" } }) { __typename } } } }',
      'Argument "filter"',
      'filter.at.lte',
      ['a', 'nodes', 'b'],
    ],
    ['{ list(filter: { at: {} }) { __typename } }', 'Argument "filter"', 'filter.at', ['list']],
    [
      '{ list(filter: { at: { gte: 1, no: 1 } }) { __typename } }',
      'Argument "filter"',
      'filter.at',
      ['list'],
    ],
    [
      '{ list(filter: { of: [{ gte: 1 }, { gte: null }] }) { __typename } }',
      'Argument "filter"',
      'filter.of[1].gte',
      ['list'],
    ],
    [
      '{ list { nodes(ids: [["a"], ["b", 1.5]]) { __typename } } }',
      'Argument "ids"',
      'ids[1][1]',
      ['list', 'nodes'],
    ],
    [
      '{ list { ...L } } fragment L on List { nodes(ids: true) { __typename } }',
      'Argument "ids"',
      'ids',
      ['list', 'nodes'],
    ],
    [
      'fragment L on List { nodes { b: list(first: "x") { __typename } } } { a: list { ... { ...M } } c: list { ...M } } fragment M on List { ...L }',
      'Argument "first"',
      'first',
      ['a', 'nodes', 'b'],
    ],
    ['{ list { ...L @include(if: 1) } } fragment L on List { __typename }', 'Argument "if"', 'if', ['list']],
    ['{ ... @skip(if: 1) { list { __typename } } }', 'Argument "if"', 'if', undefined],
    [
      'query ($f: Filter = { of: [{ gte: 1 }, { gte: "x" }] }) { list(filter: $f) { __typename } }',
      'Variable "$f"',
      'f.of[1].gte',
      undefined,
    ],
    ['query ($n: Int = "x") { list(first: $n) { __typename } }', 'Variable "$n"', 'n', undefined],
    ['{ list @include(if: 1) { __typename } }', 'Argument "if"', 'if', ['list']],
  ])('in %s has its position', (text, holder, name, path) => {
    const document = parse(text);
    const before = validate(schema, document);
    const [error, ...others] = placeLiterals(document, before);
    expect(others).toEqual([]);
    expect(error?.message).toBe(`${holder} got an invalid value at "${name}"; ${before[0]?.message}`);
    expect(error).toMatchObject({ path, locations: before[0]?.locations });
    expect(error?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('in a fragment that only spreads itself has no path', () => {
    const document = parse(
      '{ list { __typename } } fragment L on List { ...L nodes(ids: 1.5) { __typename } }',
    );
    const errors = placeLiterals(document, validate(schema, document));
    expect(errors.map(({ path }) => path)).toEqual(errors.map(() => undefined));
  });

  it('leaves other errors unchanged', () => {
    const document = parse('{ list { nope } }');
    const errors = validate(schema, document);
    expect(placeLiterals(document, errors)).toEqual(errors);
  });
});
