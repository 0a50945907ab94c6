import type { Catalog } from '../catalog/catalog.ts';
import type { FieldTree } from '../planner/fields.ts';

/** What kinds of record an answer of Clio shows. */
export interface Content {
  /** The kind that it is about, and those nested in it. */
  readonly entities: readonly [string, ...string[]];
  /**
   * Whether all of it is what a firm sets up once and seldom changes (users, practice areas, custom fields): it may be reused for longer.
   * What stands inside counts as well: a user's contact changes like any contact.
   */
  readonly seldomChanges: boolean;
}

/** Of an answer that nothing is known of: any write may change it. */
export const unknownContent: Content = { entities: [''], seldomChanges: false };

/** Of the trees of plans, which live as long as their prepared document. */
const contents = new WeakMap<FieldTree, Content>();

/** @param fields What is asked of each record. */
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
  for (const name of fields.keys()) {
    const field = fact.fields[name];
    if (field?.kind !== 'one' && field?.kind !== 'many') continue;
    if (!entities.includes(field.entity)) entities.push(field.entity);
    seldomChanges &&= catalog.entity(field.entity).seldomChanges === true;
  }
  return { entities, seldomChanges };
}

/** Whether a write that leaves some kinds of record as they are leaves all as it is. */
export function isUntouched({ entities }: Content, untouched: readonly string[]): boolean {
  return entities.every((entity) => untouched.includes(entity));
}
