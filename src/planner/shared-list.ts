import type { Catalog } from '../catalog/catalog.ts';
import { type BroughtRecords, broughtBy } from './brought-records.ts';
import { coversFields, type FieldTree, joinFields } from './fields.ts';
import type { FieldPlan, Loadable, RecordPlan } from './plan.ts';
import type { ListSelection } from './selection.ts';

export interface WantedList {
  readonly plan: FieldPlan<ListSelection>;
  /** Equal for lists that can share a call. */
  readonly key: string;
  readonly size: number;
  /** Clio's ids that it is filtered by; null if it has another filter or none. */
  readonly ids: ReadonlySet<string> | null;
  /** Records that it brings; none if a filter removes something from them. */
  readonly brings: readonly BroughtRecords[];
  /** What may be requested because of its records. */
  readonly mayLoad: ReadonlySet<Loadable>;
}

/** A load by id that is held. */
export interface HeldLoad {
  readonly plan: RecordPlan;
  /** Whether the record's fields were requested together with it. */
  readonly isEarly: boolean;
  isAmong(ids: ReadonlySet<string>): boolean;
}

/**
 * One list that is sent for several positions: of windows that begin, or end, at the same place, the widest.
 */
export class SharedList<Wanted extends WantedList, Load extends HeldLoad, Result> {
  readonly wanted: readonly [Wanted, ...Wanted[]];
  /** Loads by id that it replaces. */
  readonly loads: readonly Load[];
  readonly fields: FieldTree;
  readonly brings: readonly BroughtRecords[];
  readonly mayLoad: ReadonlySet<Loadable>;
  /** False if only the count is requested. */
  readonly page: boolean;
  readonly meta: boolean;
  readonly widest: Wanted;
  /** The result, for further positions. Set when the list is sent. */
  result: Result | undefined;
  /** Number of its records. */
  #size: number;

  constructor(catalog: Catalog, wanted: readonly [Wanted, ...Wanted[]], loads: readonly Load[]) {
    const [first] = wanted;
    const { plan, brings } = first;
    const { entity } = plan.field.endpoint.operation;
    const isShared = wanted.length > 1 || loads.length > 0;
    this.wanted = wanted;
    this.loads = loads;
    this.fields = isShared ? joinFields([...wanted, ...loads].map((one) => one.plan.tree)) : plan.tree;
    this.brings =
      isShared && brings.length > 0 && entity !== undefined
        ? broughtBy(catalog, entity, this.fields)
        : brings;
    this.mayLoad = wanted.length > 1 ? new Set(wanted.flatMap((one) => [...one.mayLoad])) : first.mayLoad;
    const paged = wanted.filter((one) => one.plan.field.connection.page);
    this.page = paged.length > 0;
    this.meta = wanted.some((one) => one.plan.field.connection.meta);
    this.widest = paged.reduce((widest, one) => (one.size > widest.size ? one : widest), paged[0] ?? first);
    this.#size = this.page ? this.widest.size : 0;
  }

  /** Whether it contains what another position requests. A list without a call has no count. */
  contains({ plan, size }: Wanted): boolean {
    if (!plan.field.connection.page) return this.#size > 0 || this.meta;
    return this.#size > 0 && this.#size >= size && coversFields(this.fields, plan.tree);
  }

  /** Notes that the list ends here, so that it also contains wider windows. */
  noteEnd(): void {
    if (this.#size > 0) this.#size = Number.POSITIVE_INFINITY;
  }
}
