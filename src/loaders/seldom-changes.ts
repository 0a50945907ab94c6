import type { Catalog } from '../catalog/catalog.ts';
import type { FieldTree } from '../planner/fields.ts';

/**
 * Whether an answer holds nothing but what a firm sets up once and seldom changes (users, practice areas, custom fields): it may
 * be reused for longer. What stands inside counts as well: a user's contact changes like any contact.
 */
export function seldomChanges(catalog: Catalog, entity: string, fields: FieldTree): boolean {
  const fact = catalog.entity(entity);
  if (!fact.seldomChanges) return false;
  for (const name of fields.keys()) {
    const field = fact.fields[name];
    if (field?.kind !== 'one' && field?.kind !== 'many') continue;
    if (!catalog.entity(field.entity).seldomChanges) return false;
  }
  return true;
}
