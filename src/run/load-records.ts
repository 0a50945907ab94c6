import { GatewayError, unexpectedValue } from '../errors.ts';
import { type ClioRecord, copyRecord, isRedacted, type LoadedRecord, recordId } from '../loaders/record.ts';
import type { WantedRecord } from '../loaders/record-loader.ts';
import type { Args } from '../planner/argument-values.ts';
import { bindParameters } from '../planner/bind-arguments.ts';
import type { FieldPlan, HopTarget, RecordPlan } from '../planner/plan.ts';
import { namedRecords } from '../planner/record-arguments.ts';
import type { Batch } from '../planner/scheduler.ts';
import type { ByIdSelection } from '../planner/selection.ts';
import type { HeldLoad } from '../planner/shared-list.ts';
import { append } from '../values.ts';
import type { OperationRun } from './operation-run.ts';
import type { Receiver, Slots } from './slots.ts';

/** A request for a record by id, for one position. */
export class LoadRequest implements WantedRecord, HeldLoad {
  readonly target: HopTarget;
  readonly plan: RecordPlan;
  readonly id: string;
  /**
   * The known part of the record, at least its id. It replaces the record if Clio marked it as redacted and
   * does not return it.
   */
  readonly stub: ClioRecord;
  readonly receiver: Receiver;
  /** Slots of the record's fields that were requested before it arrived; null without any. */
  early: Slots | null = null;

  constructor(target: HopTarget, id: string, stub: ClioRecord, receiver: Receiver) {
    this.target = target;
    this.plan = target.plan;
    this.id = id;
    this.stub = stub;
    this.receiver = receiver;
  }

  get fields(): RecordPlan {
    return this.plan;
  }

  get isEarly(): boolean {
    return this.early !== null;
  }

  isAmong(ids: ReadonlySet<string>): boolean {
    return ids.has(this.id);
  }
}

/** Requests the records that a field's arguments name by id: `contact(id:)`, `node(id:)`, `nodes(ids:)`. */
export function loadByIds(
  run: OperationRun,
  plan: FieldPlan<ByIdSelection>,
  args: Args,
  slot: Receiver,
): void {
  const { field } = plan;
  const { operation, many } = field.endpoint;
  const results: unknown[] = [];
  for (const named of namedRecords(run.catalog, field, args)) {
    const receiver = many ? run.slot(results, results.length) : slot;
    if (named instanceof Error) {
      receiver.receive(named);
      continue;
    }
    const { type, id } = named;
    const target = plan.target(type) as HopTarget;
    const query = operation ? bindParameters(run.catalog, operation, args) : [];
    if (operation && query.length > 0) {
      const path = operation.path.replace('{id}', encodeURIComponent(id));
      run.recordFields.loadRecord({ path, query }, target.plan, target.plan, receiver);
    } else requestByArgument(run, target, id, receiver);
  }
  if (many) slot.receive(results);
}

/**
 * Requests a record by an id from the arguments. Fields that need only the id are requested together with it.
 * If the record is missing, they are dropped.
 */
function requestByArgument(run: OperationRun, target: HopTarget, id: string, receiver: Receiver): void {
  const { fields } = target.plan;
  const request = new LoadRequest(target, id, { id }, receiver);
  if (fields.length > 0) {
    const early: Slots = {};
    for (const field of fields) run.requestField(field, request.stub, early, field.field.responseKey);
    request.early = early;
  }
  run.scheduler.add(target, request);
}

/** A number, or two for an occurrence of a calendar entry: `60-1`. */
const sendableId = /^\d+(-\d+)?$/;

/**
 * Requests the record with the stub's id. `redacted` does not show whether Clio hides the whole record or
 * only a part. So a redacted stub replaces the record if loading it would return nothing, and if it has
 * returned nothing.
 */
export function requestRecord(
  run: OperationRun,
  target: HopTarget,
  stub: ClioRecord,
  receiver: Receiver,
): void {
  const id = recordId(stub);
  if (id === null) {
    receiver.receive(null);
    return;
  }
  const request = new LoadRequest(target, id, stub, receiver);
  const isHidden = isRedacted(stub) && run.catalog.entity(target.entity).redactable !== 'partly';
  if (!target.load || isHidden) {
    if (target.plan.returning.length > 0) noteReturning(run, request);
    deliverStub(run, request);
    return;
  }
  // Clio rejects a whole batch for one id that it cannot read.
  if (!sendableId.test(id)) {
    receiver.receive(unexpectedValue('ID'));
    return;
  }
  if (!deliverIfKnown(run, request)) run.scheduler.add(target, request);
}

/** Fills a position at once if its record is known. @returns Whether it is. */
export function deliverIfKnown(run: OperationRun, request: LoadRequest): boolean {
  const { target, id, plan } = request;
  const known = run.records.known.find(target.entity, id, plan.tree);
  if (known === undefined) return false;
  const copy = deliver(run, request, known);
  if (copy) run.fill(plan, [copy]);
  return true;
}

/** Loads a batch, delivers its records, and requests what follows from them. */
export function loadBatch(run: OperationRun, { entity, query, loads }: Batch<LoadRequest>): Promise<void> {
  return run.records.load(entity, query, loads).then((results) => deliverAll(run, loads, results));
}

function deliverAll(
  run: OperationRun,
  loads: readonly LoadRequest[],
  results: readonly LoadedRecord[],
): void {
  let arrived: Map<RecordPlan, ClioRecord[]> | null = null;
  let index = 0;
  for (const request of loads) {
    const own = deliver(run, request, results[index] ?? null);
    index += 1;
    if (!own) continue;
    arrived ??= new Map();
    arrived.set(request.plan, append(arrived.get(request.plan), own));
  }
  if (arrived) for (const [plan, records] of arrived) run.fill(plan, records);
}

/** Fills a position. @returns The record below which positions must be filled; null if there are none. */
function deliver(run: OperationRun, request: LoadRequest, result: LoadedRecord): ClioRecord | null {
  const { plan, id, stub, receiver, early } = request;
  const { type } = request.target;
  if (isRedacted(stub) && isUnavailable(result)) deliverStub(run, request);
  else if (result === null || result instanceof Error) receiver.receive(result);
  else if (!plan.hasSlots) receiver.receive(type === null ? result : copyRecord(result, type));
  else {
    const shared = early ? undefined : run.delivered?.get(plan)?.get(id);
    const own = shared ?? copyRecord(result, type, early ?? undefined);
    receiver.receive(own);
    if (shared) return null;
    if (!early) noteDelivered(run, request, own);
    return own;
  }
  return null;
}

function noteDelivered(run: OperationRun, { plan, id }: LoadRequest, record: ClioRecord): void {
  run.delivered ??= new Map();
  const records = run.delivered.get(plan);
  if (records) records.set(id, record);
  else run.delivered.set(plan, new Map([[id, record]]));
}

/** Notes that lists below a record refer to it again: its fields are then known, or must be loaded later. */
function noteReturning(run: OperationRun, { target, stub, plan }: LoadRequest): void {
  if (target.shared === null || isRedacted(stub)) run.hasPartialRecords = true;
  else run.records.known.learn([{ entity: target.entity, fields: plan.tree, at: null }], [stub]);
}

function deliverStub(run: OperationRun, { target, stub, receiver }: LoadRequest): void {
  const copy = copyRecord(stub, target.type);
  receiver.receive(copy);
  run.fill(target.plan, [copy]);
}

/** Whether Clio has no such record for this login, or rejects all records of its kind. */
function isUnavailable(result: LoadedRecord): boolean {
  return result === null || (result instanceof GatewayError && result.code === 'FORBIDDEN');
}
