import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxCall } from '../../../src/sandbox/calls.ts';
import { writeTo } from '../../support/ask-sandbox.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { pullFirmFile } from '../../support/gateways/pull-firm-file.ts';
import { type GraphqlResponse, startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox());
beforeAll(async () => {
  await writeTo(sandbox, 'POST', '/custom_fields.json', {
    name: 'Tag',
    parent_type: 'Matter',
    field_type: 'text_line',
  });
  await writeTo(sandbox, 'POST', '/custom_fields.json', {
    name: 'Witness',
    parent_type: 'Matter',
    field_type: 'contact',
  });
});
const file = forAllTests(() =>
  pullFirmFile(sandbox, ({ Contact, Matter }) => ({
    Contact,
    Matter: {
      ...Matter,
      tag: { ...Matter.tag, several: true } as (typeof Matter)[string],
      witness: { ...Matter.witness, several: true } as (typeof Matter)[string],
      gone: { id: '900', label: 'Gone', type: 'text_line', deleted: true },
    },
  })),
);
const gateway = forAllTests(() =>
  startGateway({
    baseUrl: sandbox.baseUrl,
    token: sandbox.tokens.owner,
    config: { customFields: file.path },
  }),
);

/** A new record for each test. */
const ids = { Matter: '', Contact: '' };
type Owner = keyof typeof ids;
beforeEach(async () => {
  ids.Matter = String(
    (await writeTo(sandbox, 'POST', '/matters.json', { client: { id: 4 }, description: 'Own' })).id,
  );
  ids.Contact = String(
    (await writeTo(sandbox, 'POST', '/contacts.json', { type: 'Company', name: 'Own Ltd' })).id,
  );
  sandbox.resetCalls();
});
afterEach(() => sandbox.clearFaults());

const required = {
  Matter: { clientId: 'Contact:4', description: 'New' },
  Contact: { type: 'COMPANY', name: 'New Ltd' },
};

async function write(
  owner: Owner,
  verb: 'create' | 'update',
  input: object,
  selection = 'clioId',
): Promise<{ response: GraphqlResponse; record: Record<string, unknown> | null; userErrors: unknown }> {
  const name = owner.toLowerCase();
  const response = await gateway.gql(
    `mutation ($input: ${verb === 'create' ? 'Create' : 'Update'}${owner}Input!) {
      write: ${verb}${owner}(input: $input) { ${name} { ${selection} } userErrors { code message field } }
    }`,
    {
      variables: {
        input: verb === 'create' ? { ...required[owner], ...input } : { id: ids[owner], ...input },
      },
    },
  );
  const payload = response.data?.write as Record<string, unknown> | null | undefined;
  return {
    response,
    record: (payload?.[name] ?? null) as Record<string, unknown> | null,
    userErrors: payload?.userErrors,
  };
}

/** Calls, with the rows of custom fields that they write. */
function calls(): unknown[] {
  return sandbox.calls.map(({ method, path, body }: SandboxCall) => {
    const call = `${method} ${decodeURIComponent(path)}`.replace(/\b(matters|contacts)\/\d+/, '$1/N');
    return method === 'GET'
      ? call
      : [call, (body as { data: { custom_field_values?: unknown } }).data.custom_field_values];
  });
}

const readOf = (owner: Owner, also = ''): string =>
  `GET /${owner.toLowerCase()}s/N.json?fields=id,custom_field_values{id,custom_field,value},etag${also}`;

/** Sets values directly, as if at another time. */
async function give(owner: Owner, values: Record<number, unknown>): Promise<void> {
  await writeTo(sandbox, 'PATCH', `/${owner.toLowerCase()}s/${ids[owner]}.json`, {
    custom_field_values: Object.entries(values).map(([id, value]) => ({
      custom_field: { id: Number(id) },
      value,
    })),
  });
  sandbox.resetCalls();
}

/** Adds a value of a field that the matter holds, as Clio's own forms can; the API changes values by their ids. */
function addAnother(value: Record<string, unknown>): void {
  const matter = sandbox.records('Matter').get(Number(ids.Matter)) as unknown as {
    custom_field_values: Record<string, unknown>[];
  };
  const [first] = matter.custom_field_values;
  matter.custom_field_values.push({ ...first, ...value });
}

interface Value {
  readonly id: number;
  /** As passed in GraphQL, as sent to Clio, and as returned in GraphQL. */
  readonly given: unknown;
  readonly sent: unknown;
  readonly returned: unknown;
  readonly selection?: string;
}

function text(id: number, value: unknown): Value {
  return { id, given: value, sent: value, returned: value };
}

function link(id: number, given: string, clioId: string): Value {
  return { id, given, sent: Number(clioId), returned: { clioId }, selection: '{ clioId }' };
}

/** Two values of each type, by field. The sandbox's options 1 to 5 are courts, 6 to 10 sources. */
const values: Record<Owner, Record<string, readonly [type: string, Value, Value]>> = {
  Matter: {
    conflictCheckDone: ['checkbox', text(1, true), text(1, false)],
    opposingCounsel: ['contact', link(2, 'Contact:7', '7'), link(2, '8', '8')],
    amountInDispute: [
      'currency',
      { id: 3, given: '12.50', sent: '12.50', returned: '12.5' },
      { id: 3, given: 1000, sent: '1000', returned: '1000' },
    ],
    dateOfIncident: ['date', text(4, '2026-02-03'), text(4, '2024-02-29')],
    courtEMail: ['email', text(5, 'a@example.org'), text(5, 'b@example.org')],
    relatedCase: ['matter', link(6, '7', '7'), link(6, 'Matter:8', '8')],
    numberOfParties: ['numeric', text(7, 2), text(7, 2.5)],
    court: [
      'picklist',
      { id: 8, given: 'DISTRICT', sent: '2', returned: 'DISTRICT' },
      { id: 8, given: 'APPEAL', sent: '4', returned: 'APPEAL' },
    ],
    caseSummary: ['text_area', text(9, 'Two\nlines'), text(9, 'One')],
    docketNumber: ['text_line', text(10, 'CV-1'), text(10, 'CV-2')],
    hearingTime: ['time', text(11, '09:30'), text(11, '10:00')],
    docketPage: ['url', text(12, 'https://example.org/1'), text(12, 'https://example.org/2')],
  },
  // The sandbox's url field of contacts is deleted.
  Contact: {
    newsletter: ['checkbox', text(13, false), text(13, true)],
    referredBy: ['contact', link(14, 'Contact:7', '7'), link(14, '8', '8')],
    creditLimit: [
      'currency',
      { id: 15, given: '0.10', sent: '0.10', returned: '0.1' },
      { id: 15, given: '-5', sent: '-5', returned: '-5' },
    ],
    clientSince: ['date', text(16, '2020-01-01'), text(16, '2021-01-01')],
    assistantEMail: ['email', text(17, 'a@example.org'), text(17, 'b@example.org')],
    firstMatter: ['matter', link(18, '7', '7'), link(18, 'Matter:8', '8')],
    numberOfEmployees: ['numeric', text(19, 0), text(19, 1)],
    source: [
      'picklist',
      { id: 20, given: 'WEB_SITE', sent: '7', returned: 'WEB_SITE' },
      { id: 20, given: 'REFERRAL', sent: '6', returned: 'REFERRAL' },
    ],
    preferences: ['text_area', text(21, 'Letters'), text(21, 'E-mail')],
    accountCode: ['text_line', text(22, 'A'), text(22, 'a')],
    bestTimeToCall: ['time', text(23, '09:30'), text(23, '10:00')],
  },
};

describe.each(['Matter', 'Contact'] as const)('custom fields of every type of a %s', (owner) => {
  const fields = Object.entries(values[owner]);
  const path = `/${owner.toLowerCase()}s`;
  const selection = `custom { ${fields.map(([name, [, { selection = '' }]]) => `${name} ${selection}`).join(' ')} }`;
  const each = <T>(print: (value: Value, type: string) => T, at: 0 | 1): Record<string, T> =>
    Object.fromEntries(fields.map(([name, [type, ...both]]) => [name, print(both[at], type)]));
  const rows = (at: 0 | 1, name: (id: number, type: string) => object): unknown[] =>
    fields.map(([, [type, ...both]]) => ({ ...name(both[at].id, type), value: both[at].sent }));
  const valueId = (type: string): unknown => expect.stringMatching(new RegExp(`^${type}-\\d+$`));

  it('are created in one call', async () => {
    const custom = each(({ given }) => given, 0);
    const { response, record, userErrors } = await write(owner, 'create', { custom }, selection);
    expect(response.errors).toBeUndefined();
    expect(userErrors).toEqual([]);
    expect(record).toEqual({ custom: each(({ returned }) => returned, 0) });
    const [call, ...more] = calls();
    expect(more).toEqual([]);
    expect(call).toEqual([
      `POST ${path}.json?fields=id,custom_field_values{id,contact,custom_field,field_name,matter,soft_deleted,value}`,
      expect.any(Array),
    ]);
    const sent = (call as [string, object[]])[1];
    expect(sent).toHaveLength(fields.length);
    expect(sent).toEqual(expect.arrayContaining(rows(0, (id) => ({ custom_field: { id } }))));
  });

  it('are set, changed, kept and cleared with one read and at most one write', async () => {
    const update = async (custom: object, returned: object): Promise<object[] | undefined> => {
      sandbox.resetCalls();
      const { response, record, userErrors } = await write(owner, 'update', { custom }, selection);
      expect(response.errors).toBeUndefined();
      expect(userErrors).toEqual([]);
      expect(record).toEqual({ custom: returned });
      const [read, written, ...more] = calls();
      expect(read).toBe(
        `GET ${path}/N.json?fields=id,custom_field_values{id,contact,custom_field,field_name,matter,soft_deleted,value},etag`,
      );
      expect(more).toEqual([]);
      if (written === undefined) return undefined;
      expect(sandbox.calls[1]?.headers['if-match']).toMatch(/^"\w+"$/);
      const [call, sent] = written as [string, object[]];
      expect(call).toBe(
        `PATCH ${path}/N.json?fields=id,custom_field_values{id,contact,custom_field,field_name,matter,soft_deleted,value}`,
      );
      return sent;
    };
    const all = (at: 0 | 1): Promise<object[] | undefined> =>
      update(
        each(({ given }) => given, at),
        each(({ returned }) => returned, at),
      );
    const made = rows(0, (id) => ({ custom_field: { id } }));
    expect(await all(0)).toEqual(expect.arrayContaining(made));
    const changed = rows(1, (_id, type) => ({ id: valueId(type) }));
    expect(await all(1)).toEqual(expect.arrayContaining(changed));
    expect(await all(1)).toBeUndefined();
    const isRequired = (name: string): boolean => file.fields[owner][name]?.required === true;
    const removable = fields.filter(([name]) => !isRequired(name));
    expect(removable).toHaveLength(fields.length - 2);
    const nothing = Object.fromEntries(removable.map(([name]) => [name, null]));
    const left = { ...each(({ returned }) => returned, 1), ...nothing };
    expect(await update(nothing, left)).toEqual(
      expect.arrayContaining(removable.map(([, [type]]) => ({ id: valueId(type), _destroy: true }))),
    );
    expect(await update(nothing, left)).toBeUndefined();
  });
});

describe('the field `custom` of an input', () => {
  it('is written with the other fields, in one call after one read', async () => {
    await give('Matter', { 10: 'CV-1', 3: 100 });
    const custom = { docketNumber: null, court: 'DISTRICT', amountInDispute: '100.00', hearingTime: '09:30' };
    const { userErrors, record } = await write(
      'Matter',
      'update',
      { custom, description: 'Changed' },
      'description',
    );
    expect(userErrors).toEqual([]);
    expect(record).toEqual({ description: 'Changed' });
    expect(calls()).toEqual([
      readOf('Matter'),
      [
        'PATCH /matters/N.json?fields=id,custom_field_values{id,custom_field,value},description',
        [
          { custom_field: { id: 8 }, value: '2' },
          { id: expect.stringMatching(/^text_line-/), _destroy: true },
          { custom_field: { id: 11 }, value: '09:30' },
        ],
      ],
    ]);
  });

  it('does not prevent other fields from being written if no custom field differs', async () => {
    await give('Matter', { 10: 'CV-1' });
    await write('Matter', 'update', { custom: { docketNumber: 'CV-1' }, description: 'Changed' });
    expect(calls()).toEqual([
      readOf('Matter'),
      ['PATCH /matters/N.json?fields=id,custom_field_values{id,custom_field,value}', undefined],
    ]);
  });

  it.each([[{}], [null]])('needs no read for %j', async (custom) => {
    await write('Matter', 'update', { custom, description: 'Changed' });
    expect(calls()).toEqual([['PATCH /matters/N.json?fields=id', undefined]]);
  });

  it('cannot be combined with customFieldValues', async () => {
    const { userErrors } = await write('Matter', 'update', {
      custom: { docketNumber: 'CV-1' },
      customFieldValues: [{ customFieldId: '10', value: { text: 'CV-2' } }],
    });
    expect(userErrors).toEqual([
      { code: 'INVALID', message: expect.stringContaining('not both'), field: ['input', 'custom'] },
    ]);
    expect(calls()).toEqual([]);
  });

  it('has a list for a field with several values, and only differences are written', async () => {
    const tag = Number(file.fields.Matter.tag?.id);
    await give('Matter', { [tag]: 'a' });
    addAnother({ id: 'text_line-9098', value: 'b' });
    addAnother({ id: 'text_line-9099', value: 'c' });
    const selection = 'custom { tag }';
    const { userErrors, record } = await write(
      'Matter',
      'update',
      { custom: { tag: ['c', 'd'] } },
      selection,
    );
    expect(userErrors).toEqual([]);
    expect(record).toEqual({ custom: { tag: ['d', 'c'] } });
    expect(calls()[1]).toEqual([
      expect.any(String),
      [
        { id: expect.stringMatching(/^text_line-/), value: 'd' },
        { id: 'text_line-9098', _destroy: true },
      ],
    ]);
  });

  it('returns each contact of a field with several values, in one batch', async () => {
    await give('Matter', { [Number(file.fields.Matter.witness?.id)]: 7 });
    addAnother({ id: 'contact-9001', value: 8, contact: { entity: 'Contact', id: 8 } });
    addAnother({ id: 'contact-9002', value: 900_000, contact: { entity: 'Contact', id: 900_000 } });
    const query = `{ matter(id: ${ids.Matter}) { custom { witness { clioId name } } } }`;
    const nameOf = (id: number): unknown => sandbox.records('Contact').get(id)?.name;
    const witnesses = [{ clioId: '7', name: nameOf(7) }, { clioId: '8', name: nameOf(8) }, null];
    expect((await gateway.gql(query)).data).toEqual({ matter: { custom: { witness: witnesses } } });
    expect(sandbox.calls).toHaveLength(2);
    const custom = { witness: ['Contact:8', 'Contact:9'] };
    const { userErrors, record } = await write(
      'Matter',
      'update',
      { custom },
      'custom { witness { clioId } }',
    );
    expect(userErrors).toEqual([]);
    expect(record).toEqual({ custom: { witness: [{ clioId: '9' }, { clioId: '8' }] } });
    const none = await write(
      'Matter',
      'update',
      { custom: { witness: [] } },
      'custom { witness { clioId } }',
    );
    expect(none.record).toEqual({ custom: { witness: [] } });
  });

  it('returns the first value if a record holds several of a field with one value, and cannot write it', async () => {
    await give('Matter', { 10: 'CV-1' });
    addAnother({ id: 'text_line-9001', value: 'CV-2' });
    const response = await gateway.gql(`{ matter(id: ${ids.Matter}) { custom { docketNumber } } }`);
    expect(response.data).toEqual({ matter: { custom: { docketNumber: 'CV-1' } } });
    expect(response.extensions?.clio).toMatchObject({ warnings: [expect.stringContaining('Set "several"')] });
    const { userErrors } = await write('Matter', 'update', { custom: { docketNumber: 'CV-3' } });
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', field: ['input', 'custom', 'docketNumber'] }]);
  });

  it('reports all errors at their places in the input, and nothing is written', async () => {
    await give('Matter', { 7: 2 });
    const custom = {
      numberOfParties: null,
      courtEMail: 'nobody',
      opposingCounsel: 'Matter:4',
      docketNumber: '',
      gone: 'x',
      hearingTime: '09:30',
    };
    const { userErrors, record } = await write('Matter', 'update', { custom, description: 'Changed' });
    expect(record).toBeNull();
    const at = (name: string): string[] => ['input', 'custom', name];
    expect(userErrors).toHaveLength(5);
    expect(userErrors).toEqual(
      expect.arrayContaining([
        { code: 'REQUIRED', message: expect.stringContaining('required'), field: at('numberOfParties') },
        { code: 'INVALID', message: expect.stringContaining('an e-mail address'), field: at('courtEMail') },
        { code: 'INVALID', message: expect.stringContaining('Contact'), field: at('opposingCounsel') },
        { code: 'INVALID', message: expect.stringContaining('null removes'), field: at('docketNumber') },
        { code: 'INVALID', message: expect.stringContaining('deleted'), field: at('gone') },
      ]),
    );
    expect(calls()).toEqual([readOf('Matter')]);
  });

  it.each([
    ['an option', { court: 'NOWHERE' }, { status: 'NOWHERE' }],
    ['a day', { dateOfIncident: '2026-02-30' }, { openDate: '2026-02-30' }],
    ['a number', { numberOfParties: 'three' }, { splitInvoicePayers: [{ splitPortion: 'three' }] }],
    ['a yes or no', { conflictCheckDone: 'yes' }, { billable: 'yes' }],
  ])('rejects a value that is not %s before any call, as other input fields do', async (_, custom, plain) => {
    const rejection = async (input: object): Promise<unknown> => {
      const { response } = await write('Matter', 'update', input);
      expect(response.data).toBeUndefined();
      return response.errors?.map(({ message, extensions }) => [
        message.replace(/.*; /, '').replace(/"\w+" enum.*/, 'enum'),
        extensions?.code,
      ]);
    };
    const rejected = await rejection({ custom });
    expect(rejected).toEqual([[expect.any(String), 'BAD_USER_INPUT']]);
    expect(await rejection(plain)).toEqual(rejected);
    expect(calls()).toEqual([]);
  });

  it('can clear a field that the firm has deleted, because nothing must be removed', async () => {
    const { userErrors } = await write('Matter', 'update', { custom: { gone: null } });
    expect(userErrors).toEqual([]);
    expect(calls()).toEqual([readOf('Matter')]);
  });

  it("reports Clio's errors at the fields of the input", async () => {
    await give('Matter', { 10: 'Same' });
    const errors = {
      'custom_field_values.0.value': "can't be blank",
      'custom_field_values.1.custom_field': 'is odd',
      description: 'is too long',
    };
    const body = JSON.stringify({ error: { type: 'ValidationError', message: 'no', errors } });
    sandbox.fault({ kind: 'status', status: 422, body, match: (call) => call.method !== 'GET' });
    const custom = { docketNumber: 'Same', hearingTime: '10:00', court: 'APPEAL' };
    const expected = [
      { code: 'REQUIRED', message: "can't be blank", field: ['input', 'custom', 'court'] },
      { code: 'INVALID', message: 'is odd', field: ['input', 'custom', 'hearingTime'] },
      { code: 'INVALID', message: 'is too long', field: ['input', 'description'] },
    ];
    const { userErrors } = await write('Matter', 'update', { custom, description: 'Changed' });
    expect(userErrors).toEqual(expected);
    const made = await write('Matter', 'create', { custom: { court: 'APPEAL', hearingTime: '10:00' } });
    expect(made.userErrors).toEqual(expected);
  });

  it('reports values that Clio silently dropped, unless verify is false', async () => {
    const custom = { opposingCounsel: 'Contact:999999', docketNumber: 'CV-3' };
    const dropped = [
      { code: 'NOT_APPLIED', message: expect.any(String), field: ['input', 'custom', 'opposingCounsel'] },
    ];
    const { userErrors } = await write('Matter', 'update', { custom });
    expect(userErrors).toEqual(dropped);
    expect((await write('Matter', 'create', { custom })).userErrors).toEqual(dropped);
    expect((await write('Matter', 'create', { custom, verify: false })).userErrors).toEqual([]);
  });

  it('requires that the record exists and nobody else changes it meanwhile', async () => {
    const custom = { docketNumber: 'CV-9' };
    const nobody = await write('Matter', 'update', { id: '999999', custom });
    expect(nobody.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'id'] }]);
    const old = await write('Matter', 'update', { custom, ifMatch: '"old"' });
    expect(old.userErrors).toMatchObject([{ code: 'STALE', field: ['input', 'ifMatch'] }]);
    sandbox.resetCalls();
    sandbox.fault({ kind: 'status', status: 412, times: 1, match: (call) => call.method === 'PATCH' });
    const again = await write('Matter', 'update', { custom, description: 'Changed' });
    expect(again.userErrors).toEqual([]);
    expect(sandbox.calls.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET', 'PATCH']);
  });

  it('is priced and explained with its read', async () => {
    const explain = async (input: object): Promise<unknown> => {
      const response = await gateway.gql(
        'mutation ($input: UpdateMatterInput!) { updateMatter(input: $input) { matter { description } } }',
        { variables: { input: { id: '4', ...input } }, headers: { 'x-clio-explain': 'plan' } },
      );
      return response.extensions?.clio;
    };
    const custom = { court: 'APPEAL' };
    const write = { method: 'PATCH', path: '/matters/{id}.json', fields: 'id,description' };
    expect(await explain({ description: 'x' })).toMatchObject({
      cost: { min: 1, expected: 1, max: 1 },
      plan: [write],
    });
    expect(await explain({ custom })).toMatchObject({
      cost: { min: 1, expected: 2, max: 4 },
      plan: [
        {
          method: 'GET',
          path: '/matters/{id}.json',
          fields: 'id,custom_field_values{id,custom_field,value},description,etag',
          next: [{ ...write, calls: { min: 0 } }],
        },
      ],
    });
    expect(await explain({ custom, description: 'x' })).toMatchObject({
      cost: { min: 2, expected: 2, max: 4 },
      plan: [
        {
          fields: expect.not.stringContaining('description'),
          next: [{ ...write, calls: { min: 1 } }],
        },
      ],
    });
    expect(sandbox.calls).toEqual([]);
  });
});
