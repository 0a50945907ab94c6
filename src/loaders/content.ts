import type { Catalog } from '../catalog/catalog.ts';
import type { FieldTree } from '../planner/fields.ts';

/** What kinds of record a response of Clio shows. */
export interface Content {
  /** The kind that it is about, and those nested in it. */
  readonly entities: readonly [string, ...string[]];
  /**
   * Whether all of it is what a firm sets up once and seldom changes (users, practice areas, custom fields): it may be reused for longer.
   * What stands inside counts as well: a user's contact changes like any contact.
   */
  readonly seldomChanges: boolean;
  /** Whether other records stand inside, and not only parts of the record: what changes in those, no event of the record reports. */
  readonly holdsOthers: boolean;
}

/** Of a response that nothing is known of: any write may change it. */
export const unknownContent: Content = { entities: [''], seldomChanges: false, holdsOthers: true };

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

/** Whether a write that leaves some kinds of record as they are leaves all as it is. */
export function isUntouched({ entities }: Content, untouched: readonly string[]): boolean {
  return entities.every((entity) => untouched.includes(entity));
}
