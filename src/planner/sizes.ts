import type { Catalog } from '../catalog/catalog.ts';
import { batchLimit, batchQueries } from './batch-limit.ts';
import type { BroughtRecords } from './brought-records.ts';
import type { FieldPlan, HopPlan, HopTarget, RecordPlan } from './plan.ts';
import type { ListPick, ListSelection } from './selection.ts';

/** What a field with calls of its own takes for one parent. */
export interface FieldSize {
  readonly calls: number;
  /** How many rounds its calls take. */
  readonly rounds: number;
  /** Plans of the records that it answers with, and how many records at most. */
  readonly plans: readonly RecordPlan[];
  readonly records: number;
  /** False where an argument leaves something out of the records. */
  readonly isWhole: boolean;
  readonly brings: readonly BroughtRecords[];
  /** Clio's ids of the records, where the arguments name them all and nothing else filters them. */
  readonly ids?: ReadonlySet<string> | null;
  /** What one of its calls reads for all fields of the operation that need it. */
  readonly shared?: string;
}

/** A load by id. */
export interface LoadSize {
  readonly target: HopTarget;
  /** How many records. */
  readonly count: number;
  /** Clio's ids of them, where they are known. */
  readonly ids: readonly string[] | undefined;
  /** False where an argument leaves something out of them. */
  readonly isWhole: boolean;
}

/** What decides how records are loaded by their ids. */
export type Loaded = Pick<HopTarget, 'entity' | 'query'>;

/** How much the parts of a plan take and bring. Without further knowledge each record is another one, and each that is named is there. */
export abstract class Sizes {
  readonly catalog: Catalog;

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  /** Null where nothing is called, for fields that take no ids. */
  abstract field(plan: FieldPlan): FieldSize | null;

  /** What a field that takes ids loads; null for other fields. */
  abstract loads(plan: FieldPlan): readonly LoadSize[] | null;

  /**
   * Equal for lists of which one can answer the other.
   *
   * @param _parent Clio's id of the record that the list stands on; null where there is none, or it is not known.
   */
  listKey({ documentKey }: FieldPlan<ListSelection>, _parent: string | null): string {
    return documentKey;
  }

  /** How many records a nested field holds in one record. */
  abstract nested(entity: string, key: string): number;

  /** Of so many records, those in which one is picked out of a list. */
  picked(_pick: ListPick, count: number): number {
    return count;
  }

  /** How many records of one target a record leads to. */
  led(_hop: HopPlan): number {
    return 1;
  }

  /** How many of so many records there are calls for. */
  counted(count: number): number {
    return count;
  }

  /** How many of so many records a list filtered by their ids leaves out. */
  missing(_count: number): number {
    return 0;
  }

  /** How many records are different where so many positions name one. */
  distinct(_entity: string, count: number): number {
    return count;
  }

  /** Calls that load so many records by their ids: where a batch leaves some out, these are loaded one by one. */
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
