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

describe('trouble of one call', () => {
  let running: ListeningGateway;

  beforeAll(async () => {
    running = await startListeningGateway();
  });

  // A token for each test: one that Clio has refused has to wait.
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
      title: '503, again and again',
      fault: { kind: 'status', status: 503 },
      code: 'UPSTREAM_UNAVAILABLE',
      calls: 3,
    },
    {
      title: '504, again and again',
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
      title: 'JSON said to be text',
      fault: { kind: 'wrong-content-type' },
      code: 'UPSTREAM_ERROR',
      calls: 1,
    },
    { title: '401', fault: { kind: '401-no-headers' }, code: 'UNAUTHENTICATED', calls: 1 },
    {
      title: 'a body that breaks off',
      fault: { kind: 'drop-mid-body' },
      code: 'UPSTREAM_UNAVAILABLE',
      calls: 3,
    },
    {
      title: 'a connection that breaks',
      fault: { kind: 'drop-before' },
      code: 'UPSTREAM_UNAVAILABLE',
      calls: 3,
    },
  ])('$title: $code at the field, and the rest stands', async ({ fault, code, calls }) => {
    running.sandbox.resetCalls();
    const clear = running.sandbox.fault({ ...fault, match: '/matters' });
    const answer = await running.ask(query, { token });
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ ...whole, matters: null });
    expect(codesOf(answer)).toEqual([{ path: 'matters', code }]);
    expect(running.sandbox.calls.filter(({ path }) => path.startsWith('/matters'))).toHaveLength(calls);
    clear();
    expect((await running.ask(query)).data).toEqual(whole);
  });

  it.each<{ title: string; fault: Omit<Fault, 'match'> }>([
    { title: '503', fault: { kind: 'status', status: 503, times: 2 } },
    { title: 'a connection that breaks', fault: { kind: 'drop-before', times: 1 } },
  ])('$title that passes is not seen', async ({ fault }) => {
    running.sandbox.fault({ ...fault, match: '/matters' });
    const answer = await running.ask(query, { token });
    expect(answer.data).toEqual(whole);
    expect(answer.errors).toBeUndefined();
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

  it('fails a batch at each place that waits for it, and no other', async () => {
    running.sandbox.fault({ kind: 'status', status: 500, match: '/contacts' });
    const answer = await running.ask(
      '{ matters(first: 3) { nodes { displayNumber client { addresses { city } } } } }',
    );
    expect(answer.data?.matters).toEqual({
      nodes: [1, 2, 3].map(() => ({ displayNumber: expect.any(String), client: null })),
    });
    expect(codesOf(answer)).toEqual(
      [0, 1, 2].map((index) => ({ path: `matters.nodes.${index}.client`, code: 'UPSTREAM_ERROR' })),
    );
  });

  it('fails one of several relations, and no other', async () => {
    running.sandbox.fault({ kind: 'status', status: 500, match: ({ path }) => path.includes('matter_id=2') });
    const answer = await running.ask('{ matters(first: 3) { nodes { tasks(first: 1) { totalCount } } } }');
    const counted = { tasks: { totalCount: expect.any(Number) } };
    expect(answer.data?.matters).toEqual({ nodes: [counted, { tasks: null }, counted] });
    expect(codesOf(answer)).toEqual([{ path: 'matters.nodes.1.tasks', code: 'UPSTREAM_ERROR' }]);
  });
});

describe('a rate limit that is used up', () => {
  it('answers what was loaded before it was', async () => {
    await using running = await startListeningGateway({ sandbox: { limit: 2 } });
    const answer = await running.ask(
      '{ a: viewer { name } b: users { totalCount } c: groups { totalCount } }',
    );
    const [error] = answer.errors ?? [];
    expect(answer.errors).toHaveLength(1);
    expect(error?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: expect.toSatisfy((seconds: number) => seconds >= 1 && seconds <= 60),
    });
    expect(Object.values(answer.data ?? {}).filter((value) => value === null)).toHaveLength(1);
  });
});

describe('Clio that is slow', () => {
  it.each([
    { title: 'UPSTREAM_TIMEOUT_MS', config: { upstreamTimeoutMs: 50 }, message: /UPSTREAM_TIMEOUT_MS/ },
    {
      title: 'REQUEST_DEADLINE_MS',
      config: { requestDeadlineMs: 50 },
      message: /took longer than 50 ms|time ran out/,
    },
  ])('is not waited for longer than $title', async ({ config, message }) => {
    await using running = await startListeningGateway({ config });
    running.sandbox.fault({ kind: 'delay', delayMs: 3_600_000 });
    const answer = await running.ask('{ matters(first: 1) { totalCount } }');
    expect(answer.errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: 'UPSTREAM_TIMEOUT' },
    });
  });
});

describe('Clio that is not there', () => {
  it('is said at each field', async () => {
    const baseUrl = await closedAddress();
    await using running = await startListeningGateway({ baseUrl });
    const answer = await running.ask(query);
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ matters: null, viewer: null });
    expect(codesOf(answer)).toEqual([
      { path: 'matters', code: 'UPSTREAM_UNAVAILABLE' },
      { path: 'viewer', code: 'UPSTREAM_UNAVAILABLE' },
    ]);
    // What needs no call is answered all the same.
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
