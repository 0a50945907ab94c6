import { readFileSync } from 'node:fs';
import type { OperationFact } from './operation-facts.ts';
import type { CatalogData, EntityFact, EnumFact, FieldFact, LoadFact } from './types.ts';

/** An operation with its id. */
export interface CatalogOperation extends OperationFact {
  readonly id: string;
}

/** Typed, read-only access to `schema/catalog.json`: the one place where facts are looked up. */
export interface Catalog {
  readonly data: CatalogData;
  /** @throws Error when there is no such entity. */
  entity(name: string): EntityFact;
  /** @throws Error when there is no such operation. */
  operation(id: string): CatalogOperation;
  enum(name: string): EnumFact | undefined;
  /** The entity with all fields of a GraphQL type. */
  mainEntity(type: string): string | undefined;
  /** How records of an entity are loaded by id (a view is loaded as what it is a view of), and as which entity. */
  load(entity: string): { readonly entity: string; readonly load: LoadFact } | undefined;
  /** GraphQL field name → Clio's key and fact, over the entity and all views of its type. */
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
    const known = ofType.get(entity.type);
    if (known) known.push(entity);
    else ofType.set(entity.type, [entity]);
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
      const own = entity(name);
      const loaded = own.viewOf ?? name;
      const load = own.viewOf ? entity(own.viewOf).load : own.load;
      return load && { entity: loaded, load };
    },
    fieldsByName(type) {
      let fields = byName.get(type);
      if (!fields) {
        fields = new Map();
        // The main entity last, so that its facts win over a view's.
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
