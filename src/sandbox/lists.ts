import { notFound } from './api-error.ts';
import type { FilterContext, Test } from './filter-tests.ts';
import { listTest } from './filters.ts';
import type { Login } from './logins.ts';
import { readOrder, sortRecords } from './order.ts';
import { cutPage, type Page } from './paging.ts';
import { isRef, type RawRecord } from './record.ts';
import type { Visibility } from './redaction.ts';
import type { Store } from './store.ts';

/** A page of a list and how many records the whole list has. */
export interface ListAnswer extends Page<RawRecord> {
  readonly total: number;
}

/** Lists that leave out contacts the login may not see. */
const CONTACT_LISTS: ReadonlySet<string> = new Set(['Contact', 'MatterContacts', 'RelatedContacts']);

export type Lister = (context: FilterContext, path: Readonly<Record<string, string>>) => ListAnswer;

export function createLister(store: Store, visibility: Visibility): Lister {
  const sorted = new Map<
    string,
    { version: number; records: readonly RawRecord[]; keys: ReadonlyMap<RawRecord, string> }
  >();

  /** An entity's records in the order of their ids, with the keys that page tokens refer to. */
  function inOrder(entity: string): { records: readonly RawRecord[]; keys: ReadonlyMap<RawRecord, string> } {
    const version = store.version(entity);
    let known = sorted.get(entity);
    if (!known || known.version !== version) {
      const pairs = [...store.table(entity)].map(([key, record]) => ({ record, key: sortKey(record, key) }));
      pairs.sort((a, b) => (a.key < b.key ? -1 : 1));
      known = {
        version,
        records: pairs.map(({ record }) => record),
        keys: new Map(pairs.map(({ record, key }) => [record, key])),
      };
      sorted.set(entity, known);
    }
    return known;
  }

  return (context, path) => {
    const { operation, parameters, login } = context;
    const entity = operation.entity ?? '';
    const order = readOrder(operation, parameters.order);
    const tests: Test[] = [...underParent(store, visibility, context, path), listTest(context)];
    if (CONTACT_LISTS.has(entity)) tests.push((record) => visibility.seesContact(login, record.id as number));
    const { records, keys } = inOrder(entity);
    let found = records.filter((record) => tests.every((test) => test(record)));
    if (order.key !== 'id' || order.descending) found = sortRecords(store, entity, found, order);
    const page = cutPage(
      found,
      (record) => keys.get(record) ?? '',
      order,
      parameters,
      operation.offset !== false,
    );
    return { ...page, total: found.length };
  };
}

/** @throws ApiError 404 when the record that the list belongs to does not exist */
function underParent(
  store: Store,
  visibility: Visibility,
  { operation, login }: FilterContext,
  path: Readonly<Record<string, string>>,
): Test[] {
  const { on: entity = '', parent = '' } = operation.field ?? {};
  if (path[parent] === undefined) return [];
  const id = Number(path[parent]);
  if (!store.find({ entity, id })) throw notFound();
  if (entity === 'Contact' && !visibility.seesContact(login, id)) throw notFound();
  const key = `${entity.toLowerCase()}_id`;
  return [(record) => (record[key] ?? record[`$${key}`]) === id];
}

/** The id as text that sorts like a number, then the table's key, because ids of items are not unique. */
function sortKey(record: RawRecord, key: number | string): string {
  const place = record.$order ?? record.id ?? key;
  const number = Number.parseInt(String(place), 10) || 0;
  return `${String(number).padStart(12, '0')}:${key}`;
}

/** The record a show operation names. */
export function findRecord(
  store: Store,
  entity: string,
  path: Readonly<Record<string, string>>,
  login: Login,
): RawRecord | undefined {
  switch (entity) {
    case 'Client': {
      const matter = store.table('Matter').get(Number(path.matter_id));
      return isRef(matter?.client) ? store.table('Client').get(matter.client.id) : undefined;
    }
    case 'Timer':
      return [...store.table('Timer').values()].find((timer) => timer.$user_id === login.userId);
    case 'BillingSetting':
    case 'EventMetrics':
      return store.table(entity).values().next().value;
    case 'User':
      return store.table('User').get(path.id === undefined ? login.userId : Number(path.id));
    case 'CalendarEntry':
      return store.table(entity).get(path.id ?? '');
    default: {
      const record = store.table(entity).get(/^\d+$/.test(path.id ?? '') ? Number(path.id) : '');
      // Other placeholders name the record that it is below.
      for (const [name, text] of Object.entries(path)) {
        const held = record?.[name] ?? record?.[`$${name}`];
        if (name !== 'id' && held !== undefined && held !== Number(text)) return undefined;
      }
      return record;
    }
  }
}
