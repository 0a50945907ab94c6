import { afterEach, describe, expect, it } from 'vitest';
import type { Quirks } from '../../../src/sandbox/quirks.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

// An application without the access permission "Custom Fields" gets custom field values without their contents. That is
// different from empty values.

const running = forAllTests(() => startListeningGateway());
afterEach(() => {
  running.sandbox.clearFaults();
  delete running.sandbox.quirks.customFieldValues;
});

const withheld = [expect.stringMatching(/^CustomFieldValue: .*the access permission Custom Fields \(read\)/)];
const warningsOf = (extensions: Record<string, unknown> | undefined): unknown =>
  (extensions?.clio as { warnings?: unknown } | undefined)?.warnings;

describe.each<[NonNullable<Quirks['customFieldValues']>, string]>([
  ['id', 'value'],
  ['id', 'fieldName'],
  ['id', 'textValue'],
  ['value', 'fieldName'],
  ['no-field', 'customField { id }'],
  ['no-field', 'customField { name parentType }'],
  ['id', 'customField { name }'],
])('custom field values with only %s, selected with %s', (quirk, fields) => {
  it('cause one warning that names the access permission', async () => {
    running.sandbox.quirks.customFieldValues = quirk;
    const { data, errors, extensions } = await running.ask(
      `{ matters(first: 3) { nodes { customFieldValues { id ${fields} } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(warningsOf(extensions)).toEqual(withheld);
    const [name = ''] = fields.split(' ');
    const matters = data?.matters as { nodes: { customFieldValues: Record<string, unknown>[] }[] };
    const values = matters.nodes.flatMap((one) => one.customFieldValues);
    expect(values.some(({ id }) => id !== null)).toBe(true);
    for (const value of values) expect(value[name]).toBeNull();
  });
});

it('does not warn if nothing is missing', async () => {
  for (const quirk of [undefined, 'id'] as const) {
    running.sandbox.quirks.customFieldValues = quirk;
    const fields =
      quirk === 'id' ? 'id' : 'id value fieldName fieldType customField { name } contact { name }';
    const { errors, extensions } = await running.ask(
      `{ matters(first: 20) { nodes { customFieldValues { ${fields} } } } }`,
    );
    expect([errors, warningsOf(extensions)]).toEqual([undefined, undefined]);
  }
});

describe('customFieldValue(by:) for values without the ids of their fields', () => {
  const query =
    '{ matters(first: 10) { nodes { customFieldValue(by: { id: "CustomField:10" }) { fieldName value } } } }';

  it('finds them by the name of the field, which is read once', async () => {
    const usual = await running.ask(query);
    expect(JSON.stringify(usual.data)).toContain('Docket number');
    running.sandbox.quirks.customFieldValues = 'no-field';
    running.sandbox.resetCalls();
    const { data, errors } = await running.ask(query);
    expect([data, errors]).toEqual([usual.data, undefined]);
    expect(running.sandbox.calls.map(({ path }) => path.split('?')[0])).toEqual([
      '/matters.json',
      '/custom_fields/10.json',
    ]);
  });

  it('is null with a warning if the field cannot be read either', async () => {
    running.sandbox.quirks.customFieldValues = 'no-field';
    running.sandbox.fault({ kind: 'status', status: 403, match: '/custom_fields' });
    const { data, errors, extensions } = await running.ask(query);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).not.toContain('Docket number');
    expect(warningsOf(extensions)).toEqual(withheld);
  });
});

it('setCustomFieldValues names the access permission', async () => {
  running.sandbox.quirks.customFieldValues = 'id';
  const { errors } = await running.ask(
    'mutation { setCustomFieldValues(input: { record: "Matter:1", values: [{ by: { name: "Docket number" }, value: { text: "1" } }] }) { userErrors { message } } }',
  );
  expect(errors).toMatchObject([
    {
      message: expect.stringContaining('the access permission Custom Fields'),
      extensions: { code: 'FORBIDDEN', permissions: [{ name: 'Custom Fields', access: 'read' }] },
    },
  ]);
});
