import type { Catalog } from '../catalog/catalog.ts';
import { batchLimit, batchQueries } from './batch-limit.ts';
import type { BroughtRecords } from './brought-records.ts';
import type { FieldPlan, HopPlan, HopTarget, RecordPlan } from './plan.ts';
import type { ListPick, ListSelection } from './selection.ts';

export interface FieldSize {
  readonly calls: number;
  readonly rounds: number;
  /** Plans of its records, and the maximum number of records. */
  readonly plans: readonly RecordPlan[];
  readonly records: number;
  /** False if an argument removes something from the records. */
  readonly isWhole: boolean;
  readonly brings: readonly BroughtRecords[];
  /** Clio's ids of the records, if the arguments name all of them and there is no other filter. */
  readonly ids?: ReadonlySet<string> | null;
  /** Name of a read that one call makes for all fields of the operation. */
  readonly shared?: string;
}

export interface LoadSize {
  readonly target: HopTarget;
  readonly count: number;
  /** Clio's ids of the records, if they are known. */
  readonly ids: readonly string[] | undefined;
  /** False if an argument removes something from them. */
  readonly isWhole: boolean;
}

/** Decides how records are loaded by id. */
export type Loaded = Pick<HopTarget, 'entity' | 'query'>;

/**
 * The sizes of the parts of a plan. By default all records are different, and every reference leads to a
 * record.
 */
export abstract class Sizes {
  readonly catalog: Catalog;

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  /** The size of a field that takes no ids; null without a call. */
  abstract field(plan: FieldPlan): FieldSize | null;

  /** The loads of a field that takes ids; null for other fields. */
  abstract loads(plan: FieldPlan): readonly LoadSize[] | null;

  /**
   * Equal for lists that can share a call.
   *
   * @param _parent Clio's id of the record that has the list; null if there is none or it is unknown.
   */
  listKey({ documentKey }: FieldPlan<ListSelection>, _parent: string | null): string {
    return documentKey;
  }

  /** Number of records in a nested field of one record. */
  abstract nested(entity: string, key: string): number;

  /** Of `count` records, the number in which a list has the picked record. */
  picked(_pick: ListPick, count: number): number {
    return count;
  }

  /** Number of records of one target that a record leads to. */
  led(_hop: HopPlan): number {
    return 1;
  }

  /** Number of `count` records that calls are made for. */
  counted(count: number): number {
    return count;
  }

  /** Number of `count` records that are missing from a list filtered by their ids. */
  missing(_count: number): number {
    return 0;
  }

  /** Number of different records that `count` positions refer to. */
  distinct(_entity: string, count: number): number {
    return count;
  }

  /** Calls that load `count` records by id. Those missing from a batch are loaded one by one. */
  load({ entity, query }: Loaded, count: number): number {
    const load = this.catalog.load(entity)?.load;
    if (!load) return 0;
    const queries = batchQueries(this.catalog, load, query);
    if (load.batch === undefined || queries.length === 0 || count === 1) return count;
    const calls = queries.length * Math.ceil(count / batchLimit(this.catalog.operation(load.batch)));
    return load.incomplete ? calls + this.missing(count) : calls;
  }

  protected isList(entity: string, key: string): boolean {
    return this.catalog.entity(entity).fields[key]?.kind === 'many';
  }
}
