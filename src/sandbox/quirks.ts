import type { ScalarFact } from '../catalog/types.ts';
import type { RawRecord, RawValue } from './record.ts';

/** Ways in which real accounts differ from Clio's document. All are off until a property is set. */
export interface Quirks {
  /** Enum values of responses are in lower case: `"priority":"normal"`. */
  lowerCaseEnums?: boolean;
  /** Labels that the document does not list: a phone number `Mobile`, an address `Business`, a web site `Blog`. */
  otherLabels?: boolean;
  /** Booleans of responses are text: `"flat_rate":"true"`. */
  booleansAsText?: boolean;
  /** Lists of nested records begin with null: `"addresses":[null,{…}]`. */
  nullElements?: boolean;
  /** Totals of non-billable activities are null. */
  nullTotals?: boolean;
  /**
   * Custom field values of an application without the permission "Custom fields": `id` leaves only the id, `value` the id
   * and the value, `no-field` all but the contents of `custom_field`.
   */
  customFieldValues?: 'id' | 'value' | 'no-field';
  /** Only `type=matter` and `type=contact` list notes; the capitalised values are rejected. */
  lowerCaseNoteTypes?: boolean;
  /** The firm's plan has no advanced tasks: a task is pending or complete. */
  basicTasks?: boolean;
  /** A `query` finds records only some milliseconds after they were created. */
  searchLagMs?: number;
}

/** Labels of responses that the document does not list. */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  Address: ['Business'],
  InstantMessenger: ['Signal'],
  PhoneNumber: ['Mobile', 'Fax'],
  WebSite: ['Blog'],
};

/** Fields that remain with the quirk of custom field values. */
const KEPT: Readonly<Record<string, ReadonlySet<string>>> = {
  id: new Set(['id', 'etag']),
  value: new Set(['id', 'value']),
};

/** True for fields that a response lacks. */
export function isStripped({ customFieldValues }: Quirks, entity: string, key: string): boolean {
  if (entity !== 'CustomFieldValue' || customFieldValues === undefined) return false;
  return KEPT[customFieldValues]?.has(key) === false;
}

/** A plain value as a real account might send it. */
export function quirkyValue(
  quirks: Quirks,
  entity: string,
  record: RawRecord,
  { key, fact }: { readonly key: string; readonly fact: ScalarFact },
): RawValue {
  const value = record[key] ?? null;
  if (quirks.nullTotals && key === 'total' && record.non_billable === true) return null;
  if (quirks.booleansAsText && typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return value;
  const labels = key === 'name' && quirks.otherLabels ? LABELS[entity] : undefined;
  if (labels) return labels[Number(record.id) % (labels.length + 1)] ?? value;
  return quirks.lowerCaseEnums && fact.enum ? value.toLowerCase() : value;
}
