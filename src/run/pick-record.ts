import { clioId } from '../catalog/ids.ts';
import type { PickFact } from '../catalog/types.ts';
import { type ClioRecord, isRecord, isWithheld, recordId } from '../loaders/record.ts';
import { HopTarget, RecordPlan } from '../planner/plan.ts';
import type { ListPick } from '../planner/selection.ts';
import { asError } from '../values.ts';
import { isLoaded } from './follow-hops.ts';
import { requestRecord } from './load-records.ts';
import type { OperationRun } from './operation-run.ts';
import type { Receiver } from './slots.ts';

/** Finds the records in nested lists that an argument identifies. */
export class RecordPicker {
  readonly #run: OperationRun;
  readonly #fact: PickFact;
  readonly #key: string = '';
  readonly #wanted: string = '';
  readonly #error: Error | undefined;
  #target: HopTarget | undefined;

  constructor(run: OperationRun, { fact, argument }: Extract<ListPick, { fact: PickFact }>) {
    this.#run = run;
    this.#fact = fact;
    try {
      const { catalog } = run;
      const by = run.args(argument).by as Readonly<Record<string, unknown>>;
      // The schema accepts exactly one.
      const [[name, key] = ['', '']] = Object.entries(fact.by).filter(([one]) => typeof by[one] === 'string');
      const beside = catalog.entity(fact.entity).fields[key];
      const nested = beside?.kind === 'one' ? catalog.entity(beside.entity).type : null;
      this.#key = key;
      this.#wanted = nested === null ? String(by[name]) : clioId(catalog, name, String(by[name]), [nested]);
    } catch (error) {
      this.#error = asError(error);
    }
  }

  /** Returns an error for an invalid argument. */
  find(list: unknown): ClioRecord | Error | null {
    return this.#error ?? recordWith(list, this.#key, this.#wanted);
  }

  /** Whether the record may be in the list, but without the value that identifies it. */
  isWithheld(list: unknown): boolean {
    const { ifWithheld } = this.#fact;
    if (ifWithheld?.of !== this.#key || !Array.isArray(list)) return false;
    return list.some((one) => isRecord(one) && isWithheld(one[this.#key]));
  }

  /** Finds it by loading the nested record that has the argument's value; null if that is impossible. */
  findWithheld(list: unknown, receiver: Receiver): void {
    const { key, field } = this.#fact.ifWithheld ?? { key: '', field: '' };
    const find = (loaded: unknown): ClioRecord | null =>
      isLoaded(loaded) ? recordWith(list, key, loaded[field]) : null;
    const receive = (loaded: unknown): void => receiver.receive(find(loaded));
    this.#target ??= this.#definition(field);
    requestRecord(this.#run, this.#target, { id: this.#wanted }, { receive });
  }

  #definition(field: string): HopTarget {
    const { catalog } = this.#run;
    const beside = catalog.entity(this.#fact.entity).fields[this.#key];
    if (beside?.kind !== 'one') throw new Error(`${this.#key} is not a record (clio-graphql:pick-withheld)`);
    const { type } = catalog.entity(beside.entity);
    const plan = new RecordPlan({ type, entity: beside.entity, values: new Set(['id', field]) });
    return new HopTarget({ entity: beside.entity, plan, load: true });
  }
}

/** A nested record is compared by its id. */
function recordWith(list: unknown, key: string, wanted: unknown): ClioRecord | null {
  if (!Array.isArray(list)) return null;
  const found = list.find((one) => {
    if (!isRecord(one)) return false;
    const value = one[key];
    return (isRecord(value) ? recordId(value) : value) === wanted;
  });
  return found ?? null;
}
