import type { Catalog, CatalogOperation } from '../../../src/catalog/catalog.ts';

/** A list below a record, as its field's place in the schema determines it. */
export interface ListPlace {
  readonly operation: CatalogOperation;
  /** Placeholder in the path, or parameter, that takes the parent's id; null at the root. */
  readonly parent: string | null;
  readonly with: Readonly<Record<string, string>>;
}

/** A field with a call of its own. */
export type Place =
  | { readonly kind: 'list'; readonly list: ListPlace }
  | { readonly kind: 'record' | 'byId'; readonly operation: CatalogOperation };

const known = new WeakMap<Catalog, ReadonlyMap<string, Place>>();

/** The operation behind each field, by `Type.field`. */
export function placesOf(catalog: Catalog): ReadonlyMap<string, Place> {
  const found = known.get(catalog);
  if (found) return found;
  const places = new Map<string, Place>();
  for (const id of Object.keys(catalog.data.operations)) {
    const operation = catalog.operation(id);
    const { field, response } = operation;
    if (operation.method !== 'GET' || !field) continue;
    const key = `${field.on}.${field.name}`;
    const isList = response === 'list' || response === 'ids';
    if (isList)
      places.set(key, { kind: 'list', list: { operation, parent: field.parent ?? null, with: {} } });
    else {
      const load = operation.entity ? catalog.entity(operation.entity).load : undefined;
      places.set(key, { kind: load?.show === id && field.on === 'Query' ? 'byId' : 'record', operation });
    }
    for (const relation of operation.relations ?? []) {
      places.set(`${relation.on}.${relation.name}`, {
        kind: 'list',
        list: { operation, parent: relation.parameter, with: relation.with ?? {} },
      });
    }
  }
  known.set(catalog, places);
  return places;
}

interface SeveralWays {
  readonly entity: string;
  /** Names of the root's fields. */
  readonly single: string;
  readonly list: string;
}

/** Records for which the root has a field, and a list that can be filtered by their ids and needs no other filter. */
export function recordsInSeveralWays(catalog: Catalog): readonly SeveralWays[] {
  const ways: SeveralWays[] = [];
  for (const [name, place] of placesOf(catalog)) {
    if (place.kind !== 'byId') continue;
    const { entity = '' } = place.operation;
    const batch = catalog.operation(catalog.load(entity)?.load.batch ?? place.operation.id);
    if (batch.field?.on !== 'Query' || Object.values(batch.query).some(({ required }) => required)) continue;
    if (batch.id !== place.operation.id)
      ways.push({ entity, single: name.replace('Query.', ''), list: batch.field.name });
  }
  return ways;
}
