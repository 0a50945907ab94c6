import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { sdl, startSmallServer } from '../../support/gateways/start-small-server.ts';

const get = (query: string): string => `/graphql?query=${encodeURIComponent(query)}`;

describe('/graphql', () => {
  it('accepts GET', async () => {
    await using gateway = await startSmallServer();
    const query = 'query ($name: String) { hello(name: $name) }';
    const variables = encodeURIComponent('{"name":"you"}');
    const response = await fetch(`${gateway.url}${get(query)}&variables=${variables}`);
    expect(await response.json()).toEqual({ data: { hello: 'Hello you' } });
  });

  it('rejects variables in a GET request that are not JSON', async () => {
    await using gateway = await startSmallServer();
    const response = await fetch(`${gateway.url}${get('{ hello }')}&variables=x`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('does not execute a mutation by GET', async () => {
    await using gateway = await startSmallServer();
    const response = await fetch(gateway.url + get('mutation { touch }'));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(gateway.touched()).toBe(0);
  });

  it.each(['PUT', 'DELETE', 'OPTIONS', 'HEAD'])('rejects %s', async (method) => {
    await using gateway = await startSmallServer();
    const response = await fetch(`${gateway.url}/graphql`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
  });

  it('accepts JSON with a charset', async () => {
    await using gateway = await startSmallServer();
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await gateway.post({ query: '{ hello(name: "ü") }' }, headers)).status).toBe(200);
  });

  it('rejects a compressed body', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ hello }' }, { 'content-encoding': 'gzip' });
    expect(response.status).toBe(415);
  });

  it('rejects a request that accepts none of its media types', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ hello }' }, { accept: 'image/png' });
    expect(response.status).toBe(406);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('has headers against caching, MIME sniffing and reading by other origins', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ hello }' }, { origin: 'https://elsewhere.example' });
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('works without a socket', async () => {
    await using gateway = await startSmallServer();
    const body = JSON.stringify({ query: '{ hello }' });
    const headers = { 'content-type': 'application/json', 'x-request-id': 'mine' };
    const response = await gateway.server.fetch(
      new Request('http://gateway/graphql', { method: 'POST', headers, body }),
    );
    expect(await response.json()).toEqual({ data: { hello: 'Hello world' } });
    expect(response.headers.get('x-request-id')).toBe('mine');
  });
});

describe('/healthz and /readyz', () => {
  it('return 200 when the gateway is ready', async () => {
    await using gateway = await startSmallServer();
    const health = await fetch(`${gateway.url}/healthz`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'up' }]);
    const readiness = await fetch(`${gateway.url}/readyz`);
    expect([readiness.status, await readiness.json()]).toEqual([200, { status: 'ready' }]);
  });

  it('allow only GET and HEAD', async () => {
    await using gateway = await startSmallServer();
    expect((await fetch(`${gateway.url}/healthz`, { method: 'HEAD' })).status).toBe(200);
    const response = await fetch(`${gateway.url}/readyz`, { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });
});

describe('/schema.graphql', () => {
  it('returns the SDL as text', async () => {
    await using gateway = await startSmallServer();
    const response = await fetch(`${gateway.url}/schema.graphql`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe(sdl);
  });

  it('is not sent again to a client that has it', async () => {
    await using gateway = await startSmallServer();
    const etag = (await fetch(`${gateway.url}/schema.graphql`)).headers.get('etag') ?? '';
    for (const header of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*']) {
      const response = await fetch(`${gateway.url}/schema.graphql`, { headers: { 'if-none-match': header } });
      expect([response.status, await response.text()]).toEqual([304, '']);
      expect(response.headers.get('etag')).toBe(etag);
    }
    const changed = await fetch(`${gateway.url}/schema.graphql`, { headers: { 'if-none-match': '"other"' } });
    expect(changed.status).toBe(200);
  });

  it('is compressed with gzip for clients that accept it', async () => {
    await using gateway = await startSmallServer();
    const headers = { 'accept-encoding': 'br, gzip' };
    const response = await request(`${gateway.url}/schema.graphql`, { headers });
    expect(response.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(await response.body.arrayBuffer()).toString()).toBe(sdl);
  });
});

describe('an unknown path', () => {
  it.each(['/graphql2', '/graphiql/nothing.js', '/health', '//graphql'])(
    'returns 404 as JSON: %s',
    async (path) => {
      await using gateway = await startSmallServer();
      const response = await fetch(gateway.url + path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    },
  );
});

describe('the root path', () => {
  it.each(['/', '/%2e%2e'])('redirects to GraphQL: %s', async (path) => {
    await using gateway = await startSmallServer();
    const response = await fetch(gateway.url + path, { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('graphql');
  });
});

describe('an Accept header that prefers a stream', () => {
  it.each(['text/event-stream', 'multipart/mixed'])('gets a single response as %s', async (accept) => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ hello boom }' }, { accept });
    expect(response.headers.get('content-type')).toContain(accept);
    const body = await response.text();
    expect(body).toContain('Hello world');
    expect(body).toContain('INTERNAL_SERVER_ERROR');
    expect(body).not.toContain('secret');
  });
});
