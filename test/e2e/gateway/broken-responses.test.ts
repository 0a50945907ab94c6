import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../../src/sandbox/faults.ts';
import { manualClock } from '../../support/manual-clock.ts';
import {
  drop,
  json,
  type Reply,
  reply,
  silence,
  startTcpServer,
  startTestServer,
} from '../../support/rest/test-client.ts';
import { startGateway } from '../../support/start-gateway.ts';
import {
  codesOf,
  type ListeningGateway,
  startListeningGateway,
} from '../../support/start-listening-gateway.ts';

// How the client sees one fault of Clio, and how many calls are made; everything crosses sockets. failed-calls.test.ts has the
// faults that the sandbox can simulate; here are the others, and those below HTTP.

const patience = { timeout: 30_000 };
const query = '{ viewer { clioId } }';
const owner = json({ data: { id: 1 } });

/** The gateway in front of a Clio that responds like this. */
async function ask(
  ...replies: [Reply, ...Reply[]]
): Promise<{ codes: unknown; data: unknown; calls: number }> {
  await using clio = await startTestServer(...replies);
  await using gateway = await startGateway({
    baseUrl: clio.baseUrl,
    token: 'token',
    config: { upstreamTimeoutMs: 200 },
  });
  const response = await gateway.gql(query);
  return { codes: codesOf(response), data: response.data, calls: clio.received.length };
}

const failed = (code: string, calls: number): object => ({
  codes: [{ path: 'viewer', code }],
  data: { viewer: null },
  calls,
});
const jsonType = { 'content-type': 'application/json' };

/** Headers and half of a body, and then nothing. */
const trickle: Reply = (_request, response) => {
  response.writeHead(200, { ...jsonType, 'content-length': '1000' });
  response.write('{"data":');
};

describe('a response of Clio', () => {
  it.each<{ title: string; response: Reply; code: string; calls: number }>([
    { title: 'that does not come', response: silence, code: 'UPSTREAM_TIMEOUT', calls: 1 },
    { title: 'whose body stops half-way', response: trickle, code: 'UPSTREAM_TIMEOUT', calls: 1 },
    { title: 'that is cut off before it begins', response: drop, code: 'UPSTREAM_UNAVAILABLE', calls: 3 },
    {
      title: 'that is not gzip although it says so',
      response: reply(200, { ...jsonType, 'content-encoding': 'gzip' }, 'no gzip'),
      code: 'UPSTREAM_ERROR',
      calls: 1,
    },
    {
      title: 'whose gzip is cut short',
      response: reply(
        200,
        { ...jsonType, 'content-encoding': 'gzip' },
        gzipSync('{"data":{"id":1}}').subarray(0, 20),
      ),
      code: 'UPSTREAM_ERROR',
      calls: 1,
    },
    { title: 'that is empty', response: reply(200, jsonType), code: 'UPSTREAM_ERROR', calls: 1 },
    { title: 'that is JSON without the envelope', response: json('hello'), code: 'UPSTREAM_ERROR', calls: 1 },
    {
      title: 'that redirects to another host',
      response: reply(302, { location: 'https://example.com/' }),
      code: 'UPSTREAM_ERROR',
      calls: 1,
    },
    {
      title: 'that is a sign-in page',
      response: reply(200, { 'content-type': 'text/html' }, '<form>Sign in</form>'),
      code: 'UPSTREAM_ERROR',
      calls: 1,
    },
    {
      title: 'with status 502 and a web page of Clio’s edge',
      response: reply(502, { 'content-type': 'text/html' }, '<h1>Bad gateway</h1>'),
      code: 'UPSTREAM_UNAVAILABLE',
      calls: 3,
    },
    { title: 'that has no body', response: reply(204, {}), code: 'UPSTREAM_ERROR', calls: 1 },
    {
      title: 'that redirects as a file does',
      response: reply(303, { location: 'https://example.com/' }),
      code: 'UPSTREAM_ERROR',
      calls: 1,
    },
    { title: 'with status 418', response: json({}, 418), code: 'UPSTREAM_ERROR', calls: 1 },
  ])('$title becomes $code', async ({ response, code, calls }) => {
    expect(await ask(response)).toEqual(failed(code, calls));
  });

  it.each([
    ['without headers', reply(429, {})],
    ['with an invalid Retry-After', json({ error: {} }, 429, { 'retry-after': 'soon' })],
    ['with HTML', reply(429, { 'content-type': 'text/html' }, '<h1>Too many requests</h1>')],
  ])('with status 429 %s is RATE_LIMITED for a whole window', async (_title, response) => {
    await using clio = await startTestServer(response);
    await using gateway = await startGateway({ baseUrl: clio.baseUrl, token: 'token' });
    const { status, errors } = await gateway.gql(query);
    expect(status).toBe(429);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 60 });
    expect(clio.received).toHaveLength(1);
  });

  it('that is cut off once is requested again', async () => {
    expect(await ask(drop, owner)).toEqual({ codes: [], data: { viewer: { clioId: '1' } }, calls: 2 });
  });

  it('that is late is waited for', async () => {
    const late: Reply = (request, response) => setImmediate(() => owner(request, response));
    expect(await ask(late)).toEqual({ codes: [], data: { viewer: { clioId: '1' } }, calls: 1 });
  });

  it.each([
    ['that is not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 'UPSTREAM_ERROR'],
    [
      'whose chunks are broken',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      'UPSTREAM_UNAVAILABLE',
    ],
  ])('%s is an error', async (_title, bytes, code) => {
    await using clio = await startTcpServer((socket) => socket.write(bytes));
    await using gateway = await startGateway({ baseUrl: clio.baseUrl, token: 'token' });
    expect(codesOf(await gateway.gql(query))).toEqual([{ path: 'viewer', code }]);
  });
});

describe('the data of a response', () => {
  const record = '{ matter(id: 1) { clioId } }';
  const singleton = '{ viewer { clioId } }';
  const list = '{ matters(first: 2) { nodes { clioId } } }';
  const batch = '{ nodes(ids: ["Matter:1", "Matter:2"]) { id } }';
  const one = { id: 1 };
  let data: unknown;
  let clio: Awaited<ReturnType<typeof startTestServer>>;
  let gateway: Awaited<ReturnType<typeof startGateway>>;

  beforeAll(async () => {
    clio = await startTestServer((request, response) => json({ data })(request, response));
    gateway = await startGateway({ baseUrl: clio.baseUrl, token: 'token', config: { cacheTtlMs: 0 } });
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    await clio[Symbol.asyncDispose]();
  });

  it.each<[string, wrong: readonly unknown[], ...paths: string[]]>([
    [record, [[one], [[[]]], 'text', '', 5, true, null, undefined], 'matter'],
    [singleton, [[one], [[[]]], 'text', '', 5, true, undefined], 'viewer'],
    [list, [one, {}, 'text', '', 5, null, undefined], 'matters'],
    [batch, [one, {}, 'text', '', 5, null, undefined, ['text', 5]], 'nodes.0', 'nodes.1'],
    // Anything that is a record is returned.
    [batch, [[one, [one]]], 'nodes.1'],
    [list, [[[one]], ['text'], [5, null]], 'matters.nodes.0'],
    [list, [[5, one]], 'matters.nodes.0'],
    [list, [[one, 'text']], 'matters.nodes.1'],
  ])('to %s that is %j is an error where the record is missing', async (query, wrong, ...paths) => {
    for (data of wrong)
      expect({ data, codes: codesOf(await gateway.gql(query)) }).toEqual({
        data,
        codes: paths.map((path) => ({ path, code: 'UPSTREAM_ERROR' })),
      });
  });

  it('to a write that is not a record: UNKNOWN_OUTCOME', async () => {
    const write = 'mutation { createGroup(input: { name: "G" }) { group { id } userErrors { code } } }';
    for (data of [[one], 'text', 5])
      expect(codesOf(await gateway.gql(write))).toEqual([{ path: 'createGroup', code: 'UNKNOWN_OUTCOME' }]);
  });
});

describe('a host of Clio', () => {
  it('without an address is UPSTREAM_UNAVAILABLE', async () => {
    // No name server knows anything below .invalid (RFC 6761).
    await using gateway = await startGateway({ baseUrl: 'https://clio.invalid/api/v4', token: 'token' });
    const response = await gateway.gql(query);
    expect(codesOf(response)).toEqual([{ path: 'viewer', code: 'UPSTREAM_UNAVAILABLE' }]);
    expect(response.errors?.[0]?.message).toMatch(/CLIO_BASE_URL/);
  });

  it('without TLS is UPSTREAM_UNAVAILABLE', async () => {
    await using clio = await startTestServer(owner);
    const baseUrl = clio.baseUrl.replace('http:', 'https:');
    await using gateway = await startGateway({ baseUrl, token: 'token' });
    expect(codesOf(await gateway.gql(query))).toEqual([{ path: 'viewer', code: 'UPSTREAM_UNAVAILABLE' }]);
    expect(clio.received).toEqual([]);
  });
});

describe('a write', () => {
  let running: ListeningGateway;
  let tests = 0;
  let token: string;
  beforeEach(async () => {
    running = await startListeningGateway();
    tests += 1;
    token = running.sandbox.addToken({ name: `write-${tests}` });
  });
  afterEach(() => running[Symbol.asyncDispose]());
  const rename =
    'mutation { updateMatter(input: { id: 1, description: "New" }) { matter { id } userErrors { code } } }';

  it.each<{ title: string; fault: Fault; code: string }>([
    { title: 'that is cut off after it was sent', fault: { kind: 'drop-before' }, code: 'UNKNOWN_OUTCOME' },
    { title: 'whose response breaks off', fault: { kind: 'drop-mid-body' }, code: 'UNKNOWN_OUTCOME' },
    { title: 'that gets a 503', fault: { kind: 'status', status: 503 }, code: 'UNKNOWN_OUTCOME' },
    {
      title: 'that gets a web page of Clio’s edge',
      fault: { kind: 'html', status: 502 },
      code: 'UNKNOWN_OUTCOME',
    },
    { title: 'that gets a 401', fault: { kind: '401-no-headers' }, code: 'UNAUTHENTICATED' },
  ])('$title is not sent again: $code', async ({ fault, code }) => {
    running.sandbox.fault(fault);
    expect(codesOf(await running.ask(rename, { token }))).toMatchObject([{ code }]);
    expect(running.sandbox.calls.map(({ method }) => method)).toEqual(['PATCH']);
  });
});

describe('the status 429', () => {
  it('with a Retry-After within the deadline is waited for, and the call is repeated', async () => {
    const clock = manualClock();
    await using running = await startListeningGateway({ clock });
    running.sandbox.fault({ kind: 'status', status: 429, headers: { 'retry-after': '7' }, times: 1 });
    const asking = running.ask(query);
    await vi.waitFor(() => expect(clock.waits()).toEqual([7000]), patience);
    clock.advance(7000);
    expect((await asking).data).toEqual({ viewer: { clioId: '1' } });
    expect(running.sandbox.calls).toHaveLength(2);
  });

  it('for one login does not affect another', async () => {
    await using running = await startListeningGateway();
    const far = { 'retry-after': '100' };
    running.sandbox.fault({
      kind: 'status',
      status: 429,
      headers: far,
      match: ({ token }) => token === 'owner',
    });
    expect(codesOf(await running.ask(query))).toMatchObject([{ code: 'RATE_LIMITED' }]);
    // The second call is not sent.
    expect(codesOf(await running.ask(query))).toMatchObject([{ code: 'RATE_LIMITED' }]);
    expect((await running.ask(query, { token: running.sandbox.tokens.restricted })).data).not.toBeNull();
    expect(running.sandbox.calls.map(({ token }) => token)).toEqual(['owner', 'restricted']);
  });
});

describe('a client that disconnects', () => {
  it('while its call waits for its turn prevents the call', async () => {
    await using clio = await startTestServer(silence);
    await using gateway = await startGateway({
      baseUrl: clio.baseUrl,
      token: 'token',
      config: { maxUpstreamCalls: 1, metrics: true },
    });
    const { url } = await gateway.listen();
    const client = new AbortController();
    const asking = fetch(`${url}/graphql`, {
      method: 'POST',
      signal: client.signal,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ a: viewer { name } b: users { totalCount } }' }),
    });
    const gauges = async (): Promise<string> => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return (text.match(/^clio_graphql_upstream_calls_(in_flight|waiting).* \d+$/gm) ?? [])
        .map((line) => line.replace(/^.*_(\w+)\{.*\} /, '$1 '))
        .join(', ');
    };
    await vi.waitFor(async () => expect(await gauges()).toBe('flight 1, waiting 1'), patience);
    client.abort();
    await expect(asking).rejects.toThrow(/aborted/);
    await vi.waitFor(async () => expect(await gauges()).toBe('flight 0, waiting 0'), patience);
    expect(clio.received).toHaveLength(1);
  });
});

describe('a gateway that gets a signal to end', () => {
  it('is not ready, finishes what it has, and makes no new call', async () => {
    const held: (() => void)[] = [];
    const hold: Reply = (request, response) => held.push(() => owner(request, response));
    await using clio = await startTestServer(hold);
    const gateway = await startGateway({ baseUrl: clio.baseUrl, token: 'token' });
    const { url } = await gateway.listen();
    const asking = Array.from({ length: 5 }, () =>
      fetch(`${url}/graphql?query=${encodeURIComponent(query)}`).then((response) => response.json()),
    );
    await vi.waitFor(() => expect(held).toHaveLength(5), patience);
    const closing = gateway[Symbol.asyncDispose]();
    const ready = await gateway.fetch(new Request('http://localhost/readyz'));
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'draining' }]);
    await expect(fetch(`${url}/healthz`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    for (const release of held) release();
    expect(await Promise.all(asking)).toEqual(Array(5).fill({ data: { viewer: { clioId: '1' } } }));
    await closing;
  });
});
