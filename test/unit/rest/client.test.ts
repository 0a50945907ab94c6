import { getEventListeners } from 'node:events';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { ExchangeReport } from '../../../src/rest/types.ts';
import {
  call,
  context,
  failure,
  json,
  type Reply,
  reply,
  startClient,
  startTestServer,
  testStart,
  token,
} from '../../support/rest/test-client.ts';

const budgetHeaders = {
  'x-ratelimit-limit': '50',
  'x-ratelimit-remaining': '41',
  'x-ratelimit-reset': String(testStart / 1000 + 30),
};

describe('a call', () => {
  it('is sent with its encoded query, the token, the API version and the accepted encodings', async () => {
    await using server = await startTestServer(json({ data: [] }));
    await using client = startClient(server.baseUrl);
    await client.send(
      call('/matters.json', {
        query: [
          ['fields', 'id,client{id}'],
          ['ids[]', '1'],
        ],
      }),
      context(),
    );
    expect(server.received[0]).toMatchObject({
      method: 'GET',
      url: '/api/v4/matters.json?fields=id%2Cclient%7Bid%7D&ids%5B%5D=1',
      headers: {
        authorization: `Bearer ${token}`,
        'x-api-version': '4.0.13',
        accept: 'application/json',
        'accept-encoding': 'gzip, deflate, br',
        'user-agent': 'clio-graphql',
      },
      body: '',
    });
  });

  it('returns data, paging and total', async () => {
    const paging = {
      next: 'https://elsewhere.example/api/v4/matters.json?page_token=abc%3D&limit=2',
      previous: 'https://elsewhere.example/api/v4/matters.json?offset=0',
    };
    await using server = await startTestServer(
      json({ data: [{ id: 1 }], meta: { records: 7, paging } }, 200, { etag: '"v1"' }),
    );
    await using client = startClient(server.baseUrl);
    expect(await client.send(call(), context())).toEqual({
      status: 200,
      data: [{ id: 1 }],
      next: { pageToken: 'abc=' },
      previous: { offset: 0 },
      records: 7,
      etag: '"v1"',
      location: null,
      notModified: false,
      bytes: expect.any(Number),
    });
  });

  it.each([
    ['no meta', { data: [] }],
    ['an empty paging', { data: [], meta: { paging: {} } }],
    ['meta that is null', { data: [], meta: null }],
    ['a total that is not a number', { data: [], meta: { records: '7', paging: null } }],
  ])('accepts a response with %s', async (_what, body) => {
    await using server = await startTestServer(json(body));
    await using client = startClient(server.baseUrl);
    expect(await client.send(call(), context())).toMatchObject({ next: null, previous: null, records: null });
  });

  it.each([
    ['meta of another shape', ['x']],
    ['paging of another shape', { paging: ['x'] }],
    ['a paging URL without a page in it', { paging: { next: 'http://[' } }],
  ])('does not take %s for the end of a list', async (_what, meta) => {
    await using server = await startTestServer(json({ data: [], meta }));
    await using client = startClient(server.baseUrl);
    expect((await client.send(call(), context())).next).toEqual({});
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('decompresses a body with %s, also that of an error', async (encoding, compress) => {
    const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
    const fault = { error: { type: 'ForbiddenError', message: 'no' } };
    await using server = await startTestServer(
      reply(200, headers, compress(JSON.stringify({ data: { id: 5 } }))),
      reply(403, headers, compress(JSON.stringify(fault))),
    );
    await using client = startClient(server.baseUrl);
    const response = await client.send(call(), context());
    expect(response).toMatchObject({ data: { id: 5 }, bytes: '{"data":{"id":5}}'.length });
    expect(await failure(client.send(call(), context()))).toMatchObject({ clio: { type: 'ForbiddenError' } });
  });

  it("reports responses of another version of Clio's API, and logs the first", async () => {
    const other = { 'content-type': 'application/json', 'x-api-version': '4.0.12' };
    const asked = { ...other, 'x-api-version': '4.0.13' };
    await using server = await startTestServer(
      reply(200, asked, '{"data":[]}'),
      reply(200, other, '{"data":[]}'),
      reply(404, other, '{"error":{"type":"NotFound","message":"no"}}'),
      reply(200, { 'content-type': 'application/json' }, '{"data":[]}'),
    );
    const lines: unknown[] = [];
    const logger = { warn: (details: object) => void lines.push(details), debug: () => undefined };
    const others: string[][] = [];
    const onOtherVersion = (...versions: string[]): void => void others.push(versions);
    await using client = startClient(server.baseUrl, { logger });
    await client.send(call(), context({ onOtherVersion }));
    expect(others).toEqual([]);
    await client.send(call(), context({ onOtherVersion }));
    await failure(client.send(call(), context({ onOtherVersion })));
    await client.send(call(), context({ onOtherVersion }));
    expect(others).toEqual([
      ['4.0.12', '4.0.13'],
      ['4.0.12', '4.0.13'],
    ]);
    expect(lines).toEqual([{ asked: '4.0.13', answered: '4.0.12' }]);
  });

  it('sends a body as JSON', async () => {
    await using server = await startTestServer(json({ data: { id: 1 } }, 201));
    await using client = startClient(server.baseUrl);
    const body = { data: { name: 'Ünïcode' } };
    const response = await client.send(call('/contacts.json', { method: 'POST', body }), context());
    expect(response).toMatchObject({ status: 201, data: { id: 1 } });
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  });

  it('takes a 204 for a response without data', async () => {
    await using server = await startTestServer(reply(204, {}));
    await using client = startClient(server.baseUrl);
    const response = await client.send(call('/notes/1.json', { method: 'DELETE' }), context());
    expect(response).toMatchObject({ status: 204, data: null });
  });

  it('takes an empty success of a write for a response without data', async () => {
    await using server = await startTestServer(reply(200, {}));
    await using client = startClient(server.baseUrl);
    const response = await client.send(call('/d/1/save.json', { method: 'POST' }), context());
    expect(response).toMatchObject({ status: 200, data: null });
  });

  it('sends ETags and takes a 304 for "not modified"', async () => {
    await using server = await startTestServer(reply(304, {}), json({ data: {} }));
    await using client = startClient(server.baseUrl);
    const response = await client.send(call('/m/1.json', { ifNoneMatch: '"v1"' }), context());
    expect(response).toMatchObject({ status: 304, notModified: true, etag: '"v1"', data: null });
    await client.send(call('/m/1.json', { method: 'PATCH', body: {}, ifMatch: '"v2"' }), context());
    expect(server.received[0]?.headers['if-none-match']).toBe('"v1"');
    expect(server.received[1]?.headers['if-match']).toBe('"v2"');
  });

  it('returns a bill preview as text', async () => {
    await using server = await startTestServer(reply(200, { 'content-type': 'text/html' }, '<h1>Bill</h1>'));
    await using client = startClient(server.baseUrl);
    const response = await client.send(call('/bills/1/preview.json', { expect: 'text' }), context());
    expect(response.data).toBe('<h1>Bill</h1>');
    expect(server.received[0]?.headers.accept).toBe('*/*');
  });

  it('reports each exchange', async () => {
    const exchanges: ExchangeReport[] = [];
    await using server = await startTestServer(reply(503, {}), json({ data: 'ü' }));
    await using client = startClient(server.baseUrl);
    await client.send(call(), context({ onExchange: (exchange) => exchanges.push(exchange) }));
    const reported = {
      call: call(),
      networkError: null,
      ms: expect.any(Number),
      waitMs: 0,
      retries: 0,
      callsLeft: null,
    };
    expect(exchanges).toEqual([
      { ...reported, status: 503, bytes: 0 },
      { ...reported, status: 200, bytes: Buffer.byteLength('{"data":"ü"}'), retries: 1 },
    ]);
  });
});

describe('a redirect', () => {
  const steal: Reply = json({ data: 'stolen' });
  const redirect = (status: number, location: string) => reply(status, { location });

  it('with status 303 returns its location and is not followed', async () => {
    await using storage = await startTestServer(steal);
    await using server = await startTestServer(redirect(303, `${storage.origin}/file?signature=1`));
    await using client = startClient(server.baseUrl);
    const response = await client.send(call('/documents/1/download.json'), context());
    expect(response).toMatchObject({
      status: 303,
      location: `${storage.origin}/file?signature=1`,
      data: null,
    });
    expect(storage.connections()).toBe(0);
  });

  it('may have a relative location', async () => {
    await using server = await startTestServer(redirect(303, '../jobs/1.json'));
    await using client = startClient(server.baseUrl);
    const response = await client.send(call('/documents/download.json'), context());
    expect(response.location).toBe(`${server.origin}/api/v4/jobs/1.json`);
  });

  it('with status 303 is rejected without a location', async () => {
    await using server = await startTestServer(reply(303, {}));
    await using client = startClient(server.baseUrl);
    expect(await failure(client.send(call(), context()))).toMatchObject({ code: 'UPSTREAM_ERROR' });
  });

  it.each(['/api/v4/with_categories.json?a=b', 'with_categories.json?a=b'])(
    'with status 307 is followed on the same origin (%s)',
    async (location) => {
      await using server = await startTestServer(redirect(307, location), json({ data: [1] }));
      await using client = startClient(server.baseUrl);
      expect((await client.send(call('/practice_areas.json'), context())).data).toEqual([1]);
      expect(server.received[1]).toMatchObject({
        url: '/api/v4/with_categories.json?a=b',
        headers: { authorization: `Bearer ${token}` },
      });
    },
  );

  it('with status 307 is followed only once', async () => {
    await using server = await startTestServer(redirect(307, '/api/v4/again.json'));
    await using client = startClient(server.baseUrl);
    expect(await failure(client.send(call(), context()))).toMatchObject({ code: 'UPSTREAM_ERROR' });
    expect(server.received).toHaveLength(2);
  });

  it.each([301, 302, 307, 308])(
    'with status %i does not take the token to another origin',
    async (status) => {
      await using other = await startTestServer(steal);
      await using server = await startTestServer(redirect(status, `${other.origin}/api/v4/matters.json`));
      await using client = startClient(server.baseUrl);
      expect(await failure(client.send(call(), context()))).toMatchObject({
        code: 'UPSTREAM_ERROR',
        clio: { status },
      });
      expect(other.connections()).toBe(0);
    },
  );
});

describe('the budget', () => {
  it('is unknown before the first response, follows the headers, and is kept if they are missing', async () => {
    await using server = await startTestServer(json({ data: [] }, 200, budgetHeaders), reply(401, {}));
    await using client = startClient(server.baseUrl);
    expect(client.budget(token)).toBeNull();
    await client.send(call(), context());
    const known = { limit: 50, remaining: 41, resetAtMs: testStart + 30_000 };
    expect(client.budget(token)).toEqual(known);
    await failure(client.send(call(), context()));
    expect(client.budget(token)).toEqual(known);
    expect(client.budget('another')).toBeNull();
  });

  it('is also updated by error responses', async () => {
    await using server = await startTestServer(json({}, 404, budgetHeaders));
    await using client = startClient(server.baseUrl);
    await failure(client.send(call(), context()));
    expect(client.budget(token)?.remaining).toBe(41);
  });
});

describe('a value of the caller', () => {
  it.each([
    ['a new line', 'a\r\nx-evil: 1'],
    ['a space', 'a b'],
    ['a letter beyond ASCII', 'tökén'],
    ['nothing', ''],
  ])('is rejected before anything is sent: a token with %s', async (_what, bad) => {
    await using server = await startTestServer(json({ data: [] }));
    await using client = startClient(server.baseUrl);
    const error = await failure(client.send(call(), context({ token: bad })));
    expect(error.code).toBe('UNAUTHENTICATED');
    if (bad !== '') expect(error.message).not.toContain(bad);
    expect(server.connections()).toBe(0);
  });

  it.each(['ifMatch', 'ifNoneMatch'])('is rejected with a line break: %s', async (name) => {
    await using server = await startTestServer(json({ data: [] }));
    await using client = startClient(server.baseUrl);
    const error = await failure(client.send(call('/m/1.json', { [name]: '"a"\r\nx: y' }), context()));
    expect(error.code).toBe('BAD_USER_INPUT');
    expect(server.connections()).toBe(0);
  });

  it.each(['ftp://127.0.0.1', 'http://a:b@127.0.0.1', 'http://127.0.0.1?x=1', 'http://127.0.0.1#x', 'clio'])(
    'is rejected as base URL: %s',
    (baseUrl) => {
      expect(() => startClient(baseUrl)).toThrow(TypeError);
    },
  );
});

describe('the log', () => {
  it('contains no token, query or body', async () => {
    const lines: unknown[] = [];
    const logger = {
      warn: (...line: unknown[]) => lines.push(line),
      debug: (...line: unknown[]) => lines.push(line),
    };
    await using server = await startTestServer(
      reply(503, {}),
      (_request, response) => response.socket?.destroy(),
      json({ data: [{ name: 'Jane Client' }] }),
      reply(200, { 'content-type': 'text/html' }, 'Jane Client'),
    );
    await using client = startClient(server.baseUrl, { logger });
    const search = call('/contacts.json', { query: [['query', 'Jane Client']] });
    await client.send(search, context());
    const error = await failure(client.send(search, context()));
    const written = JSON.stringify([lines, error, error.message, error.cause, error.stack]);
    expect(lines).toHaveLength(5);
    expect(written).not.toContain(token);
    expect(written).not.toContain('Jane');
  });
});

describe('connections', () => {
  it('are shared: two for ten parallel calls, and the same two for ten more', async () => {
    await using server = await startTestServer(json({ data: [] }));
    await using client = startClient(server.baseUrl, { maxUpstreamCalls: 2 });
    const signal = new AbortController().signal;
    await Promise.all(Array.from({ length: 10 }, () => client.send(call(), context({ signal }))));
    for (let i = 0; i < 10; i++) await client.send(call(), context());
    expect(server.received).toHaveLength(20);
    expect(server.connections()).toBe(2);
  });
});

describe('a signal', () => {
  it('is used by many parallel calls without a warning, and keeps no listener', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    await using server = await startTestServer(json({ data: [] }));
    await using client = startClient(server.baseUrl);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 30 }, () => client.send(call(), context({ signal }))));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('close', () => {
  it('waits for calls in flight, rejects new ones, and can be called twice', async () => {
    let result: (() => void) | undefined;
    await using server = await startTestServer((request, response) => {
      result = () => json({ data: 'late' })(request, response);
    });
    const client = startClient(server.baseUrl);
    const sending = client.send(call(), context());
    await vi.waitUntil(() => result, { timeout: 30_000 });
    const closed = client.close();
    expect(client.close()).toBe(closed);
    expect(await failure(client.send(call(), context()))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    result?.();
    expect((await sending).data).toBe('late');
    await closed;
    expect(server.received).toHaveLength(1);
  });

  it('lets a call that waits for a retry finish', async () => {
    await using server = await startTestServer(reply(503, {}), json({ data: 'second' }));
    const client = startClient(server.baseUrl);
    const sending = client.send(call(), context());
    await client.close();
    expect((await sending).data).toBe('second');
  });
});
