import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { completeConfig } from '../../../src/config/complete-config.ts';
import { PreparedDocuments } from '../../../src/request/prepared-documents.ts';
import { createLogger } from '../../../src/server/create-logger.ts';
import { GraphqlHandler } from '../../../src/server/graphql/graphql-handler.ts';
import { PersistedDocuments } from '../../../src/server/graphql/persisted-documents.ts';
import { ServedOperation } from '../../../src/server/graphql/served-operation.ts';
import { createYogaServer, type GraphqlOptions } from '../../../src/server/graphql/yoga-server.ts';
import { fromFetchRequest, toFetchResponse } from '../../../src/server/http/fetch-adapter.ts';
import type { HttpResponse } from '../../../src/server/http/http-message.ts';
import { ServerRequest } from '../../../src/server/server-request.ts';
import { createSmallSchema, Gate, TestContext, unused } from '../../support/gateways/start-small-server.ts';

// The same requests through Yoga's Fetch server and through the direct path that bypasses it. Each is sent three times,
// because a prepared document takes a shorter path.

type Handle = (request: ServerRequest) => Promise<HttpResponse>;

const logger = createLogger('silent');
const config = completeConfig({ requestDeadlineMs: 2_000, maxBodyBytes: 10_000, explain: true });

function optionsFor(schema: GraphQLSchema): GraphqlOptions {
  return {
    schema,
    config,
    documents: new PreparedDocuments({ schema, config }),
    persisted: new PersistedDocuments(config),
    defaultToken: null,
    createContext: (info) => new TestContext(info),
    subscriptions: unused.subscriptions,
  };
}

function directly(schema: GraphQLSchema): Handle {
  const handler = new GraphqlHandler(optionsFor(schema));
  return (request) => handler.handle(request);
}

function throughYoga(schema: GraphQLSchema): Handle {
  const yoga = createYogaServer(optionsFor(schema));
  return async (request) => {
    const served = new ServedOperation(request, config);
    try {
      return await yoga.handle(served);
    } finally {
      await served.end();
    }
  };
}

const schema = createSmallSchema(new Gate(), { touched: 0 });
const direct = directly(schema);
const yoga = throughYoga(schema);

interface Case {
  readonly title: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const add = 'query Add($a: Int!, $b: Int! = 2) { add(a: $a, b: $b) }';
const two = 'query One { hello } query Two { self { hello(name: "two") } } mutation Three { __typename }';

const bodies: readonly Case[] = [
  { title: 'a query', body: { query: '{ hello }' } },
  { title: 'variables', body: { query: add, variables: { a: 1 } } },
  { title: 'other variables', body: { query: add, variables: { a: 3, b: 4 } } },
  { title: 'missing variables', body: { query: add } },
  { title: 'variables that are null', body: { query: add, variables: null } },
  { title: 'variables of the wrong type', body: { query: add, variables: { a: 'x', c: 1 } } },
  { title: 'variables in a list', body: { query: add, variables: [1] } },
  { title: 'variables as text', body: { query: add, variables: '{"a":1}' } },
  { title: 'extensions', body: { query: '{ hello }', extensions: { x: 1 } } },
  { title: 'extensions as text', body: { query: '{ hello }', extensions: 'x' } },
  { title: 'an unknown parameter', body: { query: '{ hello }', id: 7 } },
  { title: 'an unknown parameter that is null', body: { query: '{ hello }', id: null } },
  { title: 'a named operation', body: { query: two, operationName: 'Two' } },
  { title: 'a named mutation', body: { query: two, operationName: 'Three' } },
  { title: 'no operation name with several operations', body: { query: two } },
  { title: 'an empty operation name', body: { query: two, operationName: '' } },
  { title: 'an unknown operation name', body: { query: two, operationName: 'Four' } },
  { title: 'an operation name that is a number', body: { query: two, operationName: 4 } },
  { title: 'an operation name for an anonymous query', body: { query: '{ hello }', operationName: 'One' } },
  { title: 'a query that is not a string', body: { query: 7 } },
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
  { title: 'a body that is too large', body: { query: `{ hello(name: "${'x'.repeat(11_000)}") }` } },
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

async function responses(handle: Handle, { body, headers }: Case): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (let time = 0; time < 3; time += 1) {
    const request = new Request('http://localhost/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-request-id': 'the-same',
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const handled = await handle(new ServerRequest(fromFetchRequest(request), logger));
    const response = toFetchResponse(handled, 'POST');
    const { status } = response;
    seen.push({ status, headers: Object.fromEntries(response.headers), text: await response.text() });
  }
  return seen;
}

describe('the direct path', () => {
  it.each(bodies)('responds as Yoga does: $title', async (one) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const asked = { ...one, headers: { accept, ...one.headers } };
      expect(await responses(direct, asked)).toEqual(await responses(yoga, asked));
    }
  });

  it.each(accepts)('responds as Yoga does to Accept: %s', async (accept) => {
    for (const query of ['{ hello }', '{ hello', '{ needsLogin }', '{ boom }']) {
      const asked = { title: '', body: { query }, headers: { accept } };
      expect(await responses(direct, asked)).toEqual(await responses(yoga, asked));
    }
  });
});

describe('a subscription', () => {
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
    'is left to Yoga (Accept: %s)',
    async (accept) => {
      const asked = { title: '', body: { query: 'subscription { ticks }' }, headers: { accept } };
      expect(await responses(directly(schema), asked)).toEqual(await responses(throughYoga(schema), asked));
    },
  );
});
