import { createHash } from 'node:crypto';
import type { Dataset } from './data/dataset.ts';
import { PROJECTIONS, type Projection } from './data/projections.ts';
import { isRef, type RawRecord, type RawValue } from './record.ts';

export type RecordId = number | string;

const NOTHING: ReadonlyMap<RecordId, RawRecord> = new Map();

/** By record, which is never modified. */
const etags = new WeakMap<RawRecord, string>();

/** The records that filters and orders read. */
export type StoredRecords = Pick<Store, 'today' | 'table' | 'find'>;

/** The firm's records, which are made when they are first read. A change replaces a record. */
export class Store {
  /** The day of the sample data, `YYYY-MM-DD`. */
  readonly today: string;
  readonly #dataset: Dataset;
  readonly #versions = new Map<string, number>();
  readonly #projected = new Map<string, { version: number; table: ReadonlyMap<RecordId, RawRecord> }>();
  /** The tables of the sample data that were read, with later changes. */
  readonly #tables = new Map<string, Map<RecordId, RawRecord>>();

  constructor(dataset: Dataset) {
    this.today = dataset.dates.today;
    this.#dataset = dataset;
  }

  /**
   * Records of an entity by id. A view (`LinkedFolder`) has the records of its entity. Shapes whose id is not
   * unique have longer keys: `MatterContacts` and `RelatedContacts` by `matter-contact`, `Item` by `Document-id`
   * or `Folder-id`, shapes without id by their position.
   */
  table(entity: string): ReadonlyMap<RecordId, RawRecord> {
    const projection = PROJECTIONS[entity];
    if (projection) return this.#project(entity, projection);
    const home = this.#dataset.home(entity);
    return home ? this.#ownTable(home) : NOTHING;
  }

  /** The record of a reference; undefined if it was deleted, and for other values. */
  find(ref: RawValue | undefined): RawRecord | undefined {
    return isRef(ref) ? this.table(ref.entity).get(ref.id) : undefined;
  }

  /** Grows with each change to an entity's records. */
  version(entity: string): number {
    return (
      PROJECTIONS[entity]?.sources.reduce((sum, source) => sum + this.version(source), 0) ??
      this.#versions.get(entity) ??
      0
    );
  }

  put(entity: string, id: RecordId, record: RawRecord): void {
    this.#ownTable(entity).set(id, record);
    this.#versions.set(entity, this.version(entity) + 1);
  }

  remove(entity: string, id: RecordId): void {
    this.#ownTable(entity).delete(id);
    this.#versions.set(entity, this.version(entity) + 1);
  }

  /** The entity whose table has an entity's records, if there is one. */
  home(entity: string): string | undefined {
    return PROJECTIONS[entity] ? entity : this.#dataset.home(entity);
  }

  etag(record: RawRecord): string {
    let etag = etags.get(record);
    if (!etag) {
      etag = `"${createHash('md5').update(JSON.stringify(record)).digest('hex')}"`;
      etags.set(record, etag);
    }
    return etag;
  }

  #project(entity: string, projection: Projection): ReadonlyMap<RecordId, RawRecord> {
    const version = this.version(entity);
    let known = this.#projected.get(entity);
    if (known?.version !== version) {
      known = { version, table: projection.make((source) => this.table(source)) };
      this.#projected.set(entity, known);
    }
    return known.table;
  }

  #ownTable(home: string): Map<RecordId, RawRecord> {
    const own = this.#tables.get(home) ?? new Map(this.#dataset.table(home));
    this.#tables.set(home, own);
    return own;
  }
}
