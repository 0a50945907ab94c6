import { GatewayError } from '../errors.ts';
import { type LoadCall, printCall } from '../loaders/call-trace.ts';
import { contentOf } from '../loaders/content.ts';
import { type ClioRecord, copyRecord, isRecord, recordId } from '../loaders/record.ts';
import type { Args } from '../planner/argument-values.ts';
import type { BroughtRecords } from '../planner/brought-records.ts';
import { broughtBy } from '../planner/brought-records.ts';
import type { FieldPlan, RecordPlan } from '../planner/plan.ts';
import { type BoundRecord, bindRecord } from '../planner/record-arguments.ts';
import type { RecordSelection } from '../planner/selection.ts';
import type { ClioResponse } from '../rest/types.ts';
import type { OperationRun } from './operation-run.ts';
import type { Receiver } from './slots.ts';

const noLoads: ReadonlySet<string> = new Set();
const nothing: readonly BroughtRecords[] = [];

/**
 * Fields with one call: a singleton, a record below a parent, a link or a text. Equal calls are made once.
 */
export class RecordFields {
  readonly #run: OperationRun;
  /** Calls in flight, by path, query and fields. */
  readonly #inFlight = new Map<string, Promise<ClioResponse>>();

  constructor(run: OperationRun) {
    this.#run = run;
  }

  load(plan: FieldPlan<RecordSelection>, parent: ClioRecord | null, args: Args, slot: Receiver): void {
    const { field } = plan;
    const { parent: bound, operation } = field.endpoint;
    const id = parent && recordId(parent);
    if (bound !== null && id === null) {
      slot.receive(null);
      return;
    }
    const call = bindRecord(this.#run.catalog, field, args, id);
    const [record] = plan.plans;
    if (record) this.loadRecord(call, record, plan, slot);
    else this.#loadValue(call, plan, operation.response, slot);
  }

  loadRecord(
    { path, query }: BoundRecord,
    plan: RecordPlan,
    purpose: FieldPlan | RecordPlan,
    slot: Receiver,
  ): void {
    const fields = plan.printedFields;
    const call: LoadCall = {
      method: 'GET',
      path,
      purpose,
      expect: 'record',
      query: fields === '' ? query : [['fields', fields], ...query],
    };
    const content = contentOf(this.#run.catalog, plan.entity, plan.tree);
    const response = this.#once(call, () => this.#run.client.sendCached(call, content));
    const done = response.then(({ data }) => {
      if (!isRecord(data)) {
        slot.receive(null);
        return;
      }
      const { catalog, records } = this.#run;
      if (query.length === 0 && plan.returning.length > 0)
        records.known.learn(broughtBy(catalog, plan.entity, plan.tree), [data]);
      const record = plan.hasSlots ? copyRecord(data, null) : data;
      slot.receive(record);
      this.#run.fill(plan, [record]);
    }, nullWhenMissing(slot));
    if (query.length > 0) this.#run.hasPartialRecords = true;
    this.#run.track({ mayLoad: this.#run.mayLoad(plan), brings: nothing }, done);
  }

  #loadValue({ path, query }: BoundRecord, plan: FieldPlan, kind: string, slot: Receiver): void {
    const call: LoadCall = {
      method: 'GET',
      path,
      purpose: plan,
      query,
      expect: kind === 'text' ? 'text' : 'redirect',
    };
    const response = this.#once(call, () => this.#run.client.send(call));
    const done = response.then(
      ({ location, data }) => slot.receive(kind === 'redirect' ? location : data),
      nullWhenMissing(slot),
    );
    this.#run.track({ mayLoad: noLoads, brings: nothing }, done);
  }

  #once(call: LoadCall, send: () => Promise<ClioResponse>): Promise<ClioResponse> {
    const key = printCall(call);
    const known = this.#inFlight.get(key);
    if (known !== undefined) return known;
    const response = send().finally(() => this.#inFlight.delete(key));
    this.#inFlight.set(key, response);
    return response;
  }
}

/** Sets null if the record does not exist; otherwise the error. */
function nullWhenMissing(slot: Receiver): (error: unknown) => void {
  return (error) => slot.receive(error instanceof GatewayError && error.code === 'NOT_FOUND' ? null : error);
}
