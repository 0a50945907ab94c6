import type { CatalogOperation } from '../catalog/catalog.ts';
import type { CatalogData } from '../catalog/types.ts';
import type { Operand, Parameters, ParameterValue } from './parameters.ts';
import { isRecord, isRef, type RawRecord, type RawValue } from './record.ts';
import type { Store } from './store.ts';
import type { Login } from './tokens.ts';

/** True for records that stay in a list. */
export type Test = (record: RawRecord) => boolean;

/** What a filter may look at besides the record. */
export interface FilterContext {
  readonly data: CatalogData;
  readonly store: Store;
  readonly login: Login;
  readonly operation: CatalogOperation;
  readonly parameters: Parameters;
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

/** Applies an operator; a missing value meets none. */
function meets(value: RawValue | undefined, operator: Operand['operator'], bound: number | string): boolean {
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

/** The id an association points at, as text; null where there is none. */
export function idOf(value: RawValue | undefined): string | null {
  if (isRef(value)) return String(value.id);
  return isRecord(value) && value.id !== undefined && value.id !== null ? String(value.id) : null;
}

export function idText(value: ParameterValue): string | null {
  return value === null ? null : String(value);
}

export function elements(value: RawValue | undefined): readonly RawValue[] {
  return Array.isArray(value) ? (value as readonly RawValue[]) : [];
}

/** Text to search in; empty where there is none. */
export function searchable(value: RawValue | undefined): string {
  return value === null || value === undefined || typeof value === 'object'
    ? ''
    : String(value).toLowerCase();
}

/** A moment as the records write it, so that text order is time order. */
export function instant(text: string): string {
  return `${new Date(text).toISOString().slice(0, 19)}Z`;
}
