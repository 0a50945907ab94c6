import { GatewayError, unexpectedValue } from '../errors.ts';
import { type ClioRecord, copyRecord, isRedacted, type LoadedRecord, recordId } from '../loaders/record.ts';
import type { WantedRecord } from '../loaders/record-loader.ts';
import type { HopTarget, RecordPlan } from '../planner/plan.ts';
import type { Batch } from '../planner/scheduler.ts';
import type { HeldLoad } from '../planner/shared-list.ts';
import { append } from '../values.ts';
import type { OperationRun } from './operation-run.ts';
import type { Receiver, Slots } from './slots.ts';

/** A record that is to be loaded, and the position that asked for it. */
export class LoadRequest implements WantedRecord, HeldLoad {
  readonly target: HopTarget;
  readonly plan: RecordPlan;
  readonly id: string;
  /** What is known of it already, its id at least: it stands in where Clio marked it as redacted and loading it brings nothing. */
  readonly stub: ClioRecord;
  readonly receiver: Receiver;
  /** Slots of those fields of the record that have been requested before it has come; null where none has. */
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

/**
 * Requests a record by an id from the arguments. Its fields need nothing but the id, so they are requested together with it; where
 * it turns out to be missing, they are dropped.
 */
export function requestByArgument(
  run: OperationRun,
  target: HopTarget,
  id: string,
  receiver: Receiver,
): void {
  const { fields } = target.plan;
  const request = new LoadRequest(target, id, { id }, receiver);
  if (fields.length > 0) {
    const early: Slots = {};
    for (const field of fields) run.requestField(field, request.stub, early, field.field.responseKey);
    request.early = early;
  }
  run.scheduler.add(target, request);
}

/** Numbers, and for occurrences of calendar entries two of them: `60-1`. */
const sendableId = /^\d+(-\d+)?$/;

/**
 * Asks for the record that a stub names by its id. A stub that Clio marked as redacted stands for itself where loading the record would bring nothing,
 * and where it has brought nothing: `redacted` does not show whether the whole record is hidden or only a part of it.
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
    answerWithStub(run, request);
    return;
  }
  // Clio rejects a whole batch for one id that it cannot read.
  if (!sendableId.test(id)) {
    receiver.receive(unexpectedValue('ID'));
    return;
  }
  if (!answerIfKnown(run, request)) run.scheduler.add(target, request);
}

/** Answers a position at once where the record has come with something else. @returns Whether it has. */
export function answerIfKnown(run: OperationRun, request: LoadRequest): boolean {
  const { target, id, plan } = request;
  const known = run.records.known.find(target.entity, id, plan.tree);
  if (known === undefined) return false;
  const copy = deliver(run, request, known);
  if (copy) run.fill(plan, [copy]);
  return true;
}

/** Loads a batch, hands out its records, and asks for what follows from them. */
export function loadBatch(run: OperationRun, { entity, query, loads }: Batch<LoadRequest>): Promise<void> {
  return run.records.load(entity, query, loads).then((results) => deliverAll(run, loads, results));
}

function deliverAll(
  run: OperationRun,
  requests: readonly LoadRequest[],
  results: readonly LoadedRecord[],
): void {
  let arrived: Map<RecordPlan, ClioRecord[]> | null = null;
  let index = 0;
  for (const request of requests) {
    const own = deliver(run, request, results[index] ?? null);
    index += 1;
    if (!own) continue;
    arrived ??= new Map();
    arrived.set(request.plan, append(arrived.get(request.plan), own));
  }
  if (arrived) for (const [plan, records] of arrived) run.fill(plan, records);
}

/** Answers a position. @returns The record below which positions are to be filled; null where there are none. */
function deliver(run: OperationRun, request: LoadRequest, result: LoadedRecord): ClioRecord | null {
  const { plan, stub, receiver, early } = request;
  const { type } = request.target;
  if (isRedacted(stub) && isUnavailable(result)) answerWithStub(run, request);
  else if (result === null || result instanceof Error) receiver.receive(result);
  else if (!plan.hasSlots && type === null) receiver.receive(result);
  else {
    const own = copyRecord(result, type, early ?? undefined);
    receiver.receive(own);
    if (plan.hasSlots) return own;
  }
  return null;
}

/** What lists below a record name again is known, or has to be loaded when they have come. */
function noteReturning(run: OperationRun, { target, stub, plan }: LoadRequest): void {
  if (target.shared === null || isRedacted(stub)) run.hasPartialRecords = true;
  else run.records.known.learn([{ entity: target.entity, fields: plan.tree, at: null }], [stub]);
}

function answerWithStub(run: OperationRun, { target, stub, receiver }: LoadRequest): void {
  const copy = copyRecord(stub, target.type);
  receiver.receive(copy);
  run.fill(target.plan, [copy]);
}

/** True where Clio has no such record for this login, or rejects all records of its kind. */
function isUnavailable(result: LoadedRecord): boolean {
  return result === null || (result instanceof GatewayError && result.code === 'FORBIDDEN');
}
