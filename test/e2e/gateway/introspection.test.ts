import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { sdl } from '../../support/schema/printed-schema.ts';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

const running = forAllTests(() => startListeningGateway({ config: { maxBatch: 10 } }));

const types =
  'types { name description fields { name description args { name type { name } } type { name ofType { name } } } }';
const times = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(' ');
const rejected = {
  errors: [
    {
      message: expect.stringContaining('more than 2 times the whole schema'),
      extensions: { code: 'QUERY_TOO_COMPLEX' },
    },
  ],
};

describe('a large introspection query', () => {
  it.each<{ title: string; query: string; variables?: Record<string, unknown> }>([
    { title: 'with aliases', query: `{ ${times(100, (index) => `a${index}: __schema { ${types} }`)} }` },
    {
      title: 'with aliases below',
      query: `{ __schema { ${times(20, (index) => `a${index}: types { name fields { name description } }`)} } }`,
    },
    {
      title: 'with aliases of a text',
      query: `{ __schema { types { fields { ${times(90, (index) => `a${index}: description`)} } } } }`,
    },
    {
      title: 'through fragments',
      query: `{ ${times(50, (index) => `a${index}: __schema { ...S }`)} } fragment S on __Schema { types { ...T } } fragment T on __Type { ... { fields { name type { name fields { name } } } } }`,
    },
    {
      title: 'type by type',
      query: `{ ${times(99, (index) => `a${index}: __type(name: "Mutation") { fields { name args { name } type { name fields { name } } } }`)} }`,
    },
    {
      title: 'of a type in a variable',
      query: `query ($name: String!) { ${times(99, (index) => `a${index}: __type(name: $name) { fields { name args { name } type { name fields { name } } } }`)} }`,
      variables: { name: 'Mutation' },
    },
    {
      title: 'of a type in the default of a variable',
      query: `query ($name: String! = "Mutation") { ${times(99, (index) => `a${index}: __type(name: $name) { fields { name args { name } type { name fields { name } } } }`)} }`,
    },
    {
      title: 'in parts',
      query: `{ ${times(50, (index) => `... @defer(label: "l${index}") { a${index}: __schema { ${types} } }`)} }`,
    },
  ])('is rejected $title', async ({ query, variables = {} }) => {
    const names = { accept: 'multipart/mixed;deferSpec=20220824, application/graphql-response+json' };
    expect(await running.ask(query, { variables, token: null })).toMatchObject({ status: 400, ...rejected });
    expect(await running.ask(query, { variables, token: null, headers: names })).toMatchObject(rejected);
    const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    const got = await fetch(`${running.url}/graphql?${search}`);
    expect(await got.json()).toMatchObject(rejected);
  });

  it('is counted over all operations of a list', async () => {
    const one = { query: `{ __schema { ${types} } }` };
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Array.from({ length: 10 }, () => one)),
    });
    const responses = (await response.json()) as { errors?: unknown }[];
    expect(responses[0]).not.toHaveProperty('errors');
    expect(responses.at(-1)).toMatchObject(rejected);
  });

  it('is counted by the value of a variable', async () => {
    const query = `query ($name: String!) { ${times(99, (index) => `a${index}: __type(name: $name) { fields { name args { name } type { name fields { name } } } }`)} }`;
    for (const name of ['User', 'Mutation', 'User']) {
      const { status } = await running.ask(query, { variables: { name }, token: null });
      expect(status).toBe(name === 'User' ? 200 : 400);
    }
  });
});

it('shows nothing that only federation routers use', async () => {
  const everything = { schemaDescription: true, inputValueDeprecation: true, oneOf: true };
  const { data } = await running.ask(getIntrospectionQuery(everything), { token: null });
  const shown = buildClientSchema(data as unknown as IntrospectionQuery);
  expect(printSchema(lexicographicSortSchema(shown))).toBe(printSchema(sdl));
  const one = await running.ask(
    '{ a: __type(name: "_Entity") { name } b: __type(name: "Contact") { name } }',
  );
  expect(one.data).toEqual({ a: null, b: { name: 'Contact' } });
  // A result in parts is executed in another way.
  const parts = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'multipart/mixed;deferSpec=20220824' },
    body: JSON.stringify({ query: '{ __schema { types { name } } ... @defer { __typename } }' }),
  });
  const text = await parts.text();
  expect(text).toContain('"__typename":"Query"');
  expect(text).not.toContain('_Entity');
});

describe('introspection by a common tool', () => {
  it.each([
    ['graphql-js, with its defaults', getIntrospectionQuery()],
    ['GraphiQL', getIntrospectionQuery({ schemaDescription: true, inputValueDeprecation: true })],
    [
      'graphql-codegen and Rover',
      getIntrospectionQuery({
        descriptions: true,
        schemaDescription: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        inputValueDeprecation: true,
        oneOf: true,
      }),
    ],
    [
      'a tool that reads each type by itself',
      '{ __type(name: "Matter") { name fields { name type { name kind ofType { name } } } } }',
    ],
    ['Apollo Client for its possible types', '{ __schema { types { kind name possibleTypes { name } } } }'],
    ['a federation router', '{ _service { sdl } }'],
  ])('is allowed: %s', async (_tool, query) => {
    const response = await running.ask(query, { token: null });
    expect(response.status).toBe(200);
    expect(response.errors).toBeUndefined();
  });
});
