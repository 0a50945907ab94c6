import { describe, expect, it } from 'vitest';
import { ask, ids, type Row, walk } from '../../support/ask-sandbox.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox());

const sorted = (numbers: readonly unknown[]): unknown[] => [...numbers].sort((a, b) => Number(a) - Number(b));

describe('paging visits every record once', () => {
  it.each([
    ['cursor', '/contacts.json?order=id(asc)&limit=200', 460],
    ['cursor', '/contacts.json?limit=7', 460],
    ['cursor', '/activities.json?limit=199', 1260],
    ['cursor', '/grants.json?limit=3', 8],
    ['cursor', '/grants.json?limit=8', 8],
    ['cursor', '/billable_clients.json', undefined],
    ['cursor', '/folders/list.json?limit=50&include_deleted=true&show_uncompleted=true', 610],
    ['offset', '/contacts.json?order=name(asc)&limit=33', 460],
    ['offset', '/contacts.json?order=id(desc)&limit=150', 460],
    ['offset', '/grants.json?offset=0&limit=3', 8],
    ['offset', '/matters.json?order=client.name(desc)&limit=100', 310],
    ['offset', '/tasks.json?order=task_type.name(asc)&limit=31', 320],
  ])('in %s mode: %s', async (mode, path, total) => {
    const first = await ask(sandbox, path);
    const pages = await walk(sandbox, path);
    const all = pages.flat();
    expect(first.body.meta.records).toBe(all.length);
    if (total !== undefined) expect(all.length).toBe(total);
    // The id of an item is not unique: documents and folders share ids.
    const keys = path.startsWith('/folders') ? all.map((row) => JSON.stringify(row)) : ids(all);
    expect(new Set(keys).size).toBe(all.length);
    if (first.body.meta.paging.next)
      expect(first.body.meta.paging.next).toContain(mode === 'cursor' ? 'page_token=' : 'offset=');
    expect(first.body.meta.paging.previous).toBeUndefined();
  });

  it.each(['/contacts.json?limit=60', '/contacts.json?limit=60&order=name(desc)'])(
    'forward and back: %s',
    async (path) => {
      const forth = await walk(sandbox, path);
      let last = path;
      for (let next: string | undefined = path; next; next = (await ask(sandbox, next)).body.meta.paging.next)
        last = next;
      const back = await walk(sandbox, last, 'previous');
      expect(back.reverse().map(ids)).toEqual(forth.map(ids));
    },
  );

  it('repeats filters and fields in `next`', async () => {
    const path = '/matters.json?status=open,pending&fields=id,status,client{id}&limit=2';
    const [, second] = await walk(sandbox, path);
    expect(Object.keys(second?.[0] ?? {})).toEqual(['id', 'status', 'client']);
    expect((await walk(sandbox, path)).flat().every(({ status }) => status !== 'Closed')).toBe(true);
  });

  it("uses the request's own address in `next`", async () => {
    const { paging } = (await ask(sandbox, '/contacts?limit=5')).body.meta;
    expect(paging.next?.startsWith(`${sandbox.baseUrl}/contacts?limit=5&page_token=`)).toBe(true);
  });

  it('leaves out `next` and `previous` at the ends', async () => {
    expect((await ask(sandbox, '/currencies.json')).body.meta).toEqual({ paging: {}, records: 6 });
  });
});

// As the descriptions in Clio's document say: "after", or "on or after".
describe('the bound of a range', () => {
  it.each([
    ['Bill', 'last_sent_at', '/bills.json?last_sent_start_date=', false],
    ['Bill', 'last_sent_at', '/bills.json?last_sent_end_date=', false],
    ['Bill', 'due_at', '/bills.json?due_after=', false],
    [
      'OutstandingClientBalance',
      'last_payment_date',
      '/outstanding_client_balances.json?last_paid_end_date=',
      false,
    ],
    ['Task', 'due_at', '/tasks.json?due_at_from=', true],
    ['Communication', 'received_at', '/communications.json?received_since=', true],
    ['Communication', 'received_at', '/communications.json?received_before=', true],
  ])('applies to %s.%s in %s', async (entity, field, path, isInclusive) => {
    const held = [...sandbox.records(entity).values()].map((record) => record[field]).find((one) => one);
    const day = path.includes('/communications') ? String(held) : String(held).slice(0, 10);
    const found = (await walk(sandbox, `${path}${day}&fields=${field}`)).flat();
    expect(found.length).toBeGreaterThan(0);
    expect(found.some((row) => String(row[field]).startsWith(day))).toBe(isInclusive);
  });
});

describe('a list rejects', () => {
  it.each([
    ['/contacts.json?limit=0', 400],
    ['/contacts.json?limit=201', 400],
    ['/contacts.json?limit=-1', 400],
    ['/contacts.json?limit=many', 400],
    ['/billable_clients.json?limit=26', 400],
    ['/users.json?limit=2001', 400],
    ['/contacts.json?offset=10001', 422],
    ['/contacts.json?offset=-1', 400],
    ['/folders/list.json?offset=0', 400],
    ['/contacts.json?order=shoe_size(asc)', 400],
    ['/contacts.json?order=name', 400],
    ['/grants.json?order=id(asc)', 400],
    ['/contacts.json?order=name(asc)&page_token=YWZ0ZXI6MDAwMDAwMDAwMDA1OjU', 400],
    ['/allocations.json?page_token=YWZ0ZXI6MDAwMDAwMDAwMDA1OjU', 400],
    ['/contacts.json?offset=5&page_token=YWZ0ZXI6MDAwMDAwMDAwMDA1OjU', 400],
    ['/contacts.json?page_token=nonsense', 400],
    ['/contacts.json?colour=red', 400],
    ['/contacts.json?Type=Person', 400],
    ['/contacts.json?type=person', 400],
    ['/contacts.json?type=Person&type=Company', 400],
    ['/contacts.json?ids=1', 400],
    ['/contacts.json?ids[]=one', 400],
    ['/contacts.json?client_only=yes', 400],
    ['/matters.json?client_id=null', 400],
    ['/matters.json?status=open,lost', 400],
    ['/matters.json?open_date[]=>=yesterday', 400],
    ['/matters.json?open_date[]=2026-02-30', 400],
    ['/matters.json?updated_since=2026-01-01', 400],
    ['/tasks.json?due_at_from=2026-13-01', 400],
    ['/tasks.json?statuses=pending', 400],
    ['/notes.json', 400],
    ['/conversation_messages.json', 400],
    ['/lauk_expense_categories.json', 400],
    ['/contacts/1.json?limit=1', 400],
    ['/contacts/1.json?query=a', 400],
    ['/matters.json?custom_field_values=5', 400],
    ['/matters.json?custom_field_values[999]==5', 400],
    ['/matters.json?custom_field_values[8]=>3', 400],
    ['/matters.json?custom_field_values[3]=>', 400],
    ['/documents/1/versions.json?id=1', 400],
  ])('%s', async (path, status) => {
    const reply = await ask(sandbox, path);
    expect(reply.status).toBe(status);
    expect(reply.body.error.type).toBe('ArgumentError');
  });
});

describe('ids[]', () => {
  it('is a filter: unknown ids are absent, repeated ids return one record, and the list’s order applies', async () => {
    const reply = await ask(sandbox, '/contacts.json?ids[]=9&ids[]=3&ids[]=999999&ids[]=3&ids[]=7');
    expect(ids(reply.body.data)).toEqual([3, 7, 9]);
    expect(reply.body.meta.records).toBe(3);
  });

  it('takes the list’s order', async () => {
    const reply = await ask(sandbox, '/contacts.json?ids[]=9&ids[]=3&ids[]=7&order=id(desc)');
    expect(ids(reply.body.data)).toEqual([9, 7, 3]);
  });

  it('finds ids that are strings', async () => {
    expect(ids((await ask(sandbox, '/calendar_entries.json?ids[]=12&ids[]=2')).body.data)).toEqual([
      '2',
      '12',
    ]);
  });

  it('finds a document and a folder with the same id in the list of both', async () => {
    const reply = await ask(sandbox, '/folders/list.json?ids[]=5&fields=id,type');
    expect(reply.body.data).toEqual([
      { id: 5, type: 'Document' },
      { id: 5, type: 'Folder' },
    ]);
  });
});

async function all(path: string): Promise<Row[]> {
  return (await walk(sandbox, path)).flat();
}

describe('a filter', () => {
  it('by the keyword null finds records without the association', async () => {
    const without = await all('/tasks.json?matter_id=null&fields=id,matter{id}');
    const total = (await ask(sandbox, '/tasks.json?limit=1')).body.meta.records;
    expect(without.length).toBeGreaterThan(0);
    expect(without.length).toBeLessThan(total);
    expect(without.every(({ matter }) => matter === null)).toBe(true);
  });

  it('by an association finds its records', async () => {
    const rows = await all('/activities.json?matter_id=3&fields=id,matter{id}');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ matter }) => (matter as Row).id === 3)).toBe(true);
    const expected = [...sandbox.records('Activity').values()].filter(
      ({ matter }) => (matter as { id: number } | null)?.id === 3,
    );
    expect(sorted(ids(rows))).toEqual(expected.map(({ id }) => id));
  });

  it.each([
    [
      'open_date[]=>=2024-06-01&open_date[]=<=2025-06-01',
      (day: string) => day >= '2024-06-01' && day <= '2025-06-01',
    ],
    ['open_date=>2025-09-01', (day: string) => day > '2025-09-01'],
    ['open_date[]=<2024-01-01', (day: string) => day < '2024-01-01'],
  ])('of matters applies: %s', async (query, test) => {
    const rows = await all(`/matters.json?${query}&fields=id,open_date`);
    const expected = [...sandbox.records('Matter').values()].filter(
      ({ open_date }) => open_date !== null && test(String(open_date)),
    );
    expect(expected.length).toBeGreaterThan(5);
    expect(ids(rows)).toEqual(expected.map(({ id }) => id));
  });

  it.each([
    ['custom_field_values[3]=>=100000', (value: number) => value >= 100_000],
    ['custom_field_values[3]=[<=150000, >=100000]', (value: number) => value >= 100_000 && value <= 150_000],
    [
      'custom_field_values[3]=>=100000&custom_field_values[3]=<=150000',
      (value: number) => value >= 100_000 && value <= 150_000,
    ],
  ])('of matters applies: %s', async (query, test) => {
    const rows = await all(`/matters.json?${query}&fields=id,custom_field_values{custom_field,value}`);
    const values = rows.map(
      ({ custom_field_values }) =>
        (custom_field_values as { custom_field: { id: number }; value: number }[]).find(
          (one) => one.custom_field.id === 3,
        )?.value,
    );
    expect(values.length).toBeGreaterThan(3);
    expect(values.every((value) => value !== undefined && test(value))).toBe(true);
  });

  it('of a picklist takes its option, with and without the operator', async () => {
    const plain = await all('/matters.json?custom_field_values[8]=3');
    expect(plain.length).toBeGreaterThan(0);
    expect(await all('/matters.json?custom_field_values[8]==3')).toEqual(plain);
  });

  it('of a folder finds its own documents, or those of the whole tree', async () => {
    const parents = [...sandbox.records('Folder').values()].map(
      ({ parent }) => (parent as { id: number } | null)?.id,
    );
    const inner = [...sandbox.records('Document').values()].map(
      ({ parent }) => (parent as { id: number } | null)?.id,
    );
    const busy = [...sandbox.records('Folder').values()].find(
      ({ id, parent }) =>
        parent !== null && parents.includes(id as number) === false && inner.includes(id as number),
    );
    const top = (busy!.parent as { id: number }).id;
    const below = async (scope: string): Promise<number> =>
      (await ask(sandbox, `/documents.json?parent_id=${top}&include_deleted=true&limit=1${scope}`)).body.meta
        .records;
    expect(await below('&scope=children')).toBe(await below(''));
    expect(await below('&scope=descendants')).toBeGreaterThan(await below(''));
  });

  it.each([
    [
      '/documents.json',
      'include_deleted=true',
      ({ deleted_at }: Row) => deleted_at !== null,
      'id,deleted_at',
    ],
    ['/folders.json', 'include_deleted=true', ({ deleted_at }: Row) => deleted_at !== null, 'id,deleted_at'],
    ['/users.json', 'include_co_counsel=true', ({ id }: Row) => id === 13, 'id'],
    [
      '/tax_rate_configurations.json',
      'include_system=true',
      ({ is_system }: Row) => is_system === true,
      'id,is_system',
    ],
  ])('%s leaves out what only %s shows', async (path, parameter, isHidden, fields) => {
    const usual = await all(`${path}?fields=${fields}`);
    const more = await all(`${path}?${parameter}&fields=${fields}`);
    expect(usual.some(isHidden)).toBe(false);
    expect(more.filter(isHidden).length).toBe(more.length - usual.length);
    expect(more.length).toBeGreaterThan(usual.length);
  });

  it('leaves out uploads in progress by default', async () => {
    const usual = (await ask(sandbox, '/documents.json?limit=1')).body.meta.records;
    expect(
      (await ask(sandbox, '/documents.json?limit=1&show_uncompleted=true')).body.meta.records,
    ).toBeGreaterThan(usual);
  });

  it('expands a series into its occurrences', async () => {
    const series = await all('/calendar_entries.json?fields=id,recurrence_rule');
    const single = await all(
      '/calendar_entries.json?expanded=true&fields=id,recurrence_rule,parent_calendar_entry_id',
    );
    expect(ids(series)).toContain('7');
    expect(ids(single)).not.toContain('7');
    expect(
      single.filter(({ parent_calendar_entry_id }) => parent_calendar_entry_id === 7).map(({ id }) => id),
    ).toEqual(['7-1', '7-2', '7-3', '7-4']);
    expect((await ask(sandbox, '/calendar_entries/7-2.json')).body.data.id).toBe('7-2');
  });

  it('of notes takes their type', async () => {
    const rows = await all('/notes.json?type=Contact&fields=id,type');
    expect(rows.length).toBe(130);
    expect(rows.every(({ type }) => type === 'Contact')).toBe(true);
  });
});

describe('the order of', () => {
  it('a nested name puts nulls first', async () => {
    const rows = await all(
      '/matters.json?order=responsible_attorney.name(asc)&fields=id,responsible_attorney{name}',
    );
    const names = rows.map(({ responsible_attorney }) => (responsible_attorney as Row | null)?.name ?? '');
    expect(names).toEqual([...names].sort());
    expect(names[0]).toBe('');
  });

  it('a date is by id within a day, also in reverse', async () => {
    const rows = await all('/activities.json?order=date(desc)&fields=id,date');
    const keys = rows.map(({ date }) => String(date));
    expect(keys).toEqual([...keys].sort().reverse());
  });

  it('the contacts of a matter is by relationship', async () => {
    const matter = [...sandbox.records('MatterContacts').values()].find(
      ({ relationship }) => relationship !== null,
    );
    const path = `/matters/${matter?.matter_id}/contacts.json?order=id(asc)&fields=id,relationship{id}`;
    const places = (await all(path)).map(({ relationship }) => Number((relationship as Row | null)?.id ?? 0));
    expect(places).toEqual(sorted(places));
  });
});
