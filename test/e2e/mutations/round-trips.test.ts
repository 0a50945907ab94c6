import { describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { type GraphqlResponse, startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox());
// With the cache: a write that does not invalidate it would show in the next read.
const gateway = forAllTests(() =>
  startGateway({
    baseUrl: sandbox.baseUrl,
    token: sandbox.tokens.owner,
    config: { cacheTtlMs: 600_000 },
  }),
);

type Values = Record<string, unknown>;

interface Trip {
  /** GraphQL type; its mutations and its query are named after it. */
  readonly type: string;
  readonly query: string;
  readonly create: Values;
  readonly update: Values;
  /** The selection that is read. */
  readonly fields: string;
  readonly created: Values;
  readonly updated: Values;
  /** The record after its deletion; null unless Clio keeps it in its trash. */
  readonly deleted?: Values;
}

const trips: readonly Trip[] = [
  {
    type: 'Contact',
    query: 'contact',
    create: {
      type: 'PERSON',
      firstName: 'Ada',
      lastName: 'Byron',
      emailAddresses: [{ address: 'ada@example.com' }],
    },
    update: { title: 'Countess', lastName: 'Lovelace' },
    fields: 'name title emailAddresses { address }',
    created: { name: 'Ada Byron', title: null, emailAddresses: [{ address: 'ada@example.com' }] },
    updated: { name: 'Ada Lovelace', title: 'Countess', emailAddresses: [{ address: 'ada@example.com' }] },
  },
  {
    type: 'Matter',
    query: 'matter',
    create: { clientId: 'Contact:4', description: 'Lease', responsibleAttorneyId: '2' },
    update: { status: 'CLOSED', closeDate: '2026-03-03', responsibleAttorneyId: '3' },
    fields: 'description status closeDate client { clioId } responsibleAttorney { clioId }',
    created: {
      description: 'Lease',
      status: 'OPEN',
      closeDate: null,
      client: { clioId: '4' },
      responsibleAttorney: { clioId: '2' },
    },
    updated: {
      description: 'Lease',
      status: 'CLOSED',
      closeDate: '2026-03-03',
      client: { clioId: '4' },
      responsibleAttorney: { clioId: '3' },
    },
  },
  {
    type: 'Activity',
    query: 'activity',
    create: { type: 'TIME_ENTRY', date: '2026-04-01', quantity: 3600, price: '200.10', matterId: 'Matter:3' },
    update: { quantity: 7200, price: 200.2, note: 'Twice as long', matterId: 'Matter:4' },
    fields: 'type total note matter { clioId }',
    created: { type: 'TIME_ENTRY', total: '200.1', note: null, matter: { clioId: '3' } },
    updated: { type: 'TIME_ENTRY', total: '400.4', note: 'Twice as long', matter: { clioId: '4' } },
  },
  {
    type: 'Task',
    query: 'task',
    create: {
      name: 'File',
      description: 'Before noon',
      assignee: { id: 'User:2', type: 'USER' },
      matterId: '5',
    },
    update: { status: 'COMPLETE', assignee: { id: 'Contact:4', type: 'CONTACT' } },
    fields: 'name status assignee { clioId type } matter { clioId }',
    created: {
      name: 'File',
      status: 'PENDING',
      assignee: { clioId: '2', type: 'USER' },
      matter: { clioId: '5' },
    },
    updated: {
      name: 'File',
      status: 'COMPLETE',
      assignee: { clioId: '4', type: 'COMPANY' },
      matter: { clioId: '5' },
    },
  },
  {
    type: 'Note',
    query: 'note',
    create: { type: 'MATTER', matterId: 'Matter:6', subject: 'Call', detail: 'Long' },
    update: { detail: 'Longer', subject: null },
    fields: 'subject detail matter { clioId }',
    created: { subject: 'Call', detail: 'Long', matter: { clioId: '6' } },
    updated: { subject: null, detail: 'Longer', matter: { clioId: '6' } },
  },
  {
    type: 'CalendarEntry',
    query: 'calendarEntry',
    create: {
      summary: 'Hearing',
      startAt: '2026-05-04T09:00:00Z',
      endAt: '2026-05-04T10:00:00Z',
      calendarOwnerId: 'Calendar:1',
      attendees: [{ id: 'Contact:4', type: 'CONTACT' }],
    },
    update: { summary: 'Trial', attendees: [{ id: 'Contact:4', type: 'CONTACT', destroy: true }] },
    fields: 'summary startDate attendees { clioId type } calendarOwner { clioId }',
    created: {
      summary: 'Hearing',
      startDate: '2026-05-04',
      attendees: [{ clioId: '4', type: 'CONTACT' }],
      calendarOwner: { clioId: '1' },
    },
    updated: { summary: 'Trial', startDate: '2026-05-04', attendees: [], calendarOwner: { clioId: '1' } },
  },
  {
    type: 'Communication',
    query: 'communication',
    create: {
      type: 'EMAIL_COMMUNICATION',
      subject: 'Draft',
      body: 'Attached.',
      receivedAt: '2026-04-01T10:00:00Z',
      senders: [{ id: 'User:1', type: 'USER' }],
      receivers: [{ id: 'Contact:4', type: 'CONTACT' }],
    },
    update: { subject: 'Final', matterId: 'Matter:7' },
    fields: 'subject date senders { clioId } receivers { clioId } matter { clioId }',
    created: {
      subject: 'Draft',
      date: '2026-04-01',
      senders: [{ clioId: '1' }],
      receivers: [{ clioId: '4' }],
      matter: null,
    },
    updated: {
      subject: 'Final',
      date: '2026-04-01',
      senders: [{ clioId: '1' }],
      receivers: [{ clioId: '4' }],
      matter: { clioId: '7' },
    },
  },
  {
    type: 'CustomField',
    query: 'customField',
    create: {
      name: 'Judge',
      parentType: 'MATTER',
      fieldType: 'PICKLIST',
      picklistOptions: [{ option: 'A' }],
    },
    update: { name: 'Judges', picklistOptions: [{ option: 'B' }] },
    fields: 'name fieldType picklistOptions { option }',
    created: { name: 'Judge', fieldType: 'PICKLIST', picklistOptions: [{ option: 'A' }] },
    updated: { name: 'Judges', fieldType: 'PICKLIST', picklistOptions: [{ option: 'A' }, { option: 'B' }] },
  },
  {
    type: 'Document',
    query: 'document',
    create: {
      name: 'brief.txt',
      parent: { id: 'Matter:8', type: 'MATTER' },
      externalProperties: [{ name: 'ref', value: '1' }],
    },
    update: { name: 'final.txt' },
    fields: 'name matter { clioId } externalProperties { name value } deletedAt',
    created: {
      name: 'brief.txt',
      matter: { clioId: '8' },
      externalProperties: [{ name: 'ref', value: '1' }],
      deletedAt: null,
    },
    updated: {
      name: 'final.txt',
      matter: { clioId: '8' },
      externalProperties: [{ name: 'ref', value: '1' }],
      deletedAt: null,
    },
    // Clio's trash: lists leave it out, and its id still finds it.
    deleted: {
      name: 'final.txt',
      matter: { clioId: '8' },
      externalProperties: [{ name: 'ref', value: '1' }],
      deletedAt: expect.any(String),
    },
  },
  {
    type: 'Group',
    query: 'group',
    create: { name: 'Appeals' },
    update: { name: 'Trials' },
    fields: 'name',
    created: { name: 'Appeals' },
    updated: { name: 'Trials' },
  },
];

function payload(response: GraphqlResponse, field: string): Values {
  expect(response.errors).toBeUndefined();
  return response.data?.[field] as Values;
}

describe('create, read, update, conflict, delete and read again', () => {
  it.each(trips.map((trip) => [trip.type, trip] as const))('%s', async (type, trip) => {
    const { query, fields } = trip;
    const write = async (verb: string, input: Values): Promise<Values> => {
      const response = await gateway.gql(
        `mutation ($input: ${verb === 'Delete' ? verb : verb + type}Input!) { done: ${verb.toLowerCase()}${type}(input: $input) { ${
          verb === 'Delete' ? 'id' : `${query} { id etag ${fields} }`
        } userErrors { code field } } }`,
        { variables: { input } },
      );
      return payload(response, 'done');
    };
    const read = async (id: unknown): Promise<unknown> => {
      const ask = (): Promise<GraphqlResponse> =>
        gateway.gql(`query ($id: ID!) { ${query}(id: $id) { ${fields} } node(id: $id) { id } }`, {
          variables: { id },
        });
      const first = await ask();
      expect(first.errors).toBeUndefined();
      // What was read stays in the cache, from which the next write must remove it.
      sandbox.resetCalls();
      const second = await ask();
      if (first.data?.[query] !== null) expect(sandbox.calls).toEqual([]);
      expect(second.data).toEqual(first.data);
      return first.data?.[query];
    };

    const made = await write('Create', trip.create);
    expect(made.userErrors).toEqual([]);
    const { id, etag, ...created } = made[query] as Values;
    expect(created).toEqual(trip.created);
    expect(await read(id)).toEqual(trip.created);

    const changed = await write('Update', { id, ifMatch: etag, ...trip.update });
    expect(changed.userErrors).toEqual([]);
    expect(changed[query]).toEqual({ id, etag: expect.not.stringMatching(`^${etag}$`), ...trip.updated });
    expect(await read(id)).toEqual(trip.updated);

    const rejected = await write('Update', { id, ifMatch: etag, ...trip.create, ...leftOut(type) });
    expect(rejected).toEqual({ [query]: null, userErrors: [{ code: 'STALE', field: ['input', 'ifMatch'] }] });
    expect(await read(id)).toEqual(trip.updated);

    expect(await write('Delete', { id })).toEqual({ id, userErrors: [] });
    expect(await read(id)).toEqual(trip.deleted ?? null);
  });
});

/** Fields for creation only; `undefined` is not sent. */
function leftOut(type: string): Values {
  const names: Readonly<Record<string, readonly string[]>> = {
    Note: ['type', 'matterId'],
    CustomField: ['parentType', 'fieldType'],
  };
  return Object.fromEntries((names[type] ?? []).map((name) => [name, undefined]));
}

interface Named {
  readonly nodes: readonly { readonly name: string }[];
}

describe('a read after a write', () => {
  it('finds it in lists, in filters and below other records', async () => {
    const below = (): Promise<GraphqlResponse> =>
      gateway.gql(
        '{ matter(id: "Matter:9") { tasks(first: 50) { nodes { name } } } tasks(first: 50, filter: { matterId: "9" }) { nodes { name } } }',
      );
    const names = async (): Promise<string[][]> => {
      const { data } = (await below()) as unknown as {
        data: { matter: { tasks: Named }; tasks: Named };
      };
      const [one, other] = [data.matter.tasks.nodes, data.tasks.nodes];
      return [one, other].map((nodes) => nodes.map(({ name }) => name));
    };
    const before = await names();
    await gateway.gql(
      'mutation { createTask(input: { name: "Seen at once", description: "D", matterId: "9", assignee: { id: "1", type: USER } }) { task { id } } }',
    );
    expect(await names()).toEqual(before.map((list) => [...list, 'Seen at once']));
  });

  it("of another token is still served from that token's cache", async () => {
    const other = sandbox.addToken({ name: 'colleague', userId: 4 });
    const read = (): Promise<GraphqlResponse> =>
      gateway.gql('{ group(id: "Group:1") { name } }', { token: other });
    const first = await read();
    await gateway.gql(
      'mutation { updateGroup(input: { id: "Group:1", name: "Renamed" }) { group { name } } }',
    );
    sandbox.resetCalls();
    expect(await read()).toEqual(first);
    expect(sandbox.calls).toEqual([]);
  });
});
