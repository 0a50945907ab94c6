import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectRedis, type RedisConnection } from '../../../src/shared-state/redis-connection.ts';
import { RedisOutcomes } from '../../../src/shared-state/redis-outcomes.ts';
import type { OutcomeStore } from '../../../src/writes/outcome-store.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startFleet } from '../../support/gateways/start-fleet.ts';
import { hasRedis, startRedis, withRedis } from '../../support/servers/redis-server.ts';

const create = (key: string, name: string): string =>
  `mutation { createContact(input: { type: COMPANY, name: "${name}" }) @idempotent(key: "${key}") { contact { clioId name } userErrors { message } } }`;

describe.runIf(hasRedis)(withRedis('a write with a key, at several gateways'), () => {
  const fleet = forAllTests(() => startFleet());

  beforeEach(() => void fleet.calls());

  const posts = (): number => fleet.calls().filter((call) => call.startsWith('201')).length;

  it('is executed once, and the other gateway returns the same response', async () => {
    const [a, b] = fleet.gateways;
    const first = await a.gql(create('one', 'Acme'));
    const again = await b.gql(create('one', 'Acme'));
    expect(first.errors).toBeUndefined();
    expect(again.data).toEqual(first.data);
    expect(posts()).toBe(1);
  });

  it('is executed once if all gateways get it at the same time', async () => {
    const responses = await Promise.all(
      Array.from({ length: 10 }, (_, index) => fleet.gateways[index % 2]!.gql(create('many', 'Bolt'))),
    );
    expect(new Set(responses.map((response) => JSON.stringify(response.data))).size).toBe(1);
    expect(responses[0]?.errors).toBeUndefined();
    expect(posts()).toBe(1);
  });

  it('is rejected with another input', async () => {
    const [a, b] = fleet.gateways;
    await a.gql(create('input', 'Crown'));
    const other = await b.gql(create('input', 'Crow'));
    expect(other.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect(posts()).toBe(1);
  });

  it('is another write for another login', async () => {
    const [a, b] = fleet.gateways;
    const token = fleet.sandbox.addToken({ name: 'other-writer' });
    await a.gql(create('login', 'Dale'));
    expect((await b.gql(create('login', 'Dale'), { token })).errors).toBeUndefined();
    expect(posts()).toBe(2);
  });

  it('can be repeated at the other gateway if Clio did not execute it', async () => {
    const [a, b] = fleet.gateways;
    fleet.sandbox.fault({ kind: 'status', status: 403, match: '/contacts', times: 1 });
    expect((await a.gql(create('again', 'Ember'))).errors).toHaveLength(1);
    expect((await b.gql(create('again', 'Ember'))).errors).toBeUndefined();
    expect(posts()).toBe(1);
  });

  it('is not repeated if its outcome is unknown', async () => {
    const [a, b] = fleet.gateways;
    fleet.sandbox.fault({ kind: 'drop-mid-body', match: '/contacts', times: 1 });
    for (const gateway of [a, b]) {
      const { errors } = await gateway.gql(create('unknown', 'Flint'));
      expect(errors?.[0]?.extensions?.code).toBe('UNKNOWN_OUTCOME');
    }
    expect(fleet.calls()).toHaveLength(1);
  });
});

describe.runIf(hasRedis)(withRedis('the store of outcomes'), () => {
  let connections: RedisConnection[];
  const warned: string[] = [];
  const logger = { warn: (_: object, line: string) => void warned.push(line), info: () => undefined };
  const connect = (): Promise<RedisConnection> => connectRedis({ url: server.url, timeoutMs: 5000, logger });
  let here: OutcomeStore;
  let there: OutcomeStore;

  const server = forAllTests(() => startRedis());
  beforeAll(async () => {
    connections = [await connect(), await connect()];
    const stores = connections.map((redis): OutcomeStore => new RedisOutcomes(redis));
    [here, there] = stores as [OutcomeStore, OutcomeStore];
  });

  afterAll(async () => {
    for (const connection of connections) await connection.close();
  });

  const done = {
    input: 'i',
    outcome: { kind: 'unknown', message: 'as it was' },
  } as const;

  it('assumes that a write may have been executed if its gateway is gone', async () => {
    expect(await here.putIfAbsent('gone', { input: 'i' })).toBeUndefined();
    const waiting = there.putIfAbsent('gone', { input: 'i' });
    expect(await waiting).toEqual({ input: 'i' });
    const ended = there.ended('gone');
    for (const key of (await server.dump()).keys())
      if (key.includes(':alive:')) await server.command('DEL', key);
    await ended;
    expect(await there.putIfAbsent('gone', { input: 'i' })).toMatchObject({
      input: 'i',
      outcome: { kind: 'unknown', message: expect.stringContaining('stopped') },
    });
    // It was not gone, only silent.
    await here.put('gone', done);
    expect(await there.putIfAbsent('gone', { input: 'i' })).toEqual(done);
  });

  it('keeps outcomes while Redis is unavailable, and sends them when Redis is back', async () => {
    expect(await here.putIfAbsent('put', { input: 'i' })).toBeUndefined();
    expect(await here.putIfAbsent('removed', { input: 'i' })).toBeUndefined();
    await server.kill();
    const isAnyThere = (): boolean => connections.some(({ isAvailable }) => isAvailable);
    await expect.poll(isAnyThere).toBe(false);
    await here.put('put', done);
    await here.remove('removed');
    expect(await here.putIfAbsent('put', { input: 'i' })).toEqual(done);
    await server.start();
    await expect.poll(() => connections.every(({ isAvailable }) => isAvailable)).toBe(true);
    // Reading a missing key would claim it.
    await expect.poll(async () => (await server.dump()).size).toBe(1);
    expect(await there.putIfAbsent('put', { input: 'i' })).toEqual(done);
    expect(await there.putIfAbsent('removed', { input: 'j' })).toBeUndefined();
  });
});
