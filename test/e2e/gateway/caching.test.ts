import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import {
  codesOf,
  type ListeningGateway,
  startListeningGateway,
} from '../../support/start-listening-gateway.ts';

const ttlMs = 10_000;
const longTtlMs = 60_000;
const staleMs = 300_000;

let clock: ManualClock;
let running: ListeningGateway;

beforeEach(async () => {
  clock = manualClock();
  running = await startListeningGateway({
    clock,
    config: { cacheTtlMs: ttlMs, cacheLongTtlMs: longTtlMs },
    sandbox: { clock: clock.now },
  });
});

afterEach(() => running[Symbol.asyncDispose]());

const matters = '{ matters(first: 3) { nodes { displayNumber } } }';
const contact = '{ contact(id: 5) { name } }';
/** The calls since the last look, as `304 /contacts/5.json?…`. */
function calls(): string[] {
  const seen = running.sandbox.calls.map(({ status, path }) => `${status} ${path}`);
  running.sandbox.resetCalls();
  return seen;
}

describe('Cache-Control of a request', () => {
  it("no-cache gets Clio's response, which is then cached", async () => {
    const first = await running.ask(matters);
    const [call] = calls();
    expect((await running.ask(matters)).data).toEqual(first.data);
    expect(calls()).toEqual([]);
    const fresh = { headers: { 'cache-control': 'max-age=0, No-Cache' } };
    expect((await running.ask(matters, fresh)).data).toEqual(first.data);
    expect(calls()).toEqual([call]);
    clock.advance(ttlMs - 1);
    await running.ask(matters);
    expect(calls()).toEqual([]);
  });

  it('no-cache revalidates a single record', async () => {
    const first = await running.ask(contact);
    calls();
    const again = await running.ask(contact, { headers: { 'cache-control': 'no-cache' } });
    expect(again.data).toEqual(first.data);
    expect(calls()).toEqual(['304 /contacts/5.json?fields=id,name']);
  });

  it('no-store keeps nothing', async () => {
    const noStore = { headers: { 'cache-control': 'no-store' } };
    await running.ask(matters, noStore);
    expect(calls()).toHaveLength(1);
    await running.ask(matters);
    expect(calls()).toHaveLength(1);
    await running.ask(matters, noStore);
    expect(calls()).toHaveLength(1);
  });

  it('with other values changes nothing', async () => {
    await running.ask(matters);
    calls();
    await running.ask(matters, { headers: { 'cache-control': 'max-stale=5, no-transform' } });
    expect(calls()).toEqual([]);
  });
});

describe('data that seldom changes', () => {
  it('is cached longer, as a list and as records', async () => {
    const users = '{ users(first: 5) { nodes { name } } practiceAreas(first: 5) { nodes { name } } }';
    const user = '{ user(id: 1) { name } }';
    const first = await running.ask(users);
    expect(calls()).toHaveLength(2);
    await running.ask(matters);
    calls();
    clock.advance(longTtlMs - 1);
    expect((await running.ask(users)).data).toEqual(first.data);
    expect((await running.ask(user)).data).toEqual({ user: { name: expect.any(String) } });
    expect(calls()).toEqual([]);
    await running.ask(matters);
    expect(calls()).toHaveLength(1);
    clock.advance(1);
    await running.ask(users);
    expect(calls()).toHaveLength(2);
  });

  it('is cached no longer if it contains data that changes', async () => {
    const users = '{ users(first: 5) { nodes { name contact { name } } } }';
    await running.ask(users);
    calls();
    clock.advance(ttlMs);
    await running.ask(users);
    expect(calls().length).toBeGreaterThan(0);
  });
});

describe('a write', () => {
  const query =
    '{ practiceAreas(first: 1) { nodes { name } } users(first: 1) { nodes { name } } contact(id: 5) { name } matters(first: 3) { nodes { displayNumber } } task(id: 1) { name } }';
  const result = '{ userErrors { message } }';

  it.each([
    [
      'of a task keeps people',
      `updateTask(input: { id: 1, name: "Changed" }) ${result}`,
      ['/matters', '/tasks/1'],
    ],
    [
      'of a matter keeps users',
      `updateMatter(input: { id: 1, location: "Attic" }) ${result}`,
      ['/contacts/5', '/matters', '/tasks/1'],
    ],
    [
      'of a contact keeps the firm’s settings',
      `updateContact(input: { id: 5, title: "Dr" }) ${result}`,
      ['/contacts/5', '/matters', '/tasks/1', '/users'],
    ],
    [
      'of settings keeps nothing',
      `updatePracticeArea(input: { id: 1, name: "Changed" }) ${result}`,
      ['/contacts/5', '/matters', '/practice_areas', '/tasks/1', '/users'],
    ],
  ])('%s and invalidates what it may have changed', async (_, write, reads) => {
    await running.ask(query);
    const { errors } = await running.ask(`mutation { ${write} }`);
    expect(errors).toBeUndefined();
    calls();
    await running.ask(query);
    expect(
      calls()
        .map((call) => call.slice(4, call.indexOf('.json')))
        .sort(),
    ).toEqual(reads);
    await running.ask(query);
    expect(calls()).toEqual([]);
  });
});

describe('records of a list', () => {
  it('do not live longer because they are served from the cache', async () => {
    await running.ask('{ contacts(first: 5) { nodes { name } } }');
    calls();
    clock.advance(ttlMs - 1);
    await running.ask('{ contacts(first: 5) { nodes { name } } }');
    await running.ask('{ contact(id: 1) { name } }');
    expect(calls()).toEqual([]);
    clock.advance(1);
    await running.ask('{ contact(id: 1) { name } }');
    expect(calls()).toHaveLength(1);
  });
});

describe('equal loads of several simultaneous requests', () => {
  it('are one call', async () => {
    running.sandbox.fault({ kind: 'delay', delayMs: 50, times: 2 });
    const query = '{ matters(first: 3) { nodes { client { emailAddresses { address } } } } }';
    const responses = await Promise.all(Array.from({ length: 8 }, () => running.ask(query)));
    expect(new Set(responses.map((response) => JSON.stringify(response.data))).size).toBe(1);
    expect(responses[0]?.errors).toBeUndefined();
    expect(calls()).toHaveLength(2);
  });

  it('are one call per login', async () => {
    running.sandbox.fault({ kind: 'delay', delayMs: 50, times: 2 });
    const { owner, restricted } = running.sandbox.tokens;
    const query = '{ contacts(first: 100) { nodes { name } } }';
    const [one, other] = await Promise.all([owner, restricted].map((token) => running.ask(query, { token })));
    expect(one?.data).not.toEqual(other?.data);
    expect(calls()).toHaveLength(2);
  });

  it('continue if the request that started them is cancelled', async () => {
    const release = running.sandbox.fault({ kind: 'delay', delayMs: 3_600_000, times: 1 });
    const first = new AbortController();
    const cancelled = running.ask(matters, { signal: first.signal }).catch((error: Error) => error.name);
    await expect.poll(() => running.sandbox.calls.length).toBe(1);
    const joined = running.ask(matters);
    release();
    first.abort();
    expect(await cancelled).toBe('AbortError');
    expect((await joined).data).toEqual({ matters: { nodes: expect.any(Array) } });
    expect(calls()).toHaveLength(2);
  });

  it('share an error response', async () => {
    running.sandbox.fault({ kind: 'delay', delayMs: 50, match: '/bills', times: 1 });
    const token = running.sandbox.tokens.noBilling;
    const query = '{ bills(first: 1) { totalCount } }';
    const responses = await Promise.all([running.ask(query, { token }), running.ask(query, { token })]);
    for (const response of responses)
      expect(codesOf(response)).toEqual([{ path: 'bills', code: 'FORBIDDEN' }]);
    expect(calls()).toHaveLength(1);
  });
});

describe('while Clio fails', () => {
  const failing = { kind: 'status', status: 500 } as const;

  it('nothing outdated is returned unless that is configured', async () => {
    await running.ask(matters);
    clock.advance(ttlMs);
    running.sandbox.fault(failing);
    const response = await running.ask(matters);
    expect(codesOf(response)).toEqual([{ path: 'matters', code: 'UPSTREAM_ERROR' }]);
  });

  it('cached pages and records are returned for a limited time, and the response says so', async () => {
    await using other = await startListeningGateway({
      clock,
      config: { cacheTtlMs: ttlMs, cacheLongTtlMs: 0, cacheStaleMs: staleMs },
      sandbox: { clock: clock.now },
    });
    const query = '{ matters(first: 3) { nodes { client { title } } } contact(id: 5) { name } }';
    const first = await other.ask(query);
    expect(first.errors).toBeUndefined();
    expect(first.extensions?.clio).toBeUndefined();
    clock.advance(ttlMs + staleMs - 1);
    other.sandbox.fault(failing);
    const stale = await other.ask(query);
    expect({ data: stale.data, errors: stale.errors }).toEqual({ data: first.data, errors: undefined });
    expect(stale.extensions?.clio).toEqual({
      warnings: [expect.stringContaining('may be out of date')],
    });
    const noCache = await other.ask(query, { headers: { 'cache-control': 'no-cache' } });
    expect(codesOf(noCache).map(({ code }) => code)).toEqual(['UPSTREAM_ERROR', 'UPSTREAM_ERROR']);
    clock.advance(1);
    expect(codesOf(await other.ask(query))).toHaveLength(2);
  });

  it('an error response of Clio is returned instead of cached data', async () => {
    await using other = await startListeningGateway({
      clock,
      config: { cacheTtlMs: ttlMs, cacheStaleMs: staleMs },
      sandbox: { clock: clock.now },
    });
    await other.ask(matters);
    clock.advance(ttlMs);
    other.sandbox.fault({ kind: 'status', status: 403, times: 1 });
    expect(codesOf(await other.ask(matters))).toEqual([{ path: 'matters', code: 'FORBIDDEN' }]);
  });
});

it('drops the cached data of a login that Clio no longer accepts', async () => {
  await running.ask(matters);
  running.sandbox.fault({ kind: 'status', status: 401, match: '/contacts', times: 1 });
  expect((await running.ask(contact)).errors).toHaveLength(1);
  calls();
  await running.ask(matters);
  expect(calls()).toHaveLength(1);
});
