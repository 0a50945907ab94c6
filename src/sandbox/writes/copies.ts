import { type Draft, isRecord, isRef, type RawRecord, type RawValue } from '../record.ts';
import type { Write } from './write.ts';

/** Fields that hold people as records of their own, with the person's name in them. */
const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  Task: ['assignee'],
  Communication: ['senders', 'receivers'],
  CalendarEntry: ['attendees'],
  Conversation: ['memberships'],
  ConversationMessage: ['sender', 'receivers'],
};

const CONTACT_TYPES: ReadonlySet<RawValue> = new Set(['Contact', 'Person', 'Company']);

/** A contact's new name shows wherever the contact takes part. */
export function renamePerson(w: Write, contact: RawRecord): void {
  const told: Draft = {
    name: contact.name ?? null,
    initials: contact.initials ?? null,
    identifier: contact.primary_email_address ?? null,
    email: contact.primary_email_address ?? null,
  };
  const renamed = (value: RawValue): RawValue => {
    if (Array.isArray(value)) return (value as readonly RawValue[]).map(renamed);
    if (!isRecord(value)) return value;
    if (isRecord(value.member)) return { ...value, member: renamed(value.member) };
    if (value.id !== contact.id || !CONTACT_TYPES.has(value.type ?? null)) return value;
    return { ...value, ...Object.fromEntries(Object.entries(told).filter(([key]) => key in value)) };
  };
  for (const [entity, keys] of Object.entries(PEOPLE)) copyInto(w, entity, keys, renamed);
}

/** A custom field's new name and place show in every value of it. */
export function renameField(w: Write, field: RawRecord): void {
  const told: Draft = {
    field_name: field.name ?? null,
    field_display_order: field.display_order ?? null,
    field_displayed: field.displayed ?? null,
    field_required: field.required ?? null,
  };
  const renamed = (value: RawValue): RawValue => {
    if (Array.isArray(value)) return (value as readonly RawValue[]).map(renamed);
    const isOwn = isRecord(value) && isRef(value.custom_field) && value.custom_field.id === field.id;
    return isOwn ? { ...value, ...told } : value;
  };
  copyInto(w, String(field.parent_type), ['custom_field_values'], renamed);
}

/** Replaces the records whose copies have changed, and no others: an etag must not change for nothing. */
function copyInto(
  w: Write,
  entity: string,
  keys: readonly string[],
  renamed: (value: RawValue) => RawValue,
): void {
  for (const record of w.changes.all(entity)) {
    const values: Draft = {};
    for (const key of keys) values[key] = renamed(record[key] ?? null);
    if (keys.some((key) => JSON.stringify(values[key]) !== JSON.stringify(record[key] ?? null)))
      w.change(entity, record, values);
  }
}
