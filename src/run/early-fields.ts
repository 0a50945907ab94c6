import type { ClioRecord } from '../loaders/record.ts';
import type { RecordPlan } from '../planner/plan.ts';
import type { OperationRun } from './operation-run.ts';
import { type Receiver, slotsOf } from './slots.ts';

/**
 * Fields of a record whose id stands in the arguments. They need nothing but the id, so they are asked for together with the
 * record; where it turns out to be missing, they are dropped with it.
 */
export class EarlyFields {
  readonly #run: OperationRun;
  readonly #results = new Map<string, EarlyResult>();

  constructor(run: OperationRun, { fields }: RecordPlan, id: string) {
    this.#run = run;
    for (const field of fields) {
      const result = new EarlyResult();
      this.#results.set(field.field.responseKey, result);
      run.request(field, { id }, result);
    }
  }

  /** Answers the record's positions with what has come for them, or comes later. */
  attach(record: ClioRecord): void {
    const own = slotsOf(record);
    for (const [key, result] of this.#results) result.passTo(this.#run.slot(own, key));
  }
}

/** Keeps a result until its position is there. */
class EarlyResult implements Receiver {
  #received: { readonly result: unknown } | undefined;
  #slot: Receiver | undefined;

  receive(result: unknown): void {
    if (this.#slot) this.#slot.receive(result);
    else this.#received = { result };
  }

  passTo(slot: Receiver): void {
    this.#slot = slot;
    if (this.#received) slot.receive(this.#received.result);
  }
}
