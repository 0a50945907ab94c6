import type { Catalog } from '../catalog/catalog.ts';
import type { FieldTree } from '../planner/fields.ts';

/** The kinds of record in a response. */
export interface Content {
  /** The main kind, and those nested in it. */
  readonly entities: readonly [string, ...string[]];
  /**
   * Whether all of it seldom changes, such as users, practice areas and custom fields. It may then be reused
   * for longer. Nested records count too: a user's contact changes like any contact.
   */
  readonly seldomChanges: boolean;
  /**
   * Whether it contains other records, and not only parts of the record. Events of the record do not report
   * their changes.
   */
  readonly holdsOthers: boolean;
}

/** The content of an unknown response: any write may change it. */
export const unknownContent: Content = { entities: [''], seldomChanges: false, holdsOthers: true };

/** Contents of plans' trees, which live as long as their prepared document. */
const contents = new WeakMap<FieldTree, Content>();

/** @param fields The requested fields of each record. */
export function contentOf(catalog: Catalog, entity: string, fields: FieldTree): Content {
  const known = contents.get(fields);
  if (known?.entities[0] === entity) return known;
  const content = readContent(catalog, entity, fields);
  contents.set(fields, content);
  return content;
}

function readContent(catalog: Catalog, entity: string, fields: FieldTree): Content {
  const fact = catalog.entity(entity);
  const entities: [string, ...string[]] = [entity];
  let seldomChanges = fact.seldomChanges === true;
  let holdsOthers = false;
  for (const name of fields.keys()) {
    const field = fact.fields[name];
    if (field?.kind !== 'one' && field?.kind !== 'many') continue;
    if (!entities.includes(field.entity)) entities.push(field.entity);
    const inner = catalog.entity(field.entity);
    seldomChanges &&= inner.seldomChanges === true;
    holdsOthers ||= inner.load !== undefined || inner.viewOf !== undefined;
  }
  return { entities, seldomChanges, holdsOthers };
}

/**
 * Whether a write that leaves the `untouched` kinds of record unchanged leaves all of this content unchanged.
 */
export function isUntouched({ entities }: Content, untouched: readonly string[]): boolean {
  return entities.every((entity) => untouched.includes(entity));
}
