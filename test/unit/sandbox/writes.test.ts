import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../../src/sandbox/record.ts';
import type { Json } from '../../../src/sandbox/render.ts';
import { type Ask, ask, ids, type Reply, type Row } from '../../support/ask-sandbox.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox());

const send = (method: string, path: string, data?: unknown, more: Ask = {}): Promise<Reply> =>
  ask(sandbox, path, { method, ...(data !== undefined && { body: { data } }), ...more });
const post = (path: string, data?: unknown, more?: Ask): Promise<Reply> => send('POST', path, data, more);
const patch = (path: string, data?: unknown, more?: Ask): Promise<Reply> => send('PATCH', path, data, more);
const remove = (path: string, more?: Ask): Promise<Reply> => send('DELETE', path, undefined, more);
const get = async (path: string, more?: Ask): Promise<Row> => (await ask(sandbox, path, more)).body.data;

/** Creates a record and returns the selected fields. */
async function make(path: string, data: unknown, fields: string): Promise<Row> {
  const reply = await post(`${path}?fields=${fields}`, data);
  expect(reply.text).not.toContain('"error"');
  expect(reply.status).toBe(201);
  return reply.body.data;
}

const person = { type: 'Person', first_name: 'Ada', last_name: 'Byron' };
const some = (entity: string, test: (one: RawRecord) => boolean): RawRecord => {
  const found = [...sandbox.records(entity).values()].find(test);
  if (!found) throw new Error(`No such ${entity}`);
  return found;
};

describe('a body', () => {
  it.each([
    ['a body that is not JSON', 'nonsense'],
    ['an empty body', ''],
    ['no envelope', '{"name":"x"}'],
    ['a list in the envelope', '{"data":[]}'],
    ['another field beside data', '{"data":{"name":"x"},"more":1}'],
  ])('is rejected with 400: %s', async (_name, body) => {
    const reply = await ask(sandbox, '/groups.json', { method: 'POST', body });
    expect(reply.status).toBe(400);
    expect(reply.body.error.type).toBe('ArgumentError');
  });

  const task = { name: 'T', description: 'D', assignee: { id: 1, type: 'User' } };
  it.each<[string, string, unknown, Record<string, string[]>]>([
    ['an unknown property', '/groups.json', { nam: 'x' }, { nam: ['is not allowed'] }],
    [
      'an unknown property inside',
      '/tasks.json',
      { ...task, assignee: { id: 1, type: 'User', x: 1 } },
      { 'assignee.x': ['is not allowed'] },
    ],
    [
      'text for a number',
      '/tasks.json',
      { ...task, time_estimated: '5' },
      { time_estimated: ['is not an integer'] },
    ],
    [
      'a fraction',
      '/tasks.json',
      { ...task, time_estimated: 1.5 },
      { time_estimated: ['is not an integer'] },
    ],
    ['a number for text', '/tasks.json', { ...task, name: 5 }, { name: ['is not a string'] }],
    [
      'text for a flag',
      '/tasks.json',
      { ...task, notify_completion: 'true' },
      { notify_completion: ['is not a boolean'] },
    ],
    [
      'a day that does not exist',
      '/notes.json',
      { type: 'Matter', matter: { id: 1 }, date: '2026-02-30' },
      { date: ['is not a date'] },
    ],
    [
      'a time without its zone',
      '/tasks.json',
      { ...task, due_at: '2026-02-03T10:00:00' },
      { due_at: ['is not a date and time'] },
    ],
    [
      'a value outside the enum',
      '/tasks.json',
      { ...task, priority: 'Urgent' },
      { priority: ['must be one of High, Normal, Low'] },
    ],
    [
      'an object for a list',
      '/contacts.json',
      { ...person, addresses: {} },
      { addresses: ['is not a list'] },
    ],
    [
      'an empty row',
      '/contacts.json',
      { ...person, addresses: [null] },
      { 'addresses.0': ["can't be blank"] },
    ],
    ['text for an object', '/tasks.json', { ...task, matter: 'M' }, { matter: ['is not an object'] }],
    [
      'missing required fields',
      '/tasks.json',
      { assignee: { id: 1, type: 'User' } },
      { name: ["can't be blank"], description: ["can't be blank"] },
    ],
    [
      'a missing required field inside',
      '/tasks.json',
      { ...task, assignee: { id: 1 } },
      { 'assignee.type': ["can't be blank"] },
    ],
    [
      'a link to nothing',
      '/tasks.json',
      { ...task, matter: { id: 999_999 } },
      { 'matter.id': ['could not be found'] },
    ],
    [
      'a flat link to nothing',
      '/damages.json',
      { amount: 1, damage_type: 'other', description: 'x', matter_id: 999_999 },
      { matter_id: ['could not be found'] },
    ],
    [
      'an unknown person',
      '/tasks.json',
      { ...task, assignee: { id: 999_999, type: 'Contact' } },
      { 'assignee.id': ['could not be found'] },
    ],
    [
      'a note without its matter',
      '/notes.json',
      { type: 'Matter', contact: { id: 1 } },
      { matter: ["can't be blank"] },
    ],
    [
      'a note without its contact',
      '/notes.json',
      { type: 'Contact', matter: { id: 1 } },
      { contact: ["can't be blank"] },
    ],
    [
      'a person by name',
      '/contacts.json',
      { type: 'Person', name: 'Ada Byron' },
      expect.objectContaining({ name: ['Invalid attributes present for a Person: name'] }),
    ],
    ['a company without a name', '/contacts.json', { type: 'Company' }, { name: ["can't be blank"] }],
    [
      'a webhook over http',
      '/webhooks.json',
      { url: 'http://a.example', model: 'matter', fields: 'id' },
      { url: ['must begin with https://'] },
    ],
    [
      'a webhook with endless fields',
      '/webhooks.json',
      { url: 'https://a.example', model: 'matter', fields: 'x'.repeat(1001) },
      { fields: ['is too long (maximum is 1000 characters)'] },
    ],
    [
      'a webhook for a year',
      '/webhooks.json',
      { url: 'https://a.example', model: 'matter', fields: 'id', expires_at: '2999-01-01T00:00:00Z' },
      { expires_at: ['must be within 31 days'] },
    ],
    [
      'a webhook that has expired',
      '/webhooks.json',
      { url: 'https://a.example', model: 'matter', fields: 'id', expires_at: '2020-01-01T00:00:00Z' },
      { expires_at: ['must be in the future'] },
    ],
    [
      'a webhook for an event that its model lacks',
      '/webhooks.json',
      {
        url: 'https://a.example',
        model: 'clio_payments_payment',
        fields: 'id',
        events: ['created', 'deleted'],
      },
      { events: ['deleted is not an event of clio_payments_payment'] },
    ],
    [
      'a tax authority outside Canada',
      '/tax_rate_configurations.json',
      { name: 'T', rate: 0.1, country: 'US', tax_authority: 'revenu_quebec' },
      { tax_authority: ['is not allowed'] },
    ],
    [
      'a payment link for too long',
      '/clio_payments/links.json',
      {
        currency: 'USD',
        description: 'd',
        destination_account: { id: 1 },
        duration: 7_776_001,
        subject: { id: 1, type: 'Bill' },
      },
      { duration: ['must be at most 7776000'] },
    ],
  ])('is rejected with 422 and every wrong path: %s', async (_name, path, data, errors) => {
    const reply = await post(path, data);
    expect(reply.status).toBe(422);
    expect(reply.body.error).toEqual({ type: 'ArgumentError', message: expect.any(String), errors });
  });

  it('changes nothing if a part of it is rejected', async () => {
    const before = [...sandbox.records('EmailAddress').keys()].length;
    const contacts = sandbox.records('Contact').size;
    const reply = await post('/contacts.json', {
      ...person,
      email_addresses: [{ address: 'ada@example.com' }],
      company: { id: 999_999 },
    });
    expect(reply.status).toBe(422);
    expect(sandbox.records('EmailAddress').size).toBe(before);
    expect(sandbox.records('Contact').size).toBe(contacts);
  });

  it('changes nothing if `fields` is wrong', async () => {
    const before = sandbox.records('Group').size;
    const reply = await post('/groups.json?fields=id,nam', { name: 'x' });
    expect(reply.status).toBe(400);
    expect(reply.body.error.type).toBe('InvalidFields');
    expect(sandbox.records('Group').size).toBe(before);
  });
});

describe('a write', () => {
  it('returns id and etag without `fields`, and otherwise those fields', async () => {
    const bare = await post('/groups.json', { name: 'Appeals' });
    expect(Object.keys(bare.body.data)).toEqual(['id', 'etag']);
    expect(bare.headers.etag).toBe(bare.body.data.etag);
    const shaped = await patch(`/groups/${bare.body.data.id}.json?fields=name,users{id}`, { name: 'Trials' });
    expect(shaped.status).toBe(200);
    expect(shaped.body).toEqual({ data: { name: 'Trials', users: [] } });
  });

  it('gives a new record the next id, and never reuses an id', async () => {
    const highest = Math.max(...([...sandbox.records('DocumentCategory').keys()] as number[]));
    const first = await make('/document_categories.json', { name: 'One' }, 'id');
    expect(first.id).toBe(highest + 1);
    expect((await remove(`/document_categories/${first.id}.json`)).status).toBe(204);
    expect((await make('/document_categories.json', { name: 'Two' }, 'id')).id).toBe(highest + 2);
  });

  it('changes etag and updated_at, also twice within a second', async () => {
    const seen: Row[] = [await make('/practice_areas.json', { name: 'Maritime' }, 'id,etag,updated_at')];
    for (let turn = 0; turn < 3; turn += 1) {
      const reply = await patch(`/practice_areas/${seen[0]?.id}.json?fields=id,etag,updated_at`, {
        name: 'Maritime',
      });
      seen.push(reply.body.data);
    }
    expect(new Set(seen.map(({ etag }) => etag)).size).toBe(4);
    const moments = seen.map(({ updated_at: at }) => String(at));
    expect([...new Set(moments)].sort()).toEqual(moments);
  });

  it.each([
    ['PATCH', '/matters/999999.json', {}],
    ['DELETE', '/matters/999999.json', undefined],
    ['POST', '/documents/999999/copy.json', { parent: { id: 1, type: 'Folder' } }],
    ['POST', '/documents/1/versions/999999/save_as_latest_version.json', undefined],
    ['POST', '/report_presets/999999/generate_report.json', undefined],
  ])('returns 404: %s %s', async (method, path, data) => {
    expect((await send(method, path, data)).status).toBe(404);
  });

  it('that deletes a funding source returns it', async () => {
    const { id } = await make('/grant_funding_sources.json', { name: 'Old fund' }, 'id');
    const reply = await remove(`/grant_funding_sources/${id}.json?fields=id,name`);
    expect(reply.status).toBe(200);
    expect(reply.body.data).toEqual({ id, name: 'Old fund' });
    expect(sandbox.records('GrantFundingSource').has(id as number)).toBe(false);
  });

  it('is rejected without the permission', async () => {
    const token = sandbox.tokens.noBilling;
    expect((await patch('/bills/1.json', { memo: 'x' }, { token })).status).toBe(403);
    expect((await remove('/line_items/1.json', { token })).status).toBe(403);
  });
});

describe('If-Match', () => {
  it('rejects an old etag and accepts the current one; without it the last write wins', async () => {
    const first = await make('/task_types.json', { name: 'Fax' }, 'id,etag');
    const path = `/task_types/${first.id}.json?fields=etag,name`;
    const stale = { 'if-match': String(first.etag) };
    const second = await patch(path, { name: 'Scan' }, { headers: stale });
    expect(second.status).toBe(200);
    const rejected = await patch(path, { name: 'Copy' }, { headers: stale });
    expect([rejected.status, rejected.body.error.type]).toEqual([412, 'PreconditionFailed']);
    expect(
      (await patch(path, { name: 'Send' }, { headers: { 'if-match': String(second.body.data.etag) } }))
        .status,
    ).toBe(200);
    expect((await patch(path, { name: 'Mail' })).body.data.name).toBe('Mail');
  });
});

describe('a read', () => {
  it('immediately finds what was written: by id, in lists, filters, orders and links', async () => {
    const contact = await make('/contacts.json', { type: 'Company', name: 'Zzyzx Roads' }, 'id');
    const matter = await make(
      '/matters.json',
      { client: { id: contact.id }, description: 'Paving' },
      'id,display_number,status',
    );
    expect(matter).toMatchObject({ status: 'Open', display_number: expect.stringContaining('-Zzyzx') });
    expect(await get(`/matters/${matter.id}/client.json?fields=id,name`)).toEqual({
      id: contact.id,
      name: 'Zzyzx Roads',
    });
    expect(ids((await ask(sandbox, `/matters.json?client_id=${contact.id}`)).body.data)).toEqual([matter.id]);
    expect(
      ids((await ask(sandbox, '/matters.json?order=id(desc)&limit=1')).body.data)[0],
    ).toBeGreaterThanOrEqual(matter.id as number);
    expect(ids((await ask(sandbox, '/contacts.json?query=zzyzx')).body.data)).toEqual([contact.id]);
    expect((await get(`/contacts/${contact.id}.json?fields=is_client`)).is_client).toBe(true);
  });

  it('does not find what was deleted', async () => {
    const { id } = await make(
      '/notes.json',
      { type: 'Matter', matter: { id: 1 }, subject: 'Gone soon' },
      'id',
    );
    expect((await remove(`/notes/${id}.json`)).status).toBe(204);
    expect((await ask(sandbox, `/notes/${id}.json`)).status).toBe(404);
    expect((await remove(`/notes/${id}.json`)).status).toBe(404);
  });

  it('finds a time entry below its new task, and not below its old one', async () => {
    const task = { description: 'D', assignee: { id: 1, type: 'User' } };
    const one = await make('/tasks.json', { ...task, name: 'One' }, 'id');
    const two = await make('/tasks.json', { ...task, name: 'Two' }, 'id');
    const entry = await make(
      '/activities.json',
      { type: 'TimeEntry', date: '2026-04-01', task: { id: one.id } },
      'id',
    );
    const below = async (id: Json | undefined): Promise<Json | undefined> =>
      (await get(`/tasks/${id}.json?fields=time_entries{id},time_entries_count`)) as Json;
    expect(await below(one.id)).toEqual({ time_entries: [{ id: entry.id }], time_entries_count: 1 });
    await patch(`/activities/${entry.id}.json`, { task: { id: two.id } });
    expect(await below(one.id)).toEqual({ time_entries: [], time_entries_count: 0 });
    expect(await below(two.id)).toEqual({ time_entries: [{ id: entry.id }], time_entries_count: 1 });
    await remove(`/activities/${entry.id}.json`);
    expect(await below(two.id)).toEqual({ time_entries: [], time_entries_count: 0 });
  });
});

describe('a new name', () => {
  it('of a contact appears wherever the contact is used', async () => {
    const { id } = await make('/contacts.json', { type: 'Company', name: 'Old Ltd' }, 'id');
    const party = { id, type: 'Contact' };
    const task = await make('/tasks.json', { name: 'N', description: 'D', assignee: party }, 'id');
    const call = await make(
      '/communications.json',
      {
        body: 'B',
        subject: 'S',
        type: 'PhoneCommunication',
        received_at: '2026-04-01T10:00:00Z',
        senders: [party],
      },
      'id',
    );
    const message = await make(
      '/conversation_messages.json',
      { body: 'B', subject: 'S', receivers: [party] },
      'id',
    );
    const other = sandbox.records('Task').get(2);
    await patch(`/contacts/${id}.json`, { name: 'New Ltd' });
    expect(await get(`/tasks/${task.id}.json?fields=assignee{name}`)).toEqual({
      assignee: { name: 'New Ltd' },
    });
    expect(await get(`/communications/${call.id}.json?fields=senders{name}`)).toEqual({
      senders: [{ name: 'New Ltd' }],
    });
    expect((await get(`/conversation_messages/${message.id}.json?fields=receivers`)).receivers).toMatchObject(
      [{ name: 'New Ltd' }],
    );
    expect(sandbox.records('Task').get(2)).toBe(other);
  });

  it('of a custom field appears in its values', async () => {
    const field = await make(
      '/custom_fields.json',
      { name: 'Old', parent_type: 'Matter', field_type: 'text_line' },
      'id',
    );
    const values = [{ custom_field: { id: field.id }, value: 'x' }];
    const matter = await make(
      '/matters.json',
      { client: { id: 1 }, description: 'M', custom_field_values: values },
      'id',
    );
    await patch(`/custom_fields/${field.id}.json`, { name: 'New' });
    const read = await get(`/matters/${matter.id}.json?fields=custom_field_values{field_name,value}`);
    expect(read.custom_field_values).toEqual([{ field_name: 'New', value: 'x' }]);
  });
});

describe('a value', () => {
  it('is cleared by null, kept if it is absent, and unlinked by a null id', async () => {
    const { id } = await make(
      '/tasks.json',
      {
        name: 'N',
        description: 'D',
        assignee: { id: 1, type: 'User' },
        matter: { id: 3 },
        due_at: '2026-05-06',
      },
      'id',
    );
    const fields = 'name,description,due_at,matter';
    const cleared = await patch(`/tasks/${id}.json?fields=${fields}`, { due_at: null });
    expect(cleared.body.data).toMatchObject({ name: 'N', description: 'D', due_at: null, matter: { id: 3 } });
    expect(
      (await patch(`/tasks/${id}.json?fields=${fields}`, { matter: { id: null } })).body.data.matter,
    ).toBeNull();
    await patch(`/tasks/${id}.json`, { matter: { id: 4 } });
    expect((await patch(`/tasks/${id}.json?fields=${fields}`, { matter: null })).body.data.matter).toBeNull();
  });

  it('has a default on creation only', async () => {
    const fields = 'id,priority,status,permission,description_text_type';
    const task = await make(
      '/tasks.json',
      { name: 'N', description: 'D', assignee: { id: 1, type: 'User' } },
      fields,
    );
    expect(task).toMatchObject({
      priority: 'Normal',
      status: 'pending',
      permission: 'public',
      description_text_type: 'plain_text',
    });
    await patch(`/tasks/${task.id}.json`, { priority: 'High' });
    expect((await patch(`/tasks/${task.id}.json?fields=priority`, { name: 'M' })).body.data.priority).toBe(
      'High',
    );
  });
});

describe('a child', () => {
  const path = (id: Json | undefined): string =>
    `/contacts/${id}.json?fields=primary_email_address,email_addresses{id,address,primary},addresses{id,city,name}`;

  it('is created without an id, changed with one, removed by a flag, and kept if it is absent', async () => {
    const { id } = await make(
      '/contacts.json',
      {
        ...person,
        email_addresses: [{ address: 'a@example.com' }, { address: 'b@example.com', default_email: true }],
        addresses: [{ city: 'Carrick' }],
      },
      'id',
    );
    const made = (await get(path(id))) as { email_addresses: Row[]; addresses: Row[] } & Row;
    expect(made.primary_email_address).toBe('b@example.com');
    expect(made.addresses).toMatchObject([{ city: 'Carrick', name: 'Other' }]);
    const [a, b] = made.email_addresses;
    const reply = await patch(path(id), {
      email_addresses: [
        { id: a?.id, address: 'c@example.com' },
        { id: b?.id, _destroy: true },
        { address: 'd@example.com' },
      ],
    });
    expect(reply.body.data.email_addresses).toEqual([
      { id: a?.id, address: 'c@example.com', primary: true },
      { id: expect.any(Number), address: 'd@example.com', primary: false },
    ]);
    expect(reply.body.data.addresses).toEqual(made.addresses);
    const list = await ask(sandbox, `/contacts/${id}/email_addresses.json?fields=address`);
    expect(list.body.data).toEqual([{ address: 'c@example.com' }, { address: 'd@example.com' }]);
    expect(sandbox.records('EmailAddress').has(b?.id as number)).toBe(false);
  });

  it('of another record is not found', async () => {
    const { id } = await make('/contacts.json', person, 'id');
    const other = some('EmailAddress', () => true);
    const reply = await patch(`/contacts/${id}.json`, {
      email_addresses: [{ id: other.id, address: 'x@example.com' }],
    });
    expect(reply.status).toBe(422);
    expect(reply.body.error.errors).toEqual({ 'email_addresses.0.id': ['could not be found'] });
  });

  it.each([
    ['email_addresses', { address: 'x@example.com' }],
    ['phone_numbers', { number: '1' }],
    ['addresses', { city: 'C' }],
  ])('is rejected as the twenty-first of its list: %s', async (key, row) => {
    const rows = (count: number): unknown => ({ ...person, [key]: Array.from({ length: count }, () => row) });
    expect((await post('/contacts.json', rows(20))).status).toBe(201);
    const reply = await post('/contacts.json', rows(21));
    expect(reply.body.error.errors).toEqual({ [key]: ['cannot be more than 20'] });
  });

  it('that is a link is added, and dropped by _deleted', async () => {
    const made = await make(
      '/expense_categories.json',
      { name: 'Taxi', groups: [{ id: 1 }, { id: 2 }] },
      'id,groups{id}',
    );
    expect(made.groups).toEqual([{ id: 1 }, { id: 2 }]);
    const reply = await patch(`/expense_categories/${made.id}.json?fields=groups{id}`, {
      groups: [{ id: 1, _deleted: true }, { id: 3 }],
    });
    expect(reply.body.data.groups).toEqual([{ id: 2 }, { id: 3 }]);
  });

  it('that is an attendee or a party is identified by type and id', async () => {
    const entry = await make(
      '/calendar_entries.json',
      {
        summary: 'S',
        start_at: '2026-04-01T10:00:00+02:00',
        end_at: '2026-04-01T09:00:00Z',
        calendar_owner: { id: 1 },
        attendees: [
          { id: 1, type: 'Calendar' },
          { id: 4, type: 'Contact' },
        ],
      },
      'id,start_at,start_date,attendees{id,type}',
    );
    expect(entry).toMatchObject({
      id: expect.any(String),
      start_at: '2026-04-01T08:00:00Z',
      start_date: '2026-04-01',
    });
    const reply = await patch(`/calendar_entries/${entry.id}.json?fields=attendees{id,type}`, {
      attendees: [{ id: 1, type: 'Calendar', _destroy: true }],
    });
    expect(reply.body.data.attendees).toEqual([{ id: 4, type: 'Contact' }]);
    const call = await make(
      '/communications.json',
      {
        body: 'B',
        subject: 'S',
        type: 'PhoneCommunication',
        received_at: '2026-04-01T10:00:00Z',
        senders: [{ id: 4, type: 'Contact' }],
        receivers: [{ id: 1, type: 'User' }],
      },
      'id,senders{id,type},receivers{id,type}',
    );
    expect(call).toMatchObject({
      senders: [{ id: 4, type: 'Company' }],
      receivers: [{ id: 1, type: 'User' }],
    });
  });
});

describe('a custom field value', () => {
  const fields = 'id,custom_field_values{id,value,custom_field}';
  const field = (type: string, parent: string): number =>
    some(
      'CustomField',
      (one) => one.field_type === type && one.parent_type === parent && one.deleted !== true,
    ).id as number;
  const create = (values: unknown): Promise<Row> =>
    make('/matters.json', { client: { id: 1 }, description: 'M', custom_field_values: values }, fields);
  const change = (id: Json | undefined, values: unknown): Promise<Reply> =>
    patch(`/matters/${id}.json?fields=${fields}`, { custom_field_values: values });

  it('is created by its field, changed by its own id, and removed by _destroy', async () => {
    const numeric = field('numeric', 'Matter');
    const text = field('text_line', 'Matter');
    const matter = await create([
      { custom_field: { id: text }, value: 'CV-1' },
      { custom_field: { id: numeric }, value: 4.5 },
    ]);
    const [line, number] = matter.custom_field_values as Row[];
    expect(line).toEqual({
      id: expect.stringMatching(/^text_line-\d+$/),
      value: 'CV-1',
      custom_field: { id: text, etag: expect.any(String) },
    });
    expect(number?.value).toBe(4.5);
    const reply = await change(matter.id, [
      { id: line?.id, value: 'CV-2' },
      { id: number?.id, _destroy: true },
    ]);
    expect(reply.body.data.custom_field_values).toMatchObject([{ id: line?.id, value: 'CV-2' }]);
  });

  it.each([
    [
      'the form for a new value if a value exists',
      (_value: Row, id: number) => ({ custom_field: { id }, value: 'x' }),
    ],
    ["the field's id as the value's", (_value: Row, id: number) => ({ id: String(id), value: 'x' })],
  ])('is rejected with 422: %s', async (_name, row) => {
    const id = field('text_line', 'Matter');
    const matter = await create([{ custom_field: { id }, value: 'CV-1' }]);
    const [value] = matter.custom_field_values as Row[];
    const reply = await change(matter.id, [row(value as Row, id)]);
    expect(reply.status).toBe(422);
    expect((await get(`/matters/${matter.id}.json?fields=${fields}`)).custom_field_values).toEqual([value]);
  });

  it.each([
    ['of a field of contacts', () => ({ custom_field: { id: field('text_line', 'Contact') }, value: 'x' })],
    [
      'with an option of another picklist',
      () => ({ custom_field: { id: field('picklist', 'Matter') }, value: '10' }),
    ],
    ['with words for a number', () => ({ custom_field: { id: field('numeric', 'Matter') }, value: 'many' })],
    [
      'with a contact who is not there',
      () => ({ custom_field: { id: field('contact', 'Matter') }, value: '999999' }),
    ],
  ])('is dropped silently: %s', async (_name, row) => {
    expect((await create([row()])).custom_field_values).toEqual([]);
  });

  it('is dropped if its field is unknown', async () => {
    const matter = await create([]);
    const reply = await change(matter.id, [{ id: 'text_line-99999999', value: 'x' }]);
    expect([reply.status, reply.body.data.custom_field_values]).toEqual([200, []]);
  });
});

describe('the restricted login', () => {
  const hidden = (): number =>
    some(
      'Contact',
      (one) => sandbox.visible(sandbox.tokens.restricted, 'Contact', one.id as number) === 'hidden',
    ).id as number;
  const as = (): Ask => ({ token: sandbox.tokens.restricted });

  it.each<[string, number, (id: number) => unknown]>([
    ['/activities.json', 422, (id) => ({ type: 'HardCostEntry', date: '2026-04-01', vendor: { id } })],
    ['/tasks.json', 422, (id) => ({ name: 'N', description: 'D', assignee: { id, type: 'Contact' } })],
    [
      '/calendar_entries.json',
      422,
      (id) => ({
        summary: 'S',
        start_at: '2026-04-01T10:00:00Z',
        end_at: '2026-04-01T11:00:00Z',
        calendar_owner: { id: 2 },
        attendees: [{ id, type: 'Contact' }],
      }),
    ],
    [
      '/conversation_messages.json',
      422,
      (id) => ({ body: 'B', subject: 'S', receivers: [{ id, type: 'Contact' }] }),
    ],
    [
      '/communications.json',
      404,
      (id) => ({
        body: 'B',
        subject: 'S',
        type: 'PhoneCommunication',
        received_at: '2026-04-01T10:00:00Z',
        senders: [{ id, type: 'Contact' }],
      }),
    ],
  ])('gets for %s with a hidden contact: %i', async (path, status, body) => {
    expect((await post(path, body(hidden()), as())).status).toBe(status);
    expect((await post(path, body(hidden()))).status).toBe(201);
  });

  it('does not find a hidden contact, but sees one that it creates', async () => {
    expect((await patch(`/contacts/${hidden()}.json`, { title: 'x' }, as())).status).toBe(404);
    expect((await remove(`/contacts/${hidden()}.json`, as())).status).toBe(404);
    const made = await post('/contacts.json?fields=id,name', person, as());
    expect(made.body.data.name).toBe('Ada Byron');
    expect((await ask(sandbox, `/contacts/${made.body.data.id}.json`, as())).status).toBe(200);
  });

  it("cannot change the hours of others, nor other people's private appointments", async () => {
    const redacted = some(
      'Activity',
      (one) =>
        one.bill === null && sandbox.visibleRecord(sandbox.tokens.restricted, 'Activity', one) === 'hours',
    );
    expect((await patch(`/activities/${redacted.id}.json`, { quantity: 60 }, as())).status).toBe(403);
    expect((await patch(`/activities/${redacted.id}.json`, { user: { id: 2 } }, as())).status).toBe(403);
    expect((await patch(`/activities/${redacted.id}.json`, { note: 'x' }, as())).status).toBe(200);
    const entry = some(
      'CalendarEntry',
      (one) => sandbox.visibleRecord(sandbox.tokens.restricted, 'CalendarEntry', one) === 'private',
    );
    expect((await patch(`/calendar_entries/${entry.id}.json`, { summary: 'x' }, as())).status).toBe(403);
  });
});

describe('in accounting', () => {
  it('a total is computed from seconds and price', async () => {
    const entry = await make(
      '/activities.json',
      { type: 'TimeEntry', date: '2026-04-01', quantity: 1000, price: 300 },
      'quantity_in_hours,rounded_quantity,rounded_quantity_in_hours,total,user{id}',
    );
    expect(entry).toEqual({
      quantity_in_hours: 0.28,
      rounded_quantity: 1440,
      rounded_quantity_in_hours: 0.4,
      total: 120,
      user: { id: 1 },
    });
  });

  it('an activity on a bill is locked', async () => {
    const billed = some('Activity', (one) => one.on_bill === true);
    expect((await patch(`/activities/${billed.id}.json`, { note: 'x' })).status).toBe(422);
  });

  it("the quantity of an activity's line is ignored without an error", async () => {
    const line = some('LineItem', (one) => one.type === 'ActivityLineItem' && one.quantity !== 77);
    const reply = await patch(`/line_items/${line.id}.json?fields=quantity,note`, {
      quantity: 77,
      note: 'Taken',
    });
    expect([reply.status, reply.body.data]).toEqual([200, { quantity: line.quantity, note: 'Taken' }]);
  });

  it.each([
    ['draft', 204, 'deleted'],
    ['awaiting_approval', 204, 'deleted'],
    ['awaiting_payment', 204, 'void'],
    ['paid', 422, 'paid'],
  ])('deleting a bill in %s returns %i, and it is %s', async (state, status, after) => {
    const bill = some('Bill', (one) => one.state === state && (state === 'paid') === Number(one.paid) > 0);
    expect((await remove(`/bills/${bill.id}.json`)).status).toBe(status);
    expect((await get(`/bills/${bill.id}.json?fields=state`)).state).toBe(after);
    const held = [...sandbox.records('Activity').values()].filter(
      ({ bill: one }) => (one as RawRecord | null)?.id === bill.id,
    );
    expect(held.length > 0).toBe(state === 'paid');
  });

  it('a bill with a payment cannot be voided', async () => {
    const bill = some('Bill', (one) => one.state === 'awaiting_payment' && Number(one.paid) > 0);
    expect((await remove(`/bills/${bill.id}.json`)).status).toBe(422);
  });

  it('a bill changes its state only along the documented transitions', async () => {
    const bill = some('Bill', (one) => one.state === 'draft' && Number(one.id) > 20);
    const go = (state: string): Promise<Reply> =>
      patch(`/bills/${bill.id}.json?fields=state,available_state_transitions`, { state });
    expect((await go('paid')).status).toBe(422);
    expect((await go('awaiting_approval')).body.data).toEqual({
      state: 'awaiting_approval',
      available_state_transitions: ['awaiting_payment', 'deleted'],
    });
    expect((await go('awaiting_payment')).body.data.available_state_transitions).toEqual(['void']);
  });

  it('a tax in use cannot be deleted', async () => {
    const { id } = await make(
      '/tax_rate_configurations.json',
      { name: 'City', rate: 0.02, country: 'US' },
      'id',
    );
    const entry = await make(
      '/activities.json',
      {
        type: 'TimeEntry',
        date: '2026-04-01',
        tax_settings: [{ tax_rate_configuration_id: id, order: 1, rule: 'Post' }],
      },
      'id,tax_settings',
    );
    expect(entry.tax_settings).toMatchObject([
      { rule: 'post_tax', tax_rate_configuration_name: 'City', tax_rate_configuration_rate: 0.02 },
    ]);
    expect((await remove(`/tax_rate_configurations/${id}.json`)).status).toBe(409);
    await remove(`/activities/${entry.id}.json`);
    expect((await remove(`/tax_rate_configurations/${id}.json`)).status).toBe(204);
  });

  it('a transaction changes the balance of its account', async () => {
    const account = await make(
      '/bank_accounts.json',
      { name: 'New', currency: 'CAD', type: 'Trust', balance: 100 },
      'id,balance,currency_id',
    );
    expect(account).toMatchObject({ balance: 100, currency_id: 2 });
    const balance = async (): Promise<Json | undefined> =>
      (await get(`/bank_accounts/${account.id}.json?fields=balance`)).balance;
    const transaction = await make(
      '/bank_transactions.json',
      { amount: -30, date: '2026-04-01', bank_account: { id: account.id } },
      'id,funds_out',
    );
    expect([transaction.funds_out, await balance()]).toEqual([30, 70]);
    await patch(`/bank_transactions/${transaction.id}.json`, { amount: 5 });
    expect(await balance()).toBe(105);
    await remove(`/bank_transactions/${transaction.id}.json`);
    expect(await balance()).toBe(100);
  });
});

describe('a matter', () => {
  it('keeps its days consistent with its status, and its number unless it is set', async () => {
    const { id } = await make(
      '/matters.json',
      { client: { id: 1 }, description: 'M', display_number: 'X-1' },
      'id',
    );
    const go = async (data: unknown): Promise<Row> =>
      (await patch(`/matters/${id}.json?fields=status,close_date,display_number`, data)).body.data;
    expect(await go({ status: 'closed', close_date: '2026-03-03' })).toEqual({
      status: 'Closed',
      close_date: '2026-03-03',
      display_number: 'X-1',
    });
    expect(await go({ status: 'open', display_number: 'X-2' })).toEqual({
      status: 'Open',
      close_date: null,
      display_number: 'X-1',
    });
    expect(await go({ display_number: 'X-3', reset_matter_number: true })).toMatchObject({
      display_number: 'X-3',
    });
  });

  it('loses its rates if its type of rate changes', async () => {
    const fields = 'id,billing_method,custom_rate{type,rates}';
    const rates = [{ user: { id: 1 }, rate: 250 }];
    const matter = await make(
      '/matters.json',
      { client: { id: 1 }, description: 'M', custom_rate: { type: 'HourlyRate', rates } },
      fields,
    );
    expect(matter.custom_rate).toMatchObject({ type: 'HourlyRate', rates: [{ id: expect.any(Number) }] });
    const reply = await patch(`/matters/${matter.id}.json?fields=${fields}`, {
      custom_rate: { type: 'FlatRate' },
    });
    expect(reply.body.data).toMatchObject({
      billing_method: 'flat',
      custom_rate: { type: 'FlatRate', rates: [] },
    });
  });

  it('has a limitation that is a task with reminders', async () => {
    const matter = await make(
      '/matters.json',
      {
        client: { id: 1 },
        description: 'M',
        statute_of_limitations: {
          due_at: '2027-01-01',
          reminders: [{ duration_value: 2, duration_unit: 'days', notification_method: { id: 1 } }],
        },
      },
      'id,statute_of_limitations{id,due_at,matter}',
    );
    expect(matter.statute_of_limitations).toMatchObject({ due_at: '2027-01-01', matter: { id: matter.id } });
    const { id } = matter.statute_of_limitations as Row;
    expect(await get(`/tasks/${id}.json?fields=reminders{duration}`)).toEqual({
      reminders: [{ duration: 2880 }],
    });
  });
});

describe('a timer', () => {
  it('is the only one of its user', async () => {
    const token = sandbox.addToken({ name: 'clerk', userId: 10 });
    const data = { activity: { id: 30 } };
    expect((await post('/timer.json?fields=activity{id}', data, { token })).body.data).toEqual({
      activity: { id: 30 },
    });
    expect((await post('/timer.json', data, { token })).status).toBe(422);
    expect((await remove('/timer.json', { token })).status).toBe(204);
    expect((await ask(sandbox, '/timer.json', { token })).status).toBe(404);
    const entry = await post(
      '/activities.json?fields=timer',
      { type: 'TimeEntry', date: '2026-04-01', start_timer: true },
      { token },
    );
    expect(entry.body.data.timer).toMatchObject({ id: expect.any(Number) });
    expect((await ask(sandbox, '/timer.json', { token })).status).toBe(200);
  });
});

describe('an upload', () => {
  const step = 'id,latest_document_version{id,uuid,put_url,put_headers,multiparts,fully_uploaded}';
  interface Version {
    readonly id: number;
    readonly uuid: string;
    readonly put_url: string;
    readonly put_headers: readonly { name: string; value: string }[];
    readonly multiparts: readonly {
      put_url: string;
      put_headers: readonly { name: string; value: string }[];
    }[];
  }
  const begin = async (more: object = {}): Promise<{ id: Json | undefined; version: Version }> => {
    const made = await make(
      '/documents.json',
      { name: 'brief.txt', parent: { id: 3, type: 'Matter' }, ...more },
      step,
    );
    return { id: made.id, version: made.latest_document_version as unknown as Version };
  };
  const put = (
    url: string,
    headers: readonly { name: string; value: string }[],
    body: string | Buffer,
    more: Record<string, string> = {},
  ): Promise<Reply> =>
    ask(sandbox, url, {
      method: 'PUT',
      token: null,
      body,
      headers: { ...Object.fromEntries(headers.map(({ name, value }) => [name, value])), ...more },
    });
  const finish = (id: Json | undefined, uuid: string, more: object = {}): Promise<Reply> =>
    patch(`/documents/${id}.json?fields=size,latest_document_version{fully_uploaded}`, {
      uuid,
      fully_uploaded: true,
      ...more,
    });

  it('takes three steps, and the document appears only after the last', async () => {
    const { id, version } = await begin();
    const listed = async (): Promise<boolean> =>
      ids((await ask(sandbox, '/documents.json?matter_id=3&limit=200')).body.data).includes(id ?? null);
    const early = await finish(id, version.uuid);
    expect([early.status, early.body.error.type]).toEqual([422, 'UploadNotFoundError']);
    expect(await listed()).toBe(false);
    expect((await put(version.put_url, version.put_headers, 'My words')).status).toBe(200);
    expect((await finish(id, version.uuid)).body.data).toEqual({
      size: 8,
      latest_document_version: { fully_uploaded: true },
    });
    expect(await listed()).toBe(true);
    const download = await ask(sandbox, `/documents/${id}/download.json`);
    expect((await ask(sandbox, String(download.headers.location), { token: null })).text).toBe('My words');
  });

  it('is rejected with a token, without the headers, or with another signature', async () => {
    const { version } = await begin();
    const token = { authorization: `Bearer ${sandbox.tokens.owner}` };
    expect((await put(version.put_url, version.put_headers, 'x', token)).status).toBe(400);
    expect((await put(version.put_url, version.put_headers.slice(1), 'x')).status).toBe(403);
    expect(
      (await put(version.put_url.replace(/Signature=.*/, 'Signature=0'), version.put_headers, 'x')).status,
    ).toBe(403);
    expect((await put(version.put_url.replace(version.uuid, 'other'), version.put_headers, 'x')).status).toBe(
      403,
    );
  });

  it('can have parts of five megabytes, which are joined in their order', async () => {
    const big = Buffer.alloc(5 * 1024 * 1024, 'a');
    const parts = [
      { part_number: 1, content_length: String(big.length) },
      { part_number: 2, content_length: '3' },
    ];
    const { id, version } = await begin({ multiparts: parts });
    expect(version.multiparts).toHaveLength(2);
    const [first, last] = version.multiparts;
    const wrong = await put(String(last?.put_url), [], 'xyz!');
    expect(wrong.status).toBe(403);
    await put(String(last?.put_url), last?.put_headers ?? [], 'xyz');
    expect((await finish(id, version.uuid)).status).toBe(422);
    await put(String(first?.put_url), first?.put_headers ?? [], big);
    expect((await finish(id, version.uuid)).body.data.size).toBe(big.length + 3);
  });

  it.each([
    [
      'too many',
      Array.from({ length: 51 }, (_, index) => ({ part_number: index + 1, content_length: '5242880' })),
      'multiparts',
    ],
    [
      'too small, save the last',
      [
        { part_number: 1, content_length: '5' },
        { part_number: 2, content_length: '5' },
      ],
      'multiparts.0.content_length',
    ],
  ])('is rejected with parts that are %s', async (_name, multiparts, path) => {
    const reply = await post('/documents.json', {
      name: 'x.txt',
      parent: { id: 1, type: 'Folder' },
      multiparts,
    });
    expect(Object.keys(reply.body.error.errors ?? {})).toEqual([path]);
  });

  it('with a document as parent adds a version; an old one can become the latest again', async () => {
    const { id, version } = await begin();
    await put(version.put_url, version.put_headers, 'first');
    await finish(id, version.uuid);
    const next = await make('/documents.json', { name: 'brief.txt', parent: { id, type: 'Document' } }, step);
    expect(next.id).toBe(id);
    const second = next.latest_document_version as unknown as Version;
    await put(second.put_url, second.put_headers, 'second version');
    expect((await finish(id, second.uuid)).body.data.size).toBe(14);
    expect((await post(`/documents/${id}/versions/${version.id}/save_as_latest_version.json`)).status).toBe(
      200,
    );
    const versions = await ask(sandbox, `/documents/${id}/versions.json?fields=size,version_number`);
    expect(versions.body.data).toEqual([
      { size: 5, version_number: 1 },
      { size: 14, version_number: 2 },
      { size: 5, version_number: 3 },
    ]);
    expect((await get(`/documents/${id}.json?fields=size`)).size).toBe(5);
  });

  it('that is copied has a file of its own', async () => {
    const copy = await post(
      '/documents/1/copy.json?fields=id,size,matter,latest_document_version{fully_uploaded}',
      { parent: { id: 5, type: 'Matter' }, name: 'Copy.txt' },
    );
    expect(copy.status).toBe(201);
    expect(copy.body.data).toMatchObject({
      size: sandbox.records('Document').get(1)?.size,
      matter: { id: 5 },
      latest_document_version: { fully_uploaded: true },
    });
  });
});

describe('the trash', () => {
  it('takes documents and folders, and restores them', async () => {
    const folder = await make(
      '/folders.json',
      { name: 'F', parent: { id: 1, type: 'Matter' } },
      'id,parent{id}',
    );
    expect(folder.parent).toEqual({ id: 1 });
    const listed = async (query = ''): Promise<boolean> =>
      ids((await ask(sandbox, `/folders.json?limit=200&order=id(desc)${query}`)).body.data).includes(
        folder.id ?? null,
      );
    expect((await remove(`/folders/${folder.id}.json`)).status).toBe(204);
    expect([await listed(), await listed('&include_deleted=true')]).toEqual([false, true]);
    await patch(`/folders/${folder.id}.json`, { restore: true });
    expect(await listed()).toBe(true);
  });

  it.each([
    ['a root folder', 'Folder', 'folders', (one: RawRecord) => one.root === true, 400, 'DeleteFailed'],
    ['a locked document', 'Document', 'documents', (one: RawRecord) => one.locked === true, 409, 'Conflict'],
  ])('does not take %s', async (_name, entity, path, test, status, type) => {
    const reply = await remove(`/${path}/${some(entity, test).id}.json`);
    expect([reply.status, reply.body.error.type]).toEqual([status, type]);
  });

  it('does not take a folder with a locked item in it', async () => {
    const folder = await make('/folders.json', { name: 'F', parent: { id: 1, type: 'Folder' } }, 'id');
    const locked = some('Document', (one) => one.locked === true && one.deleted_at === null);
    await patch(`/documents/${locked.id}.json`, { parent: { id: folder.id, type: 'Folder' } });
    expect((await remove(`/folders/${folder.id}.json`)).body.error.type).toBe('DeleteFailed');
  });
});

describe('work in the background', () => {
  it.each([
    [
      '/reports.json',
      '/reports',
      { format: 'csv', kind: 'accounts_receivable' },
      ['queued', 'in_progress', 'completed', 'completed'],
    ],
    [
      '/report_presets/1/generate_report.json',
      '/reports',
      undefined,
      ['queued', 'in_progress', 'completed', 'completed'],
    ],
    [
      '/document_archives.json',
      '/document_archives',
      { items: [{ id: 1, type: 1 }] },
      ['in_progress', 'completed', 'completed'],
    ],
    [
      '/document_automations.json',
      '/document_automations',
      { matter: { id: 1 }, filename: 'f', document_template: { id: 1 }, formats: ['pdf'] },
      ['queued', 'in_progress', 'completed', 'completed'],
    ],
  ])('is done after some polls: %s', async (path, below, data, states) => {
    const made = await post(path, data);
    expect(made.status).toBe(201);
    const seen: (Json | undefined)[] = [];
    for (const _ of states) seen.push((await get(`${below}/${made.body.data.id}.json?fields=state`)).state);
    expect(seen).toEqual(states);
  });

  it('makes a report that can then be downloaded', async () => {
    const { id } = await make('/reports.json', { format: 'csv', kind: 'accounts_receivable' }, 'id');
    const early = await ask(sandbox, `/reports/${id}/download.json`);
    expect(early.status).toBe(422);
    for (let poll = 0; poll < 3; poll += 1) await get(`/reports/${id}.json`);
    expect((await ask(sandbox, `/reports/${id}/download.json`)).status).toBe(303);
  });
});

describe('the sandbox', () => {
  it('expires a webhook in three days, and waits for its handshake', async () => {
    const hook = await make(
      '/webhooks.json',
      { url: 'https://a.example', model: 'matter', fields: 'id' },
      'status,events,expires_at,created_at',
    );
    expect(hook).toMatchObject({ status: 'pending', events: ['created', 'updated', 'deleted'] });
    expect(Date.parse(String(hook.expires_at)) - Date.parse(String(hook.created_at))).toBe(3 * 86_400_000);
  });

  it.each([
    [1, 'matter', ['created', 'updated', 'deleted']],
    [10, 'clio_payments_payment', ['created', 'updated']],
  ])('accepts the number %i as a webhook’s model, with its events', async (number, model, events) => {
    const data = { url: 'https://a.example', model: number, fields: 'id' };
    expect(await make('/webhooks.json', data, 'model,events')).toMatchObject({ model, events });
  });

  it('starts a conversation for a message without one', async () => {
    const message = await make(
      '/conversation_messages.json',
      { body: 'B', subject: 'New subject', receivers: [{ id: 3, type: 'User' }] },
      'id,sender,conversation{id,subject,message_count}',
    );
    expect(message).toMatchObject({
      sender: { id: 1, type: 'User' },
      conversation: { subject: 'New subject', message_count: 1 },
    });
    const { id } = message.conversation as Row;
    await post('/conversation_messages.json', {
      body: 'C',
      subject: 'S',
      receivers: [{ id: 3, type: 'User' }],
      conversation: { id },
    });
    expect((await get(`/conversations/${id}.json?fields=message_count`)).message_count).toBe(2);
  });

  it('creates bills and records with a treatment, and deletes them with it', async () => {
    const bill = {
      name: 'MRI',
      amount: 10,
      adjustment: 1,
      balance: 9,
      mark_balance_type_as: 'lien',
      payers: [],
    };
    const made = await make(
      '/medical_records_details.json',
      {
        matter_id: 7,
        medical_provider_id: 4,
        bills_status: 'requested',
        records_status: 'requested',
        in_treatment: true,
        medical_bills: [bill],
        medical_records: [{ document_id: 1 }],
      },
      'id,matter{id},medical_provider{id},medical_bills{id,name,matter},medical_records{id}',
    );
    expect(made).toMatchObject({
      matter: { id: 7 },
      medical_provider: { id: 4 },
      medical_bills: [{ name: 'MRI', matter: { id: 7 } }],
    });
    const [held] = made.medical_bills as Row[];
    await remove(`/medical_records_details/${made.id}.json`);
    expect(sandbox.records('MedicalBill').has(held?.id as number)).toBe(false);
  });

  it('copies a list of templates with its templates', async () => {
    const copy = await post('/task_template_lists/1/copy.json?fields=id,name,templates_count', {
      name: 'Copied',
    });
    const source = sandbox.records('TaskTemplateList').get(1);
    expect(copy.body.data).toEqual({
      id: expect.any(Number),
      name: 'Copied',
      templates_count: source?.templates_count,
    });
    expect(Number(source?.templates_count)).toBeGreaterThan(0);
  });

  it('takes a comment on a document or a folder', async () => {
    const { id } = await make('/comments.json', { message: 'M', item: { id: 2 } }, 'id');
    expect(ids((await ask(sandbox, '/comments.json?item_id=2&limit=200')).body.data)).toContain(id);
    expect((await post('/comments.json', { message: 'M', item: { id: 999_999 } })).status).toBe(422);
  });

  it('shows a change of custody in the list’s filter', async () => {
    const record = some('SafeCustodyRecord', (one) => one.$state === 'held');
    const reply = await post(`/safe_custody/records/${record.id}/state_changes.json?fields=id,state,reason`, {
      state: 'removed',
      actor_id: 1,
      actor_type: 1,
      reason: 'R',
    });
    expect([reply.status, reply.body.data]).toEqual([
      201,
      { id: expect.any(Number), state: 'removed', reason: 'R' },
    ]);
    const listed = await ask(sandbox, '/safe_custody/records.json?state=removed&limit=200');
    expect(ids(listed.body.data)).toContain(record.id);
  });
});

describe('a limit or fault', () => {
  it('counts writes as it counts reads', async () => {
    await using small = await startSandbox({ limit: 2, clock: () => 0 });
    const write = (): Promise<Reply> =>
      ask(small, '/groups.json', { method: 'POST', body: { data: { name: 'G' } } });
    expect([(await write()).status, (await write()).status, (await write()).status]).toEqual([201, 201, 429]);
    expect(small.calls.map(({ body }) => body)).toEqual([1, 2, 3].map(() => ({ data: { name: 'G' } })));
  });

  it('that cuts the connection before the response prevents the write, and one within the response does not', async () => {
    await using own = await startSandbox();
    const count = own.records('Group').size;
    const write = (): Promise<Reply> =>
      ask(own, '/groups.json', { method: 'POST', body: { data: { name: 'G' } } });
    own.fault({ kind: 'drop-before', times: 1 });
    await expect(write()).rejects.toThrow();
    expect(own.records('Group').size).toBe(count);
    own.fault({ kind: 'drop-mid-body', times: 1 });
    await expect(write()).rejects.toThrow();
    expect(own.records('Group').size).toBe(count + 1);
  });
});
