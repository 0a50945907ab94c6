import type { Catalog } from '../catalog/catalog.ts';
import type { BroughtRecords } from '../planner/brought-records.ts';
import { coversFields, type FieldTree } from '../planner/fields.ts';
import { append } from '../values.ts';
import { joinRecords } from './cache-store.ts';
import { contentOf, isUntouched } from './content.ts';
import { type ClioRecord, isRecord, isRedacted, recordId } from './record.ts';

interface Known {
  readonly fields: FieldTree;
  /** Null where Clio has no such record for this login. */
  readonly record: ClioRecord | null;
}

/** Known records that outlast their operation, by entity and id. */
export type KeptRecords = readonly (readonly [key: string, record: Known])[];

interface Learned {
  readonly brought: BroughtRecords;
  readonly records: readonly ClioRecord[];
}

/** Records as far as one request has loaded them. */
export class KnownRecords {
  readonly #catalog: Catalog;
  /** By entity and id. */
  readonly #known: Map<string, Known>;
  /** What has arrived with answers and is not among the known records yet, by entity. */
  #learned: Map<string, Learned[]> | null = null;

  constructor(catalog: Catalog, earlier?: KeptRecords) {
    this.#catalog = catalog;
    this.#known = new Map(earlier);
  }

  /** A record; null where Clio has none, undefined where it has to be loaded. */
  find(entity: string, id: string, fields: FieldTree): ClioRecord | null | undefined {
    this.#absorb(entity);
    const known = this.#known.size > 0 ? this.#known.get(keyOf(entity, id)) : undefined;
    if (known === undefined) return undefined;
    return known.record === null || coversFields(known.fields, fields) ? known.record : undefined;
  }

  /** @param record Null where Clio has none. */
  remember(entity: string, id: string, fields: FieldTree, record: ClioRecord | null): void {
    const key = keyOf(entity, id);
    const known = this.#known.get(key);
    if (record === null || !known?.record) this.#known.set(key, { fields, record });
    else if (!coversFields(known.fields, fields))
      this.#known.set(key, joinRecords({ fields: known.fields, record: known.record }, { fields, record }));
  }

  /**
   * Takes a response's records into account: they need not be loaded again, nor do those nested in them, as far as they came.
   *
   * @param brought Which of them are loaded by id elsewhere.
   */
  learn(brought: readonly BroughtRecords[], records: readonly ClioRecord[]): void {
    for (const one of brought) {
      this.#learned ??= new Map();
      const learned = this.#learned.get(one.entity);
      this.#learned.set(one.entity, append(learned, { brought: one, records }));
    }
  }

  /** What is known of records of some entities, as far as all that is nested in them is of these as well. */
  among(entities: readonly string[]): KeptRecords {
    for (const entity of entities) this.#absorb(entity);
    return [...this.#known].filter(([key, { fields }]) => {
      const entity = key.slice(0, key.indexOf(' '));
      return entities.includes(entity) && isUntouched(contentOf(this.#catalog, entity, fields), entities);
    });
  }

  /** Adds what was learned of an entity. Done late, as most operations load nothing after their lists. */
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
