import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogOperation } from '../../../src/catalog/catalog.ts';
import { CachingClient } from '../../../src/loaders/caching-client.ts';
import { encodeCursor, listKey } from '../../../src/loaders/cursor.ts';
import { type ListResult, loadList } from '../../../src/loaders/list-loader.ts';
import type { ListWindow } from '../../../src/planner/list-window.ts';
import type { ClioClient } from '../../../src/rest/types.ts';
import { Chance } from '../../support/random.ts';
import { catalog, connectToSandbox, type SandboxConnection } from '../../support/rest/sandbox-client.ts';

let reach: SandboxConnection;

beforeAll(async () => {
  reach = await connectToSandbox();
});

afterAll(async () => {
  await reach[Symbol.asyncDispose]();
});

interface List {
  readonly operation: CatalogOperation;
  readonly path: string;
  readonly filters: readonly (readonly [string, string])[];
  /** Fields that distinguish records: not every list has ids. */
  readonly fields: string;
}

/** Filters that some lists require. */
const required: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'Note#index': [['type', 'matter']],
  'ConversationMessage#index': [['conversation_id', '2']],
  'LaukExpenseCategory#index': [['region', 'fee']],
};

const lists: readonly List[] = Object.keys(catalog.data.operations)
  .map((id) => catalog.operation(id))
  .filter(({ method, response }) => method === 'GET' && response === 'list')
  .map((operation) => ({
    operation,
    path: operation.path.replace(/\{\w+\}/, '1'),
    filters: required[operation.id] ?? [],
    fields: fieldsOf(operation),
  }));

function fieldsOf({ entity = '' }: CatalogOperation): string {
  const { id, fields } = catalog.entity(entity);
  if (entity === 'Item') return 'id,type';
  return id
    ? 'id'
    : Object.keys(fields)
        .filter((key) => !key.startsWith('~'))
        .join(',');
}

const all: ListWindow = { first: null, after: null, last: null, before: null };

function load(list: List, window: Partial<ListWindow>, order: string | null = null): Promise<ListResult> {
  return loadList(reach.cachingClient(), {
    ...list,
    order,
    window: { ...all, ...window },
    page: true,
    meta: true,
  });
}

function keys({ items }: ListResult): string[] {
  return items.map((item) => JSON.stringify(item));
}

/** Visits a list from one end to the other in pages of random sizes. */
async function walk(list: List, order: string | null, backward: boolean, chance: Chance): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  while (true) {
    // Sometimes far more than one of Clio's pages, so that the loader must read several.
    const most = (list.operation.limit ?? 50) * 2;
    const size = chance.is(0.3)
      ? chance.int(1, 3)
      : chance.is(0.5)
        ? chance.int(4, 120)
        : chance.int(1, most);
    const page: ListResult = await load(
      list,
      backward ? { last: size, before: cursor } : { first: size, after: cursor },
      order,
    );
    if (backward) seen.unshift(...keys(page));
    else seen.push(...keys(page));
    const goesOn = backward ? page.hasPreviousPage : page.hasNextPage;
    expect(page.items.length).toBe(goesOn ? size : Math.min(size, page.items.length));
    if (!goesOn) return seen;
    cursor = page.cursor(backward ? 0 : page.items.length - 1);
  }
}

/** The list as read along Clio's own links. */
async function plain(list: List, order: string | null): Promise<string[]> {
  const seen: string[] = [];
  let link: readonly (readonly [string, string])[] = [];
  while (true) {
    const { data, next } = await reach.cachingClient().send({
      method: 'GET',
      path: list.path,
      query: [
        ...(list.fields === '' ? [] : [['fields', list.fields] as const]),
        ...list.filters,
        ...(order === null ? [] : [['order', order] as const]),
        ...link,
      ],
    });
    seen.push(...(data as readonly unknown[]).map((item) => JSON.stringify(item)));
    if (!next) return seen;
    link =
      next.pageToken === undefined ? [['offset', String(next.offset)]] : [['page_token', next.pageToken]];
  }
}

const byId = lists.map((list) => ({
  id: list.operation.id,
  list,
  order: Object.values(list.operation.order?.values ?? {}).includes('id(asc)') ? 'id(asc)' : null,
}));
const seeds = new Chance(20_261_122);
// Two orders of each list other than by id.
const orders = lists.flatMap((list) => {
  const offered = Object.values(list.operation.order?.values ?? {}).filter((order) => order !== 'id(asc)');
  return seeds.some(offered, 2).map((order) => ({ id: list.operation.id, list, order }));
});

describe('forward', () => {
  it.each(byId)('visits $id completely, each record once', async ({ list, order }) => {
    const visited = await walk(list, null, false, seeds);
    expect(visited).toEqual(await plain(list, order));
    if (catalog.entity(list.operation.entity ?? '').id) expect(new Set(visited).size).toBe(visited.length);
  });

  it.each(orders.filter(({ list }) => list.operation.offset !== false))(
    'visits $id by $order completely, each record once',
    async ({ list, order }) => {
      expect(await walk(list, order, false, seeds)).toEqual(await plain(list, order));
    },
  );
});

describe('backward', () => {
  it.each(byId.filter(({ list, order }) => order !== null && list.operation.offset !== false))(
    'visits $id from its end',
    async ({ list, order }) => {
      expect(await walk(list, null, true, seeds)).toEqual(await plain(list, order));
    },
  );

  it.each(lists.filter(({ operation }) => !operation.order).map((list) => ({ id: list.operation.id, list })))(
    'rejects the end of $id, because Clio cannot reverse its order',
    async ({ list }) => {
      await expect(load(list, { last: 2 })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    },
  );

  it.each(byId)('pages back through $id from a record in it', async ({ list, order }) => {
    const known = await plain(list, order);
    const head = await load(list, { first: 30 });
    if (head.items.length === 0) return expect(known).toEqual([]);
    const seen: string[] = [];
    let cursor = head.cursor(head.items.length - 1);
    while (true) {
      const page = await load(list, { last: seeds.int(1, 9), before: cursor });
      expect(page.hasNextPage).toBe(true);
      seen.unshift(...keys(page));
      if (!page.hasPreviousPage) break;
      cursor = page.cursor(seeds.int(0, 0));
    }
    expect(seen).toEqual(known.slice(0, head.items.length - 1));
  });
});

describe('a window', () => {
  const contacts = lists.find(({ operation }) => operation.id === 'Contact#index') as List;
  const items = lists.find(({ operation }) => operation.id === 'Folder#list') as List;

  it('is rejected before any call if its cursor is invalid', async () => {
    reach.sandbox.resetCalls();
    await expect(load(contacts, { first: 1, after: 'x' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(reach.sandbox.calls).toEqual([]);
  });

  describe('of a list that rejects offsets, in an order other than by id', () => {
    const rejected = { code: 'BAD_USER_INPUT', message: expect.stringContaining('one page') };

    it.each(['name(asc)', 'created_at(desc)'])('returns the first page, by %s', async (order) => {
      const known = await plain(items, order);
      const page = await load(items, { first: 3 }, order);
      expect(keys(page)).toEqual(known.slice(0, 3));
      expect(page).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
      const last = await load(items, { last: 2 }, order);
      expect(last.items).toHaveLength(2);
      expect(last).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    });

    it('returns its end in id order', async () => {
      expect(keys(await load(items, { last: 2 }))).toEqual((await plain(items, 'id(asc)')).slice(-2));
    });

    it('pages back to its start', async () => {
      const page = await load(items, { first: 3 }, 'name(asc)');
      const back = await load(items, { last: 5, before: page.cursor(2) }, 'name(asc)');
      expect(keys(back)).toEqual(keys(page).slice(0, 2));
    });

    it('is rejected beyond the first page, without a call if that is certain', async () => {
      const page = await load(items, { first: 3 }, 'name(asc)');
      reach.sandbox.resetCalls();
      await expect(load(items, { first: 3, after: page.cursor(2) }, 'name(asc)')).rejects.toMatchObject(
        rejected,
      );
      expect(reach.sandbox.calls).toEqual([]);
    });

    it('is rejected if one page does not contain it', async () => {
      await expect(load(items, { first: 201 }, 'name(asc)')).rejects.toMatchObject(rejected);
    });
  });

  it('is read by position in another order', async () => {
    reach.sandbox.resetCalls();
    const page = await load(contacts, { first: 450 }, 'name(asc)');
    expect(page.items.length).toBe(450);
    const [, second, third] = reach.sandbox.calls;
    expect(
      [second?.query, third?.query].map((query) => query?.find(([name]) => name === 'offset')?.[1]),
    ).toEqual(['200', '400']);
  });

  it.each([
    [9_998, 'reads the last record that Clio still lists'],
    [9_999, 'rejects what follows it'],
  ])('at record %i %s', async (index) => {
    const after = encodeCursor(listKey(['/contacts.json', 'name(asc)']), { kind: 'offset', index });
    reach.sandbox.resetCalls();
    const page = load(contacts, { first: 5, after }, 'name(asc)');
    if (index === 9_998) {
      expect((await page).items).toEqual([]);
      expect(reach.sandbox.calls.map(({ query }) => Object.fromEntries(query))).toMatchObject([
        { offset: '9999', limit: '1' },
      ]);
    } else {
      await expect(page).rejects.toMatchObject({ code: 'PAGINATION_WINDOW_EXCEEDED' });
      expect(reach.sandbox.calls).toEqual([]);
    }
  });

  it('of no records requests only the count', async () => {
    reach.sandbox.resetCalls();
    const page = await load(contacts, { first: 0 });
    expect([page.items, page.totalCount]).toEqual([[], reach.sandbox.records('Contact').size]);
    expect(reach.sandbox.calls.map(({ query }) => Object.fromEntries(query).limit)).toEqual(['1']);
  });
});

// The last page's own count was taken for the total: 460 contacts in three pages became 60.
describe('the total of a list of which Clio counts only the page', () => {
  async function total(id: string, window: Partial<ListWindow>, order: string | null): Promise<unknown> {
    const { client, sandbox } = reach;
    const send: ClioClient['send'] = async (call, context) => {
      const response = await client.send(call, context);
      return { ...response, records: (response.data as readonly unknown[]).length };
    };
    const { cache } = reach.cachingClient();
    const cachingClient = new CachingClient({
      client: { ...client, send },
      token: sandbox.tokens.owner,
      cache,
    });
    const list = lists.find(({ operation }) => operation.id === id) as List;
    const request = { ...list, order, window: { ...all, ...window }, page: true, meta: true };
    return (await loadList(cachingClient, request)).totalCount;
  }

  it.each([null, 'name(asc)'])('is unknown beyond the first page, by %s', async (order) => {
    const { size } = reach.sandbox.records('Contact');
    const list = lists.find(({ operation }) => operation.id === 'Contact#index') as List;
    const whole = await load(list, { first: size }, order);
    expect(whole.totalCount).toBe(size);
    const middle = whole.cursor(2);
    for (const window of [
      { first: size },
      { first: size, after: middle },
      { first: 9, after: whole.cursor(size - 3) },
      { last: 2, before: middle },
    ])
      expect([window, await total('Contact#index', window, order)]).toEqual([window, null]);
  });

  it('is known if the list has one page', async () => {
    const { size } = reach.sandbox.records('UtbmsSet');
    expect(await total('UtbmsSet#index', { first: 50 }, null)).toBe(size);
  });
});
