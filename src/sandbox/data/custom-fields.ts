import { type Draft, type RawValue, type Ref, ref } from '../record.ts';
import { type Dataset, GONE } from './dataset.ts';
import type { Random } from './random.ts';
import { each, type Recipes, rows } from './recipe.ts';

/** One field of each type for matters and one for contacts. */
const FIELDS: readonly (readonly [type: string, matter: string, contact: string])[] = [
  ['checkbox', 'Conflict check done', 'Newsletter'],
  ['contact', 'Opposing counsel', 'Referred by'],
  ['currency', 'Amount in dispute', 'Credit limit'],
  ['date', 'Date of incident', 'Client since'],
  ['email', 'Court e-mail', 'Assistant e-mail'],
  ['matter', 'Related case', 'First matter'],
  ['numeric', 'Number of parties', 'Number of employees'],
  ['picklist', 'Court', 'Source'],
  ['text_area', 'Case summary', 'Preferences'],
  ['text_line', 'Docket number', 'Account code'],
  ['time', 'Hearing time', 'Best time to call'],
  ['url', 'Docket page', 'Company page'],
];

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  Court: ['County', 'District', 'Superior', 'Appeal', 'Supreme'],
  Source: ['Referral', 'Web site', 'Advertisement', 'Walk-in', 'Repeat client'],
};

/**
 * Further fields, with labels as firms write them: in any alphabet, used twice, with characters that no name can have. No
 * sample record has a value of them. Their ids follow those of the fields above.
 */
const FURTHER: readonly (readonly [
  parent: string,
  type: string,
  label: string,
  options?: readonly string[],
])[] = [
  ['Matter', 'text_line', 'Venue'],
  ['Matter', 'picklist', '2nd stage (§ 91a ZPO) — €', ['1st', 'N/A', '否', 'n/a', 'true']],
  ['Matter', 'text_line', 'Gericht für Süd-Straße'],
  ['Matter', 'date', 'Дата суда'],
  ['Matter', 'text_line', '裁判所'],
  ['Matter', 'currency', 'id'],
  ['Matter', 'contact', 'Venue'],
  ['Contact', 'text_line', 'constructor'],
  ['Contact', 'numeric', '% of "shares" & options'],
  ['Contact', 'picklist', '  ', ['Été', 'Ete']],
  ['Contact', 'time', 'מועד'],
  [
    'Contact',
    'checkbox',
    'A label that goes on for so long that nobody would want to type it, twice over, in any program at all',
  ],
];

const PER_PARENT = FIELDS.length;

function fields(): Draft[] {
  const make = (parent: string, at: 1 | 2): Draft[] =>
    FIELDS.map((field, index): Draft => {
      const name = field[at];
      const first = parent === 'Matter' ? 1 : 6;
      return {
        name,
        parent_type: parent,
        field_type: field[0],
        display_order: index + 1,
        displayed: index % 2 === 0,
        required: index % 6 === 0,
        deleted: field[0] === 'url' && parent === 'Contact',
        picklist_options: (OPTIONS[name] ?? []).map(
          (_, option): Ref => ref('PicklistOption', first + option),
        ),
      };
    });
  return [...make('Matter', 1), ...make('Contact', 2)];
}

/** Adds them in the second pass, which leaves the records of the first as they are. */
function addFurtherFields(_data: Dataset, drafts: readonly Draft[]): void {
  const all = drafts as Draft[];
  const [first] = drafts;
  let option = OPTION_ROWS.length;
  for (const [parent, type, name, options = []] of FURTHER) {
    all.push({
      ...first,
      id: all.length + 1,
      name,
      parent_type: parent,
      field_type: type,
      display_order: all.length + 1,
      displayed: false,
      required: false,
      deleted: false,
      picklist_options: options.map((): Ref => {
        option += 1;
        return ref('PicklistOption', option);
      }),
    });
  }
}

function addFurtherOptions(_data: Dataset, drafts: readonly Draft[]): void {
  const all = drafts as Draft[];
  const [first] = drafts;
  for (const option of FURTHER.flatMap(([, , , options = []]) => options))
    all.push({ ...first, id: all.length + 1, option, deleted_at: null });
}

const OPTION_ROWS = Object.values(OPTIONS)
  .flat()
  .map((option) => ({ option, deleted_at: null }));

/** Values of a matter or contact: of some of its fields, never of all. */
export function customFieldValues(
  data: Dataset,
  owner: 'Contact' | 'Matter',
  random: Random,
  index: number,
): RawValue[] {
  const base = owner === 'Matter' ? 0 : PER_PARENT;
  const values: RawValue[] = [];
  for (const [place, [type, ...names]] of FIELDS.entries()) {
    if ((index * 5 + place * 3) % 11 > 3) continue;
    const id = base + place + 1;
    // Clio lists a field that it shows by default also without a value, then without an id.
    const isUnset = (index + place) % 29 === 0;
    const value = isUnset ? null : valueFor(data, type, owner, random);
    const at = owner === 'Matter' ? 0 : 1;
    values.push(
      data.embed('CustomFieldValue', owner, random, {
        id: isUnset ? null : `${type}-${index * PER_PARENT + place + 1}`,
        custom_field: ref('CustomField', id),
        field_name: names[at] ?? null,
        field_type: type,
        field_display_order: place + 1,
        field_displayed: place % 2 === 0,
        field_required: place % 6 === 0,
        soft_deleted: false,
        value,
        contact: type === 'contact' && value !== null ? ref('Contact', value) : null,
        matter: type === 'matter' && value !== null ? ref('Matter', value) : null,
        picklist_option: type === 'picklist' && value !== null ? ref('PicklistOption', Number(value)) : null,
      }),
    );
  }
  return values;
}

/** Has the JSON type that Clio really sends; its document differs. */
function valueFor(data: Dataset, type: string, owner: string, random: Random): RawValue {
  switch (type) {
    case 'checkbox':
      return random.chance(0.6);
    case 'contact':
      return random.chance(0.05) ? GONE : random.int(1, data.count('Contact'));
    case 'matter':
      return random.chance(0.05) ? GONE : random.int(1, data.count('Matter'));
    case 'currency':
      return random.money(500, 250_000);
    case 'numeric':
      return random.int(2, 400) / 2;
    case 'date':
      return data.dates.day(-random.int(10, 1200));
    case 'time':
      return `${String(random.int(8, 17)).padStart(2, '0')}:${random.pick(['00', '15', '30', '45'])}:00`;
    case 'email':
      return `office${random.int(1, 90)}@example.org`;
    case 'url':
      return `https://www.example.org/pages/${random.int(100, 999)}`;
    case 'picklist':
      return String(random.int(1, 5) + (owner === 'Matter' ? 0 : 5));
    case 'text_area':
      return random.pick(['Client prefers letters.', 'Settlement is likely.', 'Two witnesses.\nOne expert.']);
    default:
      return `${random.pick(['CV', 'FA', 'PR'])}-${random.int(1000, 9999)}`;
  }
}

export const CUSTOM_FIELDS: Recipes = {
  CustomField: {
    count: PER_PARENT * 2,
    drafts: fields,
    link: addFurtherFields,
    neverBlank: ['display_order', 'parent_type', 'field_type'],
  },
  // None is deleted, because matters and contacts have values with any of them.
  PicklistOption: rows(OPTION_ROWS, { link: addFurtherOptions }),
  CustomFieldSet: each(8, (index, random) => {
    const parent = index % 2 === 0 ? 'Matter' : 'Contact';
    const first = parent === 'Matter' ? 1 : PER_PARENT + 1;
    const ids = random.some([...Array(PER_PARENT).keys()], 4).map((place) => place + first);
    return {
      name: `${parent} details ${index + 1}`,
      parent_type: parent,
      displayed: index < 5,
      custom_fields: ids.map((id) => ref('CustomField', id)),
    };
  }),
};
