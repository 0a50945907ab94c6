import type { ListPages, ListResult } from '../loaders/list-loader.ts';
import { type ClioRecord, copyRecord, isRecord } from '../loaders/record.ts';
import type { FieldPlan, RecordPlan } from '../planner/plan.ts';
import type { ListSelection } from '../planner/selection.ts';
import type { Connection, Connections } from './connection.ts';
import type { ListPosition } from './list-fields.ts';
import type { OperationRun } from './operation-run.ts';
import { PageArrivals } from './page-arrivals.ts';

type GrowingResult = { -readonly [Key in keyof ListResult]: ListResult[Key] } & { readonly items: unknown[] };

interface GrowingPosition {
  readonly plan: RecordPlan | undefined;
  readonly field: ListSelection;
  readonly records: ClioRecord[];
}

/** A list that is returned with its first pages while others are loaded. */
export class GrowingList {
  readonly #run: OperationRun;
  readonly #list: GrowingResult;
  readonly #pages = new PageArrivals();
  readonly #positions: GrowingPosition[] = [];

  /**
   * Fills the positions with connections that grow.
   *
   * @param connections Where they are added.
   */
  constructor(
    run: OperationRun,
    receivers: readonly ListPosition[],
    connections: Connections,
    { cursor, totalCount }: ListPages,
  ) {
    this.#run = run;
    this.#list = {
      items: [],
      cursor,
      hasNextPage: true,
      hasPreviousPage: false,
      totalCount,
      bytes: 0,
      freshUntil: 0,
    };
    for (const { plan, slot } of receivers) slot.receive(connections.of(plan, () => this.#connect(plan)));
  }

  #connect({ field, plans }: FieldPlan<ListSelection>): Connection {
    const positions = new Map<string, ClioRecord[]>();
    for (const [index, { path }] of field.connection.positions.entries()) {
      const records: ClioRecord[] = [];
      positions.set(path.join('.'), records);
      this.#positions.push({ plan: plans[index], field, records });
    }
    return { list: this.#list, positions, pages: this.#pages };
  }

  /** @param items All items so far. */
  grow(items: readonly unknown[]): void {
    const fresh = items.slice(this.#list.items.length);
    const records = fresh.filter(isRecord);
    this.#list.items.push(...fresh);
    for (const { plan, field, records: shown } of this.#positions) {
      const own = ownRecords(plan, field, records);
      shown.push(...own);
      if (plan) this.#run.fill(plan, own);
    }
    this.#pages.grow(this.#list.items.length);
  }

  complete(whole: ListResult): void {
    this.grow(whole.items);
    Object.assign(this.#list, whole, { items: this.#list.items });
    this.#pages.end(whole.rest ?? null);
  }

  fail(error: unknown): void {
    this.#pages.end(error);
  }
}

/** The records for one position: copies, if the position has slots or types of its own. */
export function ownRecords(
  plan: RecordPlan | undefined,
  { connection: { type } }: ListSelection,
  records: readonly ClioRecord[],
): readonly ClioRecord[] {
  return plan?.hasSlots || type !== null ? records.map((one) => copyRecord(one, type)) : records;
}
