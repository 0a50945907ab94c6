import type { Catalog } from '../catalog/catalog.ts';
import { type BroughtRecords, broughtBy } from './brought-records.ts';
import { coversFields, type FieldTree, joinFields } from './fields.ts';
import type { FieldPlan, Loadable, RecordPlan } from './plan.ts';
import type { ListSelection } from './selection.ts';

/** A list that a position asks for. */
export interface WantedList {
  readonly plan: FieldPlan<ListSelection>;
  /** Equal for lists of which one can answer the other. */
  readonly key: string;
  /** Most records in it. */
  readonly size: number;
  /** Clio's ids that it is filtered by; null where it has another filter, or none. */
  readonly ids: ReadonlySet<string> | null;
  /** Records that it brings; none where a filter leaves something out of them. */
  readonly brings: readonly BroughtRecords[];
  /** What may be asked for because of what it answers. */
  readonly mayLoad: ReadonlySet<Loadable>;
}

/** A load by id that is held. */
export interface HeldLoad {
  readonly plan: RecordPlan;
  /** True where the fields of the record were asked for together with it. */
  readonly isEarly: boolean;
  isAmong(ids: ReadonlySet<string>): boolean;
}

/** One list that is sent for all positions that it answers: of windows that begin, or end, at the same place, the widest. */
export class SharedList<Wanted extends WantedList, Load extends HeldLoad, Result> {
  readonly wanted: readonly [Wanted, ...Wanted[]];
  /** Loads by id that it makes needless. */
  readonly loads: readonly Load[];
  readonly fields: FieldTree;
  readonly brings: readonly BroughtRecords[];
  readonly mayLoad: ReadonlySet<Loadable>;
  /** False where the count alone is asked for. */
  readonly page: boolean;
  /** Whether the count or page info is asked for. */
  readonly meta: boolean;
  /** The one with the most records. */
  readonly widest: Wanted;
  /** What comes of it, for further positions. Set when it is sent. */
  result: Result | undefined;
  /** How many records it has. */
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

  /** Whether it holds what another position asks for. A list that takes no call comes without its count. */
  answers({ plan, size }: Wanted): boolean {
    if (!plan.field.connection.page) return this.#size > 0 || this.meta;
    return this.#size > 0 && this.#size >= size && coversFields(this.fields, plan.tree);
  }

  /** It has come, and goes no further: it answers wider windows, too. */
  noteEnd(): void {
    if (this.#size > 0) this.#size = Number.POSITIVE_INFINITY;
  }
}
