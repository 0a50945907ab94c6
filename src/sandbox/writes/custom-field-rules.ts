import {
  type Draft,
  isRecord,
  isRef,
  listOf,
  type RawRecord,
  type RawValue,
  ref,
  refersTo,
} from '../record.ts';
import type { Json } from '../render.ts';
import { renameField } from './copies.ts';
import { type Body, isBody, rowsOf } from './read-body.ts';
import { type FieldRule, isRemoval, type Place, type RecordRule, type Rules, type Write } from './write.ts';

const COMPOSITE = /^[a-z_]+-\d+$/;

/**
 * Custom field values of a matter or contact. A row with the id of a value (`text_line-1`) changes it, or removes it
 * with `_destroy`; a row with the id of a field adds a value. Rejected are: the id of a field in the place of a value's
 * id, which corrupts data in Clio; a new value for a field that has one, which fails in Clio; and the id of no field.
 * Values that do not fit (the field of another record, an unknown option) are ignored without an error, as in Clio.
 */
const customFieldValues: FieldRule = (w, draft, value, place) => {
  let list = [...listOf(draft.custom_field_values)];
  for (const [row, path] of rowsOf(value, place.path))
    list = (row.id ?? null) === null ? add(w, list, row, { ...place, path }) : change(w, list, row, path);
  return list;
};

function change(w: Write, list: RawValue[], row: Body, path: string): RawValue[] {
  if (typeof row.id !== 'string' || !COMPOSITE.test(row.id)) {
    w.problems.add(`${path}.id`, 'is not the id of a custom field value');
    return list;
  }
  const at = list.findIndex((one) => isRecord(one) && one.id === row.id);
  const held = list[at];
  if (!isRecord(held)) return list;
  if (isRemoval(row)) return list.filter((_, index) => index !== at);
  const field = w.find(held.custom_field);
  if (row.value === undefined || !field || !fits(w, field, row.value)) return list;
  const next = valued(w.touch(held), field, row.value);
  return list.map((one, index) => (index === at ? next : one));
}

function add(w: Write, list: RawValue[], row: Body, { entity, path }: Place): RawValue[] {
  const id = isBody(row.custom_field) ? row.custom_field.id : undefined;
  if (typeof id !== 'number') {
    w.problems.add(`${path}.custom_field`, "can't be blank");
    return list;
  }
  const field = w.find(w.ref('CustomField', id, `${path}.custom_field.id`));
  if (field?.parent_type !== entity || field.deleted === true) return list;
  const at = list.findIndex((one) => isRecord(one) && refersTo(one.custom_field, id));
  const held = list[at];
  if (isRecord(held) && held.id !== null) {
    w.problems.add(`${path}.custom_field`, 'has a value already; change it by its id');
    return list;
  }
  const value = row.value ?? null;
  if (!fits(w, field, value)) return list;
  const type = String(field.field_type);
  const fresh: Draft = {
    ...(isRecord(held) ? held : w.blank('CustomFieldValue')),
    id: `${type}-${w.changes.nextSerial('CustomFieldValue', 1_000_000)}`,
    custom_field: ref('CustomField', id),
    field_name: field.name ?? null,
    field_type: type,
    field_display_order: field.display_order ?? null,
    field_displayed: field.displayed ?? false,
    field_required: field.required ?? false,
    soft_deleted: false,
  };
  const next = valued(fresh, field, value);
  return isRecord(held) ? list.map((one, index) => (index === at ? next : one)) : [...list, next];
}

function fits(w: Write, field: RawRecord, value: Json): boolean {
  if (value === null) return true;
  switch (field.field_type) {
    case 'picklist':
      return listOf(field.picklist_options).some((one) => isRef(one) && String(one.id) === String(value));
    case 'contact':
    case 'matter':
      return w.find(ref(LINKS[field.field_type]?.[1] ?? '', Number(value))) !== undefined;
    case 'numeric':
    case 'currency':
      return value !== '' && Number.isFinite(Number(value));
    case 'date':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    case 'checkbox':
      return value === true || value === false || value === 'true' || value === 'false';
    default:
      return typeof value !== 'object';
  }
}

/** Types whose values are records: the field of the value that refers to it, and the record's entity. */
const LINKS: Readonly<Record<string, readonly [key: string, entity: string]>> = {
  contact: ['contact', 'Contact'],
  matter: ['matter', 'Matter'],
  picklist: ['picklist_option', 'PicklistOption'],
};
const NUMBERS: ReadonlySet<string> = new Set(['contact', 'matter', 'numeric', 'currency']);

/** Sets the value in the JSON type of real accounts. */
function valued(draft: Draft, { field_type: type }: RawRecord, value: Json): Draft {
  const links: Draft = { contact: null, matter: null, picklist_option: null };
  const [key, entity] = LINKS[String(type)] ?? [];
  if (value === null) return { ...draft, ...links, value };
  if (key !== undefined && entity !== undefined) links[key] = ref(entity, Number(value));
  const isChecked = value === true || value === 'true';
  const text = NUMBERS.has(String(type)) ? Number(value) : String(value);
  return { ...draft, ...links, value: type === 'checkbox' ? isChecked : text };
}

const customField: RecordRule = (w, draft, { creating }) => {
  if (!creating) renameField(w, draft);
};

const customFieldIds: FieldRule = (w, draft, value, { path }) => {
  const ids = Array.isArray(value) ? value : [];
  draft.custom_fields = ids.flatMap((id: Json, index) => w.ref('CustomField', id, `${path}.${index}`) ?? []);
};

export const CUSTOM_FIELD_RULES: Rules = {
  fields: { custom_field_values: customFieldValues, 'CustomFieldSet.custom_field_ids': customFieldIds },
  records: { CustomField: customField },
};
