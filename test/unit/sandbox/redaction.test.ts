import { beforeAll, describe, expect, it } from 'vitest';
import { isRef, type RawRecord, type RawValue } from '../../../src/sandbox/record.ts';
import { ask, ids, type Row, walk } from '../../support/ask-sandbox.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

let restricted: string;
let noBilling: string;
const sandbox = forAllTests(() => startSandbox());
beforeAll(async () => {
  ({ restricted, noBilling } = sandbox.tokens);
});

const all = (entity: string): RawRecord[] => [...sandbox.records(entity).values()];
const seen = (entity: string, record: RawRecord): string => sandbox.visibleRecord(restricted, entity, record);

const refersTo = (value: RawValue | undefined, id: unknown): boolean => isRef(value) && value.id === id;
const idsOf = (values: readonly (RawValue | undefined)[]): unknown[] =>
  values.flatMap((one) => (isRef(one) ? [one.id] : []));

describe('contacts that the firm hides from a user', () => {
  const hidden = (): RawRecord[] => all('Contact').filter((contact) => seen('Contact', contact) === 'hidden');

  it('are some, not all', () => {
    expect(hidden().length).toBeGreaterThan(50);
    expect(hidden().length).toBeLessThan(400);
  });

  it('are left out of the list and of its count', async () => {
    const list = await ask(sandbox, '/contacts.json?limit=200', { token: restricted });
    expect(list.body.meta.records).toBe(460 - hidden().length);
    const visible = new Set(ids(list.body.data));
    expect(hidden().some(({ id }) => visible.has(id as number))).toBe(false);
  });

  it('are not found by id, nor are records that belong to them', async () => {
    const id = hidden().find(({ email_addresses }) => (email_addresses as unknown[]).length > 0)?.id;
    expect((await ask(sandbox, `/contacts/${id}.json`, { token: restricted })).status).toBe(404);
    expect((await ask(sandbox, `/contacts/${id}/email_addresses.json`, { token: restricted })).status).toBe(
      404,
    );
    expect((await ask(sandbox, `/contacts/${id}.json`)).status).toBe(200);
  });

  it('are nested with id, asterisks and type', async () => {
    const matter = all('Matter').find(
      ({ client }) => isRef(client) && sandbox.visible(restricted, 'Contact', client.id) === 'hidden',
    );
    const read = async (fields: string): Promise<Row> =>
      (await ask(sandbox, `/matters/${matter?.id}.json?fields=${fields}`, { token: restricted })).body.data;
    const id = (matter!.client as { id: number }).id;
    expect(await read('id,client{id,name,type,first_name,addresses}')).toEqual({
      id: matter?.id,
      client: { id, name: '********', type: expect.any(String), redacted: true },
    });
    expect(await read('client')).toEqual({ client: { id, redacted: true } });
    expect(
      (await ask(sandbox, `/matters/${matter?.id}/client.json?fields=id,name,title`, { token: restricted }))
        .body.data,
    ).toEqual({
      id,
      name: '********',
      redacted: true,
    });
  });

  it('are redacted as participants and attendees', async () => {
    const task = all('Task').find(
      ({ assignee }) => assignee !== null && seen('Participant', assignee as RawRecord) === 'hidden',
    );
    const { data } = (
      await ask(sandbox, `/tasks/${task?.id}.json?fields=assignee{id,name,identifier}`, { token: restricted })
    ).body;
    expect(data.assignee).toEqual({
      id: (task!.assignee as { id: number }).id,
      name: '********',
      redacted: true,
    });
    const list = await ask(sandbox, '/calendar_entries.json?fields=attendees{id,name,type,email}', {
      token: restricted,
    });
    const attendees = list.body.data.flatMap((row) => (row.attendees ?? []) as Row[]);
    expect(attendees.some(({ redacted, type }) => redacted === true && type === 'Contact')).toBe(true);
    expect(attendees.some(({ redacted, type }) => redacted === undefined && type === 'Calendar')).toBe(true);
  });

  it('are redacted in the free-form people of conversations', async () => {
    const rows = (await walk(sandbox, '/conversations.json?fields=memberships{member}')).flat();
    expect(JSON.stringify(rows)).not.toContain('redacted');
    const own = await ask(sandbox, '/conversations.json?fields=memberships{member}', { token: restricted });
    expect(own.text).toContain('"name":"********"');
  });
});

it("shows a user the contacts that the user has created, and the four kinds that belong to the user's matters", () => {
  const team = ['responsible_attorney', 'originating_attorney', 'responsible_staff', 'user'];
  const mine = all('Matter').filter((matter) => team.some((role) => refersTo(matter[role], 2)));
  const relationships = all('Relationship').filter(({ matter }) =>
    mine.some(({ id }) => refersTo(matter, id)),
  );
  const kinds = {
    created: all('Contact')
      .filter(({ $creator_id }) => $creator_id === 2)
      .map(({ id }) => id),
    clients: idsOf(mine.map(({ client }) => client)),
    related: idsOf(relationships.map(({ contact }) => contact)),
    inFields: idsOf(
      mine.flatMap(({ custom_field_values: v }) => (v as RawRecord[]).map((one) => one.contact)),
    ),
    coCounsel: idsOf(mine.flatMap(({ $co_counsel }) => $co_counsel as RawRecord[])),
  };
  for (const [kind, ids] of Object.entries(kinds)) expect([kind, ids.length > 0]).toEqual([kind, true]);
  const visible = new Set(Object.values(kinds).flat());
  for (const contact of all('Contact'))
    expect([contact.id, seen('Contact', contact) === 'full']).toEqual([contact.id, visible.has(contact.id)]);
});

describe('hours', () => {
  const amounts =
    'quantity,rounded_quantity,quantity_in_hours,rounded_quantity_in_hours,total,non_billable_total';
  const isResponsible = (activity: RawRecord): boolean => {
    const matter = isRef(activity.matter) ? sandbox.records('Matter').get(activity.matter.id) : undefined;
    return refersTo(matter?.responsible_attorney, 2);
  };

  it('on other people’s time are null', async () => {
    const rows = (
      await ask(sandbox, `/activities.json?fields=id,type,price,user{id},quantity_redacted,${amounts}`, {
        token: restricted,
      })
    ).body.data;
    for (const row of rows) {
      const isOthers = row.type === 'TimeEntry' && (row.user as Row | null)?.id !== 2;
      const record = sandbox.records('Activity').get(row.id as number) as RawRecord;
      const hides = isOthers && !isResponsible(record);
      expect([row.id, row.quantity_redacted]).toEqual([row.id, hides]);
      if (hides) for (const key of amounts.split(',')) expect(row[key]).toBeNull();
      else expect(row.quantity).not.toBeNull();
      if (isOthers) expect([row.price, row.total]).toEqual([null, null]);
      else expect([row.price, row.total]).toEqual([record.price, record.total]);
    }
    expect(rows.filter(({ quantity_redacted }) => quantity_redacted).length).toBeGreaterThan(20);
  });

  it('on their matters are shown to responsible attorneys, without rates and totals', async () => {
    const entry = all('Activity').find(
      (one) => one.type === 'TimeEntry' && !refersTo(one.user, 2) && isResponsible(one),
    );
    const fields = 'quantity,quantity_redacted,price,total';
    const path = `/activities/${entry?.id}.json?fields=${fields}`;
    expect((await ask(sandbox, path, { token: restricted })).body.data).toEqual({
      quantity: entry?.quantity,
      quantity_redacted: false,
      price: null,
      total: null,
    });
  });

  it('are null in nested time entries too', async () => {
    const rows = (
      await ask(sandbox, '/tasks.json?fields=time_entries{quantity,quantity_redacted}', { token: restricted })
    ).body.data;
    expect(rows.flatMap((row) => row.time_entries as Row[])).toContainEqual({
      quantity: null,
      quantity_redacted: true,
    });
  });
});

describe('private appointments', () => {
  it('of others show only their time and calendar', async () => {
    const entry = all('CalendarEntry').find((one) => seen('CalendarEntry', one) === 'private');
    const fields =
      'id,summary,description,location,matter{id},attendees{id},start_at,calendar_owner_id,time_entries_count';
    const reply = await ask(sandbox, `/calendar_entries/${entry?.id}.json?fields=${fields}`, {
      token: restricted,
    });
    expect(reply.body.data).toEqual({
      id: entry?.id,
      summary: null,
      description: null,
      location: null,
      matter: null,
      attendees: null,
      start_at: entry?.start_at,
      calendar_owner_id: entry?.calendar_owner_id,
      time_entries_count: null,
      redacted: true,
    });
    expect(
      (await ask(sandbox, `/calendar_entries/${entry?.id}.json?fields=${fields}`)).body.data.summary,
    ).toEqual(entry?.summary);
  });
});

describe('an application without the Billing scope', () => {
  it.each([
    'bills',
    'bills/1',
    'bills/1/preview',
    'billable_matters',
    'line_items',
    'trust_line_items',
    'settings/billing',
  ])('cannot read /%s', async (path) => {
    const reply = await ask(sandbox, `/${path}.json`, { token: noBilling });
    expect([reply.status, reply.body.error.type]).toEqual([403, 'ForbiddenError']);
  });

  it('gets nested bills as stubs', async () => {
    const rows = (
      await ask(sandbox, '/allocations.json?fields=bill{id,number,total}&order=id(asc)', { token: noBilling })
    ).body.data;
    const bills = rows.flatMap(({ bill }) => (bill === null ? [] : [bill]));
    expect(bills.length).toBeGreaterThan(5);
    for (const bill of bills) expect(bill).toEqual({ id: expect.any(Number), redacted: true });
    expect(sandbox.visible(noBilling, 'Bill', 1)).toBe('forbidden');
    expect(sandbox.visible(noBilling, 'Contact', 1)).toBe('full');
    expect(sandbox.visible(noBilling, 'Contact', 999_999)).toBe('absent');
  });
});
