import type { Login } from './logins.ts';
import { isRef, type RawRecord, type RawValue } from './record.ts';
import type { Store } from './store.ts';

/**
 * What a record loses for a login:
 *
 * - `contact`: all but the id, the name (as asterisks) and the type;
 * - `entry`: all of a private appointment but its time and calendar;
 * - `hours`: the six amounts of a time entry.
 */
export type Redaction = 'contact' | 'entry' | 'hours' | undefined;

/** Amounts that are hidden together with the hours of a time entry. `quantity_redacted` is then true. */
export const HOURS_FIELDS: ReadonlySet<string> = new Set([
  'quantity',
  'rounded_quantity',
  'quantity_in_hours',
  'rounded_quantity_in_hours',
  'total',
  'non_billable_total',
]);

/** Fields that a private appointment keeps. */
export const ENTRY_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'etag',
  'all_day',
  'start_at',
  'end_at',
  'start_date',
  'end_date',
  'start_time',
  'end_time',
  'start_at_time_zone',
  'calendar_owner',
  'calendar_owner_id',
  'calendars',
  'created_at',
  'updated_at',
]);

/** Fields that a hidden contact keeps. */
export const CONTACT_FIELDS: ReadonlySet<string> = new Set(['id', 'name', 'type']);

export const HIDDEN_NAME = '********';

/** Shapes whose `id` is that of a contact. */
const CONTACT_SHAPES: ReadonlySet<string> = new Set([
  'Contact',
  'Client',
  'MatterContacts',
  'RelatedContacts',
  'BillRecipient_Contact',
  'SafeCustodyPacket_Contact',
]);

/** Shapes whose `id` is that of a contact or of something else, depending on their `type`. */
const MIXED_SHAPES: ReadonlySet<string> = new Set(['Participant', 'Attendee']);
/** Types of people that are contacts: Clio writes `Contact` and reads `Person` or `Company`. */
export const CONTACT_TYPES: ReadonlySet<RawValue> = new Set(['Contact', 'Person', 'Company']);

export interface Visibility {
  /** False for contacts that the firm hides from a restricted user. */
  seesContact(login: Login, id: number | string): boolean;
  redaction(login: Login, entity: string, record: RawRecord): Redaction;
  /** True for a hidden contact in a free-form object (`member`, `sender`, `receivers`). */
  hidesPerson(login: Login, person: RawRecord): boolean;
}

export function createVisibility(store: Store): Visibility {
  const known = new Map<number, { version: number; ids: ReadonlySet<number | string> }>();

  function visibleContacts(userId: number): ReadonlySet<number | string> {
    const version = store.version('Matter') + store.version('Relationship') + store.version('Contact');
    const cached = known.get(userId);
    if (cached?.version === version) return cached.ids;
    const ids = new Set<number | string>();
    const mine = new Set<number | string>();
    for (const matter of store.table('Matter').values()) {
      const team = [
        matter.responsible_attorney,
        matter.originating_attorney,
        matter.responsible_staff,
        matter.user,
      ];
      if (!team.some((member) => isRef(member) && member.id === userId)) continue;
      mine.add(matter.id as number);
      if (isRef(matter.client)) ids.add(matter.client.id);
    }
    for (const relationship of store.table('Relationship').values()) {
      const { matter, contact } = relationship;
      if (isRef(matter) && isRef(contact) && mine.has(matter.id)) ids.add(contact.id);
    }
    for (const contact of store.table('Contact').values()) {
      if (contact.$creator_id === userId) ids.add(contact.id as number);
    }
    known.set(userId, { version, ids });
    return ids;
  }

  const seesContact = (login: Login, id: number | string): boolean =>
    !login.restricted || visibleContacts(login.userId).has(id);

  return {
    seesContact,
    redaction(login, entity, record) {
      if (!login.restricted) return undefined;
      if (
        CONTACT_SHAPES.has(entity) ||
        (MIXED_SHAPES.has(entity) && CONTACT_TYPES.has(record.type ?? null))
      ) {
        return seesContact(login, record.id as number) ? undefined : 'contact';
      }
      if (entity === 'CalendarEntry' || entity === 'Activity_CalendarEntry') {
        return record.$private === true && record.$owner_id !== login.userId ? 'entry' : undefined;
      }
      if (entity === 'Activity' && record.type === 'TimeEntry') {
        return isRef(record.user) && record.user.id === login.userId ? undefined : 'hours';
      }
      return undefined;
    },
    hidesPerson: (login, person) =>
      login.restricted && CONTACT_TYPES.has(person.type ?? null) && !seesContact(login, person.id as number),
  };
}
