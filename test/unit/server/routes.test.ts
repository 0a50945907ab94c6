import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { sdl, startSmallServer } from '../../support/gateways/start-small-server.ts';

const get = (query: string): string => `/graphql?query=${encodeURIComponent(query)}`;

describe('/graphql', () => {
  it('answers GET', async () => {
    await using gateway = await startSmallServer();
    const query = 'query ($name: String) { hello(name: $name) }';
    const variables = encodeURIComponent('{"name":"you"}');
    const response = await fetch(`${gateway.url}${get(query)}&variables=${variables}`);
    expect(await response.json()).toEqual({ data: { hello: 'Hello you' } });
  });

  it('refuses variables in GET that are no JSON', async () => {
    await using gateway = await startSmallServer();
    const response = await fetch(`${gateway.url}${get('{ hello }')}&variables=x`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('carries out no mutation by GET', async () => {
    await using gateway = await startSmallServer();
    const response = await fetch(gateway.url + get('mutation { touch }'));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(gateway.touched()).toBe(0);
  });

  it.each(['PUT', 'DELETE', 'OPTIONS', 'HEAD'])('refuses %s', async (method) => {
    await using gateway = await startSmallServer();
    const response = await fetch(`${gateway.url}/graphql`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
  });

  it.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 400],
    ['application/graphql', 415],
    ['text/plain;application/json', 415],
  ])('refuses a %s body, which a page of another origin could post unasked', async (type, status) => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: 'mutation { touch }' }, { 'content-type': type });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(gateway.touched()).toBe(0);
  });

  it('takes JSON with a charset', async () => {
    await using gateway = await startSmallServer();
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await gateway.post({ query: '{ hello(name: "ü") }' }, headers)).status).toBe(200);
  });

  it('refuses a compressed body', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ hello }' }, { 'content-encoding': 'gzip' });
    expect(response.status).toBe(415);
  });

  it('says what it can answer with when asked for something else', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ hello }' }, { accept: 'image/png' });
    expect(response.status).toBe(406);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('is kept by no cache, guessed at by no browser and readable for no other origin', async () => {
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
  it('answer 200 when all is well', async () => {
    await using gateway = await startSmallServer();
    const health = await fetch(`${gateway.url}/healthz`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'up' }]);
    const readiness = await fetch(`${gateway.url}/readyz`);
    expect([readiness.status, await readiness.json()]).toEqual([200, { status: 'ready' }]);
  });

  it('can only be read', async () => {
    await using gateway = await startSmallServer();
    expect((await fetch(`${gateway.url}/healthz`, { method: 'HEAD' })).status).toBe(200);
    const response = await fetch(`${gateway.url}/readyz`, { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });
});

describe('/schema.graphql', () => {
  it('is the SDL as text', async () => {
    await using gateway = await startSmallServer();
    const response = await fetch(`${gateway.url}/schema.graphql`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe(sdl);
  });

  it('is not sent again to who has it', async () => {
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

  it('is gzipped where that is accepted', async () => {
    await using gateway = await startSmallServer();
    const headers = { 'accept-encoding': 'br, gzip' };
    const response = await request(`${gateway.url}/schema.graphql`, { headers });
    expect(response.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(await response.body.arrayBuffer()).toString()).toBe(sdl);
  });
});

describe('a path with nothing at it', () => {
  it.each(['/graphql2', '/graphiql/nothing.js', '/health', '//graphql'])(
    'is 404 as JSON: %s',
    async (path) => {
      await using gateway = await startSmallServer();
      const response = await fetch(gateway.url + path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    },
  );
});

describe('the root of the address', () => {
  it.each(['/', '/%2e%2e'])('leads to GraphQL: %s', async (path) => {
    await using gateway = await startSmallServer();
    const response = await fetch(gateway.url + path, { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('graphql');
  });
});

describe('an Accept header that prefers a stream', () => {
  it.each(['text/event-stream', 'multipart/mixed'])('gets the one response as %s', async (accept) => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ hello boom }' }, { accept });
    expect(response.headers.get('content-type')).toContain(accept);
    const body = await response.text();
    expect(body).toContain('Hello world');
    expect(body).toContain('INTERNAL_SERVER_ERROR');
    expect(body).not.toContain('secret');
  });
});
