import type { Catalog } from '../catalog/catalog.ts';
import type { FieldTree } from './fields.ts';
import type { FieldPlan } from './plan.ts';

/** Records that arrive with a response. */
export interface BroughtRecords {
  /** Entity whose endpoint loads them by id. */
  readonly entity: string;
  readonly fields: FieldTree;
  /** Clio's field that holds them in the response's records; null for those records themselves. */
  readonly at: string | null;
}

const none: readonly BroughtRecords[] = [];

/**
 * Records that a call brings, so that they need not be loaded by id: those that it returns, and those nested
 * in them.
 *
 * @param entity Shape of the records that it returns.
 * @param fields The requested fields.
 */
export function broughtBy(catalog: Catalog, entity: string, fields: FieldTree): readonly BroughtRecords[] {
  // A view has its record's id and a part of its fields.
  const own = catalog.load(entity)?.entity;
  const nested = nestedIn(catalog, entity, fields);
  return own === undefined ? nested : [{ entity: own, fields, at: null }, ...nested];
}

interface Nested {
  readonly entity: string;
  readonly brought: readonly BroughtRecords[];
}

/** A plan's fields are the same for each request. */
const nestedByFields = new WeakMap<FieldTree, Nested>();

/** Records that arrive nested in others. */
export function nestedIn(catalog: Catalog, entity: string, fields: FieldTree): readonly BroughtRecords[] {
  const found = nestedByFields.get(fields);
  if (found?.entity === entity) return found.brought;
  const brought: BroughtRecords[] = [];
  const facts = catalog.entity(entity).fields;
  for (const [key, inner] of fields) {
    const fact = facts[key];
    if (inner === true || (fact?.kind !== 'one' && fact?.kind !== 'many') || !inner.has('id')) continue;
    const loaded = catalog.load(fact.entity)?.entity;
    if (loaded === undefined) continue;
    const known = new Map([...inner].map((name) => [name, true as const]));
    brought.push({ entity: loaded, fields: known, at: key });
  }
  nestedByFields.set(fields, { entity, brought });
  return brought;
}

/**
 * Records that a list brings; none if a filter removes something from them.
 *
 * @param args The list's arguments.
 */
export function broughtRecords(
  { brings, partialFilters }: FieldPlan,
  args: Readonly<Record<string, unknown>>,
): readonly BroughtRecords[] {
  if (brings.length === 0 || partialFilters.length === 0) return brings;
  const filter = (args.filter ?? {}) as Readonly<Record<string, unknown>>;
  return partialFilters.some((name) => isSent(filter[name])) ? none : brings;
}

function isSent(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
}
