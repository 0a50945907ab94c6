import type { Catalog } from '../catalog/catalog.ts';
import { badInput } from '../errors.ts';
import type { CachingClient } from '../loaders/caching-client.ts';
import type { ListResult } from '../loaders/list-loader.ts';
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
import { loadByIds } from './id-fields.ts';
import { ListFields, type ListPosition, sendList } from './list-fields.ts';
import { answerIfKnown, type LoadRequest, loadBatch } from './load-records.ts';
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
  /** Undefined for an operation that does not write. */
  readonly writes?: WriteContext;
}

/**
 * One run of a plan: sends what the scheduler releases, and hands answers to the positions that asked for them.
 * What each kind of field does stands in a file of its own.
 */
export class OperationRun {
  readonly catalog: Catalog;
  readonly client: CachingClient;
  readonly writes: WriteContext | undefined;
  readonly isIncremental: boolean;
  /** Positions and fields that cannot be read and have been reported: each is, once. */
  #reported: Set<UnreachablePlan | FieldPlan> | null = null;
  /** Set when records are incomplete, so that they cannot stand for those that name them below: by an argument, or as bare ids. */
  hasPartialRecords = false;
  readonly #variables: Args;
  readonly scheduler: Scheduler<LoadRequest, ListPosition, Promise<ListResult>>;
  /** Slots that are not filled yet, where positions may be read before the end. */
  readonly #open: Set<Receiver> | null;
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
   * Runs the plan to its end. A call that fails is noted where its records belong; the rest goes on.
   *
   * @returns The root fields' values by response key. Positions below are in the records' slots.
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
   * Begins the run, with the same calls, and returns the positions that it fills while it goes on: what has not arrived is a
   * promise in its slot, which is never rejected (an error is what it is fulfilled with), and a list that takes several pages
   * may be there with its first.
   */
  start(plan: OperationPlan): Slots {
    for (const [responseKey, field] of plan.fields) this.requestField(field, null, this.#root, responseKey);
    this.sendWhatMayGo();
    return this.#root;
  }

  #finish(): void {
    this.#resolve?.(this.#root);
    // A slot that nothing was put into stays empty, as it does in a run that is read at its end.
    this.#fillRest(null);
  }

  #fail(error: unknown): void {
    this.#reject?.(error);
    this.#fillRest(asError(error));
  }

  /** Fills the slots that wait, where positions may be read before the end. */
  #fillRest(result: unknown): void {
    if (this.#open) for (const slot of this.#open) slot.receive(result);
  }

  /** Opens a position. It is to be filled once. */
  slot(into: Slots, key: string | number): Receiver {
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
      // A bad argument is the field's own error; the rest of the operation stands.
      slot.receive(error);
    }
  }

  /** Whether something that cannot be read has not been reported yet. From now on it has. */
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

  /** Fills the positions below records that have arrived, and asks for what is not in them. */
  fill(plan: RecordPlan, records: readonly ClioRecord[]): void {
    if (plan.hasSlots && records.length > 0) fillBelow(this, plan, records);
  }

  /** What may be asked for because of what a plan's calls answer. */
  mayLoad(plan: FieldPlan | RecordPlan): ReadonlySet<Loadable> {
    return this.hasPartialRecords ? plan.mayLoadOfPartial : plan.mayLoad;
  }

  /** Counts work that has been sent as in flight until it ends. */
  track(work: Work, done: Promise<void>): void {
    this.scheduler.begin(work);
    this.#endAfter(work, done);
  }

  /** Sends what need not wait. To be called when something has arrived. */
  sendWhatMayGo(): void {
    for (const list of this.scheduler.releaseLists()) this.#endAfter(list, sendList(this, list));
    for (const batch of this.scheduler.releaseBatches()) this.#endAfter(batch, loadBatch(this, batch));
    if (this.scheduler.isDone) this.#finish();
  }

  /** Answers what waits to be loaded and has come with a list, so that what follows from it joins what follows from the list. */
  #deliverKnown(entity: string): void {
    const { known } = this.records;
    const requests = this.scheduler.takeKnown(
      entity,
      ({ id, plan }) => known.find(entity, id, plan.tree) !== undefined,
    );
    for (const request of requests) answerIfKnown(this, request);
  }

  #endAfter(work: Work, done: Promise<void>): void {
    done.then(
      () => {
        this.scheduler.end(work);
        for (const { entity } of work.brings) this.#deliverKnown(entity);
        this.sendWhatMayGo();
      },
      // Only a bug of the gateway ends here: calls that fail are answered with errors.
      (error: unknown) => this.#fail(error),
    );
  }
}

/** The errors of the positions for which a field is rejected, each at its place. */
function reject(rejections: readonly Rejection[]): Error {
  const errors = rejections.map(({ message, node, path }) => badInput(message, { place: { node, path } }));
  return errors.length === 1
    ? (errors[0] as Error)
    : new AggregateError(errors, 'Several positions cannot be read');
}
