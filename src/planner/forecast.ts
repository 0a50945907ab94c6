import { countFields } from './fields.ts';
import type { FieldPlan, OperationPlan, RecordPlan } from './plan.ts';
import { type Batch, Scheduler, type Work } from './scheduler.ts';
import type { HeldLoad, SharedList, WantedList } from './shared-list.ts';
import type { FieldSize, Sizes } from './sizes.ts';

/** A part of a plan that takes calls: a field, or records that are loaded by id. */
export type PlanPart = FieldPlan | RecordPlan;

export interface PartForecast {
  /** Round in which its first call is sent; from 1. */
  readonly round: number;
  /** For a field, the number of records that it is requested for; for records loaded by id, their number. */
  readonly count: number;
  /** Calls that it takes by itself. */
  readonly calls: number;
  /** Calls that it adds to those of earlier parts: none if another part's batch loads these records too. */
  readonly added: number;
  /** The other part that also loads these records in its batch, if there is one. */
  readonly joins: RecordPlan | undefined;
}

interface RunningWork {
  readonly work: Work;
  /** The last round of its calls. */
  readonly until: number;
  readonly arrivals: readonly CountedRecords[];
}

/** Distinguishes lists below different records. */
interface ListOwner {
  /** Clio's id, if it is one record whose id is known. */
  readonly id: string | null;
  /** Empty if the id distinguishes them. */
  readonly name: string;
}

/** Records at a position. */
interface RecordGroup extends ListOwner {
  readonly count: number;
  /** False if an argument removes something from them. */
  readonly isWhole: boolean;
  /** The records that filter the lists of these records. */
  readonly owners: RecordGroup | undefined;
}

/** Records that have been requested or have arrived. */
class CountedRecords implements HeldLoad {
  readonly plan: RecordPlan;
  readonly group: RecordGroup;
  /** True if the records' fields were requested together with them. */
  readonly isEarly: boolean;
  readonly #ids: readonly string[] | undefined;

  /** @param ids Clio's ids of the records, if they are known. */
  constructor(plan: RecordPlan, group: RecordGroup, isEarly = false, ids?: readonly string[]) {
    this.plan = plan;
    this.group = group;
    this.isEarly = isEarly;
    this.#ids = ids;
  }

  isAmong(ids: ReadonlySet<string>): boolean {
    return this.#ids?.every((id) => ids.has(id)) === true;
  }
}

/** A list that is requested for each record of a group. */
interface CountedList extends WantedList {
  readonly calls: FieldSize;
  readonly count: number;
  readonly arrivals: readonly CountedRecords[];
}

/**
 * Runs a plan without calls. The scheduler decides as it does in a run, and the sizes give the number of
 * records in each response.
 */
export class Forecast {
  readonly parts = new Map<PlanPart, PartForecast>();
  rounds = 0;
  /** Calls of all parts together. Sharing a batch never costs a part more calls. */
  calls = 0;
  /** Number of batches. Each may take several calls. */
  batches = 0;
  /** Number of field names in all calls. */
  fields = 0;
  #round = 1;
  #running: RunningWork[] = [];
  #groups = 0;
  /** Loads of records that a list filtered by their ids returns. */
  readonly #brought = new Set<CountedRecords>();
  /** Reads that have been made for several fields. */
  readonly #shared = new Set<string>();
  readonly #sizes: Sizes;
  /** The result of a list is the last round of its calls. */
  readonly #scheduler: Scheduler<CountedRecords, CountedList, number>;

  constructor(sizes: Sizes) {
    this.#sizes = sizes;
    this.#scheduler = new Scheduler(sizes.catalog);
  }

  operation({ fields, inTurn }: OperationPlan): this {
    const root = this.#group(1, true);
    for (const field of fields.values()) {
      this.#field(field, root);
      if (inTurn) this.#run();
    }
    this.#run();
    return this;
  }

  /** Forecasts the calls that follow from one record in a response. */
  record(plan: RecordPlan): this {
    this.#arrive(new CountedRecords(plan, this.#group(1, true)));
    this.#run();
    return this;
  }

  #run(): void {
    while (true) {
      for (const list of this.#scheduler.releaseLists()) this.#sendList(list);
      for (const batch of this.#scheduler.releaseBatches()) this.#sendBatch(batch);
      if (this.#running.length === 0) return;
      const end = Math.min(...this.#running.map(({ until }) => until));
      const ended = this.#running.filter(({ until }) => until === end);
      this.#running = this.#running.filter(({ until }) => until !== end);
      this.rounds = end;
      this.#round = end + 1;
      for (const { arrivals } of ended) for (const arrival of arrivals) this.#arrive(arrival);
      for (const { work } of ended) this.#scheduler.end(work);
    }
  }

  #sendList(list: SharedList<CountedList, CountedRecords, number>): void {
    let made = 0;
    let until = this.#round;
    for (const { plan, count, calls } of list.wanted) {
      this.#addCalls(plan, count, count * Math.max(0, calls.calls - made));
      made = Math.max(made, calls.calls);
      until = Math.max(until, this.#round + calls.rounds - 1);
    }
    for (const load of list.loads) this.#brought.add(load);
    list.result = until;
    this.#running.push({ work: list, until, arrivals: list.wanted.flatMap(({ arrivals }) => arrivals) });
  }

  #sendBatch(batch: Batch<CountedRecords>): void {
    const [first] = batch.plans;
    let all = 0;
    let largest = 0;
    for (const load of batch.loads) {
      const { plan, group } = load;
      const count = this.#brought.has(load) ? this.#sizes.missing(group.count) : group.count;
      all += count;
      largest = Math.max(largest, count);
      const calls = this.#sizes.load(batch, count);
      const joins = plan === first ? undefined : first;
      this.parts.set(plan, { round: this.#round, count, calls, added: 0, joins });
    }
    const added = this.#sizes.load(batch, Math.max(largest, this.#sizes.distinct(batch.entity, all)));
    this.calls += added;
    this.batches += 1;
    const leader = first && this.parts.get(first);
    if (leader) this.parts.set(first, { ...leader, added });
    // Records that have already arrived take no round.
    const until = added === 0 && this.#sizes.counted(all) === 0 ? this.#round - 1 : this.#round;
    this.#running.push({ work: batch, until, arrivals: batch.loads });
  }

  #field(plan: FieldPlan, parents: RecordGroup): void {
    const loads = this.#sizes.loads(plan);
    if (loads !== null) {
      for (const { target, count, ids, isWhole } of loads) {
        const [id] = ids?.length === 1 ? ids : [];
        const group = this.#group(count, isWhole, undefined, id === undefined ? undefined : { id, name: '' });
        this.#scheduler.add(target, new CountedRecords(target.plan, group, isWhole, ids));
        if (isWhole) for (const early of target.plan.fields) this.#field(early, group);
      }
      return;
    }
    const size = this.#sizes.field(plan);
    if (size === null) return;
    const count = this.#sizes.counted(parents.count);
    const group = this.#group(parents.count * size.records, size.isWhole, parents);
    const arrivals = size.plans.map((record) => new CountedRecords(record, group));
    const mayLoad = parents.isWhole && size.isWhole ? plan.mayLoad : plan.mayLoadOfPartial;
    let until = this.#round + size.rounds - 1;
    if (plan.is('list')) {
      const { ids = null, brings } = size;
      const key = `${parents.name} ${this.#sizes.listKey(plan, parents.id)}`;
      const wanted = {
        plan,
        key,
        size: size.records,
        ids,
        brings,
        mayLoad,
        calls: size,
        count,
        arrivals,
      };
      const sent = this.#scheduler.addList(wanted);
      if (!sent) return;
      this.#addCalls(plan, count, 0);
      // Records that have already arrived take no round.
      until = Math.max(sent.result ?? 0, this.#round - 1);
    } else {
      const isRead = size.shared !== undefined && this.#shared.has(size.shared);
      if (size.shared !== undefined) this.#shared.add(size.shared);
      this.#addCalls(plan, count, count * (size.calls - (isRead ? 1 : 0)));
    }
    const work = { mayLoad, brings: [] };
    this.#scheduler.begin(work);
    this.#running.push({ work, until, arrivals });
  }

  #addCalls(plan: FieldPlan, count: number, calls: number): void {
    this.calls += calls;
    this.parts.set(plan, { round: this.#round, count, calls, added: calls, joins: undefined });
  }

  #group(count: number, isWhole: boolean, owners?: RecordGroup, lists?: ListOwner): RecordGroup {
    this.#groups += 1;
    const { id, name } = lists ?? { id: null, name: String(this.#groups) };
    return { count, isWhole, owners, id, name };
  }

  #arrive({ plan, group, isEarly }: CountedRecords): void {
    this.fields += countFields(plan.tree);
    this.#below(plan, group, isEarly);
  }

  #below(plan: RecordPlan, group: RecordGroup, isEarly = false): void {
    const { count, isWhole, owners } = group;
    const inside = (key: string): number => count * this.#sizes.nested(plan.entity, key);
    for (const { key, plan: inner, pick } of plan.nested) {
      const all = pick ? this.#sizes.picked(pick, count) : this.#sizes.distinct(inner.entity, inside(key));
      this.#below(inner, this.#group(all, isWhole, owners));
    }
    for (const hop of plan.hops) {
      const { source, targets } = hop;
      const led = source.kind === 'nested' ? inside(source.key) : count * this.#sizes.led(hop);
      for (const target of targets) {
        const known = target.isOwner ? owners : undefined;
        if (known?.isWhole) this.#below(target.plan, known);
        else {
          const all = this.#sizes.distinct(target.entity, known ? known.count : led);
          // Of a record that is not loaded, only the id is known. If the same record occurred before, the
          // lists below it are the same.
          const isKnown = target.load || target.shared !== null;
          const records = this.#group(all, isKnown, undefined, known);
          if (target.load) this.#scheduler.add(target, new CountedRecords(target.plan, records));
          else this.#below(target.plan, records);
        }
      }
    }
    if (!isEarly) for (const field of plan.fields) this.#field(field, group);
  }
}
