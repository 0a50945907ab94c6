import { type Draft, isRecord, type RawRecord, type RawValue, refersTo } from '../record.ts';
import { CONTACT_TYPES } from '../redaction.ts';
import type { Write } from './write.ts';

/** Fields that hold people as records of their own, with the person's name in them. */
const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  Task: ['assignee'],
  Communication: ['senders', 'receivers'],
  CalendarEntry: ['attendees'],
  Conversation: ['memberships'],
  ConversationMessage: ['sender', 'receivers'],
};

/** Updates the copies of a contact's name in tasks, communications, appointments and conversations. */
export function renamePerson(w: Write, contact: RawRecord): void {
  const copied: Draft = {
    name: contact.name ?? null,
    initials: contact.initials ?? null,
    identifier: contact.primary_email_address ?? null,
    email: contact.primary_email_address ?? null,
  };
  const renamed = (person: RawRecord): RawRecord => {
    if (isRecord(person.member)) return { ...person, member: renamed(person.member) };
    if (person.id !== contact.id || !CONTACT_TYPES.has(person.type ?? null)) return person;
    return { ...person, ...Object.fromEntries(Object.entries(copied).filter(([key]) => key in person)) };
  };
  for (const [entity, keys] of Object.entries(PEOPLE)) copyInto(w, entity, keys, renamed);
}

/** Updates the copies of a custom field's name and place in its values. */
export function renameField(w: Write, field: RawRecord): void {
  const copied: Draft = {
    field_name: field.name ?? null,
    field_display_order: field.display_order ?? null,
    field_displayed: field.displayed ?? null,
    field_required: field.required ?? null,
  };
  copyInto(w, String(field.parent_type), ['custom_field_values'], (value) =>
    refersTo(value.custom_field, field.id) ? { ...value, ...copied } : value,
  );
}

/** Replaces only the records whose copies change, so that the etags of the others stay the same. */
function copyInto(
  w: Write,
  entity: string,
  keys: readonly string[],
  renamed: (copy: RawRecord) => RawRecord,
): void {
  const update = (value: RawValue): RawValue => {
    if (Array.isArray(value)) return (value as readonly RawValue[]).map(update);
    return isRecord(value) ? renamed(value) : value;
  };
  for (const record of w.changes.all(entity)) {
    const values: Draft = {};
    for (const key of keys) values[key] = update(record[key] ?? null);
    if (keys.some((key) => JSON.stringify(values[key]) !== JSON.stringify(record[key] ?? null)))
      w.change(entity, record, values);
  }
}
