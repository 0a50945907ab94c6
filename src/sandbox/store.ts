import { createHash } from 'node:crypto';
import type { CatalogData } from '../catalog/types.ts';
import type { Dataset } from './data/dataset.ts';
import { PROJECTIONS, type Projection } from './data/projections.ts';
import { isRef, type RawRecord, type RawValue } from './record.ts';

export type RecordId = number | string;

/** The firm's records, made when first read. A change replaces a record. */
export interface Store {
  /** The day of the sample data, `YYYY-MM-DD`. */
  readonly today: string;
  /**
   * Records of an entity by id. A view (`LinkedFolder`) returns the records it is a view of. Shapes whose id is not
   * unique have longer keys: `MatterContacts` and `RelatedContacts` by `matter-contact`, `Item` by `Document-id`
   * or `Folder-id`, shapes without id by their place.
   */
  table(entity: string): ReadonlyMap<RecordId, RawRecord>;
  /** The record that a reference points at, unless it was deleted; undefined for what is no reference. */
  find(ref: RawValue | undefined): RawRecord | undefined;
  /** Grows with each change to an entity's records. */
  version(entity: string): number;
  put(entity: string, id: RecordId, record: RawRecord): void;
  remove(entity: string, id: RecordId): void;
  /** The entity whose table holds an entity's records, if there is one. */
  home(entity: string): string | undefined;
  etag(record: RawRecord): string;
}

const NOTHING: ReadonlyMap<RecordId, RawRecord> = new Map();

/** By record, which is never modified. */
const etags = new WeakMap<RawRecord, string>();

export function createStore(data: CatalogData, dataset: Dataset): Store {
  const versions = new Map<string, number>();
  const projected = new Map<string, { version: number; table: ReadonlyMap<RecordId, RawRecord> }>();
  /** The tables of the sample data that were read, with what was changed since. */
  const tables = new Map<string, Map<RecordId, RawRecord>>();

  const version = (entity: string): number =>
    PROJECTIONS[entity]?.sources.reduce((sum, source) => sum + version(source), 0) ??
    versions.get(entity) ??
    0;
  const changed = (entity: string): void => void versions.set(entity, version(entity) + 1);

  function project(entity: string, projection: Projection): ReadonlyMap<RecordId, RawRecord> {
    const now = version(entity);
    let known = projected.get(entity);
    if (!known || known.version !== now) {
      known = { version: now, table: projection.make((source) => table(source)) };
      projected.set(entity, known);
    }
    return known.table;
  }

  function ownTable(home: string): Map<RecordId, RawRecord> {
    const own = tables.get(home) ?? new Map(dataset.table(home));
    tables.set(home, own);
    return own;
  }

  function table(entity: string): ReadonlyMap<RecordId, RawRecord> {
    const projection = PROJECTIONS[entity];
    if (projection) return project(entity, projection);
    const home = dataset.home(entity);
    return home ? ownTable(home) : NOTHING;
  }

  return {
    today: dataset.dates.today,
    table,
    find: (ref) => (isRef(ref) ? table(ref.entity).get(ref.id) : undefined),
    version,
    put(entity, id, record) {
      ownTable(entity).set(id, record);
      changed(entity);
    },
    remove(entity, id) {
      ownTable(entity).delete(id);
      changed(entity);
    },
    home: (entity) => (PROJECTIONS[entity] ? entity : dataset.home(data.entities[entity]?.viewOf ?? entity)),
    etag(record) {
      let etag = etags.get(record);
      if (!etag) {
        etag = `"${createHash('md5').update(JSON.stringify(record)).digest('hex')}"`;
        etags.set(record, etag);
      }
      return etag;
    },
  };
}
