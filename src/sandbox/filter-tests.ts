import type { CatalogOperation } from '../catalog/catalog.ts';
import type { CatalogData } from '../catalog/types.ts';
import type { Login } from './logins.ts';
import type { Operand, Parameters, ParameterValue } from './parameters.ts';
import { isRecord, isRef, listOf, type RawRecord, type RawValue } from './record.ts';
import type { StoredRecords } from './store.ts';

/** True for records that belong to the filtered list. */
export type Test = (record: RawRecord) => boolean;

/** The data that a filter can read in addition to the record. */
export interface FilterContext {
  readonly data: CatalogData;
  readonly store: StoredRecords;
  readonly login: Login;
  readonly operation: CatalogOperation;
  readonly parameters: Parameters;
  /** A `query` does not find records created later. @default none */
  readonly newestFound?: string;
}

export type FilterMaker = (value: ParameterValue, context: FilterContext) => Test;

/** True for a field equal to a value, or within an operand's limit. */
export function fieldTest(key: string, value: ParameterValue): Test {
  if (Array.isArray(value)) {
    const tests = value.map((one: ParameterValue) => fieldTest(key, one));
    return (record) => tests.every((test) => test(record));
  }
  if (isOperand(value)) return (record) => meets(record[key], value.operator, value.value);
  return (record) => same(record[key], value);
}

function isOperand(value: ParameterValue): value is Operand {
  return typeof value === 'object' && value !== null && 'operator' in value;
}

/** Applies an operator, which is false for a missing value. */
export function meets(
  value: RawValue | undefined,
  operator: Operand['operator'],
  bound: number | string,
): boolean {
  if (value === null || value === undefined) return false;
  const known = typeof bound === 'number' ? Number(value) : String(value);
  switch (operator) {
    case '<':
      return known < bound;
    case '<=':
      return known <= bound;
    case '=':
      return known === bound;
    case '>=':
      return known >= bound;
    default:
      return known > bound;
  }
}

/** True for the same value in any case, and for a reference to the record with the id. */
export function same(held: RawValue | undefined, wanted: ParameterValue): boolean {
  const value = (isRef(held) || isRecord(held) ? held.id : held) ?? null;
  if (wanted === null || value === null) return wanted === value;
  return String(value).toLowerCase() === String(wanted).toLowerCase();
}

/** Compares a date or a date and time, with the precision of the limit. */
export function dateTest(key: string, operator: Operand['operator'], bound: string): Test {
  return (record) => {
    const held = record[key] ?? record[`$${key}`];
    return typeof held === 'string' && meets(held.slice(0, bound.length), operator, bound);
  };
}

/** The ids of a list of references. */
export function idsOf(value: RawValue | undefined): (number | string)[] {
  return listOf(value).flatMap((one) => (isRef(one) ? [one.id] : []));
}

/** The matters whose fields are filtered by for bills and billable records; for other records the record itself. */
export function mattersOf({ store, operation }: FilterContext, record: RawRecord): RawRecord[] {
  const read = MATTER_IDS[operation.entity ?? ''];
  if (!read) return [record];
  const matters = store.table('Matter');
  return read(record)
    .map((id) => matters.get(id))
    .filter((matter) => matter !== undefined);
}

const MATTER_IDS: Readonly<Record<string, (record: RawRecord) => readonly (number | string)[]>> = {
  Bill: ({ matters }) => idsOf(matters),
  BillableMatter: ({ id }) => [id as number],
  BillableClient: ({ billable_matters: matters }) => idsOf(matters),
  OutstandingClientBalance: ({ associated_matter_ids: ids }) => listOf(ids) as readonly number[],
};

/** A value as text to search in. */
export function searchable(value: RawValue | undefined): string {
  return value === null || value === undefined || typeof value === 'object'
    ? ''
    : String(value).toLowerCase();
}
