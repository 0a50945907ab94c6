import { readFileSync } from 'node:fs';
import { append } from '../values.ts';
import type { OperationFact } from './operation-facts.ts';
import type { CatalogData, EntityFact, EnumFact, FieldFact, LoadFact } from './types.ts';

/** An operation with its id. */
export interface CatalogOperation extends OperationFact {
  readonly id: string;
}

/** Typed, read-only access to the facts in `schema/catalog.json`. */
export interface Catalog {
  readonly data: CatalogData;
  /** @throws Error if there is no such entity. */
  entity(name: string): EntityFact;
  /** @throws Error if there is no such operation. */
  operation(id: string): CatalogOperation;
  enum(name: string): EnumFact | undefined;
  /** The entity of a GraphQL type that is not a view. */
  mainEntity(type: string): string | undefined;
  /** How records of an entity are loaded by id, and as which entity: a view is loaded as its main entity. */
  load(entity: string): { readonly entity: string; readonly load: LoadFact } | undefined;
  /** The fields of all entities of a type: GraphQL name → Clio's key and the fact. */
  fieldsByName(type: string): ReadonlyMap<string, { readonly key: string; readonly fact: FieldFact }>;
}

let shared: Catalog | undefined;

/** The project's own catalog, read once. */
export function loadCatalog(): Catalog {
  shared ??= createCatalog(
    JSON.parse(readFileSync(new URL('../../schema/catalog.json', import.meta.url), 'utf8')) as CatalogData,
  );
  return shared;
}

export function createCatalog(data: CatalogData): Catalog {
  const operations = new Map<string, CatalogOperation>();
  for (const [id, operation] of Object.entries(data.operations)) operations.set(id, { id, ...operation });
  const main = new Map<string, string>();
  const ofType = new Map<string, EntityFact[]>();
  for (const [name, entity] of Object.entries(data.entities)) {
    if (!entity.viewOf) main.set(entity.type, name);
    ofType.set(entity.type, append(ofType.get(entity.type), entity));
  }
  const byName = new Map<string, Map<string, { key: string; fact: FieldFact }>>();
  const entity = (name: string): EntityFact => {
    const found = data.entities[name];
    if (!found) throw new Error(`The catalog has no entity ${name}`);
    return found;
  };
  return {
    data,
    entity,
    operation(id) {
      const found = operations.get(id);
      if (!found) throw new Error(`The catalog has no operation ${id}`);
      return found;
    },
    enum: (name) => data.enums[name],
    mainEntity: (type) => main.get(type),
    load(name) {
      const loaded = entity(name).viewOf ?? name;
      const { load } = entity(loaded);
      return load && { entity: loaded, load };
    },
    fieldsByName(type) {
      let fields = byName.get(type);
      if (!fields) {
        fields = new Map();
        // The main entity comes last, so that its facts replace those of views.
        const own = [...(ofType.get(type) ?? [])];
        for (const one of own.sort((a, b) => Number(!a.viewOf) - Number(!b.viewOf))) {
          for (const [key, fact] of Object.entries(one.fields)) fields.set(fact.name, { key, fact });
        }
        byName.set(type, fields);
      }
      return fields;
    },
  };
}
