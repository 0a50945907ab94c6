import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Quirks } from '../../../src/sandbox/quirks.ts';
import { createLogger } from '../../../src/server/create-logger.ts';
import {
  codesOf,
  type ListeningGateway,
  startListeningGateway,
} from '../../support/start-listening-gateway.ts';

// Clio sends some values in another form than its document says. The response is the same, and no readable value is lost.

let running: ListeningGateway;
const logged: string[] = [];
beforeAll(async () => {
  const logger = createLogger('warn', { write: (line) => void logged.push(line) });
  running = await startListeningGateway({ logger });
});
afterEach(() => {
  running.sandbox.clearFaults();
  for (const name of Object.keys(running.sandbox.quirks)) delete running.sandbox.quirks[name as keyof Quirks];
});
afterAll(() => running[Symbol.asyncDispose]());

const query = `{
  tasks(first: 20) { nodes { priority status statuteOfLimitations assignee { type name node { ... on User { name } ... on Contact { type } } } } }
  matters(first: 5) {
    nodes {
      status billable responsibleAttorney { enabled subscriptionType }
      client { type isClient addresses { city primary } phoneNumbers { number primary } }
      customFieldValues { fieldType fieldName booleanValue textValue numberValue dateValue }
    }
  }
  reminders(first: 5) { nodes { state subject { id type node { ... on Node { id } } } } }
  activities(first: 20) { nodes { type flatRate nonBillable quantityRedacted } }
  users(first: 5) { nodes { roles subscriptionType } }
}`;

describe.each<[string, Quirks]>([
  ['enum values in lower case', { lowerCaseEnums: true }],
  ['booleans as text', { booleansAsText: true }],
  ['null among nested records', { nullElements: true }],
  ['all of it', { lowerCaseEnums: true, booleansAsText: true, nullElements: true }],
])('%s', (_what, quirks) => {
  it('change nothing in a query', async () => {
    const usual = await running.ask(query);
    Object.assign(running.sandbox.quirks, quirks);
    const response = await running.ask(query);
    expect(response).toEqual(usual);
    expect(response.errors).toBeUndefined();
  });

  it('change nothing in a mutation', async () => {
    const write = () =>
      running.ask(
        'mutation { updateContact(input: { id: 1, title: "Dr." }) { contact { type isClient addresses { city primary } } userErrors { message } } }',
      );
    const usual = await write();
    Object.assign(running.sandbox.quirks, quirks);
    expect(await write()).toEqual(usual);
    expect(usual.errors).toBeUndefined();
  });
});

it('reads and writes labels that are not documented', async () => {
  running.sandbox.quirks.otherLabels = true;
  const { data, errors } = await running.ask(
    '{ contacts(first: 200) { nodes { phoneNumbers { name } addresses { name } webSites { name } } } }',
  );
  expect(errors).toBeUndefined();
  for (const label of ['Mobile', 'Fax', 'Business', 'Blog'])
    expect(JSON.stringify(data)).toContain(`{"name":"${label}"}`);
  running.sandbox.quirks.otherLabels = false;
  const written = await running.ask(`mutation {
    createContact(input: { type: COMPANY, name: "Labels Ltd", phoneNumbers: [{ name: "Reception", number: "1" }] }) {
      contact { phoneNumbers { name } }
      userErrors { message }
    }
  }`);
  expect(written.data).toEqual({
    createContact: { contact: { phoneNumbers: [{ name: 'Reception' }] }, userErrors: [] },
  });
});

it('sets custom fields whatever the form of the existing values', async () => {
  Object.assign(running.sandbox.quirks, { lowerCaseEnums: true, booleansAsText: true, nullElements: true });
  const { data, errors } = await running.ask(`mutation {
    setCustomFieldValues(input: { record: "Matter:1", values: [{ by: { name: "Court" }, value: null }, { by: { name: "Nobody's" }, value: { number: 1 } }] }) {
      userErrors { message }
    }
  }`);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    setCustomFieldValues: {
      userErrors: [{ message: `The firm has no custom field "Nobody's" for a Matter.` }],
    },
  });
});

/** The sandbox responds to the next call with this. */
function respondWith(data: unknown): void {
  running.sandbox.fault({
    kind: 'status',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data }),
    times: 1,
  });
}

it('leaves out null in a list of records, and keeps each cursor with its record', async () => {
  const ask = () => running.ask('{ tasks(first: 2) { edges { cursor node { clioId } } nodes { clioId } } }');
  respondWith([{ id: 1 }, { id: 2 }]);
  const usual = await ask();
  respondWith([null, { id: 2 }]);
  const { data, errors } = await ask();
  expect(errors).toBeUndefined();
  const [, second] = (usual.data as { tasks: { edges: unknown[] } }).tasks.edges;
  expect(data).toEqual({ tasks: { edges: [second], nodes: [{ clioId: '2' }] } });
});

it('returns null for a value that the schema does not know, with a warning', async () => {
  respondWith({ id: 1, priority: 'Extreme', name: 'File' });
  const { data, errors, extensions } = await running.ask('{ task(id: 1) { name priority } }');
  expect([data, errors]).toEqual([{ task: { name: 'File', priority: null } }, undefined]);
  expect(extensions).toMatchObject({ clio: { warnings: [expect.stringMatching(/^Task\.priority: /)] } });
  const line = logged.find((one) => one.includes('Task.priority')) ?? '';
  expect(line).toContain('Clio sent something unexpected');
  expect(logged.join('')).not.toContain('Extreme');
});

it('reads numbers from strings, and an empty string as no value', async () => {
  const query = '{ activity(id: 1) { quantity price quantityInHours date flatRate createdAt note } }';
  respondWith({
    id: 1,
    quantity: '5400',
    price: '200.50',
    quantity_in_hours: '1.5',
    date: '2026-03-02',
    flat_rate: 'False',
    created_at: '',
    note: '',
  });
  const { data, errors } = await running.ask(query);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    activity: {
      quantity: 5400,
      price: '200.50',
      quantityInHours: 1.5,
      date: '2026-03-02',
      flatRate: false,
      createdAt: null,
      note: '',
    },
  });
});

it('reads days and instants in all forms that Clio uses', async () => {
  respondWith({
    id: 1,
    date: '2026-03-02T00:00:00-08:00',
    created_at: '2026-03-02 09:30:00 UTC',
    updated_at: '2026-03-02T09:30:00.000+0000',
  });
  const { data, errors } = await running.ask('{ activity(id: 1) { date createdAt updatedAt } }');
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    activity: {
      date: '2026-03-02',
      createdAt: '2026-03-02 09:30:00 UTC',
      updatedAt: '2026-03-02T09:30:00.000+0000',
    },
  });
});

it.each([
  ['pre_tax', 'PRE'],
  ['Post', 'POST'],
  ['POST_TAX', 'POST'],
])('reads the tax rule %s as it is written', async (sent, rule) => {
  respondWith({ id: 1, tax_settings: [{ rule: sent }] });
  const { data, extensions } = await running.ask('{ activity(id: 1) { taxSettings { rule } } }');
  expect([data, extensions]).toEqual([{ activity: { taxSettings: [{ rule }] } }, undefined]);
});

it('reads and writes states with one type', async () => {
  const { data } = await running.ask(`mutation {
    updateTask(input: { id: 1, permission: PRIVATE }) { task { permission } userErrors { message } }
    updateExpenseCategory(input: { id: 1, entryType: SOFT_COST }) { expenseCategory { entryType } userErrors { message } }
    changeSafeCustodyRecordState(input: { id: 1, actorId: 1, actorType: USER, state: REMOVED }) { safeCustodyRecordState { state } userErrors { message } }
  }`);
  expect(data).toEqual({
    updateTask: { task: { permission: 'PRIVATE' }, userErrors: [] },
    updateExpenseCategory: { expenseCategory: { entryType: 'SOFT_COST' }, userErrors: [] },
    changeSafeCustodyRecordState: { safeCustodyRecordState: { state: 'REMOVED' }, userErrors: [] },
  });
});

it('returns null, not hidden, for the missing total of a non-billable entry', async () => {
  running.sandbox.quirks.nullTotals = true;
  const { id } =
    [...running.sandbox.records('Activity').values()].find((one) => one.non_billable === true) ?? {};
  const { data, errors, extensions } = await running.ask(
    `{ activity(id: ${id}) { nonBillable total nonBillableTotal quantityRedacted } }`,
  );
  expect([errors, extensions]).toEqual([undefined, undefined]);
  expect(data?.activity).toEqual({
    nonBillable: true,
    total: null,
    nonBillableTotal: expect.any(String),
    quantityRedacted: false,
  });
});

it('reads the elapsed time of a timer in hours, as Clio sends it', async () => {
  respondWith({ elapsed_time: 1.5 });
  const { data } = await running.ask(
    '{ timer { elapsedTime } __type(name: "Timer") { fields { name description } } }',
  );
  expect(data).toMatchObject({
    timer: { elapsedTime: 1.5 },
    __type: {
      fields: expect.arrayContaining([
        { name: 'elapsedTime', description: expect.stringContaining('in hours') },
      ]),
    },
  });
});

it('reads every value that an input accepts', async () => {
  respondWith([{ id: 1, kind: 'Product' }]);
  const { data } = await running.ask('{ lineItems(first: 1) { nodes { kind } } }');
  expect(data).toEqual({ lineItems: { nodes: [{ kind: 'PRODUCT' }] } });
});

it('returns null for each unknown value in a list, and keeps the known ones', async () => {
  respondWith({ id: 1, available_state_transitions: ['void', 'melted', null, 'DELETED'] });
  const { data, errors, extensions } = await running.ask('{ bill(id: 1) { availableStateTransitions } }');
  expect([data, errors]).toEqual([
    { bill: { availableStateTransitions: ['VOID', null, null, 'DELETED'] } },
    undefined,
  ]);
  expect(extensions).toMatchObject({
    clio: { warnings: [expect.stringMatching(/^Bill\.availableStateTransitions: /)] },
  });
});

describe('trust balances', () => {
  type Balance = readonly [type: string, balance: unknown, currency?: number];

  const ask = async (balances: readonly Balance[]): Promise<unknown> => {
    const account_balances = balances.map(([type, balance, currency_id = 1]) => ({
      type,
      balance,
      currency_id,
    }));
    respondWith({ id: 1, number: 1, account_balances });
    const { data, errors } = await running.ask('{ matter(id: 1) { trustBalance } }');
    return (
      errors?.[0]?.extensions?.code ?? (data as { matter: { trustBalance: unknown } }).matter.trustBalance
    );
  };

  it.each<[string, readonly Balance[], unknown]>([
    [
      'are added up to the last digit',
      [
        ['Trust', 0.1],
        ['trust', '0.2'],
        ['Operating', 7],
      ],
      '0.3',
    ],
    [
      'may be below zero',
      [
        ['Trust', -20.5],
        ['Trust', 0.25],
      ],
      '-20.25',
    ],
    [
      'are large',
      [
        ['Trust', '90071992547409931'],
        ['Trust', '0.01'],
      ],
      '90071992547409931.01',
    ],
    [
      'leave no zeros behind',
      [
        ['Trust', '1.50'],
        ['Trust', '0.50'],
      ],
      '2',
    ],
    ['are zero without an account', [['Operating', 7]], '0'],
    [
      'count nothing for an account without one',
      [
        ['Trust', null],
        ['Trust', 3],
      ],
      '3',
    ],
    [
      'of two currencies are not added up',
      [
        ['Trust', 1, 1],
        ['Trust', 1, 2],
      ],
      null,
    ],
    ['that are not amounts are an error', [['Trust', 'n/a']], 'UPSTREAM_ERROR'],
  ])('%s', async (_what, balances, expected) => {
    expect(await ask(balances)).toBe(expected);
  });
});

describe('an unreadable value is an error at its place, and the rest is returned:', () => {
  it.each<[string, string, object]>([
    ['a boolean', 'contact.isClient', { is_client: 'perhaps' }],
    ['an id', 'contact.ledesClientId', { ledes_client_id: {} }],
    ['text', 'contact.title', { title: ['Dr.'] }],
    ['an instant', 'contact.createdAt', { created_at: { at: 1 } }],
    ['a nested record', 'contact.avatar', { avatar: 'picture.png' }],
    ['a list of nested records', 'contact.addresses', { addresses: { id: 1 } }],
    ['a record where a list is expected', 'contact.webSites', { web_sites: 'none' }],
  ])('%s', async (_what, path, value) => {
    const field = path.split('.')[1] ?? '';
    const selected = /avatar|addresses|webSites/.test(field) ? `${field} { id }` : field;
    respondWith({ id: 1, type: 'Person', ...value });
    const response = await running.ask(`{ contact(id: 1) { clioId type ${selected} } }`);
    expect(codesOf(response)).toEqual([{ path, code: 'UPSTREAM_ERROR' }]);
    expect(response.data).toEqual({ contact: { clioId: '1', type: 'PERSON', [field]: null } });
  });

  it.each<[string, string, object]>([
    ['text in place of a day', 'date', { date: 'n/a' }],
    ['a day that begins like one', 'date', { date: '2026-03-0x' }],
    ['a number in place of a day', 'date', { date: 20260301 }],
    ['text in place of an instant', 'createdAt', { created_at: 'yesterday' }],
    ['text in place of an amount', 'price', { price: 'n/a' }],
    ['an amount with a currency', 'price', { price: '$12.00' }],
    ['an amount beyond all sense', 'price', { price: 1e300 }],
    ['a boolean in place of an amount', 'price', { price: true }],
    ['text in place of hours', 'quantityInHours', { quantity_in_hours: 'n/a' }],
  ])('%s', async (_what, field, value) => {
    respondWith({ id: 1, note: 'Call', ...value });
    const response = await running.ask(`{ activity(id: 1) { note ${field} } }`);
    expect(codesOf(response)).toEqual([{ path: `activity.${field}`, code: 'UPSTREAM_ERROR' }]);
    expect(response.data).toEqual({ activity: { note: 'Call', [field]: null } });
  });

  it('a value of a custom field of another type', async () => {
    const values = [
      { id: 'date-1', field_type: 'date', value: 'n/a' },
      { id: 'currency-1', field_type: 'currency', value: 'much' },
      { id: 'numeric-1', field_type: 'numeric', value: 'many' },
    ];
    respondWith({ id: 1, custom_field_values: values });
    const response = await running.ask(
      '{ contact(id: 1) { customFieldValues { value dateValue moneyValue numberValue } } }',
    );
    expect(codesOf(response)).toEqual([
      { path: 'contact.customFieldValues.0.dateValue', code: 'UPSTREAM_ERROR' },
      { path: 'contact.customFieldValues.1.moneyValue', code: 'UPSTREAM_ERROR' },
      { path: 'contact.customFieldValues.2.numberValue', code: 'UPSTREAM_ERROR' },
    ]);
  });

  it('a nested record without an id', async () => {
    respondWith({ id: 1, name: 'File', matter: { display_number: '00001' } });
    const response = await running.ask('{ task(id: 1) { name matter { clioId displayNumber } } }');
    expect(codesOf(response)).toEqual([{ path: 'task.matter.clioId', code: 'UPSTREAM_ERROR' }]);
    expect(response.data).toEqual({ task: { name: 'File', matter: null } });
  });

  it('in the payload of a mutation too', async () => {
    respondWith({ id: 1, is_client: 'perhaps', avatar: 3, title: 'Dr.' });
    const response = await running.ask(
      'mutation { updateContact(input: { id: 1, title: "Dr." }) { contact { title isClient avatar { id } } } }',
    );
    expect(codesOf(response)).toEqual([
      { path: 'updateContact.contact.isClient', code: 'UPSTREAM_ERROR' },
      { path: 'updateContact.contact.avatar', code: 'UPSTREAM_ERROR' },
    ]);
    expect(response.data).toMatchObject({ updateContact: { contact: { title: 'Dr.' } } });
  });
});

it('an id that Clio would reject affects only its own record', async () => {
  respondWith([
    { id: 1, matter: { id: 1, client: { id: 'no number' } } },
    { id: 2, matter: { id: 2, client: { id: 1 } } },
  ]);
  const response = await running.ask('{ tasks(first: 2) { nodes { matter { client { name } } } } }');
  expect(codesOf(response)).toEqual([{ path: 'tasks.nodes.0.matter.client', code: 'UPSTREAM_ERROR' }]);
  expect(response.data).toEqual({
    tasks: {
      nodes: [{ matter: { client: null } }, { matter: { client: { name: expect.any(String) } } }],
    },
  });
});

it('leaves out of a list of records what is not a record, with a warning', async () => {
  respondWith({ id: 1, addresses: ['Main Street', { id: 5, city: 'Rome' }, 7] });
  const { data, errors, extensions } = await running.ask('{ contact(id: 1) { addresses { city } } }');
  expect([data, errors]).toEqual([{ contact: { addresses: [{ city: 'Rome' }] } }, undefined]);
  expect(extensions).toMatchObject({ clio: { warnings: [expect.stringMatching(/^Contact\.addresses: /)] } });
});
