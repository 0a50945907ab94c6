import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { type ErrorCode, GatewayError } from '../../../src/errors.ts';
import type { Call } from '../../../src/rest/types.ts';
import {
  call,
  context,
  drop,
  failure,
  json,
  type Reply,
  reply,
  silence,
  startClient,
  startTcpServer,
  startTestServer,
  testClock,
  testStart,
  unusedBaseUrl,
} from '../../support/rest/test-client.ts';

const write: Partial<Call> = { method: 'POST', body: { data: {} } };
const asJson = { 'content-type': 'application/json' };
const asHtml = { 'content-type': 'text/html; charset=utf-8' };

/** Sends the headers and half of the body of a good response, then closes the connection. */
const dropMidBody: Reply = (_request, response) => {
  response.writeHead(200, { ...asJson, 'content-length': '100' });
  response.write('{"data":[', () => response.socket?.destroy());
};
const dropMidChunks: Reply = (_request, response) => {
  response.writeHead(200, asJson);
  response.write('{"data":[', () => response.socket?.destroy());
};
const stallMidBody: Reply = (_request, response) => {
  response.writeHead(200, asJson);
  response.write('{"data":[');
};

describe('an error response of Clio', () => {
  it.each<[ErrorCode, string, number, unknown, object]>([
    [
      'UNAUTHENTICATED',
      'the OAuth shape',
      401,
      { error: 'invalid_token', error_description: 'expired' },
      { status: 401, type: 'invalid_token', message: 'expired' },
    ],
    [
      'UNAUTHENTICATED',
      "Clio's shape",
      401,
      { error: { type: 'UnauthorizedError', message: 'no' } },
      { status: 401, type: 'UnauthorizedError', message: 'no' },
    ],
    [
      'FORBIDDEN',
      'a missing permission',
      403,
      { error: { type: 'ForbiddenError', message: 'no' } },
      { status: 403, type: 'ForbiddenError', message: 'no' },
    ],
    ['NOT_FOUND', 'a body of another shape', 404, [], { status: 404, type: null, message: null }],
    [
      'UPSTREAM_ERROR',
      'an unknown field',
      400,
      { error: { type: 'InvalidFields', message: 'x is not a valid field' } },
      { status: 400, type: 'InvalidFields', message: 'x is not a valid field' },
    ],
    [
      'BAD_USER_INPUT',
      'messages by field',
      422,
      { error: { type: 'V', message: 'm', errors: { name: 'is blank', date: ['a', 'b'] } } },
      { status: 422, type: 'V', message: 'm', errors: { name: ['is blank'], date: ['a', 'b'] } },
    ],
  ])('becomes %s: %s (%i)', async (code, _what, status, body, clio) => {
    await using server = await startTestServer(json(body, status));
    await using client = startClient(server.baseUrl);
    const error = await failure(client.send(call('/x.json', write), context()));
    expect(error).toBeInstanceOf(GatewayError);
    expect(error.extensions).toEqual({ code, clio });
  });

  it.each([
    ['the offset of the call', '9900', 'An invalid argument was supplied'],
    ["Clio's message", '0', 'offset is too large'],
  ])('becomes PAGINATION_WINDOW_EXCEEDED by %s', async (_what, offset, message) => {
    await using server = await startTestServer(json({ error: { type: 'ArgumentError', message } }, 422));
    await using client = startClient(server.baseUrl);
    const query = [
      ['offset', offset],
      ['limit', '200'],
    ] as const;
    const error = await failure(client.send(call('/matters.json', { query }), context()));
    expect(error.code).toBe('PAGINATION_WINDOW_EXCEEDED');
  });

  it('may have an empty body or broken JSON', async () => {
    await using server = await startTestServer(reply(403, {}), reply(404, asJson, '{"error":{"ty'));
    await using client = startClient(server.baseUrl);
    const codes = [
      await failure(client.send(call(), context())),
      await failure(client.send(call(), context())),
    ].map((error) => error.code);
    expect(codes).toEqual(['FORBIDDEN', 'NOT_FOUND']);
  });

  it('distinguishes a web page from a missing record', async () => {
    await using server = await startTestServer(reply(404, asHtml, '<h1>Not found</h1>'));
    await using client = startClient(server.baseUrl);
    expect((await failure(client.send(call(), context()))).code).toBe('UPSTREAM_ERROR');
  });
});

describe('a successful response that cannot be read', () => {
  const pack = (text: string) => gzipSync(text);
  const cases: Array<[string, Reply]> = [
    ['a web page', reply(200, asHtml, '<h1>Welcome</h1>')],
    ['plain text', reply(200, { 'content-type': 'text/plain' }, '{"data":[]}')],
    ['truncated JSON', reply(200, asJson, '{"data":[{"id":1},')],
    ['no data', json({ records: [] })],
    ['an error in a 200', json({ error: { type: 'X', message: 'm' } })],
    ['a list without envelope', json([1])],
    ['null', json(null)],
    [
      'damaged gzip',
      reply(200, { ...asJson, 'content-encoding': 'gzip' }, pack('{"data":[1]}').subarray(0, -9)),
    ],
    ['an encoding that was not asked for', reply(200, { ...asJson, 'content-encoding': 'zstd' }, 'x')],
  ];

  it.each(cases)('is an UPSTREAM_ERROR for a read, which is not retried: %s', async (_what, response) => {
    await using server = await startTestServer(response);
    await using client = startClient(server.baseUrl);
    const error = await failure(client.send(call(), context()));
    expect(error).toMatchObject({ code: 'UPSTREAM_ERROR', clio: { status: 200 } });
    expect(error.message).toContain('cannot be read');
    expect(server.received).toHaveLength(1);
  });

  it.each(cases)('is an UNKNOWN_OUTCOME for a write: %s', async (_what, response) => {
    await using server = await startTestServer(response);
    await using client = startClient(server.baseUrl);
    expect((await failure(client.send(call('/x.json', write), context()))).code).toBe('UNKNOWN_OUTCOME');
    expect(server.received).toHaveLength(1);
  });

  it('is broken if its body is empty and the call is a read', async () => {
    await using server = await startTestServer(reply(200, asJson));
    await using client = startClient(server.baseUrl);
    expect((await failure(client.send(call(), context()))).code).toBe('UPSTREAM_ERROR');
  });

  it('is accepted as JSON without a content type', async () => {
    await using server = await startTestServer(reply(200, {}, '{"data":3}'));
    await using client = startClient(server.baseUrl);
    expect((await client.send(call(), context())).data).toBe(3);
  });
});

describe('a response larger than the limit', () => {
  const big = JSON.stringify({ data: 'x'.repeat(5000) });
  const cases: Array<[string, Reply]> = [
    ['announced', reply(200, { ...asJson, 'content-length': String(big.length) }, big)],
    [
      'in chunks',
      (_request, response) => {
        response.writeHead(200, asJson);
        response.write(big);
        response.end();
      },
    ],
    ['once unpacked', reply(200, { ...asJson, 'content-encoding': 'gzip' }, gzipSync(big))],
  ];

  it.each(cases)('is rejected: %s', async (_what, response) => {
    await using server = await startTestServer(response, json({ data: 1 }));
    await using client = startClient(server.baseUrl, { maxResponseBytes: 1000 });
    const error = await failure(client.send(call(), context()));
    expect(error.code).toBe('UPSTREAM_ERROR');
    expect(error.message).toContain('larger');
    expect((await client.send(call(), context())).data).toBe(1);
  });
});

describe('the rate limit', () => {
  const limited = (headers: Record<string, string>) =>
    json({ error: { type: 'T', message: 'm' } }, 429, headers);

  it.each([
    ['seconds', { 'retry-after': '17' }, 17],
    ['a date', { 'retry-after': new Date(testStart + 25_000).toUTCString() }, 25],
    [
      'the end of the window',
      {
        'x-ratelimit-limit': '50',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(testStart / 1000 + 33),
      },
      33,
    ],
    ['nothing', {}, 60],
  ])('says how long to wait, by %s', async (_what, headers, retryAfter) => {
    await using server = await startTestServer(limited(headers));
    await using client = startClient(server.baseUrl);
    const error = await failure(client.send(call(), context()));
    expect(error.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter, clio: { status: 429 } });
    expect(server.received).toHaveLength(1);
  });

  it.each(['GET', 'PATCH'] as const)('is waited for once if the deadline allows (%s)', async (method) => {
    const clock = testClock();
    await using server = await startTestServer(limited({ 'retry-after': '5' }), json({ data: 'done' }));
    await using client = startClient(server.baseUrl, { clock });
    const response = await client.send(
      call('/x.json', { method }),
      context({ deadlineMs: testStart + 8000 }),
    );
    expect(response.data).toBe('done');
    expect(clock.slept).toEqual([5000]);
  });

  it('is not waited for twice, nor beyond the deadline', async () => {
    const clock = testClock();
    await using server = await startTestServer(limited({ 'retry-after': '5' }));
    await using client = startClient(server.baseUrl, { clock });
    const late = context({ deadlineMs: testStart + 60_000 });
    expect((await failure(client.send(call(), late))).code).toBe('RATE_LIMITED');
    expect(clock.slept).toEqual([5000]);
    const soon = context({ deadlineMs: clock.now() + 5000 });
    expect((await failure(client.send(call(), soon))).code).toBe('RATE_LIMITED');
    expect(clock.slept).toEqual([5000]);
  });

  it.each([
    ['base64', Buffer.from('{"error":{"type":"RateLimited"}}').toString('base64')],
    ['plain', 'RateLimited: try later'],
  ])('is recognized in a successful response whose data is %s text', async (_what, data) => {
    await using server = await startTestServer(json({ data }, 200, { 'retry-after': '9' }));
    await using client = startClient(server.baseUrl);
    const error = await failure(client.send(call(), context()));
    expect(error.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 9, clio: { status: 200 } });
  });
});

describe('a failed read', () => {
  it.each<[string, Reply]>([
    ['502', reply(502, asHtml, 'Bad gateway')],
    ['503', reply(503, {})],
    ['504', reply(504, {})],
    ['a connection dropped before the response', drop],
    ['a connection dropped in the body', dropMidBody],
    ['a connection dropped in a chunked body', dropMidChunks],
  ])('is retried after %s', async (_what, trouble) => {
    const clock = testClock();
    await using server = await startTestServer(trouble, trouble, json({ data: 'third' }));
    await using client = startClient(server.baseUrl, { clock });
    expect((await client.send(call(), context())).data).toBe('third');
    expect(clock.slept).toEqual([200, 400]);
  });

  it.each<[ErrorCode, string, Reply]>([
    ['UPSTREAM_UNAVAILABLE', '502', reply(502, {})],
    ['UPSTREAM_UNAVAILABLE', '503', reply(503, {})],
    ['UPSTREAM_TIMEOUT', '504', reply(504, {})],
    ['UPSTREAM_UNAVAILABLE', 'dropped connections', drop],
    ['UPSTREAM_UNAVAILABLE', 'bodies cut off', dropMidBody],
  ])('fails with %s after three attempts with %s', async (code, _what, trouble) => {
    await using server = await startTestServer(trouble);
    await using client = startClient(server.baseUrl);
    expect((await failure(client.send(call(), context()))).code).toBe(code);
    expect(server.received).toHaveLength(3);
  });

  it('is not retried after a 500', async () => {
    await using server = await startTestServer(reply(500, {}));
    await using client = startClient(server.baseUrl);
    expect((await failure(client.send(call(), context()))).code).toBe('UPSTREAM_ERROR');
    expect(server.received).toHaveLength(1);
  });

  it.each<[string, Reply]>([
    ['headers', silence],
    ['the body', stallMidBody],
  ])('times out waiting for %s', async (_what, trouble) => {
    await using server = await startTestServer(trouble);
    await using client = startClient(server.baseUrl, { upstreamTimeoutMs: 40 });
    const exchanges: unknown[] = [];
    const onExchange = (exchange: unknown): void => void exchanges.push(exchange);
    expect((await failure(client.send(call(), context({ onExchange })))).code).toBe('UPSTREAM_TIMEOUT');
    expect(exchanges).toHaveLength(1);
    expect(server.connections()).toBe(1);
  });

  it('times out although single bytes keep arriving', async () => {
    await using server = await startTestServer((_request, response) => {
      response.writeHead(200, asJson);
      const timer = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(timer));
    });
    await using client = startClient(server.baseUrl, { upstreamTimeoutMs: 60 });
    expect((await failure(client.send(call(), context()))).code).toBe('UPSTREAM_TIMEOUT');
  });

  it('reports a response that is not HTTP', async () => {
    await using server = await startTcpServer((socket) => socket.write('220 mail.example ESMTP\r\n'));
    await using client = startClient(server.baseUrl);
    expect((await failure(client.send(call(), context()))).code).toBe('UPSTREAM_ERROR');
  });
});

describe('an unreachable Clio', () => {
  it.each(['GET', 'POST'] as const)(
    'is tried three times, also with %s, because nothing was sent',
    async (method) => {
      const clock = testClock();
      await using client = startClient(await unusedBaseUrl(), { clock });
      const exchanges: unknown[] = [];
      const onExchange = (exchange: unknown): void => void exchanges.push(exchange);
      const error = await failure(client.send(call('/x.json', { method }), context({ onExchange })));
      expect(error.code).toBe('UPSTREAM_UNAVAILABLE');
      expect(clock.slept).toEqual([200, 400]);
      expect(exchanges).toEqual(Array(3).fill(expect.objectContaining({ status: null, bytes: 0 })));
    },
  );

  it('may have an unknown host name', async () => {
    await using client = startClient('http://clio.invalid/api/v4');
    expect((await failure(client.send(call(), context()))).code).toBe('UPSTREAM_UNAVAILABLE');
  });

  it('may be a server without TLS', async () => {
    await using server = await startTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await using client = startClient(server.baseUrl.replace('http:', 'https:'));
    const error = await failure(client.send(call(), context()));
    expect(error.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(error.message).toContain('secure');
  });
});

describe('a failed write', () => {
  it.each<[string, Reply]>([
    ['a connection dropped before the response', drop],
    ['a connection dropped in the body', dropMidBody],
    ['headers that do not come', silence],
    ['a body that does not end', stallMidBody],
    ['500', reply(500, asJson, '{"error":{"type":"T","message":"m"}}')],
    ['502', reply(502, {})],
    ['503 with a time to wait', reply(503, { 'retry-after': '1' })],
    ['504', reply(504, {})],
    ['a page of the edge', reply(520, asHtml, '<h1>Unknown error</h1>')],
  ])('has an unknown outcome and is not sent again: %s', async (_what, trouble) => {
    for (const method of ['POST', 'PATCH', 'DELETE'] as const) {
      await using server = await startTestServer(trouble);
      await using client = startClient(server.baseUrl, { upstreamTimeoutMs: 60 });
      const exchanges: unknown[] = [];
      const late = context({
        onExchange: (exchange) => void exchanges.push(exchange),
        deadlineMs: testStart + 60_000,
      });
      const error = await failure(client.send(call('/x/1.json', { ...write, method }), late));
      expect(error.code).toBe('UNKNOWN_OUTCOME');
      expect(error.message).toContain('Read the record');
      expect(exchanges).toHaveLength(1);
      expect(server.connections()).toBe(1);
    }
  });

  it('is sent once Clio can be reached, because nothing had been sent before', async () => {
    const baseUrl = await unusedBaseUrl();
    const received: string[] = [];
    const server = createServer((request, response) => {
      received.push(`${request.method} ${request.url}`);
      response.writeHead(201, asJson).end('{"data":{"id":1}}');
    });
    const clock = testClock();
    const { sleep } = clock;
    // Clio is back during the first wait.
    clock.sleep = async (ms, signal) => {
      await new Promise<void>((resolve) =>
        server.listen(Number(new URL(baseUrl).port), '127.0.0.1', resolve),
      );
      await sleep(ms, signal);
    };
    await using client = startClient(baseUrl, { clock });
    expect((await client.send(call('/x.json', write), context())).data).toEqual({ id: 1 });
    expect(clock.slept).toEqual([200]);
    expect(received).toEqual(['POST /api/v4/x.json']);
    server.closeAllConnections();
    server.close();
  });

  it.each([409, 412, 422])("keeps Clio's message of a %i", async (status) => {
    const fault = { error: { type: 'T', message: 'm', errors: { name: 'n' } } };
    await using server = await startTestServer(json(fault, status));
    await using client = startClient(server.baseUrl);
    const error = await failure(client.send(call('/x/1.json', { ...write, method: 'PATCH' }), context()));
    expect(error).toMatchObject({
      code: 'BAD_USER_INPUT',
      clio: { status, type: 'T', message: 'm', errors: { name: ['n'] } },
    });
  });
});

describe('a cancelled call', () => {
  const reason = new GatewayError('QUERY_TOO_COMPLEX', 'Enough.');

  it('is not sent if it was cancelled before', async () => {
    await using server = await startTestServer(json({ data: 1 }));
    await using client = startClient(server.baseUrl);
    const signal = AbortSignal.abort(reason);
    expect(await failure(client.send(call(), context({ signal })))).toBe(reason);
    const late = context({ deadlineMs: testStart });
    expect((await failure(client.send(call(), late))).code).toBe('UPSTREAM_TIMEOUT');
    expect(server.connections()).toBe(0);
  });

  it("is cancelled upstream too, and fails with the caller's error", async () => {
    let cancelled: (() => void) | undefined;
    const gone = new Promise<void>((resolve) => {
      cancelled = resolve;
    });
    const controller = new AbortController();
    await using server = await startTestServer((_request, response) => {
      response.on('close', () => cancelled?.());
      controller.abort(reason);
    });
    await using client = startClient(server.baseUrl);
    expect(await failure(client.send(call(), context({ signal: controller.signal })))).toBe(reason);
    await gone;
    expect(server.received).toHaveLength(1);
  });

  it.each<[ErrorCode, Call]>([
    ['UPSTREAM_TIMEOUT', call()],
    ['UNKNOWN_OUTCOME', call('/x.json', write)],
  ])('fails with %s if the caller gives no reason of ours', async (code, given) => {
    const controller = new AbortController();
    await using server = await startTestServer(() => controller.abort());
    await using client = startClient(server.baseUrl);
    expect((await failure(client.send(given, context({ signal: controller.signal })))).code).toBe(code);
  });

  it('leaves the queue for a connection', async () => {
    const controller = new AbortController();
    let result: (() => void) | undefined;
    await using server = await startTestServer((request, response) => {
      result = () => json({ data: 'first' })(request, response);
    });
    await using client = startClient(server.baseUrl, { maxUpstreamCalls: 1 });
    const first = client.send(call(), context());
    const queued = client.send(call('/x.json', write), context({ signal: controller.signal }));
    await vi.waitUntil(() => result, { timeout: 30_000 });
    controller.abort(reason);
    expect(await failure(queued)).toBe(reason);
    result?.();
    expect((await first).data).toBe('first');
    await client.close();
    expect(server.received).toHaveLength(1);
  });

  it('ends its wait before a retry', async () => {
    const controller = new AbortController();
    const clock = testClock();
    await using server = await startTestServer(reply(503, {}));
    await using client = startClient(server.baseUrl, {
      clock: {
        now: clock.now,
        sleep: async (_ms, signal) => {
          controller.abort(reason);
          signal?.throwIfAborted();
        },
      },
    });
    expect(await failure(client.send(call(), context({ signal: controller.signal })))).toBe(reason);
    expect(server.received).toHaveLength(1);
  });

  it('ends at its deadline', async () => {
    await using server = await startTestServer(silence);
    await using client = startClient(server.baseUrl);
    const error = await failure(client.send(call(), context({ deadlineMs: testStart + 40 })));
    expect(error.code).toBe('UPSTREAM_TIMEOUT');
    expect(error.message).toContain('time ran out');
  });
});
