import { isRecord, isRef, type RawRecord, type Ref, ref } from '../record.ts';

/** A record that lists or counts the records that refer to it. */
export interface Backlink {
  /** Entity of the records that refer. */
  readonly source: string;
  /** Entity of the records that are referred to. */
  readonly target: string;
  readonly to: (record: RawRecord) => Ref | undefined;
  readonly list?: string;
  readonly count?: string;
}

export const refIn =
  (key: string) =>
  (record: RawRecord): Ref | undefined => {
    const value = record[key];
    return isRef(value) ? value : undefined;
  };

/** A field that holds the id of a contact. */
const contactIn =
  (key: string) =>
  (record: RawRecord): Ref | undefined => {
    const id = record[key];
    return typeof id === 'number' ? ref('Contact', id) : undefined;
  };

/** Only time entries count as such; expenses may name a task too. */
const timeEntries = (key: string, target: string): Backlink => ({
  source: 'Activity',
  target,
  to: (record) => (record.type === 'TimeEntry' ? refIn(key)(record) : undefined),
  list: 'time_entries',
  count: 'time_entries_count',
});

const reminders = (target: string): Backlink => ({
  source: 'Reminder',
  target,
  to({ subject }) {
    if (!isRecord(subject) || subject.type !== target) return undefined;
    return ref(target, target === 'Task' ? Number(subject.id) : String(subject.id));
  },
  list: 'reminders',
});

export const BACKLINKS: readonly Backlink[] = [
  timeEntries('task', 'Task'),
  timeEntries('calendar_entry', 'CalendarEntry'),
  timeEntries('communication', 'Communication'),
  timeEntries('matter_note', 'Note'),
  timeEntries('contact_note', 'Note'),
  reminders('Task'),
  reminders('CalendarEntry'),
  { source: 'ActivityRate', target: 'Contact', to: contactIn('contact_id'), list: 'activity_rates' },
  { source: 'EmailAddress', target: 'Contact', to: contactIn('$contact_id'), list: 'email_addresses' },
  { source: 'PhoneNumber', target: 'Contact', to: contactIn('$contact_id'), list: 'phone_numbers' },
  {
    source: 'Allocation',
    target: 'CreditMemo',
    to: ({ parent }) =>
      isRecord(parent) && parent.type === 'CreditMemo' ? ref('CreditMemo', parent.id) : undefined,
    list: 'allocations',
  },
  { source: 'CalendarEntry', target: 'MatterDocket', to: refIn('matter_docket'), list: 'calendar_entries' },
  { source: 'Relationship', target: 'Matter', to: refIn('matter'), list: 'relationships' },
  {
    source: 'TaskTemplate',
    target: 'TaskTemplateList',
    to: refIn('task_template_list'),
    count: 'templates_count',
  },
];
