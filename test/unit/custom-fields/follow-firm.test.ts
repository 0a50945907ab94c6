import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  lexicographicSortSchema,
  printType,
  validateSchema,
} from 'graphql';
import { expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { ConfigError } from '../../../src/config/config-error.ts';
import {
  parseCustomFields,
  printCustomFields,
  readCustomFields,
} from '../../../src/custom-fields/custom-fields-file.ts';
import { type CustomField, followFirm } from '../../../src/custom-fields/follow-firm.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';

const noFields = { Contact: {}, Matter: {} };

function field(id: string, name: string, more: Partial<CustomField> = {}): CustomField {
  return {
    id,
    name,
    type: 'text_line',
    owner: 'Matter',
    required: false,
    deleted: false,
    options: [],
    ...more,
  };
}

const court = field('8', 'Court', {
  type: 'picklist',
  options: [
    { id: '2', label: 'South', deleted: false },
    { id: '1', label: 'North', deleted: false },
  ],
});

it('names fields with equal labels by their ids, whatever their order', () => {
  const firm = [field('9', 'Court'), field('4', 'Insurer'), court, field('2', 'Court', { owner: 'Contact' })];
  const { fields } = followFirm(noFields, firm);
  expect(Object.entries(fields.Matter).map(([name, { id }]) => [name, id])).toEqual([
    ['insurer', '4'],
    ['court', '8'],
    ['court2', '9'],
  ]);
  expect(printCustomFields(followFirm(noFields, firm.reverse()).fields)).toBe(printCustomFields(fields));
});

it('prints what it reads, sorted', () => {
  const text = printCustomFields(followFirm(noFields, [field('4', 'Insurer'), court]).fields);
  expect(text).toBe(`{
  "version": 1,
  "Contact": {},
  "Matter": {
    "court": {
      "id": "8",
      "label": "Court",
      "type": "picklist",
      "options": {
        "NORTH": {
          "id": "1",
          "label": "North"
        },
        "SOUTH": {
          "id": "2",
          "label": "South"
        }
      }
    },
    "insurer": {
      "id": "4",
      "label": "Insurer",
      "type": "text_line"
    }
  }
}
`);
  expect(printCustomFields(parseCustomFields(text, 'file'))).toBe(text);
});

it('keeps names, and reports what has changed', () => {
  const { fields: before } = followFirm(noFields, [
    court,
    field('4', 'Insurer'),
    field('5', 'Gone'),
    field('6', 'Age'),
  ]);
  const own = {
    ...before,
    Matter: { ...before.Matter, insurer: { ...before.Matter.insurer, several: true } },
  };
  const { fields, differences } = followFirm(own as typeof before, [
    { ...court, name: 'Venue', options: [{ id: '1', label: 'Upper', deleted: false }] },
    field('4', 'Insurer', { required: true }),
    field('6', 'Age', { type: 'numeric' }),
    field('7', 'New'),
    field('11', 'Deleted before it came', { deleted: true }),
  ]);
  expect(differences).toEqual([
    '~ Matter.age: the type text_line is now numeric',
    '~ Matter.court.NORTH: the label "North" is now "Upper"',
    '- Matter.court.SOUTH: deleted in Clio',
    '~ Matter.court: the label "Court" is now "Venue"',
    '- Matter.gone: deleted in Clio',
    '~ Matter.insurer: is now required',
    '+ Matter.new: new, text_line "New"',
  ]);
  expect(fields.Matter.court).toMatchObject({
    label: 'Venue',
    options: { NORTH: { label: 'Upper' }, SOUTH: { deleted: true } },
  });
  expect(fields.Matter.gone).toMatchObject({ deleted: true });
  expect(fields.Matter.insurer).toMatchObject({ several: true, required: true });
  expect(followFirm(fields, [{ ...court, name: 'Court' }]).fields.Matter.court?.label).toBe('Court');
});

it.each([
  ['{', /not JSON/],
  ['[]', /must contain a JSON object/],
  ['{"Bill": {}}', /"Bill" must be "Contact" or "Matter"/],
  ['{"Matter": []}', /"Matter" must be an object/],
  ['{"Matter": {"2nd": {"id": "1", "label": "", "type": "date"}}}', /Matter.2nd is not a GraphQL name/],
  ['{"Matter": {"a": {"id": "1", "label": "", "type": "colour"}}}', /Matter.a needs an "id"/],
  ['{"Matter": {"a": {"id": "1", "label": "", "type": "picklist"}}}', /Matter.a needs its "options"/],
  [
    '{"Matter": {"a": {"id": "1", "label": "", "type": "date"}, "b": {"id": "1", "label": "", "type": "date"}}}',
    /Matter.b has the id of another field/,
  ],
  ['null', /must contain a JSON object/],
  ['{"version": 2, "Deals": {}}', /has version 2, but this gateway reads version 1\. Write the file/],
  ['{"version": "1"}', /has version "1"/],
  [
    '{"Matter": {"a": {"id": "1", "label": "", "type": "date"}, "\\u0061": {"id": "2", "label": "", "type": "date"}}}',
    /Matter\.a occurs twice/,
  ],
  ['{"Matter": {}, "Matter": {}}', /own\.json: Matter occurs twice/],
  [
    '{"Matter": {"a": {"id": "1", "label": "\\":", "type": "date"}}, "Matter" : {}}',
    /own\.json: Matter occurs twice/,
  ],
  [
    '{"Matter": {"__proto__": {"id": "1", "label": "", "type": "date"}}}',
    /Matter.__proto__ is not a GraphQL/,
  ],
  [
    '{"Matter": {"toString": {"id": "1", "label": "", "type": "date"}}}',
    /Matter.toString is the name of a prop/,
  ],
  ['{"Matter": {"": {"id": "1", "label": "", "type": "date"}}}', /Matter\."" is not a GraphQL name/],
  [
    '{"Matter": {"a\\nb": {"id": "1", "label": "", "type": "date"}}}',
    /Matter\."a\\nb" is not a GraphQL name/,
  ],
  [
    '{"Matter": {"a": {"id": "1", "label": "", "type": "date"}, "A": {"id": "2", "label": "", "type": "date"}}}',
    /Matter.A differs from "a" only in the case of its first letter/,
  ],
  [
    '{"Contact": {"a": {"id": "1", "label": "", "type": "date"}}, "Matter": {"a": {"id": "1", "label": "", "type": "date"}}}',
    /Matter.a has the id of another field/,
  ],
  ['{"Matter": {"a": {"id": 1, "label": "", "type": "date"}}}', /Matter.a needs an "id"/],
  [
    '{"Matter": {"a": {"id": "1", "label": "", "type": "date", "severall": true}}}',
    /Matter.a.severall is unknown/,
  ],
  [
    '{"Matter": {"a": {"id": "1", "label": "", "type": "date", "several": 1}}}',
    /Matter.a.several must be true or/,
  ],
  [
    '{"Matter": {"a": {"id": "1", "label": "", "type": "date", "options": {}}}}',
    /Matter.a has "options", but is not/,
  ],
  [
    '{"Matter": {"a": {"id": "1", "label": "", "type": "picklist", "options": {"true": {"id": "1", "label": ""}}}}}',
    /Matter.a.options.true is not a GraphQL name/,
  ],
  [
    '{"Matter": {"a": {"id": "1", "label": "", "type": "picklist", "options": {"A": {"id": "1", "label": ""}, "B": {"id": "1", "label": ""}}}}}',
    /Matter.a.options.B has the id of another option/,
  ],
])('rejects the file %s', (text, problem) => {
  expect(() => parseCustomFields(text, 'own.json')).toThrow(problem);
});

it('rejects a much too large file by its size, and lists a limited number of problems', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'custom-fields-'));
  const file = join(folder, 'own.json');
  await writeFile(file, ' '.repeat(10_000_000));
  expect(() => readCustomFields(file)).toThrow(/own\.json is larger than 5 MB/);
  expect(() => readCustomFields(folder)).toThrow(/cannot be read/);
  await rm(folder, { recursive: true });
  const fields = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`${index}`, null]));
  const rejection = configErrorOf(() => parseCustomFields(JSON.stringify({ Matter: fields }), 'own.json'));
  expect(rejection.problems).toHaveLength(21);
  expect(rejection.problems.at(-1)).toBe('… and 1980 more');
});

function configErrorOf(run: () => unknown): ConfigError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('It was not rejected');
}

it('gives a new field another name than a field that was renamed to begin with a capital', () => {
  const file = { Contact: {}, Matter: { Court: { id: '1', label: 'Tribunal', type: 'text_line' } } };
  const { fields } = followFirm(file, [field('1', 'Tribunal'), field('2', 'Court')]);
  expect(Object.keys(fields.Matter)).toEqual(['Court', 'court2']);
  expect(() => parseCustomFields(printCustomFields(fields), 'own.json')).not.toThrow();
});

it('makes a valid schema of every file that it accepts: labels are text, and no name is that of another type', () => {
  const label = 'A """ label\nof \\ "two" lines \u0000 \ud800 ⚖️ '.repeat(8);
  const options = { A: { id: '1', label }, constructor: { id: '2', label: '' } };
  const names = ['filter', 'input', 'option', 'court', 'courtFilter', 'courtOption', '_', 'A'];
  const facts = names.map((name, index) => [
    name,
    { id: String(index + 1), label, type: 'picklist', options },
  ]);
  const file = { Matter: Object.fromEntries(facts) };
  const customFields = parseCustomFields(JSON.stringify(file), 'own.json');
  for (const prefix of [null, 'Clio']) {
    const served = createServedSchema(loadCatalog(), { customFields, prefix });
    const shown = buildSchema(served.sdl());
    expect(validateSchema(shown)).toEqual([]);
    // The served schema is not built from that SDL, but is the same.
    const parts = [
      '',
      'Filter',
      'Custom',
      'CustomInput',
      'CustomFilter',
      'CustomCourtOption',
      'CustomCourtFilter',
    ];
    const ofMatter = parts.map((part) => `${prefix ?? ''}Matter${part}`);
    expect(print(served.schema, ofMatter)).toEqual(print(shown, ofMatter));
    const type = served.schema.getType(`${prefix ?? ''}MatterCustom`) as GraphQLObjectType;
    expect(Object.keys(type.getFields())).toEqual(names);
    // This firm has no fields of contacts.
    const contact = served.schema.getType(`${prefix ?? ''}Contact`) as GraphQLObjectType;
    expect(contact.getFields()).not.toHaveProperty('custom');
    expect(served.sdl()).not.toContain('ContactCustom');
    expect(type.getFields().court?.description).toBe(`${label.replaceAll('\ud800', '\ufffd')} (picklist)`);
  }
});

/** Types as SDL, with their parts sorted: an extension appends to a type. */
function print(schema: GraphQLSchema, names: readonly string[]): string[] {
  const sorted = lexicographicSortSchema(schema);
  return names.map((name) => printType(sorted.getType(name) as GraphQLNamedType));
}
