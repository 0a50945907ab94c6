import type { Login } from './logins.ts';
import { isRecord, isRef, listOf, type RawRecord, type RawValue, refersTo } from './record.ts';
import type { Visible } from './sandbox.ts';
import type { RecordId, Store } from './store.ts';

/** How a login sees a record that it does not see in full. */
export type Redaction = Extract<Visible, 'hidden' | 'private' | 'rates' | 'hours'>;

/** Amounts of a time entry that a firm's visibility of billing rates hides. Clio does not mark them. */
const RATE_FIELDS: ReadonlySet<string> = new Set(['price', 'total']);

/** Amounts that are hidden together with the hours of a time entry. `quantity_redacted` is then true. */
const HOURS_FIELDS: ReadonlySet<string> = new Set([
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

/** True for the amounts of a time entry that a redaction hides. */
export function isHiddenAmount(redaction: string | undefined, key: string): boolean {
  if (redaction !== 'hours' && redaction !== 'rates') return false;
  return RATE_FIELDS.has(key) || (redaction === 'hours' && HOURS_FIELDS.has(key));
}

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

/** Roles in a matter whose holders see its contacts. */
const TEAM = ['responsible_attorney', 'originating_attorney', 'responsible_staff', 'user'] as const;

/** How much of the firm's records each login sees. */
export class Visibility {
  readonly #store: Store;
  readonly #known = new Map<number, { version: number; ids: ReadonlySet<RecordId> }>();

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * False for contacts that the firm hides from a restricted user. The user sees the contacts that he created, and the
   * clients, related contacts, contacts in custom fields and co-counsel of his matters.
   */
  seesContact({ restricted, userId }: Login, id: RecordId): boolean {
    return !restricted || this.#visibleContacts(userId).has(id);
  }

  redaction(login: Login, entity: string, record: RawRecord): Redaction | undefined {
    if (!login.restricted) return undefined;
    if (CONTACT_SHAPES.has(entity) || (MIXED_SHAPES.has(entity) && CONTACT_TYPES.has(record.type ?? null)))
      return this.seesContact(login, record.id as number) ? undefined : 'hidden';
    if (entity === 'CalendarEntry' || entity === 'Activity_CalendarEntry')
      return record.$private === true && record.$owner_id !== login.userId ? 'private' : undefined;
    if (entity !== 'Activity' || record.type !== 'TimeEntry' || refersTo(record.user, login.userId))
      return undefined;
    const attorney = this.#store.find(record.matter)?.responsible_attorney;
    return refersTo(attorney, login.userId) ? 'rates' : 'hours';
  }

  /** True for a hidden contact in a free-form object (`member`, `sender`, `receivers`). */
  hidesPerson(login: Login, person: RawRecord): boolean {
    return CONTACT_TYPES.has(person.type ?? null) && !this.seesContact(login, person.id as number);
  }

  #visibleContacts(userId: number): ReadonlySet<RecordId> {
    const store = this.#store;
    const version = store.version('Matter') + store.version('Relationship') + store.version('Contact');
    const cached = this.#known.get(userId);
    if (cached?.version === version) return cached.ids;
    const ids = new Set<RecordId>();
    const mine = new Set<RecordId>();
    const see = (contact: RawValue | undefined): void => {
      if (isRef(contact)) ids.add(contact.id);
    };
    for (const matter of store.table('Matter').values()) {
      if (!TEAM.some((role) => refersTo(matter[role], userId))) continue;
      mine.add(matter.id as number);
      see(matter.client);
      for (const contact of listOf(matter.$co_counsel)) see(contact);
      for (const value of listOf(matter.custom_field_values)) see(isRecord(value) ? value.contact : null);
    }
    for (const { matter, contact } of store.table('Relationship').values())
      if (isRef(matter) && mine.has(matter.id)) see(contact);
    for (const contact of store.table('Contact').values())
      if (contact.$creator_id === userId) ids.add(contact.id as number);
    this.#known.set(userId, { version, ids });
    return ids;
  }
}
