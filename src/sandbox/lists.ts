import { notFound } from './api-error.ts';
import type { FilterContext, Test } from './filter-tests.ts';
import { listTest } from './filters.ts';
import type { Firm } from './firm.ts';
import { readOrder, sortRecords } from './order.ts';
import { cutPage, type Page } from './paging.ts';
import type { RawRecord } from './record.ts';

/** A page of a list, and the number of records in the whole list. */
export interface ListPage extends Page {
  readonly total: number;
}

/** An entity's records in the order of their ids, with the keys that page tokens refer to. */
interface OrderedTable {
  readonly version: number;
  readonly records: readonly RawRecord[];
  readonly keys: ReadonlyMap<RawRecord, string>;
}

/** Lists without the contacts that the login cannot see. */
const CONTACT_LISTS: ReadonlySet<string> = new Set(['Contact', 'MatterContacts', 'RelatedContacts']);

/** Filters, orders and pages lists. */
export class Lister {
  readonly #firm: Firm;
  readonly #ordered = new Map<string, OrderedTable>();

  constructor(firm: Firm) {
    this.#firm = firm;
  }

  /** @throws ApiError 404 if the list's parent does not exist */
  list(context: FilterContext, path: Readonly<Record<string, string>>): ListPage {
    const { operation, parameters, login } = context;
    const { store, visibility } = this.#firm;
    const entity = operation.entity ?? '';
    const order = readOrder(operation, parameters.order);
    const tests: Test[] = [...this.#underParent(context, path), listTest(context)];
    if (CONTACT_LISTS.has(entity)) tests.push((record) => visibility.seesContact(login, record.id as number));
    const { records, keys } = this.#inOrder(entity);
    let items = records.filter((record) => tests.every((test) => test(record)));
    if (order.key !== 'id' || order.descending) items = sortRecords(store, entity, items, order);
    const keyOf = (record: RawRecord): string => keys.get(record) ?? '';
    const page = cutPage({ items, keyOf, order, takesOffset: operation.offset !== false }, parameters);
    return { ...page, total: items.length };
  }

  #inOrder(entity: string): OrderedTable {
    const { store } = this.#firm;
    const version = store.version(entity);
    let known = this.#ordered.get(entity);
    if (known?.version !== version) {
      const pairs = [...store.table(entity)].map(([key, record]) => [record, sortKey(record, key)] as const);
      pairs.sort(([, a], [, b]) => (a < b ? -1 : 1));
      known = { version, records: pairs.map(([record]) => record), keys: new Map(pairs) };
      this.#ordered.set(entity, known);
    }
    return known;
  }

  #underParent({ operation, login }: FilterContext, path: Readonly<Record<string, string>>): Test[] {
    const { store, visibility } = this.#firm;
    const { on: entity = '', parent = '' } = operation.field ?? {};
    if (path[parent] === undefined) return [];
    const id = Number(path[parent]);
    if (!store.find({ entity, id })) throw notFound();
    if (entity === 'Contact' && !visibility.seesContact(login, id)) throw notFound();
    const key = `${entity.toLowerCase()}_id`;
    return [(record) => (record[key] ?? record[`$${key}`]) === id];
  }
}

/** The id as text that sorts like a number, then the table's key, because ids of items are not unique. */
function sortKey(record: RawRecord, key: number | string): string {
  const place = record.$order ?? record.id ?? key;
  const number = Number.parseInt(String(place), 10) || 0;
  return `${String(number).padStart(12, '0')}:${key}`;
}
