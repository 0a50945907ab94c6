import { isHeld, type Waiting } from './held.ts';
import { type FieldPlan, fieldTree, type OperationPlan, type RecordPlan } from './plan.ts';
import type { Sizes } from './sizes.ts';

/** When the calls of a plan are made, as far as can be told before any of them. */
export interface Schedule {
  /** How many rounds follow each other. */
  readonly rounds: number;
  /** Round in which a field's first call, or the batch for a plan's records, is sent; from 1. */
  roundOf(plan: FieldPlan | RecordPlan): number;
  /** The plan of an earlier position whose batch brings the records of this one too; undefined for none. */
  joinedBy(plan: RecordPlan): RecordPlan | undefined;
}

/**
 * Plays a plan through as it is run when every answer names records: what may go goes, batches wait for others of their
 * entity. Each call takes one round; pages that know each other only by token follow one another.
 *
 * @param inTurn Whether root fields are run one after the other, as those of a mutation.
 */
export function schedulePlan(sizes: Sizes, plan: OperationPlan, inTurn: boolean): Schedule {
  const play = new Play(sizes);
  if (inTurn) for (const field of plan.fields.values()) play.run([field]);
  else play.run([...plan.fields.values()]);
  return {
    rounds: play.last,
    roundOf: (one) => play.rounds.get(one) ?? 1,
    joinedBy: (one) => play.joined.get(one),
  };
}

interface Work {
  readonly waiting: Waiting;
  /** Last round that it takes. */
  readonly until: number;
  readonly brings: readonly RecordPlan[];
}

interface Batch extends Waiting {
  readonly entity: string;
  readonly plans: RecordPlan[];
  readonly future: Set<string>;
  readonly asked: Map<RecordPlan, ReturnType<typeof fieldTree>>;
}

class Play {
  readonly rounds = new Map<object, number>();
  readonly joined = new Map<RecordPlan, RecordPlan>();
  /** Last round so far. */
  last = 0;
  #now = 1;
  readonly #sizes: Sizes;
  readonly #batches = new Map<string, Batch>();
  #running: Work[] = [];

  constructor(sizes: Sizes) {
    this.#sizes = sizes;
  }

  run(fields: readonly FieldPlan[]): void {
    this.#now = this.last + 1;
    for (const field of fields) this.#field(field);
    while (true) {
      this.#release();
      if (this.#running.length === 0) return;
      const end = Math.min(...this.#running.map(({ until }) => until));
      this.last = Math.max(this.last, end);
      this.#now = end + 1;
      const done = this.#running.filter(({ until }) => until === end);
      this.#running = this.#running.filter(({ until }) => until !== end);
      for (const { brings } of done) for (const plan of brings) this.#serve(plan);
    }
  }

  /** As at run time, see `run/run-operation.ts`. */
  #release(): void {
    const waiting: Waiting[] = [...this.#running.map((work) => work.waiting), ...this.#batches.values()];
    const free = [...this.#batches].filter(([, batch]) => !isHeld(batch, waiting));
    const now = free.length > 0 || this.#running.length > 0 ? free : [...this.#batches].slice(0, 1);
    for (const [key, batch] of now) {
      this.#batches.delete(key);
      const [first] = batch.plans as [RecordPlan];
      for (const plan of batch.plans) {
        this.rounds.set(plan, this.#now);
        if (plan !== first) this.joined.set(plan, first);
      }
      this.#running.push({ waiting: batch, until: this.#now, brings: batch.plans });
    }
  }

  #start(
    plan: FieldPlan,
    lasts: number,
    brings: readonly RecordPlan[],
    waiting: Partial<Waiting> = {},
  ): void {
    this.rounds.set(plan, this.#now);
    const future = new Set(brings.flatMap((one) => [...one.future]));
    this.#running.push({
      waiting: { entity: null, future, ...waiting },
      until: this.#now + lasts - 1,
      brings,
    });
  }

  #field(plan: FieldPlan): void {
    const { field } = plan;
    const args = this.#sizes.args(field);
    if (!args) return;
    if (field.kind === 'byId') {
      for (const type of this.#sizes.idsByType(field, args).keys()) {
        const target = plan.forType(type);
        if (target) this.#want(target.entity, target.query, target.plan);
      }
    } else if (field.kind === 'write' && field.place.upload) {
      this.#start(plan, this.#sizes.readsName(field.place.upload, args) ? 3 : 2, plan.plans);
    } else if (field.kind === 'customFields') this.#start(plan, 2, plan.plans);
    else if (field.kind === 'list') this.#list(plan, field, args);
    else this.#start(plan, 1, plan.plans);
  }

  #list(
    plan: FieldPlan,
    field: Extract<FieldPlan['field'], { kind: 'list' }>,
    args: Readonly<Record<string, unknown>>,
  ): void {
    const { pages } = this.#sizes.window(field, args);
    if (pages === 0) return;
    // In other orders than that of ids the pages after the first are read side by side.
    const byToken = typeof args.orderBy !== 'string' || args.orderBy === 'id(asc)';
    const { operation } = field.place;
    const isLearned = operation.pathParameters.length === 0 && operation.answer === 'list';
    const fields = new Map();
    for (const one of plan.plans) for (const [name, inner] of fieldTree(one)) fields.set(name, inner);
    const brings = operation.entity && isLearned ? { brings: { entity: operation.entity, fields } } : {};
    this.#start(plan, byToken ? pages : Math.min(pages, 2), plan.plans, brings);
  }

  #serve(plan: RecordPlan): void {
    for (const { plan: inner } of plan.nested) this.#serve(inner);
    for (const { targets } of plan.hops)
      for (const { load, entity, query, plan: inner } of targets)
        if (load) this.#want(entity, query, inner);
        else this.#serve(inner);
    for (const field of plan.fields) this.#field(field);
  }

  #want(entity: string, query: Readonly<Record<string, string>>, plan: RecordPlan): void {
    const key = `${entity} ${JSON.stringify(query)}`;
    let batch = this.#batches.get(key);
    if (!batch) {
      batch = { entity, plans: [], future: new Set(), asked: new Map() };
      this.#batches.set(key, batch);
    }
    batch.plans.push(plan);
    for (const one of plan.future) batch.future.add(one);
    batch.asked.set(plan, fieldTree(plan));
  }
}
