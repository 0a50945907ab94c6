import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../../src/config/types.ts';
import { ConfigError, createGateway, type GatewayServer } from '../../../src/index.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { subscribeWebSocket } from '../../support/clients/subscribe.ts';
import {
  application,
  Browser,
  consent,
  sessionSecret,
  whoQuery,
} from '../../support/gateways/start-sign-in.ts';
import { buildProgram } from '../../support/programs/build-program.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

/** Where browsers and Clio see the gateway; requests to it go to the server of each test instead. */
const publicUrl = 'http://127.0.0.1:9/api';
const redirectUri = `${publicUrl}/auth/callback`;

let sandbox: Sandbox;
let gateway: GatewayServer;
/** The same, for servers that pass on paths unchanged. */
let below: GatewayServer;

beforeAll(async () => {
  await buildProgram();
  sandbox = await startSandbox({
    applications: [{ ...application, redirectUris: [redirectUri], name: 'Test' }],
  });
  const upstream = { baseUrl: sandbox.baseUrl, defaultToken: null };
  const config: Partial<Config> = {
    cacheTtlMs: 0,
    mcp: true,
    upstream: { kind: 'clio', baseUrl: sandbox.baseUrl, region: 'us' },
    signIn: {
      applications: { us: application },
      redirectUri,
      oauthUrl: null,
      sessionSecrets: [sessionSecret],
    },
    webhookUrl: publicUrl,
  };
  gateway = await createGateway({ upstream, config });
  below = await createGateway({ upstream, config, basePath: '/api' });
});
afterAll(async () => {
  await Promise.all([gateway.close(), below.close()]);
  await sandbox.close();
});
beforeEach(() => sandbox.resetCalls());

interface Mounted extends AsyncDisposable {
  /** The path before `/graphql`. */
  readonly url: string;
}

const frameworks: Readonly<Record<string, () => Promise<Mounted>>> = {
  'node:http': async () => {
    return listening(createServer(gateway.listener), '');
  },
  'node:http below a path': async () => {
    return listening(createServer(below.listener), '/api');
  },
  Fastify: async () => {
    const app = fastify();
    // The gateway reads bodies itself, whatever their type.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _body, done) => done(null));
    app.all('/api/*', (request, reply) => {
      reply.hijack();
      below.listener(request.raw, reply.raw);
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    return mounted((app.server.address() as AddressInfo).port, '/api', () => app.close());
  },
  Express: async () => {
    const app = express().use('/api', gateway.listener);
    return listening(createServer(app as RequestListener), '/api');
  },
  'Express that has read the body': async () => {
    const app = express().use(express.json()).use('/api', gateway.listener);
    return listening(createServer(app as RequestListener), '/api');
  },
  'Express with the path in front': async () => {
    const app = express().use('/api', below.listener);
    return listening(createServer(app as RequestListener), '/api');
  },
  Hono: async () => {
    const app = new Hono().mount('/api', gateway.fetch);
    const http = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
    await once(http, 'listening');
    return mounted((http.address() as AddressInfo).port, '/api', () => http.close());
  },
  // The interface of Next.js and other file routers: functions by method, called with the unchanged request.
  'a route handler': async () => {
    const { fetch: GET, fetch: POST } = below;
    const handlers: Readonly<Record<string, (request: Request) => Promise<Response>>> = { GET, POST };
    const http = serve({
      async fetch(request) {
        const response = await handlers[request.method]?.(request);
        // Next.js does so.
        response?.headers.delete('content-encoding');
        return response ?? new Response(null, { status: 405 });
      },
      hostname: '127.0.0.1',
      port: 0,
    });
    await once(http, 'listening');
    return mounted((http.address() as AddressInfo).port, '/api', () => http.close());
  },
};

async function listening(http: Server, path: string): Promise<Mounted> {
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return mounted((http.address() as AddressInfo).port, path, () => http.close());
}

function mounted(port: number, path: string, close: () => unknown): Mounted {
  return {
    url: `http://127.0.0.1:${port}${path}`,
    async [Symbol.asyncDispose]() {
      await close();
    },
  };
}

describe.each(Object.entries(frameworks))('in %s', (_name, start) => {
  it('serves GraphQL, files and GraphiQL, and leaves other paths alone', async () => {
    await using server = await start();
    const login = { authorization: `Bearer ${sandbox.tokens.owner}` };
    const query = 'query Deep($id: ID!) { matter(id: $id) { id client { name addresses { city } } } }';

    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { ...login, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { id: 'Matter:1' } }),
    });
    expect(await response.json()).toEqual({
      data: {
        matter: { id: 'Matter:1', client: { name: expect.any(String), addresses: expect.any(Array) } },
      },
    });
    expect(sandbox.calls).toHaveLength(2);

    const rejected = await fetch(`${server.url}/graphql?query={viewer{id}}`);
    expect(rejected.status).toBe(401);

    const file = await fetch(`${server.url}/files/documents/1`, { headers: login });
    expect(file.status).toBe(200);
    expect((await file.arrayBuffer()).byteLength).toBe(Number(file.headers.get('content-length')));

    expect((await fetch(`${server.url}/nothing`)).status).toBe(404);
  });
});

describe.each(Object.entries(frameworks))('below the path of %s', (_name, start) => {
  it('GraphiQL and its files are found, with and without a slash at the end', async () => {
    await using server = await start();
    const headers = { accept: 'text/html' };
    for (const path of ['', '/', '/graphql', '/graphql/']) {
      // Routers decide about their own path without a slash.
      const page = await fetch(server.url + path, { headers });
      if (path === '' && page.status === 404) continue;
      expect([path, page.status]).toEqual([path, 200]);
      const html = await page.text();
      const references = [...html.matchAll(/ (?:src|href)="([^":]+)"/g)].map(([, url = '']) => url);
      expect(references).toHaveLength(2);
      for (const reference of references)
        expect((await fetch(new URL(reference, page.url))).headers.get('etag')).not.toBeNull();
      const { endpoint, sessionUrl } = JSON.parse(/id="options">(.*)<\/script>/.exec(html)?.[1] ?? '');
      expect(new URL(endpoint, page.url).href).toBe(`${server.url}/graphql`);
      expect(new URL(sessionUrl, page.url).href).toBe(`${server.url}/auth/session`);
    }
  });

  it('people sign in', async () => {
    await using server = await start();
    const browser = new Browser();
    const back = await consent(browser, `${server.url}/auth/login`);
    const signedIn = await browser.visit(back.replace(publicUrl, server.url));
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, `${publicUrl}/graphql`]);
    // Another gateway at the same origin has another cookie.
    expect(browser.cookie(server.url, 'session-9-api')).toBeDefined();
    expect((await browser.ask(server.url, whoQuery)).body).toEqual({
      data: { viewer: { id: 'User:1', name: expect.any(String) } },
    });
    const session = await (await browser.fetch(`${server.url}/auth/session`)).json();
    expect(session).toMatchObject({ signedIn: true, logoutUrl: `${publicUrl}/auth/logout` });
  });

  it('the schema and the tools of agents have their paths', async () => {
    await using server = await start();
    expect(await (await fetch(`${server.url}/schema.graphql`)).text()).toContain('type Query {');
    const tools = await fetch(`${server.url}/mcp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
    expect([tools.status, await tools.text()]).toEqual([200, expect.stringContaining('search_schema')]);
  });
});

describe('below a path of Express', () => {
  it('WebSockets connect, and webhooks arrive', async () => {
    const app = express();
    const http = createServer(app as RequestListener);
    await using server = await listening(http, '/api');
    const live = await createGateway({
      upstream: { baseUrl: sandbox.baseUrl, defaultToken: sandbox.tokens.owner },
      config: { subscriptionBatchMs: 20, webhookUrl: server.url },
      basePath: '/api',
    });
    app.use('/api', live.listener);
    http.on('upgrade', live.upgrade);
    const messages = await subscribeWebSocket(server.url, 'subscription { contactChanged { event id } }');
    const first = messages.next();
    const hook = () =>
      [...sandbox.records('Webhook').values()].find(({ url }) => `${url}`.startsWith(server.url));
    await expect.poll(() => hook()?.status).toBe('enabled');
    await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"mutation { updateContact(input: { id: 1, firstName: \\"Ada\\" }) { contact { id } } }"}',
    });
    expect(await first).toEqual({ data: { contactChanged: { event: 'UPDATED', id: 'Contact:1' } } });
    await messages.stop();
    await live.close();
  });

  it('a body that other code has read is rejected immediately', async () => {
    const app = express().use('/api', (request, response) => {
      request.resume().on('end', () => gateway.listener(request, response));
    });
    await using server = await listening(createServer(app as RequestListener), '/api');
    const send = (type: string): Promise<Response> =>
      fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': type, 'graphql-require-preflight': '1' },
        body: '{"query":"{ viewer { id } }"}',
      });
    for (const type of ['application/json', 'multipart/form-data; boundary=x']) {
      const response = await send(type);
      expect([response.status, await response.text()]).toEqual([
        400,
        expect.stringContaining('The body is incomplete'),
      ]);
    }
  });
});

describe('the default token', () => {
  it('is not used for pages that reach this machine under a foreign host name', async () => {
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

describe('the options', () => {
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
    [{ config: null }, /config must be an object/],
    [{ basePath: 'api/' }, /basePath must begin with a slash/],
    [{ upstream: { baseUrl: 5 } }, /upstream\.baseUrl must be the URL of a REST API/],
    [{ upstream: null }, /upstream\.baseUrl must be the URL of a REST API/],
    [{ confg: {} }, /confg is not an option; there are config, logger/],
  ])('are rejected: %o', async (options, message) => {
    const rejected = createGateway(options as Parameters<typeof createGateway>[0]);
    await expect(rejected).rejects.toThrow(ConfigError);
    await expect(rejected).rejects.toThrow(message);
  });
});
