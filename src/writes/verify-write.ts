import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import type { BodyFact } from '../catalog/operation-facts.ts';
import type { FieldFact } from '../catalog/types.ts';
import { type ClioRecord, isRecord } from '../loaders/record.ts';
import type { FieldTree, MutableFieldTree } from '../planner/fields.ts';
import { isBlank } from '../values.ts';
import type { UserError } from './user-errors.ts';

/**
 * The written values to read back. The client can choose all that can be read at this level (not write-only
 * fields and rows of nested lists), or none. By default, those that Clio is known to ignore at times.
 */
export function valuesToVerify(
  catalog: Catalog,
  operation: CatalogOperation,
  body: unknown,
  verify: unknown,
): readonly WrittenValue[] {
  if (verify === false || !operation.entity) return [];
  const { fields } = catalog.entity(operation.entity);
  const data = isRecord(body) && isRecord(body.data) ? body.data : {};
  return Object.entries(data).flatMap(([key, value]) => {
    const fact = operation.body?.properties?.[key];
    if (!fact || !isReadBack(fact, fields[key]) || (verify !== true && fact.verified !== true)) return [];
    return [{ key, name: fact.name ?? key, value, reference: fact.reference === true }];
  });
}

/** The fields that a write must return to show whether these values were applied. */
export function fieldsToVerify(values: readonly WrittenValue[]): FieldTree {
  const tree: MutableFieldTree = new Map();
  for (const { key, reference } of values) tree.set(key, reference ? new Set(['id']) : true);
  return tree;
}

/**
 * Clio silently drops values that it does not know or cannot apply. Returns an error for each written field
 * that has another value.
 */
export function verifyWrite(values: readonly WrittenValue[], record: ClioRecord): UserError[] {
  return values.flatMap(({ key, name, value, reference }) => {
    const read = record[key];
    const same = reference ? sameId(value, read) : sameValue(value, read);
    if (same) return [];
    const message =
      'Clio accepted the write, but the field has another value: the value was not applied. Check that it fits this record and its plan.';
    return [{ code: 'NOT_APPLIED' as const, message, field: ['input', name] }];
  });
}

export interface WrittenValue {
  readonly key: string;
  readonly name: string;
  readonly value: unknown;
  /** Whether it is the id of another record. */
  readonly reference: boolean;
}

function isReadBack(fact: BodyFact, field: FieldFact | undefined): boolean {
  if (fact.reference) return field?.kind === 'one';
  return field?.kind === 'scalar' && field.format !== 'object' && !fact.items && !fact.properties;
}

function sameId(written: unknown, read: unknown): boolean {
  const id = isRecord(written) ? written.id : null;
  if (id === null || id === undefined) return read === null || read === undefined;
  return isRecord(read) && String(read.id) === String(id);
}

function sameValue(written: unknown, read: unknown): boolean {
  if (isBlank(written) || isBlank(read)) return isBlank(written) && isBlank(read);
  if (typeof written === 'number' || typeof read === 'number') return Number(written) === Number(read);
  if (typeof written === 'boolean' || typeof read === 'boolean') return String(written) === String(read);
  const [a, b] = [String(written), String(read)];
  // Clio returns some values in another case (a matter's status) and times in another zone.
  return a.toLowerCase() === b.toLowerCase() || sameTime(a, b);
}

function sameTime(a: string, b: string): boolean {
  if (!/^\d{4}-\d\d-\d\d/.test(a) || !/^\d{4}-\d\d-\d\d/.test(b)) return false;
  // If one has no time, only the days are compared.
  if (a.length === 10 || b.length === 10) return a.slice(0, 10) === b.slice(0, 10);
  return Date.parse(a) === Date.parse(b);
}
