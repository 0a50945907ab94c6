import { afterEach, describe, expect, it } from 'vitest';
import type { Quirks } from '../../../src/sandbox/quirks.ts';
import { isRef, type RawRecord } from '../../../src/sandbox/record.ts';
import { ask, type Row } from '../../support/ask-sandbox.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Differences between Clio's document and real accounts that public clients report.

let now = Date.parse('2026-03-16T12:00:00Z');
const sandbox = forAllTests(() => startSandbox({ clock: () => now }));
afterEach(() => {
  for (const name of Object.keys(sandbox.quirks)) delete sandbox.quirks[name as keyof Quirks];
});

const list = async (path: string): Promise<Row[]> => (await ask(sandbox, path)).body.data;
const some = (entity: string, test: (record: RawRecord) => boolean): RawRecord =>
  [...sandbox.records(entity).values()].find(test) as RawRecord;

describe('the sandbox can', () => {
  it('return enum values in lower case', async () => {
    sandbox.quirks.lowerCaseEnums = true;
    const tasks = await list('/tasks.json?fields=priority');
    expect(new Set(tasks.map(({ priority }) => priority))).toEqual(new Set(['normal', 'high', 'low']));
    const [contact] = await list('/contacts.json?fields=type&limit=1');
    expect(contact).toEqual({ type: 'person' });
  });

  it('return labels that are not documented', async () => {
    sandbox.quirks.otherLabels = true;
    const rows = await list('/contacts.json?fields=phone_numbers{name},addresses{name},web_sites{name}');
    const labels = new Set(
      rows.flatMap((row) =>
        ['phone_numbers', 'addresses', 'web_sites'].flatMap((key) =>
          (row[key] as Row[]).map(({ name }) => name),
        ),
      ),
    );
    expect([...labels]).toEqual(expect.arrayContaining(['Mobile', 'Fax', 'Business', 'Blog', 'Work']));
  });

  it('return booleans as text, null among nested records, and no totals of non-billable work', async () => {
    Object.assign(sandbox.quirks, { booleansAsText: true, nullElements: true, nullTotals: true });
    const [contact] = await list('/contacts.json?fields=is_client,addresses{city}&limit=1');
    expect([contact?.is_client, contact?.addresses]).toEqual([
      expect.stringMatching(/^(true|false)$/),
      [null, expect.objectContaining({ city: expect.any(String) })],
    ]);
    const { id } = some('Activity', (one) => one.non_billable === true && one.total !== null);
    const { data } = (await ask(sandbox, `/activities/${id}.json?fields=total,non_billable_total`)).body;
    expect(data).toEqual({ total: null, non_billable_total: expect.any(Number) });
  });

  it.each<[NonNullable<Quirks['customFieldValues']>, object]>([
    ['id', { id: expect.any(String) }],
    ['value', { id: expect.any(String), value: expect.anything() }],
    ['no-field', { id: expect.any(String), value: expect.anything(), custom_field: {} }],
  ])('strip custom field values: %s', async (quirk, expected) => {
    sandbox.quirks.customFieldValues = quirk;
    const { id } = some('Matter', (one) =>
      (one.custom_field_values as RawRecord[]).some(({ value }) => value !== null),
    );
    const path = `/matters/${id}.json?fields=custom_field_values{id,value,custom_field}`;
    const values = (await ask(sandbox, path)).body.data.custom_field_values as Row[];
    expect(values).toContainEqual(expected);
  });

  it('find new records by `query` only after a while', async () => {
    sandbox.quirks.searchLagMs = 5000;
    const body = { data: { type: 'Company', name: 'Zanzibar Quicklime' } };
    await ask(sandbox, '/contacts.json', { method: 'POST', body });
    const found = (): Promise<Row[]> => list('/contacts.json?query=zanzibar');
    expect(await found()).toEqual([]);
    now += 5000;
    expect(await found()).toHaveLength(1);
  });
});

describe('the sandbox with quirks', () => {
  it('lists notes by a type in lower case, and only by that if the account requires it', async () => {
    const status = async (type: string): Promise<number> =>
      (await ask(sandbox, `/notes.json?type=${type}`)).status;
    expect([await status('matter'), await status('Matter'), await status('MATTER')]).toEqual([200, 200, 400]);
    sandbox.quirks.lowerCaseNoteTypes = true;
    expect([await status('matter'), await status('Matter')]).toEqual([200, 422]);
  });

  it('sets a task only to pending or complete without advanced tasks', async () => {
    sandbox.quirks.basicTasks = true;
    const write = (status: string) =>
      ask(sandbox, '/tasks/1.json', { method: 'PATCH', body: { data: { status } } });
    const rejected = await write('in_review');
    expect([rejected.status, rejected.body.error.errors]).toEqual([
      422,
      { status: ['must be one of ["complete", "pending"]'] },
    ]);
    expect((await write('complete')).status).toBe(200);
  });

  it('does not unlink the staff of a matter', async () => {
    const matter = some('Matter', (one) => isRef(one.originating_attorney));
    const write = async (value: unknown) =>
      ask(sandbox, `/matters/${matter.id}.json?fields=originating_attorney{id}`, {
        method: 'PATCH',
        body: { data: { originating_attorney: value } },
      });
    const { id } = matter.originating_attorney as { id: number };
    for (const value of [null, {}])
      expect((await write(value)).body.data).toEqual({ originating_attorney: { id } });
    expect((await write({ id: null })).body.error.errors).toEqual({
      'originating_attorney.id': ["can't be blank"],
    });
  });

  it('deletes no client', async () => {
    const open = some('Bill', (one) => one.state === 'awaiting_payment' && isRef(one.client));
    const remove = (id: unknown) => ask(sandbox, `/contacts/${id}.json`, { method: 'DELETE' });
    const rejected = await remove((open.client as { id: number }).id);
    expect([rejected.status, rejected.body.error.message]).toEqual([409, 'Client has open bills']);
    const clients = new Set(
      [...sandbox.records('Bill').values()].map(({ client }) => (isRef(client) ? client.id : null)),
    );
    const other = some('Matter', ({ client }) => isRef(client) && !clients.has(client.id)).client as {
      id: number;
    };
    expect((await remove(other.id)).status).toBe(422);
  });

  it('reports every wrong field of a form together', async () => {
    const body = {
      data: {
        type: 'Company',
        name: '',
        date_of_birth: 'yesterday',
        email_addresses: [{ address: 'a@b.example', name: 'Castle' }, { address: 'nobody' }],
        phone_numbers: 'none',
      },
    };
    const { status, body: response } = await ask(sandbox, '/contacts.json', { method: 'POST', body });
    expect([status, response.error.errors]).toEqual([
      422,
      {
        name: ["can't be blank"],
        date_of_birth: ['is not a date'],
        'email_addresses.1.address': ['is invalid'],
        phone_numbers: ['is not a list'],
      },
    ]);
  });
});
