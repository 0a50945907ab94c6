import type { Catalog, CatalogOperation } from '../../../src/catalog/catalog.ts';
import type { ParameterFact } from '../../../src/catalog/operation-facts.ts';
import { spelledValues } from '../../../src/catalog/spelled-values.ts';
import { listTest } from '../../../src/sandbox/filters.ts';
import { readOrder, sortRecords } from '../../../src/sandbox/order.ts';
import type { Operand, ParameterValue } from '../../../src/sandbox/parameters.ts';
import type { RawRecord } from '../../../src/sandbox/record.ts';
import type { RecordId } from '../../../src/sandbox/store.ts';
import { fieldError } from './errors.ts';
import type { Firm, View } from './firm.ts';
import type { ListPlace } from './places.ts';

/** A part of a list. Positions are counted from the list's start, or from its end if it was read from there. */
export interface Page {
  readonly kind: 'page';
  readonly views: readonly View[];
  readonly from: number;
  readonly reversed: boolean;
  /** Identifies the list with its filter and order. */
  readonly list: string;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly total: number;
}

export type Args = Readonly<Record<string, unknown>>;

/** The positions of the cursors that the gateway returned. */
export type Cursors = ReadonlyMap<string, string>;

/** Field of the child that refers to the record in the path of the list. */
const BELOW: Readonly<Record<string, { readonly entity: string; readonly field: string }>> = {
  EmailAddress: { entity: 'Contact', field: '$contact_id' },
  PhoneNumber: { entity: 'Contact', field: '$contact_id' },
  DocumentVersion: { entity: 'Document', field: 'document_id' },
  JurisdictionsToTrigger: { entity: 'Jurisdiction', field: '$jurisdiction_id' },
  MatterProtectedFund: { entity: 'Matter', field: 'matter_id' },
  MatterContacts: { entity: 'Matter', field: '$matter_id' },
  RelatedContacts: { entity: 'Matter', field: '$matter_id' },
};

/** Lists that leave out hidden contacts. */
const OF_CONTACTS: ReadonlySet<string> = new Set(['Contact', 'MatterContacts', 'RelatedContacts']);

/** The user behind each of the sandbox's tokens: some filters find the user's own records. */
const USERS: Readonly<Record<string, number>> = { owner: 1, restricted: 2, noBilling: 3 };

/** Records in a page if neither `first` nor `last` is set. */
const DEFAULT_SIZE = 50;

/** What is selected of a connection. */
interface SelectedOfList {
  /** Anything but its count. */
  readonly page: boolean;
  /** Its count or page info, which an empty page has as well. */
  readonly meta: boolean;
}

/** Evaluates a connection directly from the stored records. */
export function evaluateList(
  firm: Firm,
  place: ListPlace,
  parentId: RecordId | null,
  args: Args,
  { page, meta }: SelectedOfList,
  cursors: Cursors,
): Page {
  const { operation } = place;
  const entity = operation.entity ?? '';
  const filters = readFilters(firm, place, parentId, (args.filter ?? {}) as Args);
  checkWindow(args);
  const order = orderOf(operation, args.orderBy);
  const list = JSON.stringify([operation.id, place.parent, parentId, filters.printed, order]);
  const window = page ? readWindow(operation, args, list, order, cursors) : null;
  const empty = { kind: 'page', views: [], from: 0, reversed: false, list } as const;
  const neither = { hasNextPage: false, hasPreviousPage: false };
  // An empty page of which nothing else is selected needs no call, so nobody can reject it.
  if (page && !meta && (args.first ?? args.last) === 0) return { ...empty, ...neither, total: 0 };
  if (firm.forbids(entity)) throw fieldError('FORBIDDEN');
  const tests = [listTest(contextOf(firm, operation, filters))];
  const below =
    place.parent !== null && operation.pathParameters.includes(place.parent) ? BELOW[entity] : null;
  if (below) {
    if (!firm.loaded(below.entity, String(parentId))) throw fieldError('NOT_FOUND');
    tests.push((record) => record[below.field] === parentId);
  }
  if (OF_CONTACTS.has(entity))
    tests.push((record) => firm.sandbox.visibleRecord(firm.token, entity, record) !== 'hidden');
  const found = inIdOrder(firm.sandbox.records(entity)).filter((record) =>
    tests.every((test) => test(record)),
  );
  const ids = filters.values.get('custom_field_ids[]');
  const customFieldIds = Array.isArray(ids) ? new Set(ids.map(Number)) : undefined;
  const total = found.length;
  if (window === null) return { ...empty, ...neither, total };
  const { reversed, start, end } = window(total);
  const sorted = sort(firm, operation, found, reversed ? opposite(order) : order);
  const records = sorted.slice(start, end);
  if (reversed) records.reverse();
  const views = records.map((record) => ({ ...firm.listed(entity, record), customFieldIds }));
  const [before, after] = [start > 0, end < total];
  return {
    kind: 'page',
    views,
    from: reversed ? start + records.length - 1 : start,
    reversed,
    list,
    hasNextPage: reversed ? before : after,
    hasPreviousPage: reversed ? after : before,
    total,
  };
}

/** Stands for a cursor, whose text only the gateway knows. */
export function cursorAt(page: Page, index: number): string {
  return (
    cursorMark +
    JSON.stringify([page.list, page.reversed, page.reversed ? page.from - index : page.from + index])
  );
}

export const cursorMark = '\u0000cursor';

// ---- window ------------------------------------------------------------------------------------

type Window = (total: number) => { reversed: boolean; start: number; end: number };

function checkWindow({ first, last, after, before }: Args): void {
  const given = (value: unknown): boolean => value !== undefined && value !== null;
  if (given(first) && (given(last) || given(before))) throw fieldError('BAD_USER_INPUT');
  if (given(last) && given(after)) throw fieldError('BAD_USER_INPUT');
  for (const size of [first, last])
    if (typeof size === 'number' && size < 0) throw fieldError('BAD_USER_INPUT');
}

function readWindow(
  operation: CatalogOperation,
  args: Args,
  list: string,
  order: string,
  cursors: Cursors,
): Window {
  const byDefault = Math.min(DEFAULT_SIZE, operation.limit ?? DEFAULT_SIZE);
  const need = ((args.first ?? args.last) as number | null | undefined) ?? byDefault;
  const backward = typeof args.last === 'number' || typeof args.before === 'string';
  const cursor = (backward ? args.before : args.after) as string | null | undefined;
  const at = typeof cursor === 'string' ? readCursor(cursor, list, cursors) : null;
  const fromEnd = at ? at.reversed : backward;
  // In an order other than by id, a list that takes no offset has only one page.
  const isOnePage = operation.offset === false && (fromEnd || order !== 'id(asc)');
  if (fromEnd && !Object.values(operation.order?.values ?? {}).includes(opposite(order)))
    throw fieldError('BAD_USER_INPUT');
  return (total) => {
    let start = 0;
    let end = need;
    // Counted from the end, "before" is a higher position.
    if (at && at.reversed === backward) {
      start = at.index + 1;
      end = start + need;
    } else if (at) {
      start = Math.max(0, at.index - need);
      end = at.index;
    }
    if (isOnePage && (start > 0 || (end > (operation.limit ?? end) && total > (operation.limit ?? total))))
      throw fieldError('BAD_USER_INPUT');
    return { reversed: fromEnd, start, end: Math.min(end, Math.max(total, start)) };
  };
}

function readCursor(text: string, list: string, cursors: Cursors): { reversed: boolean; index: number } {
  const mark = cursors.get(text);
  if (mark === undefined) throw fieldError('BAD_USER_INPUT');
  const [of, reversed, index] = JSON.parse(mark.slice(cursorMark.length)) as [string, boolean, number];
  if (of !== list) throw fieldError('BAD_USER_INPUT');
  return { reversed, index };
}

// ---- order -------------------------------------------------------------------------------------

function orderOf(operation: CatalogOperation, orderBy: unknown): string {
  const values = operation.order?.values ?? {};
  if (typeof orderBy === 'string') return values[orderBy] ?? orderBy;
  // Page tokens need id order, so it is requested wherever possible.
  return Object.values(values).includes('id(asc)') ? 'id(asc)' : (operation.order?.default ?? 'id(asc)');
}

function opposite(order: string): string {
  return order.endsWith('(asc)') ? order.replace('(asc)', '(desc)') : order.replace('(desc)', '(asc)');
}

function sort(firm: Firm, operation: CatalogOperation, records: RawRecord[], order: string): RawRecord[] {
  if (order === 'id(asc)') return [...records];
  return sortRecords(firm.store, operation.entity ?? '', records, readOrder(operation, order));
}

const sorted = new WeakMap<ReadonlyMap<RecordId, RawRecord>, readonly RawRecord[]>();

function inIdOrder(table: ReadonlyMap<RecordId, RawRecord>): readonly RawRecord[] {
  let records = sorted.get(table);
  if (!records) {
    const number = ([key, record]: readonly [RecordId, RawRecord]): number =>
      Number.parseInt(String(record.$order ?? record.id ?? key), 10) || 0;
    records = [...table]
      .sort((a, b) => number(a) - number(b) || (String(a[0]) < String(b[0]) ? -1 : 1))
      .map(([, record]) => record);
    sorted.set(table, records);
  }
  return records;
}

// ---- filters -----------------------------------------------------------------------------------

interface Filters {
  readonly values: Map<string, ParameterValue>;
  readonly customFields: Map<number, readonly Operand[]>;
  /** Both as text, to distinguish lists. */
  readonly printed: string;
}

/** Arguments other than a filter's, such as `customFieldIds` of a record. */
export function readFilters(firm: Firm, place: ListPlace, parentId: RecordId | null, given: Args): Filters {
  const { operation } = place;
  const values = new Map<string, ParameterValue>();
  const customFields = conditions(firm.catalog, [
    ...((given.customFieldValues ?? []) as readonly Args[]),
    ...typedConditions(firm.catalog, operation, (given.custom ?? {}) as Args),
  ]);
  for (const [name, value] of Object.entries(place.with)) values.set(name, value);
  if (place.parent !== null && !operation.pathParameters.includes(place.parent)) {
    const isNumber = operation.query[place.parent]?.type === 'integer';
    values.set(place.parent, isNumber ? numberOf(String(parentId)) : parentId);
  }
  const taken = new Set(values.keys());
  for (const [key, fact] of Object.entries(operation.query)) {
    const whole = given[fact.name];
    const value = fact.operator && whole ? (whole as Args)[fact.operator] : whole;
    if (value === undefined || (value === null && !fact.nullable && !fact.targets)) continue;
    if (value === null && !fact.nullable) throw fieldError('BAD_USER_INPUT');
    if (fact.type === 'customField') continue;
    const read = value === null ? null : readValue(firm, operation, fact, value);
    if (Array.isArray(read) && read.length === 0) continue;
    if (taken.has(key)) throw fieldError('BAD_USER_INPUT');
    values.set(key, read);
  }
  const printed = JSON.stringify([[...values].sort(), [...customFields].sort()]);
  return { values, customFields, printed };
}

function readValue(
  firm: Firm,
  operation: CatalogOperation,
  fact: ParameterFact,
  value: unknown,
): ParameterValue {
  if (fact.type === 'operand') return operands(value as Args);
  const own = operation.entity ? firm.catalog.entity(operation.entity).type : '';
  const isOwnId = fact.name === 'ids' || fact.name === 'excludeIds';
  const types = fact.targets ?? (isOwnId ? [own] : null);
  const names = fact.enum === undefined ? null : spelledValues(firm.catalog.data, fact.enum, fact);
  const one = (item: unknown): ParameterValue => {
    if (types) {
      const id = readId(firm.catalog, String(item), types);
      return fact.type === 'integer' ? numberOf(id) : id;
    }
    if (names) return names[String(item)] ?? String(item);
    if (fact.type === 'integer' && typeof item === 'string') return Number(item);
    return item as ParameterValue;
  };
  if (Array.isArray(value)) return value.map(one);
  return fact.list === undefined ? one(value) : [one(value)];
}

/** Clio's id out of `Contact:101` or `101`. */
export function readId(catalog: Catalog, text: string, types: readonly string[]): string {
  const [type = '', id = ''] = text.includes(':') ? text.split(':', 2) : [types[0], text];
  const entity = catalog.mainEntity(type);
  const isText = entity !== undefined && catalog.entity(entity).id === 'string';
  const pattern = isText ? /^[A-Za-z0-9][A-Za-z0-9_-]*$/ : /^[1-9]\d*$/;
  if (!types.includes(type) || !pattern.test(id)) throw fieldError('BAD_USER_INPUT');
  return id;
}

/** Occurrences of a series have ids that are not numbers, which Clio's filters do not take. */
function numberOf(id: string): number {
  if (!/^\d+$/.test(id)) throw fieldError('BAD_USER_INPUT');
  return Number(id);
}

const SIGNS = { gte: '>=', gt: '>', eq: '=', lte: '<=', lt: '<' } as const;

function operands(comparison: Args): Operand[] {
  return Object.entries(SIGNS).flatMap(([name, operator]): Operand[] => {
    const value = comparison[name];
    return typeof value === 'string' ? [{ operator, value }] : [];
  });
}

/** Conditions by the names of a firm's file, as conditions by the fields' ids. */
function typedConditions(catalog: Catalog, { entity }: CatalogOperation, custom: Args): Args[] {
  const fields = catalog.data.customFields?.[entity === 'Contact' ? 'Contact' : 'Matter'] ?? {};
  return Object.entries(custom).flatMap(([name, comparison]) => {
    const field = fields[name];
    if (!field || comparison === null) return [];
    const given = Object.entries(comparison as Args).map(([operator, value]): [string, string] => [
      operator,
      field.options?.[String(value)]?.id ?? String(value).replace(/^(Contact|Matter):/, ''),
    ]);
    return [{ field: field.id, ...Object.fromEntries(given) }];
  });
}

function conditions(catalog: Catalog, all: readonly Args[]): Map<number, Operand[]> {
  const byField = new Map<number, Operand[]>();
  for (const condition of all) {
    const id = Number(readId(catalog, String(condition.field), ['CustomField']));
    const own = operands(condition);
    if (own.length === 0) throw fieldError('BAD_USER_INPUT');
    byField.set(id, [...(byField.get(id) ?? []), ...own]);
  }
  return byField;
}

function contextOf(firm: Firm, operation: CatalogOperation, filters: Filters) {
  const name = firm.token.replace('sandbox-', '');
  return {
    data: firm.catalog.data,
    store: firm.store,
    operation,
    login: {
      name,
      userId: USERS[name] ?? 1,
      without: new Set<never>(),
      restricted: name === 'restricted',
      expired: false,
    },
    parameters: { limit: operation.limit ?? 0, filters: filters.values, customFields: filters.customFields },
  };
}
