import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/sandbox/faults.ts';
import {
  codesOf,
  type ListeningGateway,
  startListeningGateway,
} from '../../support/start-listening-gateway.ts';

const query = '{ matters(first: 1) { nodes { displayNumber } } viewer { name } }';
const whole = {
  matters: { nodes: [{ displayNumber: expect.any(String) }] },
  viewer: { name: expect.any(String) },
};

describe('a failed call', () => {
  let running: ListeningGateway;

  beforeAll(async () => {
    running = await startListeningGateway();
  });

  // A new token for each test: one that Clio has rejected must wait.
  let token: string;
  let tests = 0;
  beforeEach(() => {
    tests += 1;
    token = running.sandbox.addToken({ name: `test-${tests}` });
  });
  afterEach(() => running.sandbox.clearFaults());
  afterAll(() => running[Symbol.asyncDispose]());

  const far = { 'retry-after': '120' };

  it.each<{ title: string; fault: Omit<Fault, 'match'>; code: string; calls: number }>([
    { title: '500', fault: { kind: 'status', status: 500 }, code: 'UPSTREAM_ERROR', calls: 1 },
    {
      title: '503, three times',
      fault: { kind: 'status', status: 503 },
      code: 'UPSTREAM_UNAVAILABLE',
      calls: 3,
    },
    {
      title: '504, three times',
      fault: { kind: 'status', status: 504 },
      code: 'UPSTREAM_TIMEOUT',
      calls: 3,
    },
    { title: '410', fault: { kind: 'status', status: 410 }, code: 'UPSTREAM_ERROR', calls: 1 },
    { title: '429', fault: { kind: 'status', status: 429, headers: far }, code: 'RATE_LIMITED', calls: 1 },
    {
      title: '429 in base64',
      fault: { kind: 'base64-ratelimited', headers: far },
      code: 'RATE_LIMITED',
      calls: 1,
    },
    { title: 'HTML behind a 200', fault: { kind: 'html', status: 200 }, code: 'UPSTREAM_ERROR', calls: 1 },
    { title: 'HTML behind a 404', fault: { kind: 'html', status: 404 }, code: 'UPSTREAM_ERROR', calls: 1 },
    { title: 'truncated JSON', fault: { kind: 'truncated-json' }, code: 'UPSTREAM_ERROR', calls: 1 },
    {
      title: 'JSON with the type of text',
      fault: { kind: 'wrong-content-type' },
      code: 'UPSTREAM_ERROR',
      calls: 1,
    },
    { title: '401', fault: { kind: '401-no-headers' }, code: 'UNAUTHENTICATED', calls: 1 },
    {
      title: 'a truncated body',
      fault: { kind: 'drop-mid-body' },
      code: 'UPSTREAM_UNAVAILABLE',
      calls: 3,
    },
    {
      title: 'a closed connection',
      fault: { kind: 'drop-before' },
      code: 'UPSTREAM_UNAVAILABLE',
      calls: 3,
    },
  ])('by $title is $code at its field, and other fields are returned', async ({ fault, code, calls }) => {
    running.sandbox.resetCalls();
    const clear = running.sandbox.fault({ ...fault, match: '/matters' });
    const response = await running.ask(query, { token });
    expect(response.status).toBe(200);
    expect(response.data).toEqual({ ...whole, matters: null });
    expect(codesOf(response)).toEqual([{ path: 'matters', code }]);
    expect(running.sandbox.calls.filter(({ path }) => path.startsWith('/matters'))).toHaveLength(calls);
    clear();
    expect((await running.ask(query)).data).toEqual(whole);
  });

  it.each<{ title: string; fault: Omit<Fault, 'match'> }>([
    { title: '503', fault: { kind: 'status', status: 503, times: 2 } },
    { title: 'a closed connection', fault: { kind: 'drop-before', times: 1 } },
  ])('by $title is invisible if a retry succeeds', async ({ fault }) => {
    running.sandbox.fault({ ...fault, match: '/matters' });
    const response = await running.ask(query, { token });
    expect(response.data).toEqual(whole);
    expect(response.errors).toBeUndefined();
  });

  it('says how long to wait, and what Clio said', async () => {
    running.sandbox.fault({ kind: 'status', status: 429, headers: far, match: '/matters' });
    const { errors } = await running.ask(query, { token });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: 120,
      clio: { status: 429 },
    });
  });

  it('of a batch is an error at each place that waits for it, and nowhere else', async () => {
    running.sandbox.fault({ kind: 'status', status: 500, match: '/contacts' });
    const response = await running.ask(
      '{ matters(first: 3) { nodes { displayNumber client { addresses { city } } } } }',
    );
    expect(response.data?.matters).toEqual({
      nodes: [1, 2, 3].map(() => ({ displayNumber: expect.any(String), client: null })),
    });
    expect(codesOf(response)).toEqual(
      [0, 1, 2].map((index) => ({ path: `matters.nodes.${index}.client`, code: 'UPSTREAM_ERROR' })),
    );
  });

  it('of one relation is an error there, and not at the others', async () => {
    running.sandbox.fault({ kind: 'status', status: 500, match: ({ path }) => path.includes('matter_id=2') });
    const response = await running.ask('{ matters(first: 3) { nodes { tasks(first: 1) { totalCount } } } }');
    const counted = { tasks: { totalCount: expect.any(Number) } };
    expect(response.data?.matters).toEqual({ nodes: [counted, { tasks: null }, counted] });
    expect(codesOf(response)).toEqual([{ path: 'matters.nodes.1.tasks', code: 'UPSTREAM_ERROR' }]);
  });
});

describe('a rate limit that is used up', () => {
  it('returns what was loaded before', async () => {
    await using running = await startListeningGateway({ sandbox: { limit: 2 } });
    const response = await running.ask(
      '{ a: viewer { name } b: users { totalCount } c: groups { totalCount } }',
    );
    const [error] = response.errors ?? [];
    expect(response.errors).toHaveLength(1);
    expect(error?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: expect.toSatisfy((seconds: number) => seconds >= 1 && seconds <= 60),
    });
    expect(Object.values(response.data ?? {}).filter((value) => value === null)).toHaveLength(1);
  });
});

describe('a slow Clio', () => {
  it.each([
    { title: 'UPSTREAM_TIMEOUT_MS', config: { upstreamTimeoutMs: 50 }, message: /UPSTREAM_TIMEOUT_MS/ },
    {
      title: 'REQUEST_DEADLINE_MS',
      config: { requestDeadlineMs: 50 },
      message: /took longer than 50 ms|time ran out/,
    },
  ])('is waited for until $title at most', async ({ config, message }) => {
    await using running = await startListeningGateway({ config });
    running.sandbox.fault({ kind: 'delay', delayMs: 3_600_000 });
    const response = await running.ask('{ matters(first: 1) { totalCount } }');
    expect(response.errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: 'UPSTREAM_TIMEOUT' },
    });
  });
});

describe('an unavailable Clio', () => {
  it('is an error at each field that needs it', async () => {
    const baseUrl = await closedAddress();
    await using running = await startListeningGateway({ baseUrl });
    const response = await running.ask(query);
    expect(response.status).toBe(200);
    expect(response.data).toEqual({ matters: null, viewer: null });
    expect(codesOf(response)).toEqual([
      { path: 'matters', code: 'UPSTREAM_UNAVAILABLE' },
      { path: 'viewer', code: 'UPSTREAM_UNAVAILABLE' },
    ]);
    // Fields that need no call are returned.
    expect((await running.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});

/** An address where nothing listens any more. */
async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/api/v4`;
}
