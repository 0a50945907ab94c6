import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RecordCache } from '../../../src/loaders/cache.ts';
import { RecordLoader } from '../../../src/loaders/record-loader.ts';
import {
  cacheAt,
  catalog,
  fieldTree,
  loadRecord,
  loadRecords,
  type Reach,
  reachSandbox,
} from '../../support/reach-sandbox.ts';

const ttlMs = 60_000;
const name = fieldTree('id', 'name');
const upstream = 'https://app.clio.com/api/v4';

describe('records', () => {
  it('are answered until their time is over', () => {
    const { cache, clock } = cacheAt(ttlMs);
    const own = cache.forToken(upstream, 'a');
    own.keepRecord('Contact', '1', name, { id: 1, name: 'Ada' }, 40);
    clock.now += ttlMs - 1;
    expect(own.record('Contact', '1')).toMatchObject({ fresh: true, record: { name: 'Ada' } });
    clock.now += 1;
    expect(own.record('Contact', '1')).toMatchObject({ fresh: false });
    clock.now += ttlMs * 30;
    expect(own.record('Contact', '1')).toBeNull();
  });

  it('are seen by their own token at their own address only', () => {
    const { cache } = cacheAt(ttlMs);
    cache.forToken(upstream, 'a').keepRecord('Contact', '1', name, { id: 1, name: 'Ada' }, 40);
    cache.forToken(upstream, 'a').keepPage('/contacts.json', answer(10));
    for (const other of [
      cache.forToken(upstream, 'b'),
      cache.forToken('https://eu.app.clio.com/api/v4', 'a'),
    ]) {
      expect(other.record('Contact', '1')).toBeNull();
      expect(other.page('/contacts.json')).toBeNull();
    }
    expect(cache.forToken(upstream, 'a').record('Contact', '1')).not.toBeNull();
    expect(cache.forToken(upstream, 'a').page('/contacts.json')).not.toBeNull();
  });

  it('of one id and another entity are not mixed up', () => {
    const own = cacheAt(ttlMs).cache.forToken(upstream, 'a');
    own.keepRecord('Contact', '1', name, { id: 1, name: 'Ada' }, 40);
    expect(own.record('User', '1')).toBeNull();
  });

  it('are joined while fresh, and are as old as their oldest part', () => {
    const { cache, clock } = cacheAt(ttlMs);
    const own = cache.forToken(upstream, 'a');
    own.keepRecord('Contact', '1', name, { id: 1, name: 'Ada' }, 40);
    clock.now += ttlMs / 2;
    own.keepRecord('Contact', '1', fieldTree('id', 'type'), { id: 1, type: 'Person' }, 40);
    expect(own.record('Contact', '1')?.record).toEqual({ id: 1, name: 'Ada', type: 'Person' });
    clock.now += ttlMs / 2;
    expect(own.record('Contact', '1')?.fresh).toBe(false);
    own.keepRecord('Contact', '1', fieldTree('id', 'title'), { id: 1, title: 'Dr' }, 40);
    expect(own.record('Contact', '1')?.record).toEqual({ id: 1, title: 'Dr' });
  });

  it('do not claim fields of nested records that a later load left out', () => {
    const own = cacheAt(ttlMs).cache.forToken(upstream, 'a');
    own.keepRecord(
      'Matter',
      '1',
      fieldTree('id', 'client{id,name}'),
      { id: 1, client: { id: 2, name: 'Ada' } },
      40,
    );
    own.keepRecord(
      'Matter',
      '1',
      fieldTree('id', 'number', 'client{id}'),
      { id: 1, number: 5, client: { id: 2 } },
      40,
    );
    const known = own.record('Matter', '1');
    expect(known?.record).toEqual({ id: 1, number: 5, client: { id: 2 } });
    expect(known?.fields.get('client')).toEqual(new Set(['id']));
  });

  it('are forgotten after a write of their token, whoever read them', () => {
    const { cache } = cacheAt(ttlMs);
    const [reader, writer] = [cache.forToken(upstream, 'a'), cache.forToken(upstream, 'a')];
    const other = cache.forToken(upstream, 'b');
    for (const one of [reader, other]) one.keepRecord('Contact', '1', name, { id: 1, name: 'Ada' }, 40);
    void writer.forget();
    expect(writer.record('Contact', '1')).toBeNull();
    expect(cache.forToken(upstream, 'a').record('Contact', '1')).toBeNull();
    expect(other.record('Contact', '1')).not.toBeNull();
  });

  it('make room when they are too many', () => {
    const cache = new RecordCache({ ttlMs, maxBytes: 20_000 });
    const own = cache.forToken(upstream, 'a');
    for (let id = 1; id <= 100; id += 1)
      own.keepRecord('Contact', String(id), name, { id, name: 'Ada' }, 700);
    expect(own.record('Contact', '1')).toBeNull();
    expect(own.record('Contact', '100')).not.toBeNull();
  });

  it('are not kept at all without a time', () => {
    const own = new RecordCache({ ttlMs: 0 }).forToken(upstream, 'a');
    own.keepRecord('Contact', '1', name, { id: 1, name: 'Ada' }, 40);
    own.keepPage('/contacts.json', answer(10));
    expect([own.record('Contact', '1'), own.page('/contacts.json')]).toEqual([null, null]);
  });
});

it('keeps pages until their time is over', () => {
  const { cache, clock } = cacheAt(ttlMs);
  const own = cache.forToken(upstream, 'a');
  own.keepPage('/contacts.json?limit=1', answer(10));
  clock.now += ttlMs - 1;
  expect(own.page('/contacts.json?limit=1')).toEqual({ ...answer(10), freshUntil: 1_000_000 + ttlMs });
  expect(own.page('/contacts.json?limit=2')).toBeNull();
  clock.now += 2;
  expect(own.page('/contacts.json?limit=1')).toBeNull();
});

describe('across requests', () => {
  let reach: Reach;

  beforeAll(async () => {
    reach = await reachSandbox();
  });

  beforeEach(() => {
    reach.sandbox.resetCalls();
  });

  afterAll(async () => {
    await reach[Symbol.asyncDispose]();
  });

  const loaderWith = (cache: RecordCache, token?: string): RecordLoader =>
    new RecordLoader(catalog, reach.upstream({ cache, token }));
  const statuses = (): number[] => reach.sandbox.calls.map(({ status }) => status);

  it('loads a record once, and the fields that are new', async () => {
    const { cache } = cacheAt(ttlMs);
    await loadRecord(loaderWith(cache), 'Contact', '5', name);
    await loadRecord(loaderWith(cache), 'Contact', '5', name);
    expect(reach.sandbox.calls.length).toBe(1);
    await loadRecord(loaderWith(cache), 'Contact', '5', fieldTree('id', 'type'));
    expect(reach.sandbox.calls.length).toBe(2);
    expect(
      await loadRecord(loaderWith(cache), 'Contact', '5', fieldTree('id', 'name', 'type')),
    ).toMatchObject({
      id: 5,
      name: expect.any(String),
      type: expect.any(String),
    });
    expect(reach.sandbox.calls.length).toBe(2);
  });

  it('asks again for ids of a batch that are not known yet, and no others', async () => {
    const { cache } = cacheAt(ttlMs);
    await loadRecord(loaderWith(cache), 'Contact', '5', name);
    const loader = loaderWith(cache);
    await loadRecords(loader, 'Contact', ['4', '5', '6'], name);
    expect(reach.sandbox.calls.at(-1)?.query.filter(([key]) => key === 'ids[]')).toEqual([
      ['ids[]', '4'],
      ['ids[]', '6'],
    ]);
  });

  it('asks whether a record has changed when its time is over', async () => {
    const { cache, clock } = cacheAt(ttlMs);
    const first = await loadRecord(loaderWith(cache), 'Contact', '5', name);
    clock.now += ttlMs;
    expect(await loadRecord(loaderWith(cache), 'Contact', '5', name)).toEqual(first);
    expect(statuses()).toEqual([200, 304]);
    // The answer counts anew.
    clock.now += ttlMs - 1;
    await loadRecord(loaderWith(cache), 'Contact', '5', name);
    expect(statuses()).toEqual([200, 304]);
  });

  it('asks for the whole when other fields are wanted than the etag is of', async () => {
    const { cache, clock } = cacheAt(ttlMs);
    await loadRecord(loaderWith(cache), 'Contact', '5', name);
    clock.now += ttlMs;
    expect(await loadRecord(loaderWith(cache), 'Contact', '5', fieldTree('id', 'type'))).toHaveProperty(
      'type',
    );
    expect(statuses()).toEqual([200, 200]);
  });

  it('never answers one login with what another has read', async () => {
    const { cache } = cacheAt(ttlMs);
    const { owner, restricted } = reach.sandbox.tokens;
    const hidden = [...reach.sandbox.records('Contact').keys()].find(
      (id) => reach.sandbox.visible(restricted, 'Contact', id) === 'hidden',
    );
    expect(await loadRecord(loaderWith(cache, owner), 'Contact', String(hidden), name)).not.toBeNull();
    expect(await loadRecord(loaderWith(cache, restricted), 'Contact', String(hidden), name)).toBeNull();
  });
});

function answer(bytes: number) {
  return {
    status: 200,
    data: [],
    next: null,
    previous: null,
    records: 0,
    etag: null,
    location: null,
    notModified: false,
    bytes,
  };
}
