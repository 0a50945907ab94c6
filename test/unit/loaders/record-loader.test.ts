import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors.ts';
import { type LoadedRecord, recordId } from '../../../src/loaders/record.ts';
import { RecordLoader } from '../../../src/loaders/record-loader.ts';
import { JoinedFields } from '../../../src/planner/fields.ts';
import {
  catalog,
  connectToSandbox,
  fieldTree,
  loadRecord,
  loadRecords,
  type SandboxConnection,
} from '../../support/rest/sandbox-client.ts';

let reach: SandboxConnection;
let loader: RecordLoader;

beforeAll(async () => {
  reach = await connectToSandbox();
});

beforeEach(() => {
  reach.sandbox.resetCalls();
  loader = new RecordLoader(catalog, reach.cachingClient());
});

afterAll(async () => {
  await reach[Symbol.asyncDispose]();
});

const name = fieldTree('id', 'name');

function ids(entity: string): string[] {
  return [...reach.sandbox.records(entity).keys()].map(String);
}

/** `contacts×200` for a batch of 200 ids, `contacts/7` for a single record. */
function calls(): string[] {
  return reach.sandbox.calls.map(({ path, query }) => {
    const count = query.filter(([key]) => key === 'ids[]').length;
    const [where = ''] = path.split('?');
    return `${where.slice(1).replace('.json', '')}${count > 0 ? `×${count}` : ''}`;
  });
}

function idOf(record: LoadedRecord): string | null {
  return record instanceof Error ? null : record && recordId(record);
}

it('loads several ids in one call and returns each record at the place of its id', async () => {
  const wanted = ['7', '3', '12', '3'];
  const records = await loadRecords(loader, 'Contact', wanted, name);
  expect(records.map((record) => idOf(record))).toEqual(wanted);
  expect(calls()).toEqual(['contacts×3']);
});

it('splits ids that exceed a batch', async () => {
  const wanted = ids('Contact');
  const records = await loadRecords(loader, 'Contact', wanted, name);
  expect(records.map((record) => idOf(record))).toEqual(wanted);
  expect(calls().sort()).toEqual([`contacts×${wanted.length - 400}`, 'contacts×200', 'contacts×200'].sort());
});

it('returns null for a missing id between others', async () => {
  const records = await loadRecords(loader, 'Contact', ['1', '999999999', '2'], name);
  expect(records.map((record) => idOf(record))).toEqual(['1', null, '2']);
});

it('loads one record by its own path if only one is requested', async () => {
  expect(await loadRecord(loader, 'Contact', '5', name)).toMatchObject({ id: 5 });
  expect(await loadRecord(loader, 'Contact', '999999999', name)).toBeNull();
  expect(calls()).toEqual(['contacts/5', 'contacts/999999999']);
});

it('requests the fields of all positions together', async () => {
  const trees = [name, fieldTree('id', 'type', 'company{id,name}')];
  const [one, other] = await loader.load(
    'Contact',
    {},
    trees.map((tree) => ({ id: '5', fields: new JoinedFields([tree]) })),
  );
  expect(one).toBe(other);
  expect(reach.sandbox.calls.map(({ path }) => path)).toEqual([
    '/contacts/5.json?fields=id,company{id,name},name,type',
  ]);
});

it('never loads a field twice', async () => {
  await loadRecord(loader, 'Contact', '5', fieldTree('id', 'name', 'company{id,name}'));
  await loadRecord(loader, 'Contact', '5', fieldTree('id', 'company{id}'));
  await loadRecord(loader, 'Contact', '5', name);
  expect(calls()).toEqual(['contacts/5']);
  await loadRecord(loader, 'Contact', '5', fieldTree('id', 'company{id,title}'));
  expect(calls()).toEqual(['contacts/5', 'contacts/5']);
});

it('never requests a missing record again', async () => {
  await loadRecord(loader, 'Contact', '999999999', name);
  expect(await loadRecord(loader, 'Contact', '999999999', fieldTree('id', 'type'))).toBeNull();
  expect(calls()).toEqual(['contacts/999999999']);
});

it('knows the fields of records that came in a list', async () => {
  loader.known.learn([{ entity: 'Contact', fields: name, at: null }], [{ id: 5, name: 'Known' }]);
  expect(await loadRecord(loader, 'Contact', '5', name)).toEqual({ id: 5, name: 'Known' });
  expect(calls()).toEqual([]);
  expect(await loadRecord(loader, 'Contact', '5', fieldTree('id', 'type'))).toHaveProperty('type');
  expect(calls()).toEqual(['contacts/5']);
});

it('does not take a redacted record of a list for a complete one', async () => {
  loader.known.learn(
    [{ entity: 'Contact', fields: name, at: null }],
    [{ id: 5, name: '********', redacted: true }],
  );
  expect(await loadRecord(loader, 'Contact', '5', name)).not.toMatchObject({ name: '********' });
});

it('loads records one by one, but not all at once, if Clio takes no list of ids', async () => {
  const wanted = ids('Comment').slice(0, 20);
  await loadRecords(loader, 'Comment', wanted, fieldTree('id', 'message'));
  expect(calls().sort()).toEqual(wanted.map((id) => `comments/${id}`).sort());
  expect(Math.max(...reach.sandbox.calls.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(6);
});

it('loads occurrences, and entries that the list lacks, one by one', async () => {
  const wanted = [...ids('CalendarEntry').slice(0, 3), '60-1', '999999'];
  await loadRecords(loader, 'CalendarEntry', wanted, fieldTree('id', 'summary'));
  expect(calls().sort()).toEqual(['calendar_entries/60-1', 'calendar_entries/999999', 'calendar_entries×4']);
});

it('requests notes of each type in turn if their type is unknown', async () => {
  const notes = [...reach.sandbox.records('Note').values()]
    .filter(({ type }) => type === 'Matter')
    .slice(0, 3);
  const noteIds = notes.map(({ id }) => String(id));
  const fields = fieldTree('id', 'subject');
  await loadRecords(loader, 'Note', noteIds, fields);
  expect(calls()).toEqual(['notes×3', 'notes×3']);
  reach.sandbox.resetCalls();
  loader = new RecordLoader(catalog, reach.cachingClient());
  await loadRecords(loader, 'Note', noteIds, fields, { type: 'Matter' });
  expect(calls()).toEqual(['notes×3']);
});

it('includes records that the list hides by default', async () => {
  const hidden = [...reach.sandbox.records('Document').values()].filter((one) => one.deleted_at !== null);
  const wanted = [...hidden.map(({ id }) => String(id)), '1'];
  expect(hidden.length).toBeGreaterThan(0);
  const records = await loadRecords(loader, 'Document', wanted, name);
  expect(records.map((record) => idOf(record))).toEqual(wanted);
});

it('fails each position of a failed batch, and tries again later', async () => {
  const end = reach.sandbox.fault({ kind: 'status', status: 500, match: '/contacts.json' });
  const failed = await loadRecords(loader, 'Contact', ['1', '2'], name);
  expect(failed).toEqual([expect.any(GatewayError), expect.any(GatewayError)]);
  end();
  const records = await loadRecords(loader, 'Contact', ['1', '2'], name);
  expect(records).toMatchObject([{ id: 1 }, { id: 2 }]);
});

it('fails only the batch that failed', async () => {
  const wanted = ids('Contact').slice(0, 300);
  const end = reach.sandbox.fault({
    kind: 'status',
    status: 400,
    match: ({ query }) => query.some(([key, id]) => key === 'ids[]' && id === wanted[250]),
  });
  const results = await loadRecords(loader, 'Contact', wanted, name);
  end();
  expect(results.slice(0, 200).some((result) => result instanceof Error)).toBe(false);
  expect(results.slice(200).every((result) => result instanceof GatewayError)).toBe(true);
});
