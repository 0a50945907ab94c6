import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxCall } from '../../../src/sandbox/calls.ts';
import { ask, writeTo } from '../../support/ask-sandbox.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { type GraphqlResponse, startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

/** Clio's ids of fields that were created for these tests, by name. */
const made: Record<string, number> = {};

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }));
beforeAll(async () => {
  const options = ['North', 'South', '3'].map((option) => ({ option }));
  for (const [key, field] of Object.entries({
    twinA: { name: 'Twin', parent_type: 'Matter', field_type: 'text_line' },
    twinB: { name: 'Twin', parent_type: 'Matter', field_type: 'text_line' },
    // A number as a name: the id of "Amount in dispute", which is a field of matters too.
    number: { name: '3', parent_type: 'Matter', field_type: 'text_line' },
    year: { name: '2031', parent_type: 'Matter', field_type: 'text_line' },
    region: { name: 'Region', parent_type: 'Matter', field_type: 'picklist', picklist_options: options },
    gone: { name: 'Gone', parent_type: 'Matter', field_type: 'text_line' },
  }))
    made[key] = Number((await writeTo(sandbox, 'POST', '/custom_fields.json', field)).id);
  await writeTo(sandbox, 'DELETE', `/custom_fields/${made.gone}.json`);
});

/** A new matter and contact for each test. */
let matter: string;
let contact: string;
beforeEach(async () => {
  matter = String(
    (await writeTo(sandbox, 'POST', '/matters.json', { client: { id: 4 }, description: 'Own' })).id,
  );
  contact = String(
    (await writeTo(sandbox, 'POST', '/contacts.json', { type: 'Company', name: 'Own Ltd' })).id,
  );
  sandbox.resetCalls();
});
afterEach(() => sandbox.clearFaults());

interface Value {
  readonly id: string | null;
  readonly value: unknown;
  readonly custom_field: { readonly id: number };
}

/** The values of the record, by the field's id. */
async function held(path: string): Promise<Record<string, unknown>> {
  const { body } = await ask(sandbox, `${path}?fields=custom_field_values{id,value,custom_field}`);
  const values = body.data.custom_field_values as unknown as readonly Value[];
  return Object.fromEntries(values.map((one) => [one.custom_field.id, one.value]));
}

/** Sets values directly, as if at another time. */
async function give(path: string, values: Record<number, unknown>): Promise<void> {
  await writeTo(sandbox, 'PATCH', path, {
    custom_field_values: Object.entries(values).map(([id, value]) => ({
      custom_field: { id: Number(id) },
      value,
    })),
  });
  sandbox.resetCalls();
}

const document = (selection = '... on Matter { clioId } ... on Contact { clioId }'): string =>
  `mutation ($input: SetCustomFieldValuesInput!) {
    set: setCustomFieldValues(input: $input) { record { __typename ${selection} } userErrors { code message field } }
  }`;

/** A setting of the tables below: a field by its id or name, and a value of any type. */
interface Setting {
  readonly field?: string;
  readonly by?: object;
  readonly value?: string | number | boolean | null;
}

function asInput({ field = '', by, value }: Setting): object {
  const name = by ?? (/^(CustomField:|\d+$)/.test(field) ? { id: field } : { name: field });
  return value === undefined ? { by: name } : { by: name, value: value === null ? null : contentOf(value) };
}

function contentOf(value: string | number | boolean): object {
  if (typeof value !== 'string') return { [typeof value]: value };
  const [type] = /^(Contact|Matter|PicklistOption)(?=:)/.exec(value) ?? [];
  return { [type === undefined ? 'text' : `${type.charAt(0).toLowerCase()}${type.slice(1)}Id`]: value };
}

const set = (record: string, values: readonly Setting[], more: object = {}): Promise<GraphqlResponse> =>
  gateway.gql(document(), { variables: { input: { record, values: values.map(asInput), ...more } } });

const setMatter = (...values: readonly Setting[]): Promise<GraphqlResponse> =>
  set(`Matter:${matter}`, values);

const printed = ({ method, path }: SandboxCall): string =>
  `${method} ${decodeURIComponent(path)}`.replace(/\b(matters|contacts)\/\d+/, '$1/N');

const written = (): unknown[] =>
  sandbox.calls
    .filter(({ method }) => method !== 'GET')
    .map(({ body }) => (body as { data: { custom_field_values: unknown } }).data.custom_field_values);

const errorsOf = (response: GraphqlResponse): unknown =>
  (response.data as { set: { userErrors: unknown } } | null | undefined)?.set?.userErrors;

const READ = 'GET /matters/N.json?fields=id,custom_field_values{id,custom_field,value},etag';
const FIELDS =
  'GET /custom_fields.json?fields=id,name,field_type,parent_type,required,deleted,picklist_options{id,option,deleted_at}&limit=200&order=id(asc)';

describe('setCustomFieldValues', () => {
  it('creates, changes and removes values in one write, after one read of the record and one of the fields', async () => {
    await give(`/matters/${matter}.json`, { 3: 100, 10: 'CV-1' });
    const response = await setMatter(
      { field: 'Amount in dispute', value: 250.5 },
      { field: 'CustomField:10', value: null },
      { field: '8', value: 'Appeal' },
      { field: 'Hearing time' },
    );
    expect(response.errors).toBeUndefined();
    expect(response.data).toEqual({
      set: { record: { __typename: 'Matter', clioId: matter }, userErrors: [] },
    });
    expect(sandbox.calls.map(printed).sort()).toEqual(
      [READ, FIELDS, 'PATCH /matters/N.json?fields=id'].sort(),
    );
    expect(written()).toEqual([
      [
        { id: expect.stringMatching(/^currency-\d+$/), value: 250.5 },
        { id: expect.stringMatching(/^text_line-\d+$/), _destroy: true },
        { custom_field: { id: 8 }, value: '4' },
      ],
    ]);
    expect(await held(`/matters/${matter}.json`)).toEqual({ 3: 250.5, 8: '4' });
  });

  it("returns any selection: the record's own fields with the write, and deeper fields after it", async () => {
    const selection = `... on Matter { displayNumber client { primaryEmailAddress company { name } }
        court: customFieldValue(by: { name: "Court" }) { picklistOption { option } } }
      ... on Contact { name }`;
    const response = await gateway.gql(document(selection), {
      variables: {
        input: { record: `Matter:${matter}`, values: [asInput({ field: 'Court', value: 'District' })] },
      },
    });
    const client = sandbox.records('Contact').get(4);
    expect(response.errors).toBeUndefined();
    expect(response.data).toMatchObject({
      set: {
        record: {
          displayNumber: expect.any(String),
          client: { primaryEmailAddress: client?.primary_email_address },
          court: { picklistOption: { option: 'District' } },
        },
        userErrors: [],
      },
    });
    expect(written()).toHaveLength(1);
  });

  it('works for contacts as well', async () => {
    const values = [
      { field: 'Newsletter', value: true },
      { field: 'Referred by', value: 'Contact:7' },
      { field: 'First matter', value: 4 },
      { field: 'Client since', value: '2024-02-29' },
      { field: 'Credit limit', value: '12.50' },
      { field: 'Best time to call', value: '09:30' },
    ];
    const response = await set(`Contact:${contact}`, values);
    expect(errorsOf(response)).toEqual([]);
    expect(await held(`/contacts/${contact}.json`)).toEqual({
      13: true,
      14: 7,
      15: 12.5,
      16: '2024-02-29',
      18: 4,
      23: '09:30',
    });
  });

  it('sets a field that is shown by default and listed without an id', async () => {
    const unset = [...sandbox.records('Matter').values()].flatMap((one) =>
      (one.custom_field_values as unknown as (Value & { field_type: string })[])
        .filter((value) => value.id === null && value.field_type === 'text_line')
        .map(() => one.id),
    );
    const [id] = unset;
    expect(id).toBeDefined();
    const response = await set(`Matter:${id}`, [{ field: 'Docket number', value: 'Text' }]);
    expect(errorsOf(response)).toEqual([]);
    expect(written()).toEqual([[{ custom_field: { id: 10 }, value: 'Text' }]]);
  });

  it('sends the etag of the record that it read', async () => {
    await setMatter({ field: 'Docket number', value: 'CV-7' });
    const write = sandbox.calls.find(({ method }) => method === 'PATCH');
    expect(write?.headers['if-match']).toMatch(/^"\w+"$/);
  });
});

describe('an unchanged value', () => {
  it('is not written again: one read, no write', async () => {
    const path = `/matters/${matter}.json`;
    await give(path, { 1: true, 2: 7, 3: 1250.5, 4: '2026-02-03', 6: 4, 7: 2, 8: '2', 10: 'Same' });
    const response = await setMatter(
      { field: '1', value: true },
      { field: '2', value: 'Contact:7' },
      { field: 'Amount in dispute', value: '1250.50' },
      { field: '4', value: '2026-02-03' },
      { field: '6', value: '4' },
      { field: '7', value: 2 },
      { field: '8', value: 'District' },
      { field: '10', value: 'Same' },
      { field: '11', value: null },
    );
    expect(response.data).toEqual({
      set: { record: { __typename: 'Matter', clioId: matter }, userErrors: [] },
    });
    expect(sandbox.calls.map(printed).sort()).toEqual([READ, FIELDS].sort());
  });

  it('is left out of a write of other values', async () => {
    await give(`/matters/${matter}.json`, { 7: 2, 10: 'Same' });
    await setMatter({ field: '10', value: 'Same' }, { field: '7', value: 3 });
    expect(written()).toEqual([[{ id: expect.stringMatching(/^numeric-/), value: 3 }]]);
  });

  it('differs from text in another case', async () => {
    await give(`/matters/${matter}.json`, { 10: 'smith' });
    await setMatter({ field: '10', value: 'Smith' });
    expect(await held(`/matters/${matter}.json`)).toEqual({ 10: 'Smith' });
  });
});

describe('a mistake in the input is reported with its path, together with all others, and nothing is written', () => {
  const at = (index: number, part: string): string[] => ['input', 'values', String(index), part];
  it.each<[string, () => readonly Setting[], () => readonly object[]]>([
    [
      'an unknown name',
      () => [{ field: 'No such field', value: 1 }],
      () => [{ code: 'NOT_FOUND', message: expect.stringContaining('"No such field"'), field: at(0, 'by') }],
    ],
    [
      'an unknown id',
      () => [{ field: 'CustomField:999999', value: 1 }],
      () => [{ code: 'NOT_FOUND', message: expect.any(String), field: at(0, 'by') }],
    ],
    [
      'an id of another type',
      () => [{ field: 'Contact:1', value: 1 }],
      () => [{ code: 'NOT_FOUND', message: expect.any(String), field: at(0, 'by') }],
    ],
    [
      "another kind of record's field, by id and by name",
      () => [
        { field: '13', value: true },
        { field: 'Source', value: 'Referral' },
      ],
      () => [
        { code: 'INVALID', message: expect.stringContaining('of a Contact'), field: at(0, 'by') },
        { code: 'INVALID', message: expect.stringContaining('of a Contact'), field: at(1, 'by') },
      ],
    ],
    [
      'a deleted field',
      () => [{ field: `CustomField:${made.gone}`, value: 'x' }],
      () => [
        {
          code: expect.stringMatching(/INVALID|NOT_FOUND/),
          message: expect.any(String),
          field: at(0, 'by'),
        },
      ],
    ],
    [
      'a name that two fields have',
      () => [{ field: 'Twin', value: 'x' }],
      () => [
        {
          code: 'INVALID',
          message: expect.stringContaining(`CustomField:${made.twinA}, CustomField:${made.twinB}`),
          field: at(0, 'by'),
        },
      ],
    ],
    [
      'one field twice, by name and by id',
      () => [
        { field: 'Court', value: 'County' },
        { field: 'CustomField:8', value: 'District' },
      ],
      () => [{ code: 'INVALID', message: expect.stringContaining('values.0'), field: at(1, 'by') }],
    ],
    ...(
      [
        ['1', 'yes', 'true or false'],
        ['2', 'Matter:4', 'takes an id of Contact'],
        ['2', 'Nobody', 'takes an id'],
        ['2', true, 'the id of a Contact'],
        ['3', 'much', 'a number'],
        ['4', '2026-02-30', 'a day'],
        ['4', 20260203, 'a day'],
        ['5', 'nobody', 'an e-mail address'],
        ['8', 'Galactic', '"County", "District", "Superior", "Appeal", "Supreme"'],
        ['8', 'PicklistOption:7', 'one of its options'],
        ['10', 5, 'text'],
        ['10', '', 'null removes'],
      ] as const
    ).map(([field, value, message]): [string, () => readonly Setting[], () => readonly object[]] => [
      `${JSON.stringify(value)} for field ${field}`,
      () => [{ field: `CustomField:${field}`, value }],
      () => [{ code: 'INVALID', message: expect.stringContaining(message), field: at(0, 'value') }],
    ]),
    [
      'several mistakes among correct values',
      () => [
        { field: 'Docket number', value: 'Fine' },
        { field: 'Number of parties', value: 'many' },
        { field: 'Nowhere', value: 1 },
      ],
      () => [
        { code: 'INVALID', message: expect.any(String), field: at(1, 'value') },
        { code: 'NOT_FOUND', message: expect.any(String), field: at(2, 'by') },
      ],
    ],
  ])('%s', async (_what, values, userErrors) => {
    const response = await set(`Matter:${matter}`, values());
    expect(response.errors).toBeUndefined();
    expect(response.data).toEqual({ set: { record: null, userErrors: userErrors() } });
    expect(written()).toEqual([]);
  });

  it('an empty value for a required field, which may be changed', async () => {
    await give(`/matters/${matter}.json`, { 7: 2 });
    const response = await setMatter({ field: 'Number of parties', value: null });
    expect(errorsOf(response)).toEqual([
      { code: 'REQUIRED', message: expect.any(String), field: at(0, 'value') },
    ]);
    expect(errorsOf(await setMatter({ field: 'Number of parties', value: 3 }))).toEqual([]);
    expect(await held(`/matters/${matter}.json`)).toEqual({ 7: 3 });
  });

  it('a picklist label that is the id of another option', async () => {
    const options = [...sandbox.records('PicklistOption').values()].filter(({ option }) => option === '3');
    const [third] = options;
    expect(options).toHaveLength(1);
    // Option 3 belongs to another field, so the label is meant.
    expect(errorsOf(await setMatter({ field: 'Region', value: '3' }))).toEqual([]);
    expect(await held(`/matters/${matter}.json`)).toEqual({ [made.region ?? 0]: String(third?.id) });
  });

  it('a name of digits only, even if it is the id of another field', async () => {
    expect(
      errorsOf(
        await setMatter(
          { by: { name: '2031' }, value: 'Later' },
          { by: { name: '3' }, value: 'Named' },
          { by: { id: '3' }, value: 250 },
        ),
      ),
    ).toEqual([]);
    expect(await held(`/matters/${matter}.json`)).toEqual({
      [made.year ?? 0]: 'Later',
      [made.number ?? 0]: 'Named',
      3: 250,
    });
  });

  it('an unknown record, or one of a type without such fields', async () => {
    const nobody = await set('Matter:999999', [{ field: '10', value: 'x' }]);
    expect(nobody.data).toEqual({
      set: {
        record: null,
        userErrors: [{ code: 'NOT_FOUND', message: expect.any(String), field: ['input', 'record'] }],
      },
    });
    sandbox.resetCalls();
    for (const record of ['Task:1', '4', 'Nothing:1']) {
      const response = await set(record, [{ field: '10', value: 'x' }]);
      expect(response.errors).toMatchObject([{ path: ['set'], extensions: { code: 'BAD_USER_INPUT' } }]);
    }
    expect(sandbox.calls).toEqual([]);
  });
});

describe('an option that is no longer listed', () => {
  it('is rejected, and its value stays', async () => {
    const options = [{ option: 'Old' }, { option: 'New' }];
    const field = await writeTo(sandbox, 'POST', '/custom_fields.json', {
      name: 'Branch',
      parent_type: 'Matter',
      field_type: 'picklist',
      picklist_options: options,
    });
    const { picklist_options: made } = await writeTo(
      sandbox,
      'GET',
      `/custom_fields/${field.id}.json?fields=picklist_options{id,option}`,
    );
    const [old] = made as { id: number }[];
    await give(`/matters/${matter}.json`, { [Number(field.id)]: String(old?.id) });
    await writeTo(sandbox, 'PATCH', `/custom_fields/${field.id}.json`, {
      picklist_options: [{ id: old?.id, _deleted: true }],
    });
    sandbox.resetCalls();
    expect(errorsOf(await setMatter({ field: 'Branch', value: `PicklistOption:${old?.id}` }))).toEqual([]);
    expect(written()).toEqual([]);
    expect(errorsOf(await setMatter({ field: 'Branch', value: 'New' }))).toEqual([]);
    for (const value of ['Old', `PicklistOption:${old?.id}`]) {
      const response = await setMatter({ field: 'Branch', value });
      expect(errorsOf(response)).toMatchObject([
        { code: 'INVALID', field: ['input', 'values', '0', 'value'] },
      ]);
    }
  });
});

describe('an option that is listed as deleted', () => {
  const response = {
    data: [
      {
        id: 8,
        name: 'Court',
        field_type: 'picklist',
        parent_type: 'Matter',
        picklist_options: [
          { id: 1, option: 'County', deleted_at: '2026-01-01T00:00:00Z' },
          { id: 2, option: 'District', deleted_at: null },
        ],
      },
    ],
  };

  it('is rejected, and its value stays', async () => {
    await give(`/matters/${matter}.json`, { 8: '1' });
    sandbox.fault({ kind: 'status', status: 200, body: JSON.stringify(response), match: '/custom_fields' });
    expect(errorsOf(await setMatter({ field: 'Court', value: 'County' }))).toEqual([]);
    expect(written()).toEqual([]);
    expect(errorsOf(await setMatter({ field: 'Court', value: 'District' }))).toEqual([]);
    expect(errorsOf(await setMatter({ field: 'Court', value: 'County' }))).toMatchObject([
      { code: 'INVALID', message: expect.stringContaining('was deleted') },
    ]);
  });
});

describe('a record that others change at the same time', () => {
  const docket = [{ field: 'Docket number', value: 'CV-9' }];

  it("is not written if the caller's etag has changed: STALE, and one write", async () => {
    const response = await set(`Matter:${matter}`, docket, { ifMatch: '"old"' });
    expect(response.data).toEqual({
      set: {
        record: null,
        userErrors: [
          { code: 'STALE', message: expect.stringContaining('Read it again'), field: ['input', 'ifMatch'] },
        ],
      },
    });
    expect(written()).toHaveLength(1);
  });

  it('is read again once if the caller gave no etag', async () => {
    const stale = JSON.stringify({ error: { type: 'PreconditionFailed', message: 'changed' } });
    sandbox.fault({
      kind: 'status',
      status: 412,
      body: stale,
      times: 1,
      match: (call) => call.method === 'PATCH',
    });
    const response = await setMatter(...docket);
    expect(errorsOf(response)).toEqual([]);
    expect(await held(`/matters/${matter}.json`)).toEqual({ 10: 'CV-9' });
    const methods = sandbox.calls.map(({ method, path }) => `${method} ${path.split('/')[1]}`);
    expect(methods.filter((one) => one.endsWith('matters') || one.includes('matters/'))).toHaveLength(5);
    expect(methods.filter((one) => one.startsWith('GET custom_fields'))).toHaveLength(1);
  });

  it('that changes again is an error: STALE, with what to do', async () => {
    sandbox.fault({ kind: 'status', status: 412, match: (call) => call.method === 'PATCH' });
    const response = await setMatter(...docket);
    expect(errorsOf(response)).toEqual([
      { code: 'STALE', message: expect.stringContaining('Send it again'), field: null },
    ]);
    expect(written()).toHaveLength(2);
  });
});

describe("Clio's response to the write", () => {
  it('is reported at the values of the input, not at the rows that were sent', async () => {
    await give(`/matters/${matter}.json`, { 10: 'Same' });
    const errors = {
      'custom_field_values.0.value': 'is not liked',
      'custom_field_values.1.custom_field': 'is odd',
    };
    const body = JSON.stringify({ error: { type: 'ValidationError', message: 'no', errors } });
    sandbox.fault({ kind: 'status', status: 422, body, match: (call) => call.method === 'PATCH' });
    const response = await setMatter(
      { field: '10', value: 'Same' },
      { field: '7', value: 9 },
      { field: '11', value: '10:00' },
    );
    expect(errorsOf(response)).toEqual([
      { code: 'INVALID', message: 'is not liked', field: ['input', 'values', '1', 'value'] },
      { code: 'INVALID', message: 'is odd', field: ['input', 'values', '2', 'by'] },
    ]);
  });

  it('that silently drops a value is reported with verify', async () => {
    // Clio drops a reference to a contact that does not exist.
    const values = [
      { field: 'Opposing counsel', value: 'Contact:999999' },
      { field: 'Docket number', value: 'CV-3' },
    ];
    const response = await set(`Matter:${matter}`, values, { verify: true });
    expect(response.data).toEqual({
      set: {
        record: { __typename: 'Matter', clioId: matter },
        userErrors: [
          { code: 'NOT_APPLIED', message: expect.any(String), field: ['input', 'values', '0', 'value'] },
        ],
      },
    });
  });

  it('that rejects the login is an error of the field', async () => {
    sandbox.fault({ kind: 'status', status: 403, match: '/custom_fields' });
    const response = await setMatter({ field: '10', value: 'x' });
    expect(response.errors).toMatchObject([{ path: ['set'], extensions: { code: 'FORBIDDEN' } }]);
    expect(written()).toEqual([]);
  });

  it('that has values without their fields prevents the write', async () => {
    const body = JSON.stringify({
      data: { id: 4, etag: '"x"', custom_field_values: [{ id: 'picklist-3' }] },
    });
    sandbox.fault({ kind: 'status', status: 200, body, match: '/matters' });
    const response = await setMatter({ field: '8', value: 'County' });
    expect(response.errors).toMatchObject([{ path: ['set'], extensions: { code: 'FORBIDDEN' } }]);
    expect(written()).toEqual([]);
  });

  it('with several values of one field is ambiguous', async () => {
    const twice = [1, 2].map((n) => ({ id: `text_line-${n}`, value: 'x', custom_field: { id: 10 } }));
    const body = JSON.stringify({ data: { id: 4, etag: '"x"', custom_field_values: twice } });
    sandbox.fault({ kind: 'status', status: 200, body, match: '/matters' });
    const response = await setMatter({ field: '10', value: 'y' });
    expect(errorsOf(response)).toMatchObject([{ code: 'CONFLICT', field: ['input', 'values', '0', 'by'] }]);
    expect(written()).toEqual([]);
  });

  it('that cannot be relied on is UNKNOWN_OUTCOME after one write', async () => {
    sandbox.fault({ kind: 'drop-mid-body', match: (call) => call.method === 'PATCH' });
    const response = await setMatter({ field: '10', value: 'x' });
    expect(response.errors).toMatchObject([{ path: ['set'], extensions: { code: 'UNKNOWN_OUTCOME' } }]);
    expect(written()).toHaveLength(1);
  });
});

describe('several records in one operation', () => {
  it('read the fields once', async () => {
    const response = await gateway.gql(`mutation {
      a: setCustomFieldValues(input: { record: "Matter:${matter}", values: [{ by: { id: "10" }, value: { text: "A" } }] }) { userErrors { code } }
      b: setCustomFieldValues(input: { record: "Matter:${matter}", values: [{ by: { id: "10" }, value: { text: "B" } }] }) { userErrors { code } }
      c: setCustomFieldValues(input: { record: "Contact:${contact}", values: [{ by: { id: "22" }, value: { text: "C" } }] }) { userErrors { code } }
    }`);
    expect(response.errors).toBeUndefined();
    expect(sandbox.calls.filter(({ path }) => path.startsWith('/custom_fields'))).toHaveLength(1);
    expect(sandbox.calls).toHaveLength(7);
    expect(await held(`/matters/${matter}.json`)).toEqual({ 10: 'B' });
  });

  it('read them again after a field was created', async () => {
    const response = await gateway.gql(`mutation {
      a: setCustomFieldValues(input: { record: "Matter:${matter}", values: [{ by: { id: "10" }, value: { text: "A" } }] }) { userErrors { code } }
      made: createCustomField(input: { name: "Brand new", parentType: MATTER, fieldType: TEXT_LINE }) { userErrors { code } }
      b: setCustomFieldValues(input: { record: "Matter:${matter}", values: [{ by: { name: "Brand new" }, value: { text: "B" } }] }) { userErrors { code } }
    }`);
    expect(response).toMatchObject({
      data: { a: { userErrors: [] }, made: { userErrors: [] }, b: { userErrors: [] } },
    });
  });
});

describe('explain', () => {
  it('lists the calls with their price', async () => {
    const response = await gateway.gql(document('... on Matter { description }'), {
      variables: { input: { record: 'Matter:1', values: [] } },
      headers: { 'x-clio-explain': 'plan' },
    });
    expect(response.extensions).toMatchObject({
      clio: {
        cost: { min: 2, max: 5 },
        plan: [
          { method: 'GET', path: '/custom_fields.json' },
          {
            method: 'GET',
            path: '/matters/{id}.json',
            next: [{ method: 'PATCH', path: '/matters/{id}.json', fields: 'id,description' }],
          },
        ],
      },
    });
    expect(sandbox.calls).toEqual([]);
  });
});

describe('customFieldValues of an input', () => {
  const create = (values: readonly object[]): Promise<GraphqlResponse> =>
    gateway.gql(
      'mutation ($values: [CreateCustomFieldValueInput!]) { createMatter(input: { clientId: 4, description: "Own", customFieldValues: $values }) { userErrors { message } } }',
      { variables: { values } },
    );

  it('takes each value as the member of its type', async () => {
    const response = await create([
      { customFieldId: 'CustomField:2', value: { contactId: 'Contact:7' } },
      { customFieldId: 3, value: { money: '12.50' } },
      { customFieldId: 4, value: { date: '2026-02-03' } },
      { customFieldId: 8, value: { picklistOptionId: 'PicklistOption:4' } },
    ]);
    expect(response).toEqual({ status: 200, data: { createMatter: { userErrors: [] } } });
    expect(written()).toEqual([
      [
        { custom_field: { id: 2 }, value: '7' },
        { custom_field: { id: 3 }, value: '12.50' },
        { custom_field: { id: 4 }, value: '2026-02-03' },
        { custom_field: { id: 8 }, value: '4' },
      ],
    ]);
  });

  it.each([
    [{ contactId: 'Matter:4' }, 'takes an id of Contact'],
    [{ text: 'a', number: 1 }, 'Exactly one key must be specified'],
    [{}, 'Exactly one key must be specified'],
    [{ text: null }, 'must be non-null'],
  ])('rejects %j before the call', async (value, message) => {
    const { errors } = await create([{ customFieldId: 2, value }]);
    expect(errors).toMatchObject([
      { message: expect.stringContaining(message), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(sandbox.calls).toEqual([]);
  });
});
