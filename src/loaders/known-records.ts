import type { Catalog } from '../catalog/catalog.ts';
import type { BroughtRecords } from '../planner/brought-records.ts';
import { coversFields, type FieldTree } from '../planner/fields.ts';
import { append } from '../values.ts';
import { joinRecords } from './cache-store.ts';
import { contentOf, isUntouched } from './content.ts';
import { type ClioRecord, isRecord, isRedacted, recordId } from './record.ts';

interface Known {
  readonly fields: FieldTree;
  /** Null if Clio has no such record for this login. */
  readonly record: ClioRecord | null;
}

/** Known records that outlast their operation, by entity and id. */
export type KeptRecords = readonly (readonly [key: string, record: Known])[];

interface Learned {
  readonly brought: BroughtRecords;
  readonly records: readonly ClioRecord[];
}

/** The records that one request has loaded. */
export class KnownRecords {
  readonly #catalog: Catalog;
  /** Keys are entity and id. */
  readonly #known: Map<string, Known>;
  /** Records that have arrived with responses but are not added to the known records yet, by entity. */
  #learned: Map<string, Learned[]> | null = null;

  constructor(catalog: Catalog, earlier?: KeptRecords) {
    this.#catalog = catalog;
    this.#known = new Map(earlier);
  }

  /** A record; null if Clio has none, undefined if it must be loaded. */
  find(entity: string, id: string, fields: FieldTree): ClioRecord | null | undefined {
    this.#absorb(entity);
    const known = this.#known.size > 0 ? this.#known.get(keyOf(entity, id)) : undefined;
    if (known === undefined) return undefined;
    return known.record === null || coversFields(known.fields, fields) ? known.record : undefined;
  }

  /** @param record Null if Clio has none. */
  remember(entity: string, id: string, fields: FieldTree, record: ClioRecord | null): void {
    const key = keyOf(entity, id);
    const known = this.#known.get(key);
    if (record === null || !known?.record) this.#known.set(key, { fields, record });
    else if (!coversFields(known.fields, fields))
      this.#known.set(key, joinRecords({ fields: known.fields, record: known.record }, { fields, record }));
  }

  /**
   * Notes a response's records, and those nested in them, so that their fields are not loaded again.
   *
   * @param brought The records among them that can be loaded by id.
   */
  learn(brought: readonly BroughtRecords[], records: readonly ClioRecord[]): void {
    for (const one of brought) {
      this.#learned ??= new Map();
      const learned = this.#learned.get(one.entity);
      this.#learned.set(one.entity, append(learned, { brought: one, records }));
    }
  }

  /** The known records of some entities whose nested records are also of these entities. */
  among(entities: readonly string[]): KeptRecords {
    for (const entity of entities) this.#absorb(entity);
    return [...this.#known].filter(([key, { fields }]) => {
      const entity = key.slice(0, key.indexOf(' '));
      return entities.includes(entity) && isUntouched(contentOf(this.#catalog, entity, fields), entities);
    });
  }

  /**
   * Adds what was learned about an entity. Called late, because most operations load nothing after their
   * lists.
   */
  #absorb(entity: string): void {
    const learned = this.#learned?.get(entity);
    if (learned === undefined) return;
    this.#learned?.delete(entity);
    for (const { brought, records } of learned) {
      const { at, fields } = brought;
      for (const record of records) {
        const found = at === null ? record : record[at];
        for (const one of Array.isArray(found) ? found : [found]) {
          const id = isRecord(one) ? recordId(one) : null;
          if (id === null || isRedacted(one)) continue;
          // Another record may still contain one that has been deleted.
          const isGone = at !== null && this.#known.get(keyOf(entity, id))?.record === null;
          if (!isGone) this.remember(entity, id, fields, one);
        }
      }
    }
  }
}

function keyOf(entity: string, id: string): string {
  return `${entity} ${id}`;
}
