import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import type { BodyFact } from '../catalog/operation-facts.ts';
import type { EntityFact } from '../catalog/types.ts';
import { type ClioRecord, isRecord } from '../loaders/record.ts';
import type { FieldTree, MutableFieldTree } from '../planner/fields.ts';
import { isBlank } from '../values.ts';
import type { UserError } from './user-errors.ts';

/**
 * The written values to read back: all that can be read at this level (write-only fields and rows of nested lists cannot), or
 * none, as the client says; else those that Clio is known to ignore at times.
 */
export function valuesToVerify(
  catalog: Catalog,
  operation: CatalogOperation,
  body: unknown,
  verify: unknown,
): readonly WrittenValue[] {
  if (verify === false) return [];
  const written = writtenValues(catalog, operation, body);
  return verify === true ? written : written.filter(({ isUncertain }) => isUncertain);
}

/** What the write must answer so that it can be seen whether these stuck. */
export function fieldsToVerify(values: readonly WrittenValue[]): FieldTree {
  const tree: MutableFieldTree = new Map();
  for (const { key, reference } of values) tree.set(key, reference ? new Set(['id']) : true);
  return tree;
}

/** Clio drops what it does not know or cannot apply without a word: each written field that reads otherwise. */
export function verifyWrite(values: readonly WrittenValue[], record: ClioRecord): UserError[] {
  return values.flatMap(({ key, name, value, reference }) => {
    const read = record[key];
    const same = reference ? sameId(value, read) : sameValue(value, read);
    if (same) return [];
    const message =
      'Clio accepted the write, and the field reads otherwise: the value was not applied. Check that it fits this record and its plan.';
    return [{ code: 'NOT_APPLIED' as const, message, field: ['input', name] }];
  });
}

export interface WrittenValue {
  readonly key: string;
  /** GraphQL input field. */
  readonly name: string;
  readonly value: unknown;
  readonly reference: boolean;
  /** Whether Clio is known to ignore it at times. */
  readonly isUncertain: boolean;
}

function writtenValues(catalog: Catalog, operation: CatalogOperation, body: unknown): WrittenValue[] {
  const entity = operation.entity ? catalog.entity(operation.entity) : undefined;
  const data = isRecord(body) && isRecord(body.data) ? body.data : {};
  const found: WrittenValue[] = [];
  for (const [key, value] of Object.entries(data)) {
    const fact = operation.body?.properties?.[key];
    const kind = fact && entity && readBack(fact, key, entity);
    if (!fact || !kind) continue;
    const reference = kind === 'reference';
    found.push({ key, name: fact.name ?? key, value, reference, isUncertain: fact.verified === true });
  }
  return found;
}

function readBack(fact: BodyFact, key: string, entity: EntityFact): 'value' | 'reference' | null {
  const field = entity.fields[key];
  if (fact.reference) return field?.kind === 'one' ? 'reference' : null;
  return field?.kind === 'scalar' && field.format !== 'object' && !fact.items && !fact.properties
    ? 'value'
    : null;
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
  // Clio reads some values back in another case (a matter's status) and times in another zone.
  return a.toLowerCase() === b.toLowerCase() || sameTime(a, b);
}

function sameTime(a: string, b: string): boolean {
  if (!/^\d{4}-\d\d-\d\d/.test(a) || !/^\d{4}-\d\d-\d\d/.test(b)) return false;
  // A day is a day whatever time is put beside it.
  if (a.length === 10 || b.length === 10) return a.slice(0, 10) === b.slice(0, 10);
  return Date.parse(a) === Date.parse(b);
}
