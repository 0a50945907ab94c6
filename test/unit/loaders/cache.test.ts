import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DatedResponse, RecordCache, TokenCache } from '../../../src/loaders/cache.ts';
import { type Content, contentOf, unknownContent } from '../../../src/loaders/content.ts';
import { maxEndings } from '../../../src/loaders/endings.ts';
import type { ClioRecord } from '../../../src/loaders/record.ts';
import { RecordLoader } from '../../../src/loaders/record-loader.ts';
import type { FieldTree } from '../../../src/planner/fields.ts';
import {
  cacheAt,
  catalog,
  connectToSandbox,
  createCache,
  fieldTree,
  loadRecord,
  loadRecords,
  type SandboxConnection,
} from '../../support/rest/sandbox-client.ts';

const ttlMs = 60_000;
const name = fieldTree('id', 'name');
const cachingClient = 'https://app.clio.com/api/v4';

describe('a cached record', () => {
  it('is returned until it expires', () => {
    const { cache, clock } = cacheAt(ttlMs);
    const own = cache.forToken(cachingClient, 'a');
    keep(own, 'Contact', '1', name, { id: 1, name: 'Ada' });
    clock.now += ttlMs - 1;
    expect(own.record('Contact', '1')?.record).toEqual({ id: 1, name: 'Ada' });
    expect(isFresh(own, 'Contact', '1')).toBe(true);
    clock.now += 1;
    expect(isFresh(own, 'Contact', '1')).toBe(false);
    clock.now += ttlMs * 30;
    expect(own.record('Contact', '1')).toBeNull();
  });

  it('is returned only for its own token and address', () => {
    const { cache } = cacheAt(ttlMs);
    keep(cache.forToken(cachingClient, 'a'), 'Contact', '1', name, { id: 1, name: 'Ada' });
    keepPage(cache.forToken(cachingClient, 'a'), '/contacts.json');
    for (const other of [
      cache.forToken(cachingClient, 'b'),
      cache.forToken('https://eu.app.clio.com/api/v4', 'a'),
    ]) {
      expect(other.record('Contact', '1')).toBeNull();
      expect(page(other, '/contacts.json')).toBeNull();
    }
    expect(cache.forToken(cachingClient, 'a').record('Contact', '1')).not.toBeNull();
    expect(page(cache.forToken(cachingClient, 'a'), '/contacts.json')).not.toBeNull();
  });

  it('is not mixed up with a record of another entity that has the same id', () => {
    const own = cacheAt(ttlMs).cache.forToken(cachingClient, 'a');
    keep(own, 'Contact', '1', name, { id: 1, name: 'Ada' });
    expect(own.record('User', '1')).toBeNull();
  });

  it('is merged with fresh fields, and is as old as its oldest part', () => {
    const { cache, clock } = cacheAt(ttlMs);
    const own = cache.forToken(cachingClient, 'a');
    keep(own, 'Contact', '1', name, { id: 1, name: 'Ada' });
    clock.now += ttlMs / 2;
    keep(own, 'Contact', '1', fieldTree('id', 'type'), { id: 1, type: 'Person' });
    expect(own.record('Contact', '1')?.record).toEqual({ id: 1, name: 'Ada', type: 'Person' });
    clock.now += ttlMs / 2;
    expect(isFresh(own, 'Contact', '1')).toBe(false);
    keep(own, 'Contact', '1', fieldTree('id', 'title'), { id: 1, title: 'Dr' });
    expect(own.record('Contact', '1')?.record).toEqual({ id: 1, title: 'Dr' });
  });

  it('does not claim fields of nested records that a later load left out', () => {
    const own = cacheAt(ttlMs).cache.forToken(cachingClient, 'a');
    keep(own, 'Matter', '1', fieldTree('id', 'client{id,name}'), { id: 1, client: { id: 2, name: 'Ada' } });
    keep(own, 'Matter', '1', fieldTree('id', 'number', 'client{id}'), {
      id: 1,
      number: 5,
      client: { id: 2 },
    });
    const known = own.record('Matter', '1');
    expect(known?.record).toEqual({ id: 1, number: 5, client: { id: 2 } });
    expect(known?.fields.get('client')).toEqual(new Set(['id']));
  });

  it('is dropped after a write with its token, no matter which request read it', () => {
    const { cache } = cacheAt(ttlMs);
    const [reader, writer] = [cache.forToken(cachingClient, 'a'), cache.forToken(cachingClient, 'a')];
    const other = cache.forToken(cachingClient, 'b');
    for (const one of [reader, other]) keep(one, 'Contact', '1', name, { id: 1, name: 'Ada' });
    void writer.end({ allBut: [] });
    expect(writer.record('Contact', '1')).toBeNull();
    expect(cache.forToken(cachingClient, 'a').record('Contact', '1')).toBeNull();
    expect(other.record('Contact', '1')).not.toBeNull();
  });

  it('is evicted when there are too many', () => {
    const cache = createCache(ttlMs, { maxBytes: 20_000 });
    const own = cache.forToken(cachingClient, 'a');
    for (let id = 1; id <= 100; id += 1) keep(own, 'Contact', String(id), name, { id, name: 'Ada' }, 700);
    expect(own.record('Contact', '1')).toBeNull();
    expect(own.record('Contact', '100')).not.toBeNull();
  });

  it('is not kept at all if the lifetime is 0', () => {
    const own = createCache(0).forToken(cachingClient, 'a');
    keep(own, 'Contact', '1', name, { id: 1, name: 'Ada' });
    keepPage(own, '/contacts.json');
    expect([own.record('Contact', '1'), page(own, '/contacts.json')]).toEqual([null, null]);
  });
});

it('keeps pages until they expire', () => {
  const { cache, clock } = cacheAt(ttlMs);
  const own = cache.forToken(cachingClient, 'a');
  keepPage(own, '/contacts.json?limit=1');
  clock.now += ttlMs - 1;
  expect(page(own, '/contacts.json?limit=1')).toEqual({ ...response(10), freshUntil: 1_000_000 + ttlMs });
  expect(page(own, '/contacts.json?limit=2')).toBeNull();
  clock.now += 2;
  expect(page(own, '/contacts.json?limit=1')).toBeNull();
});

describe('an invalidation', () => {
  const contacts = contentOf(catalog, 'Contact', name);
  const matters = contentOf(catalog, 'Matter', fieldTree('id', 'client{id,name}'));
  const url = { contacts: '/contacts.json', matters: '/matters.json' };

  /** What the cache returns of two lists, and of two records of each. */
  function returned(own: TokenCache): string[] {
    const lists = [
      page(own, url.contacts, contacts) && 'contacts',
      page(own, url.matters, matters) && 'matters',
    ];
    const records = ['Contact 1', 'Contact 2', 'Matter 1', 'Matter 2'].filter((key) => {
      const [entity = '', id = ''] = key.split(' ');
      return own.record(entity, id);
    });
    return [...lists.filter((one) => one !== null), ...records];
  }

  function filled(): RecordCache {
    const { cache } = cacheAt(ttlMs);
    fill(cache.forToken(cachingClient, 'a'));
    return cache;
  }

  function fill(own: TokenCache): void {
    keepPage(own, url.contacts, contacts);
    keepPage(own, url.matters, matters);
    for (const id of ['1', '2']) {
      keep(own, 'Contact', id, name, { id, name: 'Ada' });
      keep(own, 'Matter', id, fieldTree('id', 'client{id,name}'), { id, client: { id: 1, name: 'Ada' } });
    }
  }

  const all = ['contacts', 'matters', 'Contact 1', 'Contact 2', 'Matter 1', 'Matter 2'];

  it.each<[string, readonly string[], readonly string[]]>([
    ['a write that may change everything', [], []],
    ['a write that cannot change contacts', ['Contact', 'User'], ['contacts', 'Contact 1', 'Contact 2']],
    ['a write that cannot change matters, but their clients', ['Matter'], []],
    ['a write that can change neither', ['Matter', 'Contact'], all],
  ])('of %s leaves only entries that it cannot have changed', (_, allBut, left) => {
    const cache = filled();
    void cache.forToken(cachingClient, 'a').end({ allBut });
    expect(returned(cache.forToken(cachingClient, 'a'))).toEqual(left);
  });

  it('of a reported change drops the record and the lists of its kind', () => {
    const cache = filled();
    void cache.end(cachingClient, 'a', 'Matter', '1');
    expect(returned(cache.forToken(cachingClient, 'a'))).toEqual([
      'contacts',
      'Contact 1',
      'Contact 2',
      'Matter 2',
    ]);
  });

  it('makes the cache ignore responses to requests that were sent before it', () => {
    const { cache } = cacheAt(ttlMs);
    const early = cache.forToken(cachingClient, 'a');
    void cache.forToken(cachingClient, 'a').end({ allBut: ['Contact'] });
    void cache.end(cachingClient, 'a', 'Contact', '1');
    fill(early);
    expect(returned(cache.forToken(cachingClient, 'a'))).toEqual(['Contact 2']);
    expect(returned(early)).toEqual(all);
  });

  it('of very many changes drops everything', () => {
    const cache = filled();
    for (let id = 10; id < maxEndings + 10; id += 1) void cache.end(cachingClient, 'a', 'Bill', String(id));
    expect(returned(cache.forToken(cachingClient, 'a'))).toEqual([]);
    fill(cache.forToken(cachingClient, 'a'));
    expect(returned(cache.forToken(cachingClient, 'a'))).toEqual(all);
  });

  it('lets new fields be merged with older ones only if those are still valid', () => {
    const { cache } = cacheAt(ttlMs);
    const title = fieldTree('id', 'title');
    keep(cache.forToken(cachingClient, 'a'), 'Contact', '1', fieldTree('id', 'company{id,name}'), { id: 1 });
    void cache.forToken(cachingClient, 'a').end({ allBut: ['Contact'] });
    keep(cache.forToken(cachingClient, 'a'), 'Contact', '1', title, { id: 1, title: 'Dr' });
    expect(cache.forToken(cachingClient, 'a').record('Contact', '1')?.fields.has('company')).toBe(true);
    void cache.forToken(cachingClient, 'a').end({ allBut: [] });
    keep(cache.forToken(cachingClient, 'a'), 'Contact', '1', title, { id: 1, title: 'Dr' });
    expect(cache.forToken(cachingClient, 'a').record('Contact', '1')?.fields.has('company')).toBe(false);
  });
});

describe('a cache that several requests use', () => {
  let reach: SandboxConnection;

  beforeAll(async () => {
    reach = await connectToSandbox();
  });

  beforeEach(() => {
    reach.sandbox.resetCalls();
  });

  afterAll(async () => {
    await reach[Symbol.asyncDispose]();
  });

  const loaderWith = (cache: RecordCache, token?: string): RecordLoader =>
    new RecordLoader(catalog, reach.cachingClient({ cache, token }));
  const statuses = (): number[] => reach.sandbox.calls.map(({ status }) => status);

  it('loads a record once, and then only its new fields', async () => {
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

  it('loads only the ids of a batch that are unknown', async () => {
    const { cache } = cacheAt(ttlMs);
    await loadRecord(loaderWith(cache), 'Contact', '5', name);
    const loader = loaderWith(cache);
    await loadRecords(loader, 'Contact', ['4', '5', '6'], name);
    expect(reach.sandbox.calls.at(-1)?.query.filter(([key]) => key === 'ids[]')).toEqual([
      ['ids[]', '4'],
      ['ids[]', '6'],
    ]);
  });

  it('revalidates a record after it has expired', async () => {
    const { cache, clock } = cacheAt(ttlMs);
    const first = await loadRecord(loaderWith(cache), 'Contact', '5', name);
    clock.now += ttlMs;
    expect(await loadRecord(loaderWith(cache), 'Contact', '5', name)).toEqual(first);
    expect(statuses()).toEqual([200, 304]);
    // The 304 extends its lifetime.
    clock.now += ttlMs - 1;
    await loadRecord(loaderWith(cache), 'Contact', '5', name);
    expect(statuses()).toEqual([200, 304]);
  });

  it('loads the whole record if other fields are selected than the etag covers', async () => {
    const { cache, clock } = cacheAt(ttlMs);
    await loadRecord(loaderWith(cache), 'Contact', '5', name);
    clock.now += ttlMs;
    expect(await loadRecord(loaderWith(cache), 'Contact', '5', fieldTree('id', 'type'))).toHaveProperty(
      'type',
    );
    expect(statuses()).toEqual([200, 200]);
  });

  it('never returns to one login what another has read', async () => {
    const { cache } = cacheAt(ttlMs);
    const { owner, restricted } = reach.sandbox.tokens;
    const hidden = [...reach.sandbox.records('Contact').keys()].find(
      (id) => reach.sandbox.visible(restricted, 'Contact', id) === 'hidden',
    );
    expect(await loadRecord(loaderWith(cache, owner), 'Contact', String(hidden), name)).not.toBeNull();
    expect(await loadRecord(loaderWith(cache, restricted), 'Contact', String(hidden), name)).toBeNull();
  });
});

function response(bytes: number) {
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

function isFresh(own: TokenCache, entity: string, id: string): boolean | null {
  const record = own.record(entity, id);
  return record && own.isFresh(record);
}

function keep(
  own: TokenCache,
  entity: string,
  id: string,
  fields: FieldTree,
  record: ClioRecord,
  bytes = 40,
): void {
  const content = contentOf(catalog, entity, fields);
  own.keepRecord(id, { content, fields, record, freshUntil: own.freshUntil(content), etag: null, bytes });
}

function keepPage(own: TokenCache, url: string, content: Content = unknownContent): void {
  own.keepPage(url, own.generationOf(content, null), {
    freshUntil: own.freshUntil(content),
    ...response(10),
  });
}

function page(own: TokenCache, url: string, content: Content = unknownContent): DatedResponse | null {
  return own.page(url, own.generationOf(content, null));
}
