import type { CatalogOperation } from '../catalog/catalog.ts';
import type { CatalogData } from '../catalog/types.ts';
import type { Login } from './logins.ts';
import type { Operand, Parameters, ParameterValue } from './parameters.ts';
import { isRecord, isRef, listOf, type RawRecord, type RawValue } from './record.ts';
import type { Store } from './store.ts';

/** True for records that belong to the filtered list. */
export type Test = (record: RawRecord) => boolean;

/** What a filter can read besides the record. */
export interface FilterContext {
  readonly data: CatalogData;
  readonly store: Store;
  readonly login: Login;
  readonly operation: CatalogOperation;
  readonly parameters: Parameters;
  /** A `query` does not find records created later. @default none */
  readonly newestFound?: string;
}

export type FilterMaker = (value: ParameterValue, context: FilterContext) => Test;

/** A field equal to a value, or within an operand's bounds. */
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

/** Applies an operator. No operator is true of a missing value. */
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

export function same(value: RawValue | undefined, wanted: ParameterValue): boolean {
  if (wanted === null) return value === null || value === undefined;
  if (value === null || value === undefined) return false;
  return String(value).toLowerCase() === String(wanted).toLowerCase();
}

/** The ids of a list of references. */
export function idsOf(value: RawValue | undefined): (number | string)[] {
  return listOf(value).flatMap((one) => (isRef(one) ? [one.id] : []));
}

/** The id of an association's record, as text; null where there is none. */
export function idOf(value: RawValue | undefined): string | null {
  if (isRef(value)) return String(value.id);
  return isRecord(value) && value.id !== undefined && value.id !== null ? String(value.id) : null;
}

export function idText(value: ParameterValue): string | null {
  return value === null ? null : String(value);
}

/** A value as text to search in. */
export function searchable(value: RawValue | undefined): string {
  return value === null || value === undefined || typeof value === 'object'
    ? ''
    : String(value).toLowerCase();
}
