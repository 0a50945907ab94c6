import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import fastify from 'fastify';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, createGateway, type GatewayServer } from '../../../src/index.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { buildExplorer } from '../../support/build-explorer.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

let sandbox: Sandbox;
let gateway: GatewayServer;
/** The same, for servers that hand on paths as they are. */
let below: GatewayServer;

beforeAll(async () => {
  await buildExplorer();
  sandbox = await startSandbox();
  const upstream = { baseUrl: sandbox.baseUrl, defaultToken: null };
  gateway = await createGateway({ upstream, config: { cacheTtlMs: 0 } });
  below = await createGateway({ upstream, config: { cacheTtlMs: 0 }, basePath: '/api' });
});
afterAll(async () => {
  await Promise.all([gateway.close(), below.close()]);
  await sandbox.close();
});
beforeEach(() => sandbox.resetCalls());

interface Mounted extends AsyncDisposable {
  /** Up to and with the path in front of `/graphql`. */
  readonly url: string;
}

const frameworks: Readonly<Record<string, () => Promise<Mounted>>> = {
  'node:http': async () => {
    const http = createServer(gateway.listener).listen(0, '127.0.0.1');
    await once(http, 'listening');
    return mounted((http.address() as AddressInfo).port, '', () => http.close());
  },
  'node:http below a path': async () => {
    const http = createServer(below.listener).listen(0, '127.0.0.1');
    await once(http, 'listening');
    return mounted((http.address() as AddressInfo).port, '/api', () => http.close());
  },
  Fastify: async () => {
    const app = fastify();
    // Bodies are the gateway's to read, whatever their type.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _body, done) => done(null));
    app.all('/api/*', (request, reply) => {
      reply.hijack();
      below.listener(request.raw, reply.raw);
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    return mounted((app.server.address() as AddressInfo).port, '/api', () => app.close());
  },
  Hono: async () => {
    const app = new Hono().mount('/api', gateway.fetch);
    const http = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
    await once(http, 'listening');
    return mounted((http.address() as AddressInfo).port, '/api', () => http.close());
  },
  // What Next.js and other file routers take: functions by method, called with the request as it came.
  'a route handler': async () => {
    const { fetch: GET, fetch: POST } = below;
    const handlers: Readonly<Record<string, (request: Request) => Promise<Response>>> = { GET, POST };
    const http = serve({
      fetch: (request) => handlers[request.method]?.(request) ?? new Response(null, { status: 405 }),
      hostname: '127.0.0.1',
      port: 0,
    });
    await once(http, 'listening');
    return mounted((http.address() as AddressInfo).port, '/api', () => http.close());
  },
};

function mounted(port: number, path: string, close: () => unknown): Mounted {
  return {
    url: `http://127.0.0.1:${port}${path}`,
    async [Symbol.asyncDispose]() {
      await close();
    },
  };
}

describe.each(Object.entries(frameworks))('in %s', (_name, start) => {
  it('answers GraphQL, files and GraphiQL, and leaves other paths alone', async () => {
    await using server = await start();
    const login = { authorization: `Bearer ${sandbox.tokens.owner}` };
    const query = 'query Deep($id: ID!) { matter(id: $id) { id client { name addresses { city } } } }';

    const answer = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { ...login, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { id: 'Matter:1' } }),
    });
    expect(await answer.json()).toEqual({
      data: {
        matter: { id: 'Matter:1', client: { name: expect.any(String), addresses: expect.any(Array) } },
      },
    });
    expect(sandbox.calls).toHaveLength(2);

    const refused = await fetch(`${server.url}/graphql?query={viewer{id}}`);
    expect(refused.status).toBe(401);

    const file = await fetch(`${server.url}/files/documents/1`, { headers: login });
    expect(file.status).toBe(200);
    expect((await file.arrayBuffer()).byteLength).toBe(Number(file.headers.get('content-length')));

    expect((await fetch(`${server.url}/nothing`)).status).toBe(404);
  });
});

describe('below a path', () => {
  it('leads the browser to GraphiQL, whose files lie below it too', async () => {
    await using server = await (frameworks['node:http below a path'] as () => Promise<Mounted>)();
    const page = await (await fetch(`${server.url}/`, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('"endpoint":"/api/graphql"');
    const [, script] = page.match(/<script[^>]* src="([^"]+)"/) ?? [];
    expect(script).toBe('/api/graphiql/main.js');
    expect((await fetch(new URL(script as string, server.url))).status).toBe(200);
    expect((await fetch(new URL('/graphql', server.url))).status).toBe(404);
  });
});

describe('a token lent to requests', () => {
  it('is not lent to pages that reach this machine under a foreign name', async () => {
    const lending = await createGateway({
      upstream: { baseUrl: sandbox.baseUrl, defaultToken: sandbox.tokens.owner },
    });
    const http = createServer(lending.listener).listen(0, '127.0.0.1');
    await once(http, 'listening');
    const ask = async (host: string): Promise<number | undefined> => {
      const { request } = await import('node:http');
      const sent = request({
        port: (http.address() as AddressInfo).port,
        path: '/graphql?query={viewer{id}}',
        headers: { host },
        agent: false,
      }).end();
      const [response] = await once(sent, 'response');
      response.resume();
      return response.statusCode;
    };
    expect(await ask('localhost')).toBe(200);
    expect(await ask('evil.example')).toBe(401);
    http.close();
    await lending.close();
  });
});

describe('options', () => {
  it('default to Clio in the US with the tokens of the requests', async () => {
    const plain = await createGateway();
    const response = await plain.fetch(new Request('http://localhost/graphql?query={viewer{id}}'));
    expect(response.status).toBe(401);
    await plain.close();
  });

  it.each([
    [{ config: { maxDeep: 3 } }, /config\.maxDeep is not a setting/],
    [{ config: { maxDepth: '3' } }, /config\.maxDepth must be of type number, as 20/],
    [{ config: { cacheTtlMs: Number.NaN } }, /config\.cacheTtlMs must be of type number/],
    [{ config: { upstream: { kind: 'sandbox' } } }, /startSandbox from clio-graphql\/sandbox/],
    [{ basePath: 'api/' }, /basePath must begin with a slash/],
  ])('%o are refused', async (options, message) => {
    const refused = createGateway(options as Parameters<typeof createGateway>[0]);
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(message);
  });
});
