import { getIntrospectionQuery } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import type { Config } from '../../../src/config/types.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { codesOf, startListeningGateway } from '../../support/start-listening-gateway.ts';

const running = forAllTests(() => startListeningGateway());
afterEach(() => running.sandbox.resetCalls());

const nest = (depth: number): string =>
  `{ contact(id: "1") { ${'company { '.repeat(depth - 2)} name ${'} '.repeat(depth - 2)} } }`;
const aliases = (count: number): string =>
  `{ ${Array.from({ length: count }, (_, index) => `a${index}: __typename`).join(' ')} }`;
/** Each fragment spreads the next one twice: 2 to the power of `count` fields in a few lines. */
const bomb = (count: number): string => {
  const fragments = Array.from(
    { length: count },
    (_, index) =>
      `fragment F${index} on Contact { company { ...F${index + 1} } ... { company { ...F${index + 1} } } }`,
  );
  return `{ contact(id: "1") { ...F0 } } ${fragments.join(' ')} fragment F${count} on Contact { name }`;
};

describe('a query beyond a limit', () => {
  it.each<{ title: string; query: string; variables?: Record<string, unknown>; says: RegExp }>([
    { title: 'depth', query: nest(21), says: /is nested 21 levels deep, and at most 20 are allowed/ },
    {
      title: 'depth through fragments',
      query: `{ contact(id: "1") { ...A } } fragment A on Contact { ${'company { '.repeat(18)} ...B ${'} '.repeat(18)} } fragment B on Contact { company { name } }`,
      says: /21 levels deep/,
    },
    { title: 'depth beyond any stack', query: nest(3000), says: /nested too deeply: more than 200 levels/ },
    { title: 'aliases', query: aliases(101), says: /has 101 aliases, and at most 100 are allowed/ },
    {
      title: 'aliases through fragments',
      query: `{ ${'...A '.repeat(2)} contact(id: "1") { name } } fragment A on Query { ${aliases(60).slice(1, -1)} }`,
      says: /has 120 aliases/,
    },
    { title: 'fields', query: bomb(12), says: /asks for \d+ fields, and at most 5000 are allowed/ },
    { title: 'more fields than can be counted', query: bomb(60), says: /levels deep|asks for/ },
    {
      title: 'fields of one name',
      query: `{ viewer { id ${'name '.repeat(4000)} } }`,
      says: /too many fields under the same names/,
    },
    {
      title: 'tokens',
      query: `{ ${'__typename '.repeat(10_000)} }`,
      says: /more than 10000 tokens\. Put values into variables/,
    },
    {
      title: 'tokens of one argument',
      query: `{ nodes(ids: [${'"Contact:1" '.repeat(10_000)}]) { id } }`,
      says: /more than 10000 tokens/,
    },
    {
      title: 'values in variables',
      query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      variables: { ids: Array.from({ length: 60_000 }, (_, index) => `Matter:${index + 1}`) },
      says: /variables have more than 10000 values/,
    },
    {
      title: 'page size',
      query: '{ matters(first: 2001) { nodes { id } } }',
      says: /A page of 2001 records is asked for, and at most 2000 are allowed/,
    },
    {
      title: 'page size of a list inside a list, in a fragment',
      query:
        '{ matters(first: 1) { ...M } } fragment M on MatterConnection { nodes { tasks(last: 9999) { totalCount } } }',
      says: /page of 9999/,
    },
    {
      title: 'page size in a variable',
      query: 'query ($n: Int) { matters(first: $n) { nodes { id } } }',
      variables: { n: 1e9 },
      says: /page of 1000000000/,
    },
    {
      title: 'page size as the default of a variable',
      query: 'query ($n: Int = 5000) { matters(first: $n) { nodes { id } } }',
      says: /page of 5000/,
    },
    {
      title: 'planned calls',
      query:
        '{ contacts(first: 200) { nodes { matters { nodes { tasks { nodes { activities { nodes { lineItems { totalCount } } } } } } } } } }',
      says: /is expected to take \d+ calls to Clio, and at most 5000 are allowed/,
    },
    {
      title: 'planned calls by ids',
      query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Comment { message } } }',
      variables: { ids: Array.from({ length: 5001 }, (_, index) => `Comment:${index + 1}`) },
      says: /is expected to take 5001 calls/,
    },
  ])('is rejected before any call: $title', async ({ query, variables, says }) => {
    for (let time = 0; time < 2; time += 1) {
      const response = await running.ask(query, { variables });
      expect(response).toMatchObject({
        status: 400,
        errors: [{ message: expect.stringMatching(says), extensions: { code: 'QUERY_TOO_COMPLEX' } }],
      });
      expect(response.errors).toHaveLength(1);
      expect(response).not.toHaveProperty('data');
    }
    expect(running.sandbox.calls).toEqual([]);
  });

  it('is rejected before any call: a body that is too large', async () => {
    const response = await running.ask('{ viewer { name } }', { variables: { x: 'x'.repeat(1_100_000) } });
    expect(response).toMatchObject({
      status: 413,
      errors: [{ extensions: { code: 'REQUEST_ENTITY_TOO_LARGE' } }],
    });
  });

  it('is rejected before any call: several operations in one body', async () => {
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Array.from({ length: 1000 }, () => ({ query: '{ viewer { name } }' }))),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(running.sandbox.calls).toEqual([]);
  });

  it('is an invalid document if a fragment spreads itself', async () => {
    const response = await running.ask('{ viewer { ...A } } fragment A on User { name ...A }');
    expect(response).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
  });

  it('is rejected if a JSON value in it is nested too deeply', async () => {
    const json = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    const query = `mutation ($options: JSON!) {
      createReportPreset(input: { name: "Deep", kind: ACCOUNTS_RECEIVABLE, format: PDF, options: $options }) { userErrors { message } }
    }`;
    const ask = (text: string) => running.ask(query, { variables: { options: JSON.parse(text) } });
    const askLiteral = (text: string) =>
      running.ask(query.replace('($options: JSON!)', '').replace('$options', text.replaceAll('"', '')));
    expect((await ask(json(100))).errors).toBeUndefined();
    expect((await askLiteral(json(100))).errors).toBeUndefined();
    for (const response of [await ask(json(101)), await ask(json(4_000)), await askLiteral(json(101))])
      expect(response).toMatchObject({
        status: 400,
        errors: [
          {
            message: expect.stringContaining('at most 100 levels deep'),
            extensions: { code: 'BAD_USER_INPUT' },
          },
        ],
      });
    expect(running.sandbox.calls).toHaveLength(2);
  });

  it('is rejected or accepted without damage if its variables are nested beyond any stack', async () => {
    const deep = `${'['.repeat(100_000)}1${']'.repeat(100_000)}`;
    for (const place of ['first', 'filter', 'unknown']) {
      const response = await fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
        body: `{"query":"query ($first: Int, $filter: MatterFilter) { matters(first: $first, filter: $filter) { totalCount } }","variables":{"${place}":${deep}}}`,
      });
      expect(response.status).toBeLessThan(500);
      await response.text();
    }
    expect((await running.ask('{ viewer { name } }')).errors).toBeUndefined();
  });
});

describe('a usual query', () => {
  it.each([
    [
      'three connections inside each other',
      '{ contacts(first: 2) { edges { node { matters(first: 2) { edges { node { tasks(first: 2) { edges { node { name } } } } } } } } } }',
    ],
    [
      'the same with pages of the default size',
      '{ contacts { edges { node { id matters { edges { node { id tasks(first: 1) { edges { node { name } } } } } } } } } }',
    ],
    [
      'introspection as tools ask it',
      getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }),
    ],
    ['the deepest that is allowed', nest(20)],
    ['the most aliases', aliases(100)],
    ['the largest page', '{ users(first: 2000) { totalCount nodes { id } } }'],
  ])('is within the default limits: %s', async (_what, query) => {
    const response = await running.ask(query);
    expect(codesOf(response)).toEqual([]);
    expect(response.status).toBe(200);
  });
});

describe('a configured limit', () => {
  it.each<{ title: string; config: Partial<Config>; query: string; passes: string }>([
    {
      title: 'MAX_DEPTH',
      config: { maxDepth: 2 },
      query: '{ matters { nodes { id } } }',
      passes: '{ viewer { name } }',
    },
    { title: 'MAX_ALIASES', config: { maxAliases: 1 }, query: aliases(2), passes: aliases(1) },
    {
      title: 'MAX_FIELDS',
      config: { maxFields: 3 },
      query: '{ viewer { id name email } }',
      passes: '{ viewer { id name } }',
    },
    {
      title: 'MAX_TOKENS',
      config: { maxTokens: 6 },
      query: '{ viewer { id name } }',
      passes: '{ viewer { id } }',
    },
    {
      title: 'MAX_PAGE_SIZE',
      config: { maxPageSize: 3 },
      query: '{ users(first: 4) { totalCount } }',
      passes: '{ users(first: 3) { totalCount } }',
    },
    {
      title: 'MAX_PLANNED_CALLS',
      config: { maxPlannedCalls: 1 },
      query: '{ viewer { name } users { totalCount } }',
      passes: '{ viewer { name } }',
    },
  ])('applies: $title', async ({ config, query, passes }) => {
    await using own = await startListeningGateway({ config });
    expect(await own.ask(query)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }],
    });
    expect(own.sandbox.calls).toEqual([]);
    expect((await own.ask(passes)).errors).toBeUndefined();
  });

  it('does not prevent explain from pricing a plan beyond it', async () => {
    await using own = await startListeningGateway({ config: { maxPlannedCalls: 1 } });
    const response = await own.ask('{ viewer { name } users { totalCount } }', {
      headers: { 'x-clio-explain': 'plan' },
    });
    expect(response.extensions?.clio).toMatchObject({ cost: { min: 2, max: 2 } });
  });
});
