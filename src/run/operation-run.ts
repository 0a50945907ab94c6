import type { Catalog } from '../catalog/catalog.ts';
import { badInput } from '../errors.ts';
import type { CachingClient } from '../loaders/caching-client.ts';
import type { ClioRecord } from '../loaders/record.ts';
import { RecordLoader } from '../loaders/record-loader.ts';
import type { Args } from '../planner/argument-values.ts';
import { type ArgumentSource, readArguments } from '../planner/argument-values.ts';
import type {
  FieldPlan,
  Loadable,
  OperationPlan,
  RecordPlan,
  Rejection,
  UnreachablePlan,
} from '../planner/plan.ts';
import { Scheduler, type Work } from '../planner/scheduler.ts';
import { asError } from '../values.ts';
import type { WriteContext } from '../writes/write-context.ts';
import { fillBelow } from './fill-records.ts';
import { ListFields, type ListPosition, type SentResult, sendList } from './list-fields.ts';
import { deliverIfKnown, type LoadRequest, loadBatch, loadByIds } from './load-records.ts';
import { RecordFields } from './record-fields.ts';
import { AwaitedSlot, type Receiver, Slot, type Slots } from './slots.ts';
import { runWrite } from './write-fields.ts';

export interface OperationRunOptions {
  readonly catalog: Catalog;
  readonly client: CachingClient;
  /** Coerced variables of the operation. */
  readonly variables: Args;
  /** Whether positions may be read before the run ends. @default false */
  readonly isIncremental?: boolean;
  /** Undefined for a query. */
  readonly writes?: WriteContext;
}

/**
 * One run of a plan: sends what the scheduler releases, and fills the positions with the results. Each kind
 * of field has its own file.
 */
export class OperationRun {
  readonly catalog: Catalog;
  readonly client: CachingClient;
  readonly writes: WriteContext | undefined;
  readonly isIncremental: boolean;
  /** Positions and fields that cannot be read and have been reported. Each is reported once. */
  #reported: Set<UnreachablePlan | FieldPlan> | null = null;
  /**
   * True if some records are incomplete, because of an argument or because they are bare ids. They cannot
   * replace the same records below them.
   */
  hasPartialRecords = false;
  readonly #variables: Args;
  readonly scheduler: Scheduler<LoadRequest, ListPosition, SentResult>;
  /** Slots that are not filled yet, if positions may be read before the end. */
  readonly #open: Set<Receiver> | null;
  /**
   * Records that fill positions, by plan and id. The positions of a plan share a record, so that records which
   * refer to each other do not multiply at each level.
   */
  delivered: Map<RecordPlan, Map<string, ClioRecord>> | null = null;
  #lists: ListFields | null = null;
  #recordFields: RecordFields | null = null;
  #records: RecordLoader | null = null;
  readonly #root: Slots = {};
  #resolve: ((root: Slots) => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;

  constructor({ catalog, client, variables, isIncremental = false, writes }: OperationRunOptions) {
    this.catalog = catalog;
    this.client = client;
    this.writes = writes;
    this.isIncremental = isIncremental;
    this.scheduler = new Scheduler(catalog);
    this.#variables = variables;
    this.#open = isIncremental ? new Set() : null;
  }

  get records(): RecordLoader {
    this.#records ??= new RecordLoader(this.catalog, this.client, this.writes?.known);
    return this.#records;
  }

  /**
   * Runs the plan to its end. A failed call becomes an error at the positions of its records; the other calls
   * go on.
   *
   * @returns The root fields' values by response key. Values below are in the records' slots.
   */
  run(plan: OperationPlan): Promise<Slots> {
    const ended = new Promise<Slots>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.start(plan);
    return ended;
  }

  /**
   * Begins the run, with the same calls, and returns slots that it fills while it goes on. A value that has
   * not arrived is a promise in its slot. The promise is never rejected: it is fulfilled with the value or an
   * error. A list of several pages may arrive with its first page.
   */
  start(plan: OperationPlan): Slots {
    for (const [responseKey, field] of plan.fields) this.requestField(field, null, this.#root, responseKey);
    this.sendWhatMayGo();
    return this.#root;
  }

  #finish(): void {
    this.#resolve?.(this.#root);
    // Slots without a result become null, as in a run that is read at its end.
    this.#fillRest(null);
  }

  #fail(error: unknown): void {
    this.#reject?.(error);
    this.#fillRest(asError(error));
  }

  /** Fills the remaining slots, if positions may be read before the end. */
  #fillRest(result: unknown): void {
    if (this.#open) for (const slot of this.#open) slot.receive(result);
  }

  /** Opens a position, which must be filled once. */
  slot<Key extends string | number>(into: Record<Key, unknown>, key: Key): Receiver {
    return this.#open ? new AwaitedSlot(into, key, this.#open) : new Slot(into, key);
  }

  args(source: ArgumentSource): Args {
    return readArguments(source, this.#variables);
  }

  /** Requests a field that takes calls of its own, at its position. */
  requestField(plan: FieldPlan, parent: ClioRecord | null, into: Slots, responseKey: string): void {
    const { field, rejections } = plan;
    const slot = this.slot(into, responseKey);
    if (rejections.length > 0) {
      slot.receive(this.isFirstReport(plan) ? reject(rejections) : null);
      return;
    }
    try {
      const args = this.args(field.argument);
      if (plan.is('list')) {
        this.#lists ??= new ListFields(this);
        this.#lists.add(plan, parent, args, slot);
      } else if (plan.is('record')) this.recordFields.load(plan, parent, args, slot);
      else if (plan.is('byId')) loadByIds(this, plan, args, slot);
      else if (plan.is('write') || plan.is('upload') || plan.is('customFields'))
        runWrite(this, plan, args, slot);
    } catch (error) {
      // An invalid argument is an error of this field only.
      slot.receive(error);
    }
  }

  /** Returns true on the first call for a plan that cannot be read, so that it is reported once. */
  isFirstReport(plan: UnreachablePlan | FieldPlan): boolean {
    this.#reported ??= new Set();
    const isFirst = !this.#reported.has(plan);
    this.#reported.add(plan);
    return isFirst;
  }

  get recordFields(): RecordFields {
    this.#recordFields ??= new RecordFields(this);
    return this.#recordFields;
  }

  /** Fills the positions below records that have arrived, and requests what the records lack. */
  fill(plan: RecordPlan, records: readonly ClioRecord[]): void {
    if (plan.hasSlots && records.length > 0) fillBelow(this, plan, records);
  }

  /** What may be requested because of the responses to a plan's calls. */
  mayLoad(plan: FieldPlan | RecordPlan): ReadonlySet<Loadable> {
    return this.hasPartialRecords ? plan.mayLoadOfPartial : plan.mayLoad;
  }

  /** Counts work that has been sent as in flight until it ends. */
  track(work: Work, done: Promise<void>): void {
    this.scheduler.begin(work);
    this.#endAfter(work, done);
  }

  /** Sends what the scheduler releases. Call it when something has arrived. */
  sendWhatMayGo(): void {
    for (const list of this.scheduler.releaseLists()) this.#endAfter(list, sendList(this, list));
    for (const batch of this.scheduler.releaseBatches()) this.#endAfter(batch, loadBatch(this, batch));
    if (this.scheduler.isDone) this.#finish();
  }

  /**
   * Delivers held loads whose records have arrived with a list, so that what follows from them joins what
   * follows from the list.
   */
  #deliverKnown(entity: string): void {
    const { known } = this.records;
    const requests = this.scheduler.takeKnown(
      entity,
      ({ id, plan }) => known.find(entity, id, plan.tree) !== undefined,
    );
    for (const request of requests) deliverIfKnown(this, request);
  }

  #endAfter(work: Work, done: Promise<void>): void {
    done.then(
      () => {
        this.scheduler.end(work);
        for (const { entity } of work.brings) this.#deliverKnown(entity);
        this.sendWhatMayGo();
      },
      // Only a bug of the gateway ends here: failed calls become errors at their positions.
      (error: unknown) => this.#fail(error),
    );
  }
}

/** The errors for a rejected field, each at its own position. */
function reject(rejections: readonly Rejection[]): Error {
  const errors = rejections.map(({ message, node, path }) => badInput(message, { place: { node, path } }));
  return errors.length === 1
    ? (errors[0] as Error)
    : new AggregateError(errors, 'Several positions cannot be read');
}
