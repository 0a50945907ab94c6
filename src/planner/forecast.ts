import { countFields } from './fields.ts';
import type { FieldPlan, OperationPlan, RecordPlan } from './plan.ts';
import { type Batch, Scheduler, type Work } from './scheduler.ts';
import type { Sizes } from './sizes.ts';

/** A part of a plan that takes calls: a field, or records that are loaded by id. */
export type PlanPart = FieldPlan | RecordPlan;

/** What is foreseen of a part. */
export interface PartForecast {
  /** Round in which its first call is sent; from 1. */
  readonly round: number;
  /** For a field, how many records it is asked for; for records loaded by id, how many there are. */
  readonly count: number;
  /** Calls that it takes by itself. */
  readonly calls: number;
  /** The part whose batch loads these records too, if that is another. */
  readonly joins: RecordPlan | undefined;
}

interface RunningWork {
  readonly work: Work;
  /** Last round that it takes. */
  readonly until: number;
  readonly answers: readonly RecordCount[];
}

interface RecordCount {
  readonly plan: RecordPlan;
  readonly count: number;
}

/**
 * Runs a plan without calls: the scheduler decides as it does in a run, and every answer holds as many records as its size
 * gives.
 */
export class Forecast {
  readonly parts = new Map<PlanPart, PartForecast>();
  /** How many rounds of calls follow each other. */
  rounds = 0;
  /** Calls of all parts together. Parts that share a batch take no more than by themselves. */
  calls = 0;
  /** How many names all calls ask for. */
  fields = 0;
  #round = 1;
  #running: RunningWork[] = [];
  readonly #sizes: Sizes;
  readonly #scheduler = new Scheduler<RecordCount>();

  constructor(sizes: Sizes) {
    this.#sizes = sizes;
  }

  /** Foresees a whole operation. */
  operation({ fields, inTurn }: OperationPlan): this {
    for (const field of fields.values()) {
      this.#field(field, 1);
      if (inTurn) this.#run();
    }
    this.#run();
    return this;
  }

  /** Foresees what follows from one record that a call has answered with. */
  record(plan: RecordPlan): this {
    this.#answer(plan, 1);
    this.#run();
    return this;
  }

  #run(): void {
    while (true) {
      for (const batch of this.#scheduler.release()) this.#send(batch);
      if (this.#running.length === 0) return;
      const end = Math.min(...this.#running.map(({ until }) => until));
      const ended = this.#running.filter(({ until }) => until === end);
      this.#running = this.#running.filter(({ until }) => until !== end);
      this.rounds = end;
      this.#round = end + 1;
      for (const { answers } of ended) for (const { plan, count } of answers) this.#answer(plan, count);
      for (const { work } of ended) this.#scheduler.end(work);
    }
  }

  #send(batch: Batch<RecordCount>): void {
    const [first] = batch.plans;
    let all = 0;
    for (const { plan, count } of batch.loads) {
      all += count;
      const calls = this.#sizes.load(batch, count);
      this.parts.set(plan, { round: this.#round, count, calls, joins: plan === first ? undefined : first });
    }
    this.calls += this.#sizes.load(batch, all);
    this.#running.push({ work: batch, until: this.#round, answers: batch.loads });
  }

  #field(plan: FieldPlan, parents: number): void {
    const loads = this.#sizes.loads(plan);
    if (loads !== null) {
      for (const [target, count] of loads) this.#scheduler.add(target, { plan: target.plan, count });
      return;
    }
    const size = this.#sizes.field(plan);
    if (size === null) return;
    const calls = parents * size.calls;
    this.calls += calls;
    this.parts.set(plan, { round: this.#round, count: parents, calls, joins: undefined });
    const work = { mayLoad: plan.mayLoad, brings: size.brings };
    const count = parents * size.records;
    this.#scheduler.begin(work);
    this.#running.push({
      work,
      until: this.#round + size.rounds - 1,
      answers: size.plans.map((one) => ({ plan: one, count })),
    });
  }

  #answer(plan: RecordPlan, count: number): void {
    this.fields += countFields(plan.tree);
    this.#below(plan, count);
  }

  #below(plan: RecordPlan, count: number): void {
    for (const { key, plan: inner, pick } of plan.nested)
      this.#below(inner, pick ? count : count * this.#sizes.nested(plan.entity, key));
    for (const { source, targets } of plan.hops) {
      const records = source.kind === 'nested' ? count * this.#sizes.nested(plan.entity, source.key) : count;
      for (const target of targets) {
        if (target.load) this.#scheduler.add(target, { plan: target.plan, count: records });
        else this.#below(target.plan, records);
      }
    }
    for (const field of plan.fields) this.#field(field, count);
  }
}
