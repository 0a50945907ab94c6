import { GatewayError } from '../errors.ts';
import { type ClioRecord, copyRecord, isRedacted, type LoadedRecord } from '../loaders/record.ts';
import type { WantedRecord } from '../loaders/record-loader.ts';
import type { HopTarget, RecordPlan } from '../planner/plan.ts';
import type { Batch } from '../planner/scheduler.ts';
import type { OperationRun } from './operation-run.ts';
import type { Receiver } from './slots.ts';

/** A record that is to be loaded, and the position that asked for it. */
export class LoadRequest implements WantedRecord {
  readonly target: HopTarget;
  readonly plan: RecordPlan;
  readonly id: string;
  /** What is known of it already: it stands in where Clio marked it as redacted and loading it brings nothing. */
  readonly stub: ClioRecord | null;
  /** GraphQL type to note on the record, at abstract positions. */
  readonly type: string | null;
  readonly receiver: Receiver;

  constructor(
    target: HopTarget,
    id: string,
    stub: ClioRecord | null,
    type: string | null,
    receiver: Receiver,
  ) {
    this.target = target;
    this.plan = target.plan;
    this.id = id;
    this.stub = stub;
    this.type = type;
    this.receiver = receiver;
  }

  get fields(): RecordPlan {
    return this.plan;
  }
}

/**
 * Asks for a record. A stub that Clio marked as redacted stands for itself where loading the record would bring nothing,
 * and where it has brought nothing: `redacted` does not show whether the whole record is hidden or only a part of it.
 */
export function requestRecord(
  run: OperationRun,
  target: HopTarget,
  id: string | null,
  stub: ClioRecord | null,
  type: string | null,
  receiver: Receiver,
): void {
  if (id === null) {
    receiver.receive(null);
    return;
  }
  const request = new LoadRequest(target, id, stub, type, receiver);
  const isHidden =
    stub !== null && isRedacted(stub) && run.catalog.entity(target.entity).redactable !== 'partly';
  if (!target.load || isHidden) answerWithStub(run, request);
  else run.addLoad(request);
}

/** Loads a batch, hands out its records, and asks for what follows from them. */
export async function loadBatch(run: OperationRun, batch: Batch<LoadRequest>): Promise<void> {
  const { entity, query, loads, plans } = batch;
  const [origin] = plans;
  const results = await run.records.load(entity, query, loads, origin);
  const arrived = new Map<RecordPlan, ClioRecord[]>();
  for (const [index, request] of loads.entries()) {
    const result = results[index] ?? null;
    const { plan, type, receiver } = request;
    if (request.stub !== null && isRedacted(request.stub) && isUnavailable(result))
      answerWithStub(run, request);
    else if (result === null || result instanceof Error) receiver.receive(result);
    else if (!plan.hasSlots && type === null) receiver.receive(result);
    else {
      const own = copyRecord(result, type);
      receiver.receive(own);
      if (!plan.hasSlots) continue;
      const records = arrived.get(plan);
      if (records) records.push(own);
      else arrived.set(plan, [own]);
    }
  }
  for (const [plan, records] of arrived) run.fill(plan, records);
}

function answerWithStub(run: OperationRun, { target, id, stub, type, receiver }: LoadRequest): void {
  const copy = copyRecord(stub ?? { id }, type);
  receiver.receive(copy);
  run.fill(target.plan, [copy]);
}

/** True where Clio has no such record for this login, or refuses all records of its kind. */
function isUnavailable(result: LoadedRecord): boolean {
  return result === null || (result instanceof GatewayError && result.code === 'FORBIDDEN');
}
