import { expect, it } from 'vitest';
import { parseCustomFields, printCustomFields } from '../../../src/custom-fields/custom-fields-file.ts';
import { type CustomField, followFirm } from '../../../src/custom-fields/follow-firm.ts';

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

it('names equal labels by their ids, and is the same whatever the order', () => {
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

it('keeps names, and says what has changed', () => {
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
  ['[]', /must hold a JSON object/],
  ['{"Bill": {}}', /"Bill" must be "Contact" or "Matter"/],
  ['{"Matter": []}', /"Matter" must be an object/],
  ['{"Matter": {"2nd": {"id": "1", "label": "", "type": "date"}}}', /Matter.2nd is not a GraphQL name/],
  ['{"Matter": {"a": {"id": "1", "label": "", "type": "colour"}}}', /Matter.a needs an "id"/],
  ['{"Matter": {"a": {"id": "1", "label": "", "type": "picklist"}}}', /Matter.a needs its "options"/],
  [
    '{"Matter": {"a": {"id": "1", "label": "", "type": "date"}, "b": {"id": "1", "label": "", "type": "date"}}}',
    /Matter.b has the id of another field/,
  ],
])('refuses %s', (text, problem) => {
  expect(() => parseCustomFields(text, 'own.json')).toThrow(problem);
});
