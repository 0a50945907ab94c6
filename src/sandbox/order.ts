import type { CatalogOperation } from '../catalog/catalog.ts';
import { badParameter } from './api-error.ts';
import { compareValues } from './compare.ts';
import { isRecord, listOf, type RawRecord, type RawValue } from './record.ts';
import type { StoredRecords } from './store.ts';

export interface Order {
  readonly key: string;
  readonly descending: boolean;
}

type Accessor = (record: RawRecord, store: StoredRecords) => RawValue | undefined;

/** Order keys that are not a path of field names, by `Entity.key`. */
const KEYS: Readonly<Record<string, string | Accessor>> = {
  'Activity.display_number': 'matter.display_number',
  'Bill.client_name': 'client.name',
  'Bill.matter_display_number': (bill, store) => store.find(listOf(bill.matters)[0])?.display_number,
  'Communication.matter': 'matter.display_number',
  'Contact.shared_at': '$shared_at',
  'Conversation.last_message_id': 'last_message.id',
  'Conversation.matter_id': 'matter.id',
  'Document.document_number': 'id',
  'DocumentTemplate.category.name': 'document_category.name',
  'DocumentTemplate.last_modified': 'updated_at',
  'Item.document_number': 'id',
  'Matter.clients': 'client.name',
  'Matter.grants': '$grant_id',
  // Clio orders these two by the relationship, whose id is not the record's.
  'MatterContacts.id': '$order',
  'RelatedContacts.id': '$order',
  'RelatedContacts.contact.name': 'name',
  'MatterDocket.date': 'start_date',
  'Note.author': 'author.name',
  'ReportPreset.last_modified_at': 'updated_at',
  'ReportPreset.next_scheduled_date': 'report_schedule.next_scheduled_date',
  'Task.due_at_strict': 'due_at',
  'TaskTemplate.days_from_assignment': '$days_from_assignment',
  'TaskTemplate.permission': 'private',
  'UtbmsCode.set': 'utbms_set_id',
};

/**
 * Reads `order`, or the list's default.
 *
 * @throws ApiError 400 for an order that the list does not have
 */
export function readOrder(operation: CatalogOperation, text: string | undefined): Order {
  const offered = operation.order;
  const wanted = text ?? offered?.default ?? 'id(asc)';
  if (text !== undefined && !Object.values(offered?.values ?? {}).includes(text)) {
    throw badParameter(`${text} is not a valid order`);
  }
  const match = /^(.*)\((asc|desc)\)$/.exec(wanted);
  return { key: match?.[1] ?? 'id', descending: match?.[2] === 'desc' };
}

/** The value that a record is ordered by. A test tries the keys of all lists. */
export function orderAccessor(entity: string, key: string): Accessor {
  const special = KEYS[`${entity}.${key}`] ?? key;
  if (typeof special === 'function') return special;
  const path = special.split('.');
  return (record, store) => {
    let value: RawValue | undefined = record;
    for (const step of path) {
      const holder: RawRecord | undefined = isRecord(value) ? value : store.find(value);
      value = holder?.[step];
    }
    return value;
  };
}

/** All records of a list in order; equal values in the order of the table. */
export function sortRecords(
  store: StoredRecords,
  entity: string,
  records: readonly RawRecord[],
  order: Order,
): RawRecord[] {
  const read = orderAccessor(entity, order.key);
  const sign = order.descending ? -1 : 1;
  return records
    .map((record) => ({ record, value: read(record, store) }))
    .sort((a, b) => sign * compareValues(a.value, b.value))
    .map(({ record }) => record);
}
