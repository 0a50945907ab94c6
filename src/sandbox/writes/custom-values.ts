import { type Draft, isRecord, isRef, listOf, type RawRecord, type RawValue } from '../record.ts';
import type { Json } from '../render.ts';
import type { Body } from './read-body.ts';
import { isBody } from './read-body.ts';
import { isRemoval, type Place, type Write } from './write.ts';

const COMPOSITE = /^[a-z_]+-\d+$/;

/**
 * Custom field values of a matter or contact. A value is changed by its own id (`text_line-1`), made by its field's,
 * removed by `_destroy`. The id of a field in the place of a value's id corrupts data in Clio, and the form for new values
 * fails for an existing one: both are refused here, and so is the id of no field. Values that do not fit (the field of another
 * record, an unknown option) are ignored without an error, as in Clio.
 */
export function customFieldValues(w: Write, draft: Draft, value: Json, place: Place): void {
  let list = [...listOf(draft.custom_field_values)];
  for (const [index, one] of (Array.isArray(value) ? value : []).entries()) {
    if (!isBody(one)) continue;
    const path = `${place.path}.${index}`;
    list =
      one.id === undefined || one.id === null ? add(w, list, one, path, place) : change(w, list, one, path);
  }
  draft.custom_field_values = list;
}

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

function add(w: Write, list: RawValue[], row: Body, path: string, { entity }: Place): RawValue[] {
  const id = isBody(row.custom_field) ? row.custom_field.id : undefined;
  if (typeof id !== 'number') {
    w.problems.add(`${path}.custom_field`, "can't be blank");
    return list;
  }
  const ref = w.ref('CustomField', id, `${path}.custom_field.id`);
  const field = w.find(ref);
  if (field?.parent_type !== entity || field.deleted === true) return list;
  const at = list.findIndex((one) => isRecord(one) && isRef(one.custom_field) && one.custom_field.id === id);
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
    custom_field: { entity: 'CustomField', id },
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
  const known = (entity: string): boolean => w.find({ entity, id: Number(value) }) !== undefined;
  switch (field.field_type) {
    case 'picklist':
      return listOf(field.picklist_options).some((one) => isRef(one) && String(one.id) === String(value));
    case 'contact':
      return known('Contact');
    case 'matter':
      return known('Matter');
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

/** The value in the JSON type that real accounts answer with. */
function valued(draft: Draft, field: RawRecord, value: Json): Draft {
  const number = value === null ? null : Number(value);
  const links: Draft = { contact: null, matter: null, picklist_option: null };
  let kept = value as RawValue;
  switch (field.field_type) {
    case 'picklist':
      kept = value === null ? null : String(value);
      links.picklist_option = number === null ? null : { entity: 'PicklistOption', id: number };
      break;
    case 'contact':
      kept = number;
      links.contact = number === null ? null : { entity: 'Contact', id: number };
      break;
    case 'matter':
      kept = number;
      links.matter = number === null ? null : { entity: 'Matter', id: number };
      break;
    case 'numeric':
    case 'currency':
      kept = number;
      break;
    case 'checkbox':
      kept = value === null ? null : value === true || value === 'true';
      break;
    default:
      kept = value === null ? null : String(value);
  }
  return { ...draft, ...links, value: kept };
}
