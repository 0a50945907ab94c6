import { makeExecutableSchema } from '@graphql-tools/schema';
import {
  execute,
  GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getIntrospectionQuery,
  getOperationAST,
  parse,
} from 'graphql';
import { createYoga } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors.ts';
import { executePrepared } from '../../../src/request/execution/execute.ts';
import type { Executor, Result } from '../../../src/request/execution/result.ts';
import { ResultSize } from '../../../src/request/execution/result-size.ts';
import { PreparedOperation } from '../../../src/request/prepared-operation.ts';
import { createLogger } from '../../../src/server/create-logger.ts';
import { finishResult } from '../../../src/server/graphql/finish-result.ts';
import { isIncremental } from '../../../src/server/graphql/incremental-result.ts';

const typeDefs = /* GraphQL */ `
  interface Being {
    name: String
    friend: Being
  }
  type Cat implements Being {
    name: String
    friend: Being
    lives: Int
    strict: String!
  }
  type Dog implements Being {
    name: String
    friend: Being
    barks: Boolean
    checked: Checked
  }
  type Checked {
    ok: Boolean
  }
  union Any = Cat | Dog
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
    name: String
    count: Int
    size(size: Size = LARGE): Size
    echo(text: String!, where: Where, ids: [ID!]): String
    self: Query
    later: Query
    cat: Cat
    laterCat: Cat
    strictCat: Cat!
    beings: [Being]
    strictBeings: [Being!]
    allStrict: [Being!]!
    any: [Any]
    grid: [[Int!]]
    sum: Int
    laterList: [String]
    set: [Int]
    notAList: [Int]
    wrongSize: Size
    wrongCount: Int
    throwsError: String
    throwsText: String
    throwsObject: String
    throwsCoded: String
    throwsMany: String
    throwsManyStrict: Checked
    rejects: String
    rejectsText: String
    returnsError: String
    nothing: Being
    noSuchType: Being
    noObjectType: Being
    foreignType: Being
    oddType: Being
    laterType: Being
    unchecked: Checked
    fromParent: String
    called(by: Int = 2): String
    info: String
    mustBe: String!
    laterMustBe: String!
    brokenList: [String!]
    brokenLaterList: [String!]
    brokenWhileLater: [String!]
    manyBroken: [String]
  }
  type Mutation {
    add(by: Int!): Int
    write: Query
    writeStrictly: Query!
  }
`;

interface Being {
  readonly kind?: unknown;
  readonly name?: unknown;
}

const tom = { kind: 'Cat', name: 'Tom', lives: 9, strict: 'yes' };
const bad = { kind: 'Cat', name: 'Bad', lives: 'many', strict: null };
const rex = { kind: 'Dog', name: 'Rex', barks: true, friend: tom, checked: { fine: true } };

function laterValue<T>(value: T): Promise<T> {
  return new Promise((resolve) => setImmediate(() => resolve(value)));
}

function typeOf(value: Being): unknown {
  return value.kind;
}

function createSchema(): GraphQLSchema {
  let sum = 0;
  const fail = (error: unknown) => () => {
    throw error;
  };
  return makeExecutableSchema({
    typeDefs,
    resolverValidationOptions: { requireResolversForResolveType: 'ignore' },
    resolvers: {
      Being: {
        __resolveType: (value: Being) => (value.kind === 'later' ? laterValue('Cat') : typeOf(value)),
      },
      Any: { __resolveType: typeOf },
      Checked: { __isTypeOf: (value: { fine?: boolean }) => value.fine === true },
      Query: {
        name: () => 'root',
        count: () => 3,
        size: (_source, { size }) => size,
        echo: (_source, args) => JSON.stringify(args),
        self: () => ({ fromParent: 'parent', called: ({ by }: { by: number }) => `called ${by}` }),
        later: () => laterValue({}),
        cat: () => tom,
        laterCat: () => laterValue({ ...tom, name: laterValue('Later Tom') }),
        strictCat: () => ({ ...tom, strict: laterValue(null) }),
        beings: () => [tom, rex, null, laterValue(rex), new Error('no being'), laterValue(bad), bad],
        strictBeings: () => [tom, null],
        allStrict: () => [laterValue(tom), Promise.reject(new Error('gone'))],
        any: () => [tom, rex],
        grid: () => [[1, 2], [3, null], null, [laterValue(4)]],
        laterList: () => [laterValue('a'), 'b', Promise.reject(new GatewayError('FORBIDDEN', 'Not c.'))],
        set: () => new Set([1, 2]),
        notAList: () => 7,
        wrongSize: () => 'HUGE',
        wrongCount: () => 'three',
        throwsError: fail(new Error('plain')),
        throwsText: fail('text'),
        throwsObject: fail({ message: 'an object' }),
        throwsCoded: fail(
          new GatewayError('NOT_FOUND', 'None.', { clio: { status: 404, type: null, message: null } }),
        ),
        throwsMany: fail(new AggregateError([new Error('one'), 'two', new GraphQLError('three')], 'several')),
        throwsManyStrict: () =>
          laterValue(null).then(fail(new AggregateError([new Error('one'), new Error('two')], 'both'))),
        rejects: () => Promise.reject(new Error('rejected')),
        rejectsText: () => Promise.reject('rejected text'),
        returnsError: () => new Error('returned'),
        nothing: () => ({ kind: null }),
        noSuchType: () => ({ kind: 'Unicorn' }),
        noObjectType: () => ({ kind: 'Size' }),
        foreignType: () => ({ kind: 'Checked' }),
        oddType: () => ({ kind: 7 }),
        laterType: () => ({ kind: 'later', name: 'Later' }),
        unchecked: () => ({ fine: false }),
        info: (_source, _args, _context, info: GraphQLResolveInfo) => describeInfo(info),
        mustBe: () => null,
        laterMustBe: () => laterValue(null),
        brokenList: () => ['a', null, 'c'],
        brokenWhileLater: () => [laterValue(null).then(fail(new Error('later'))), null],
        brokenLaterList: () => ['a', laterValue(null), Promise.reject(new Error('also'))],
        manyBroken: () => [
          new Error('x'),
          'y',
          Promise.reject(new AggregateError([new Error('p'), new Error('q')], 'both')),
        ],
      },
      Mutation: {
        add: (_source, { by }) => {
          sum += by;
          return laterValue(sum);
        },
        write: () => ({ sum }),
        writeStrictly: fail(new Error('not written')),
      },
    },
  });
}

function describeInfo(info: GraphQLResolveInfo): string {
  const { fieldName, fieldNodes, returnType, parentType, path, operation, fragments, variableValues } = info;
  return JSON.stringify({
    fieldName,
    nodes: fieldNodes.length,
    returnType: String(returnType),
    parentType: parentType.name,
    path,
    operation: operation.name?.value,
    fragments: Object.keys(fragments),
    variableValues,
    rootValue: info.rootValue,
    schema: info.schema.getQueryType()?.name,
  });
}

/** Yoga's executor, as Yoga passes it to plugins. */
async function standardExecutor(schema: GraphQLSchema): Promise<Executor> {
  let executor: Executor | undefined;
  const yoga = createYoga({
    schema,
    logging: false,
    plugins: [
      {
        onExecute({ executeFn }: { executeFn: unknown }) {
          executor = executeFn as Executor;
        },
      },
    ],
  });
  await yoga.fetch('http://localhost/graphql?query={__typename}');
  if (!executor) throw new Error('Yoga has executed nothing.');
  return executor;
}

/** Our executor, which prepares each operation once. */
function preparedExecutor(mostBytes = 1_000_000): Executor {
  const prepared = new Map<string, PreparedOperation>();
  return (args) => {
    const { schema, document, contextValue, variableValues, operationName } = args;
    const operation = getOperationAST(document, operationName);
    if (!operation) return execute(args);
    const key = operationName ?? '';
    const known = prepared.get(key) ?? new PreparedOperation(schema, document, operation);
    prepared.set(key, known);
    return executePrepared(known, variableValues ?? {}, contextValue, new ResultSize(mostBytes));
  };
}

/** A result as clients get it, and the errors as the log gets them. */
function view(result: Result): unknown {
  if (isIncremental(result)) throw new Error('A result in parts, which no client has asked for');
  const hidden: unknown[] = [];
  const logger = createLogger('error', {
    write(line) {
      const { err, path } = JSON.parse(line) as { err: { type: string; message: string }; path: string };
      hidden.push([path, err.type, err.message]);
    },
  });
  const sent = finishResult(result, { requestId: 'one', token: null, logger });
  const nodes = sent.errors?.map((error) => error.nodes?.map((node) => node.kind));
  return { text: JSON.stringify(sent), hidden, nodes };
}

interface Case {
  readonly title: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

const cases: readonly Case[] = [
  {
    title: 'values, aliases and __typename',
    query:
      '{ __typename name again: name count self { name __typename fromParent called again: called(by: 3) } fromParent }',
  },
  {
    title: 'an alias that is a property name of JavaScript objects',
    query: '{ __proto__: name constructor: count self { __proto__: self { name } } }',
  },
  {
    title: 'fields named more than once',
    query: '{ self { name } self { count self { name } } self { self { count } } }',
  },
  {
    title: 'promises at every depth',
    query: '{ later { later { name laterCat { name lives } } count } name }',
  },
  {
    title: 'arguments and their defaults',
    query:
      '{ a: size b: size(size: SMALL) c: echo(text: "x") d: echo(text: "y", where: { limit: 2 }, ids: [1, "2"]) }',
  },
  {
    title: 'arguments out of variables',
    query:
      'query ($t: String!, $w: Where, $s: Size, $i: [ID!]) { echo(text: $t, where: $w, ids: $i) size(size: $s) }',
    variables: { t: 'x', w: { tags: ['a'] }, i: 5 },
  },
  {
    title: 'a variable that is null for an argument that must not be',
    query: 'query ($t: String = "d") { echo(text: $t) other: name }',
    variables: { t: null },
  },
  {
    title: 'variables of the wrong type',
    query: 'query ($w: Where, $n: Int!) { echo(text: "x", where: $w) }',
    variables: { w: { limit: 'x', more: 1 } },
  },
  { title: 'an operation chosen by name', query: 'query A { name } query B { count }', operationName: 'B' },
  {
    title: 'a list of an interface',
    query: '{ beings { name __typename friend { name } ... on Cat { lives } ... on Dog { barks } } }',
  },
  {
    title: 'a list of a union',
    query:
      '{ any { __typename ... on Cat { lives } ...D } } fragment D on Dog { barks friend { ...C } } fragment C on Being { name ... on Cat { lives } }',
  },
  { title: 'non-null inside lists', query: '{ strictBeings { name } grid brokenList brokenLaterList name }' },
  { title: 'non-null up to the root', query: '{ name allStrict { name } }' },
  { title: 'a later non-null up to the root', query: '{ rejects name laterMustBe }' },
  { title: 'a non-null beside promises', query: '{ later { mustBe rejects name } name }' },
  {
    title: 'non-null in an object of a non-null field',
    query: '{ self { strictCat { name strict } name } name }',
  },
  { title: 'non-null in objects of a list', query: '{ beings { ... on Cat { strict lives } } }' },
  { title: 'lists of promises and sets', query: '{ laterList set notAList manyBroken }' },
  { title: 'values that a scalar cannot represent', query: '{ wrongSize wrongCount cat { lives } }' },
  {
    title: 'everything that a resolver may throw',
    query:
      '{ throwsError throwsText throwsObject throwsCoded throwsMany throwsManyStrict { ok } rejects rejectsText returnsError }',
  },
  {
    title: 'types that do not resolve',
    query:
      '{ nothing { name } noSuchType { name } noObjectType { name } foreignType { name } oddType { name } laterType { name } }',
  },
  {
    title: 'a value that is not of its type',
    query: '{ unchecked { ok } any { ... on Dog { checked { ok } } } }',
  },
  {
    title: 'what a resolver gets',
    query:
      'query Named($v: Int = 3, $u: Int) { info later { x: info self { info info } } ...F } fragment F on Query { info }',
  },
  { title: 'introspection', query: getIntrospectionQuery() },
  {
    title: 'introspection of one type',
    query: '{ __type(name: "Cat") { name fields { name type { kind ofType { name } } } } }',
  },
  { title: 'a mutation, in order', query: 'mutation { a: add(by: 1) b: add(by: 2) c: add(by: 3) }' },
  {
    title: 'a mutation with objects and errors',
    query:
      'mutation { add(by: 1) write { sum later { name } rejects } again: write { sum mustBe } add2: add(by: 2) last: write { sum } }',
  },
  {
    title: 'a mutation that fails as a whole',
    query: 'mutation { add(by: 1) writeStrictly { name } add2: add(by: 2) }',
  },
  {
    title: 'a mutation with a wrong variable',
    query: 'mutation ($by: Int!) { add(by: $by) }',
    variables: {},
  },
];

describe('the compiled executor', () => {
  it.each(cases)(
    'returns what the standard executor returns: $title',
    async ({ query, variables, operationName }) => {
      const document = parse(query);
      const run = async (compiled: boolean): Promise<unknown> => {
        const schema = createSchema();
        const standard = await standardExecutor(schema);
        const executor = compiled ? preparedExecutor() : standard;
        const views: unknown[] = [];
        // Once to compile, once more with the compiled operation.
        for (let time = 0; time < 2; time += 1)
          views.push(
            view(
              await executor({
                schema,
                document,
                operationName,
                variableValues: variables,
                contextValue: {},
              }),
            ),
          );
        return views;
      };
      expect(await run(true)).toEqual(await run(false));
    },
  );

  // The standard executor leaves such a rejection unhandled.
  it('handles the other promises of a list after one item has failed', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): number => unhandled.push(error);
    process.on('unhandledRejection', note);
    const document = parse('{ brokenWhileLater name }');
    const response = await preparedExecutor()({ schema: createSchema(), document, contextValue: {} });
    await laterValue(null);
    await laterValue(null);
    process.off('unhandledRejection', note);
    expect(response).toMatchObject({
      data: { brokenWhileLater: null, name: 'root' },
      errors: [{ path: ['brokenWhileLater', 1] }],
    });
    expect(unhandled).toEqual([]);
  });

  const switched = parse(/* GraphQL */ `
    query ($a: Boolean!, $b: Boolean = false) {
      first: self {
        ...Part @include(if: $a)
        name @skip(if: $b)
      }
      second: self {
        ...Part @include(if: $b)
        ... @skip(if: $a) {
          count
        }
      }
      ...Root @skip(if: $b)
    }
    fragment Part on Query {
      count
      self {
        name @include(if: $a)
        size @skip(if: $b)
      }
    }
    fragment Root on Query {
      name @include(if: $a)
      size @include(if: true) @skip(if: false)
    }
  `);

  it.each([[{ a: true }], [{ a: true, b: true }], [{ a: false, b: true }], [{ a: false }]])(
    'returns it for one document with other values of @include and @skip: %j',
    async (variables) => {
      const schema = createSchema();
      const standard = await standardExecutor(schema);
      const executor = preparedExecutor();
      // Compiled for other values first.
      for (const a of [true, false]) await executor({ schema, document: switched, variableValues: { a } });
      const args = { schema, document: switched, variableValues: variables };
      expect(view(await executor(args))).toEqual(view(await standard(args)));
    },
  );
});

describe('a result that is too large', () => {
  const schema = createSchema();
  const run = async (query: string): Promise<string> => {
    const result = await preparedExecutor(300)({ schema, document: parse(query), contextValue: {} });
    return JSON.stringify(result);
  };
  const many = (field: string, count = 30): string =>
    Array.from({ length: count }, (_, index) => `alias${index}: ${field}`).join(' ');

  it.each([
    ['keys', `{ ${many('count')} }`],
    ['strings', `{ ${many('name', 25)} }`],
    ['strings from promises', `{ later { ${many('later { name }')} } }`],
    ['strings in lists', `{ ${many('laterList', 25)} }`],
    ['errors', `{ ${many('rejects', 20)} }`],
    ['introspection', '{ __schema { types { name } } }'],
  ])('is replaced by an error: %s', async (_what, query) => {
    const { errors, ...rest } = JSON.parse(await run(query));
    expect(errors).toEqual([
      expect.objectContaining({ message: expect.stringContaining('more than 300 bytes') }),
    ]);
    expect(rest).toEqual({});
  });

  it('of a mutation has an error that says that it was executed, and all of it is executed', async () => {
    const before = JSON.parse(await run('mutation { write { sum } }')).data.write.sum;
    const response = await run(`mutation { write { ${many('name')} } add(by: 1) }`);
    expect(response).toContain('The mutation was executed, but its response has more than');
    expect(JSON.parse(await run('mutation { write { sum } }')).data.write.sum).toBe(before + 1);
  });

  it('is the limit: a result that just fits is returned', async () => {
    expect(await run('{ name count }')).toBe('{"data":{"name":"root","count":3}}');
  });
});
