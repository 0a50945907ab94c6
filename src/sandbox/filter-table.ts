import { isUnbilled } from './data/projections.ts';
import {
  dateTest,
  type FilterContext,
  type FilterMaker,
  idsOf,
  mattersOf,
  same,
  searchable,
  type Test,
} from './filter-tests.ts';
import type { Operand, ParameterValue } from './parameters.ts';
import { isRecord, isRef, listOf, type RawRecord, type RawValue } from './record.ts';
import { CONTACT_TYPES } from './redaction.ts';

/** Parameter → records that a list includes only with this parameter. */
export const HIDDEN: Readonly<Record<string, Test>> = {
  include_deleted: (one) => (one.deleted_at ?? null) !== null,
  show_uncompleted: (one) => one.$uncompleted === true,
  include_co_counsel: (one) => one.$co_counsel === true,
  include_system: (one) => one.is_system === true,
};

/** Parameters without effect here, each with its reason. */
export const IGNORED: ReadonlySet<string> = new Set([
  // Handled elsewhere: they include hidden records or choose the fields of values.
  ...Object.keys(HIDDEN),
  'expanded',
  'custom_field_ids[]',
  // Handled with the other parameter of its pair.
  'scope',
  // They choose a rate to calculate, and do not filter the descriptions.
  'rate_for[matter_id]',
  'rate_for[user_id]',
  // An opaque key of another product.
  'Contact.shared_resource_id',
  // A formatting aid.
  'BillingSetting.duration',
  // All users of a matter belong to the sample firm, whose entries are listed anyway.
  'CalendarEntry.owner_entries_across_all_users',
  // The firm keeps line items in the order of their ids.
  'LineItem.display_order',
  // The sample data counts only for the whole firm.
  'EventMetrics.contact_id',
  'EventMetrics.matter_id',
  // It excludes UK legal aid areas, which the sample firm does not have.
  'PracticeArea.matter_id',
  // They choose the amount and scheme of a rate, and do not filter the categories.
  'LaukExpenseCategory.region',
  'LaukCriminalControlledRate.standard_fee_category',
  // Input of a preview.
  'event_prefix',
  'start_date',
  'start_time',
  'jurisdiction[id]',
  'service_type[id]',
  'trigger[id]',
  'document_version_id',
]);

/** A field or association with another name than the parameter. */
const field =
  (key: string): FilterMaker =>
  (value) =>
  (record) =>
    same(record[key], value);

/** Records with the value in a list; for `null`, records with an empty list. */
const includes =
  (key: string): FilterMaker =>
  (value) =>
  (record) =>
    value === null ? listOf(record[key]).length === 0 : listOf(record[key]).some((held) => same(held, value));

/** A field of the associated record; `null` also selects records without an associated one. */
const via =
  (association: string, key: string): FilterMaker =>
  (value, { store }) =>
  (record) =>
    same(store.find(record[association])?.[key], value);

/** A field of one of the record's matters. */
const ofMatters =
  (key: string): FilterMaker =>
  (value, context) =>
  (record) =>
    mattersOf(context, record).some((matter) => same(matter[key], value));

/** True selects the records that pass a test, false the others. */
const flag =
  (has: (record: RawRecord, context: FilterContext) => boolean): FilterMaker =>
  (value, context) =>
  (record) =>
    has(record, context) === value;

/** True selects the records that pass a test, false selects all. */
const only =
  (has: (record: RawRecord, context: FilterContext) => boolean): FilterMaker =>
  (value, context) =>
  (record) =>
    value !== true || has(record, context);

/** Compares the day of a date and time with that of the parameter. */
const day =
  (key: string, operator: Operand['operator']): FilterMaker =>
  (value) =>
    dateTest(key, operator, String(value).slice(0, 10));

const contains =
  (...keys: string[]): FilterMaker =>
  (value) => {
    const wanted = String(value).toLowerCase();
    return (record) => keys.some((key) => searchable(record[key]).includes(wanted));
  };

/** Fields that a `query` searches by default. */
const SEARCHED = [
  'name',
  'subject',
  'description',
  'summary',
  'note',
  'detail',
  'body',
  'title',
  'filename',
  'phrase',
  'snippet',
] as const;

/** Billable matters (or a client's) with unbilled activities in a range of days. */
const unbilledWithin: FilterMaker = (_value, context) => {
  const { store, parameters } = context;
  const start = String(parameters.filters.get('start_date') ?? '0000');
  const end = String(parameters.filters.get('end_date') ?? '9999');
  const found = new Set<RawValue>();
  for (const activity of store.table('Activity').values()) {
    const date = String(activity.date);
    if (isRef(activity.matter) && isUnbilled(activity) && date >= start && date <= end)
      found.add(activity.matter.id);
  }
  return (record) => mattersOf(context, record).some(({ id }) => found.has(id ?? null));
};

const isOverdue = (bill: RawRecord, { store }: FilterContext): boolean =>
  bill.state === 'awaiting_payment' && typeof bill.due_at === 'string' && bill.due_at < store.today;

const hasTime = (record: RawRecord): boolean => listOf(record.time_entries).length > 0;

const externalProperty: FilterMaker = (_value, { parameters }) => {
  const name = parameters.filters.get('external_property_name') ?? null;
  const value = parameters.filters.get('external_property_value') ?? null;
  return (record) =>
    listOf(record.external_properties).some(
      (property) =>
        isRecord(property) &&
        (name === null || same(property.name, name)) &&
        (value === null || same(property.value, value)),
    );
};

/** Direct children, or with `scope=descendants` all descendants. */
const parentFolder: FilterMaker = (value, { store, parameters }) => {
  if (value === null || parameters.filters.get('scope') !== 'descendants') {
    return (record) => same(record.parent, value);
  }
  const folders = store.table('Folder');
  return (record) => {
    let parent = record.parent;
    for (let depth = 0; isRef(parent) && depth < 100; depth += 1) {
      if (parent.id === value) return true;
      parent = folders.get(parent.id)?.parent ?? null;
    }
    return false;
  };
};

const participant = (
  people: RawValue | undefined,
  types: ReadonlySet<RawValue>,
  id: ParameterValue,
): boolean =>
  listOf(people).some((person) => isRecord(person) && types.has(person.type ?? null) && same(person.id, id));

const PARTY_TYPES: Readonly<Record<string, ReadonlySet<RawValue>>> = {
  user: new Set(['User']),
  contact: CONTACT_TYPES,
};
const ANYONE: ReadonlySet<RawValue> = new Set(['User', ...CONTACT_TYPES]);

const activityStatus: Readonly<Record<string, Test>> = {
  billed: (one) => one.billed === true,
  draft: (one) => one.on_bill === true && one.billed !== true,
  unbilled: isUnbilled,
  billable: (one) => one.non_billable !== true,
  non_billable: (one) => one.non_billable === true,
  written_off: (one) => one.$written_off === true,
};

const never: Test = () => false;

const anyStatus: FilterMaker = (value) => (record) =>
  listOf(value as RawValue).some((status) => same(record.status, status as string));

/** Filters that are neither the field of that name nor a range: by `Entity.parameter`, or for all lists by parameter. */
export const SPECIAL: Readonly<Record<string, FilterMaker>> = {
  'ids[]': (value) => {
    const wanted = new Set(listOf(value as RawValue).map(String));
    return (record) => wanted.has(String(record.id));
  },
  'exclude_ids[]': (value) => {
    const unwanted = new Set(listOf(value as RawValue).map(String));
    return (record) => !unwanted.has(String(record.id));
  },
  query: contains(...SEARCHED),
  external_property_name: externalProperty,
  external_property_value: externalProperty,
  parent_id: parentFolder,
  originating_attorney_id: ofMatters('originating_attorney'),
  responsible_attorney_id: ofMatters('responsible_attorney'),

  'Activity.status': (value) => activityStatus[String(value)] ?? never,
  'Activity.only_unaccounted_for': only((record) => record.bill === null),
  'Activity.grant_id': via('matter', '$grant_id'),
  'ActivityDescription.flat_rate': flag((one) => isRecord(one.rate) && one.rate.type === 'FlatRate'),
  'ActivityDescription.type': (value) => (record) =>
    (record.utbms_activity_id !== null) === (value === 'utbms'),
  // Users see a description without groups, and those of their groups.
  'ActivityDescription.user_id': (value, { store }) => {
    const groups = store.table('Group');
    return (record) => {
      const own = idsOf(record.groups);
      return own.length === 0 || own.some((id) => idsOf(groups.get(id)?.users).includes(value as number));
    };
  },
  'Allocation.kind': (value) => (record) =>
    value === 'credit_note'
      ? isRecord(record.parent) && record.parent.type === 'CreditMemo'
      : record.$write_off === true,
  'Allocation.status': (value) => (record) => (record.voided_at === null) === (value === 'valid'),
  'Allocation.parent_id': field('parent'),
  'Allocation.parent_type': (value) => (record) => isRecord(record.parent) && record.parent.type === value,
  'BankAccount.show_empty_accounts': (value) => (record) => value === true || record.balance !== 0,
  'BankAccount.status': (value) => (record) => (record.$closed === true) === (value === 'closed'),
  'BankAccount.type': (value) => (record) => same(record.type, String(value).replace('Account', '')),
  'BankTransaction.unreconciled_only': only((record) => record.$reconciled !== true),
  'Bill.bill_number': field('number'),
  'Bill.query': contains('number'),
  'Bill.matter_id': includes('matters'),
  'Bill.overdue_only': only(isOverdue),
  'Bill.status': (value, context) => (record) => value === 'all' || isOverdue(record, context),
  'Bill.type': (value) => (record) => (record.kind === 'trust_kind') === (value === 'trust'),
  'BillableMatter.client_id': field('client'),
  'BillableMatter.matter_id': field('id'),
  'BillableMatter.start_date': unbilledWithin,
  'BillableMatter.end_date': unbilledWithin,
  'BillableMatter.status': ofMatters('status'),
  'BillableMatter.query': contains('display_number'),
  'BillableClient.client_id': field('id'),
  'BillableClient.matter_id': includes('billable_matters'),
  'BillableClient.start_date': unbilledWithin,
  'BillableClient.end_date': unbilledWithin,
  'BillableClient.status': ofMatters('status'),
  'Calendar.owner': only((record, { login }) => same(record.creator, login.userId)),
  'Calendar.writeable': flag((record) => record.permission === 'owner' || record.permission === 'editor'),
  'Calendar.filter_inactive_users': only(
    (record, { store }) => store.find(record.creator)?.enabled !== false,
  ),
  'CalendarEntry.calendar_id': (value) => (record) =>
    same(record.calendar_owner, value) || listOf(record.calendars).some((item) => same(item, value)),
  'CalendarEntry.has_court_rule': field('court_rule'),
  'CalendarEntry.is_all_day': field('all_day'),
  'CalendarEntry.source': via('calendar_owner', 'source'),
  'CalendarEntry.visible': via('calendar_owner', 'visible'),
  'ClioPaymentsPayment.bill_id': includes('bills'),
  'Comment.item_id': field('$item_id'),
  'Communication.contact_id': (value) => (record) =>
    participant(record.senders, CONTACT_TYPES, value) || participant(record.receivers, CONTACT_TYPES, value),
  'Communication.having_time_entries': flag(hasTime),
  'Contact.client_only': only((record) => record.is_client === true),
  'Contact.clio_connect_only': only((record) => record.is_clio_for_client_user === true),
  'Contact.email_only': only((record) => listOf(record.email_addresses).length > 0),
  'Contact.initial': (value) => (record) =>
    searchable(record.last_name ?? record.name).startsWith(String(value).toLowerCase()),
  'Contact.query': contains(
    'name',
    'title',
    'primary_email_address',
    'primary_phone_number',
    'clio_connect_email',
  ),
  'Conversation.contact_id': (value) => (record) =>
    listOf(record.memberships).some(
      (item) => isRecord(item) && participant([item.member ?? null], CONTACT_TYPES, value),
    ),
  'Conversation.date': day('created_at', '='),
  'Conversation.for_user': flag((record) => record.current_user_is_member === true),
  'Conversation.read_status': field('read'),
  'Conversation.time_entries': flag((record) => ((record.time_entries_count as number | null) ?? 0) > 0),
  'CustomField.visible_and_required': flag((record) => record.displayed === true && record.required === true),
  // The parameter has only one valid value.
  'DocumentCategory.query': () => () => true,
  'ExpenseCategory.entry_type': (value) => (record) =>
    same(record.entry_type, value === 'unassociated' ? null : value),
  name: contains('name'),
  'Group.archived': flag((record) => record.$archived === true),
  'Group.user_id': includes('users'),
  'Jurisdiction.for_current_account': flag((record) => record.valid_subscription === true),
  'LaukExpenseCategory.practice_area': (value) => (record) =>
    (['civil', 'certificated', 'criminal'] as const).some((area) => area === value && record[area] === true),
  'LineItem.display': flag((record) => record.$hidden !== true),
  'MatterDocket.matter_status': via('matter', 'status'),
  'Matter.evergreen_retainer_filter': flag((record) => record.evergreen_retainer !== null),
  'Matter.grant_id': field('$grant_id'),
  'Matter.notification_event_subscriber_user_id': includes('$subscriber_ids'),
  'Matter.subscriber_user_id': includes('$subscriber_ids'),
  'Matter.status': anyStatus,
  'Matter.query': (value, context) => {
    const own = contains('display_number', 'number', 'description')(value, context);
    const client = contains('first_name', 'last_name', 'name')(value, context);
    return (record) => own(record) || client(context.store.find(record.client) ?? {});
  },
  'MedicalRecordsRequest.treatment_start_date': day('treatment_start_date', '>='),
  'MedicalRecordsRequest.treatment_end_date': day('treatment_end_date', '<='),
  'Note.has_time_entries': flag(hasTime),
  'Reminder.subject_id':
    (value, { parameters }) =>
    (record) => {
      const type = parameters.filters.get('subject_type') ?? null;
      if (!isRecord(record.subject) || !same(record.subject.id, value)) return false;
      return type === null || same(record.subject.type, String(type).replace('_', ''));
    },
  'Reminder.subject_type': (value) => (record) =>
    isRecord(record.subject) && same(record.subject.type, String(value).replace('_', '')),
  'Reminder.user_id': field('$user_id'),
  'Report.output_format': field('format'),
  'ReportPreset.output_format': field('format'),
  'ReportPreset.has_schedule': flag((record) => record.report_schedule !== null),
  'ReportPreset.schedule_frequency': via('report_schedule', 'frequency'),
  'SafeCustodyRecord.state': field('$state'),
  'Task.assignee_id':
    (value, { parameters }) =>
    (record) => {
      if (value === null) return record.assignee === null;
      const type = parameters.filters.get('assignee_type') ?? null;
      return participant([record.assignee ?? null], PARTY_TYPES[String(type)] ?? ANYONE, value);
    },
  'Task.assignee_type': (value) => (record) =>
    isRecord(record.assignee) && (record.assignee.type === 'User') === (value === 'user'),
  'Task.cascading_source_id': field('$cascading_source_id'),
  'Task.client_id': via('matter', 'client'),
  'Task.responsible_attorney_id': via('matter', 'responsible_attorney'),
  'Task.complete': flag((record) => record.status === 'complete'),
  'Task.due_at_present': flag((record) => record.due_at !== null),
  'Task.statuses[]': anyStatus,
  'Task.time_entries_present': flag(hasTime),
  'TaskTemplateList.empty': flag((record) => record.templates_count === 0),
  'TaskType.enabled': flag((record) => (record.deleted_at ?? null) === null),
  'User.pending_setup': flag((record) => record.$pending_setup === true),
  'User.role': includes('roles'),
};
