import { makeExecutableSchema } from '@graphql-tools/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSmallServer, type TestServer } from '../../support/gateways/start-small-server.ts';

// The same requests over Yoga's Fetch server and the direct way past it. Each is sent three times: a document that has been
// prepared takes a shorter way still.

let viaFetch: TestServer;
let direct: TestServer;
beforeAll(async () => {
  const config = { requestDeadlineMs: 2_000, maxBodyBytes: 10_000 };
  viaFetch = await startSmallServer({ config, viaFetch: true });
  direct = await startSmallServer({ config });
});
afterAll(async () => {
  await viaFetch[Symbol.asyncDispose]();
  await direct[Symbol.asyncDispose]();
});

interface Case {
  readonly title: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const add = 'query Add($a: Int!, $b: Int! = 2) { add(a: $a, b: $b) }';
const two = 'query One { hello } query Two { self { hello(name: "two") } } mutation Three { __typename }';

const bodies: readonly Case[] = [
  { title: 'a query', body: { query: '{ hello }' } },
  { title: 'with variables', body: { query: add, variables: { a: 1 } } },
  { title: 'with other variables', body: { query: add, variables: { a: 3, b: 4 } } },
  { title: 'without its variables', body: { query: add } },
  { title: 'with variables that are null', body: { query: add, variables: null } },
  { title: 'with variables of the wrong type', body: { query: add, variables: { a: 'x', c: 1 } } },
  { title: 'with variables in a list', body: { query: add, variables: [1] } },
  { title: 'with variables as text', body: { query: add, variables: '{"a":1}' } },
  { title: 'with extensions', body: { query: '{ hello }', extensions: { x: 1 } } },
  { title: 'with extensions as text', body: { query: '{ hello }', extensions: 'x' } },
  { title: 'with an unknown parameter', body: { query: '{ hello }', id: 7 } },
  { title: 'with an unknown parameter that is null', body: { query: '{ hello }', id: null } },
  { title: 'a named operation', body: { query: two, operationName: 'Two' } },
  { title: 'a named mutation', body: { query: two, operationName: 'Three' } },
  { title: 'no name where there are several', body: { query: two } },
  { title: 'an empty name', body: { query: two, operationName: '' } },
  { title: 'a name that is not there', body: { query: two, operationName: 'Four' } },
  { title: 'a name that is a number', body: { query: two, operationName: 4 } },
  { title: 'a name for a nameless query', body: { query: '{ hello }', operationName: 'One' } },
  { title: 'a query that is no text', body: { query: 7 } },
  { title: 'no query', body: { operationName: 'One' } },
  { title: 'an empty query', body: { query: '' } },
  { title: 'a syntax error', body: { query: '{ hello' } },
  { title: 'an unknown field', body: { query: '{ hullo }' } },
  { title: 'errors with data', body: { query: '{ hello boom boomText badNumber forbidden }' } },
  { title: 'only errors', body: { query: '{ boom self { needsLogin } }' } },
  { title: 'no login', body: { query: '{ needsLogin }' } },
  {
    title: 'a login',
    body: { query: '{ needsLogin request { token explain } }' },
    headers: { authorization: 'Bearer abc' },
  },
  { title: 'a malformed login', body: { query: '{ hello }' }, headers: { authorization: 'Basic abc' } },
  { title: 'a bad region', body: { query: '{ hello }' }, headers: { 'x-clio-region': 'mars' } },
  { title: 'an explanation', body: { query: '{ hello }' }, headers: { 'x-clio-explain': 'trace' } },
  { title: 'a batch', body: [{ query: '{ hello }' }, { query: '{ hello }' }] },
  { title: 'an empty batch', body: [] },
  { title: 'a number', body: 7 },
  { title: 'broken JSON', body: '{"query":' },
  { title: 'too large a body', body: { query: `{ hello(name: "${'x'.repeat(11_000)}") }` } },
  { title: 'another media type', body: '{ hello }', headers: { 'content-type': 'application/graphql' } },
];

const accepts = [
  'application/json',
  'application/graphql-response+json',
  'application/graphql-response+json, application/json;q=0.9',
  'application/json, text/plain, */*',
  '*/*',
  'application/*',
  'APPLICATION/JSON; charset=UTF-8',
  'application/json; charset=latin1',
  'application/json; charset=latin1, application/graphql-response+json',
  'text/html',
  'text/event-stream',
  'text/event-stream, application/json',
  'multipart/mixed',
  'nonsense',
];

async function answers({ url }: TestServer, { body, headers }: Case): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (let time = 0; time < 3; time += 1) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-request-id': 'the-same',
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const { date: _date, ...rest } = Object.fromEntries(response.headers);
    seen.push({ status: response.status, headers: rest, text: await response.text() });
  }
  return seen;
}

describe('both ways answer alike', () => {
  it.each(bodies)('$title', async (one) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const asked = { ...one, headers: { accept, ...one.headers } };
      expect(await answers(direct, asked)).toEqual(await answers(viaFetch, asked));
    }
  });

  it.each(accepts)('Accept: %s', async (accept) => {
    for (const query of ['{ hello }', '{ hello', '{ needsLogin }', '{ boom }']) {
      const asked = { title: '', body: { query }, headers: { accept } };
      expect(await answers(direct, asked)).toEqual(await answers(viaFetch, asked));
    }
  });
});

describe('streams', () => {
  const schema = makeExecutableSchema({
    typeDefs: 'type Query { hello: String } type Subscription { ticks: Int }',
    resolvers: {
      Subscription: {
        ticks: {
          async *subscribe() {
            yield { ticks: 1 };
            yield { ticks: 2 };
          },
        },
      },
    },
  });

  it.each(['*/*', 'application/json', 'text/event-stream', 'multipart/mixed, application/json'])(
    'are left to Yoga (Accept: %s)',
    async (accept) => {
      await using yoga = await startSmallServer({ schema, viaFetch: true });
      await using own = await startSmallServer({ schema });
      const asked = { title: '', body: { query: 'subscription { ticks }' }, headers: { accept } };
      expect(await answers(own, asked)).toEqual(await answers(yoga, asked));
    },
  );
});
