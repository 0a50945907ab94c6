import { addFields, countFields, coversFields, type FieldTree, type MutableFieldTree } from './fields.ts';
import type { FieldPlan, OperationPlan, RecordPlan } from './plan.ts';
import { type Batch, Scheduler, type Work } from './scheduler.ts';
import type { FieldSize, Sizes } from './sizes.ts';

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
  /** Calls that it adds to those of the parts before it: none where another part's batch loads these records, too. */
  readonly added: number;
  /** The other part that also loads these records in its batch, if there is one. */
  readonly joins: RecordPlan | undefined;
}

interface RunningWork {
  readonly work: Work;
  /** Last round that it takes. */
  readonly until: number;
  readonly arrivals: readonly RecordCount[];
}

interface RecordCount {
  readonly plan: RecordPlan;
  readonly group: RecordGroup;
  /** True where the fields of the records were asked for together with them. */
  readonly isEarly?: boolean;
  /** Clio's ids of the records, where they are known. */
  readonly ids?: readonly string[] | undefined;
}

/** Records at a position. */
interface RecordGroup {
  readonly count: number;
  /** False where an argument leaves something out of them. */
  readonly isWhole: boolean;
  /** The records that filter the lists in which these stand. */
  readonly owners: RecordGroup | undefined;
  /** The group in which these records have been met before: a list below them is the same list. */
  readonly metIn?: RecordGroup | undefined;
}

/** A list filtered by ids that is sent in this round. */
interface ListByIds extends RunningWork {
  readonly entity: string;
  readonly tree: FieldTree;
  readonly ids: ReadonlySet<string>;
}

interface SentList {
  readonly round: number;
  readonly calls: number;
  readonly records: number;
  readonly tree: FieldTree;
}

const one: RecordGroup = { count: 1, isWhole: true, owners: undefined };

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
  /** How many batches are sent, however many calls each of them takes. */
  batches = 0;
  /** How many names all calls ask for. */
  fields = 0;
  #round = 1;
  #running: RunningWork[] = [];
  readonly #byIds: ListByIds[] = [];
  /** Loads of records that a list filtered by their ids returns. */
  readonly #brought = new Set<RecordCount>();
  /** Lists that have been counted, by the records that they stand on. */
  readonly #sent = new Map<RecordGroup, Map<string, SentList>>();
  /** What has been read for several fields. */
  readonly #shared = new Set<string>();
  readonly #sizes: Sizes;
  readonly #scheduler = new Scheduler<RecordCount>();

  constructor(sizes: Sizes) {
    this.#sizes = sizes;
  }

  /** Foresees a whole operation. */
  operation({ fields, inTurn }: OperationPlan): this {
    for (const field of fields.values()) {
      this.#field(field, one);
      if (inTurn) this.#run();
    }
    this.#run();
    return this;
  }

  /** Foresees what follows from one record that a call has answered with. */
  record(plan: RecordPlan): this {
    this.#arrive({ plan, group: one });
    this.#run();
    return this;
  }

  #run(): void {
    while (true) {
      for (const list of this.#byIds.splice(0)) this.#sendByIds(list);
      for (const batch of this.#scheduler.release()) this.#send(batch);
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

  /** Records that wait to be loaded by id come with a list of theirs, as they do in a run. */
  #sendByIds({ entity, tree, ids, work, until, arrivals }: ListByIds): void {
    const isAmong = (load: RecordCount): boolean => load.ids?.every((id) => ids.has(id)) === true;
    const held = this.#scheduler.heldAmong(entity, isAmong);
    const fields: MutableFieldTree = new Map();
    for (const one of [tree, ...held.map((load) => load.plan.tree)]) addFields(fields, one);
    for (const load of held) this.#brought.add(load);
    const brings = work.brings.map((one) => (one.at === null ? { ...one, fields } : one));
    const widened = { mayLoad: work.mayLoad, brings };
    this.#scheduler.begin(widened);
    this.#running.push({ work: widened, until, arrivals });
  }

  #send(batch: Batch<RecordCount>): void {
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
    // What has come already takes no round.
    const until = added === 0 && this.#sizes.counted(all) === 0 ? this.#round - 1 : this.#round;
    this.#running.push({ work: batch, until, arrivals: batch.loads });
  }

  #field(plan: FieldPlan, parents: RecordGroup): void {
    const loads = this.#sizes.loads(plan);
    if (loads !== null) {
      for (const { target, count, ids, isWhole } of loads) {
        const group = { count, isWhole, owners: undefined };
        this.#scheduler.add(target, { plan: target.plan, group, isEarly: isWhole, ids });
        if (isWhole) for (const early of target.plan.fields) this.#field(early, group);
      }
      return;
    }
    const size = this.#sizes.field(plan);
    if (size === null) return;
    const { sent, isAnswered } = this.#sentList(plan, parents, size);
    const isRead = size.shared !== undefined && this.#shared.has(size.shared);
    if (size.shared !== undefined) this.#shared.add(size.shared);
    const count = this.#sizes.counted(parents.count);
    const calls = count * Math.max(0, size.calls - sent - (isRead ? 1 : 0));
    this.calls += calls;
    this.parts.set(plan, {
      round: this.#round,
      count,
      calls,
      added: calls,
      joins: undefined,
    });
    const isWhole = parents.isWhole && size.isWhole;
    const work = { mayLoad: isWhole ? plan.mayLoad : plan.mayLoadOfPartial, brings: size.brings };
    const group = { count: parents.count * size.records, isWhole: size.isWhole, owners: parents };
    const arrivals = size.plans.map((record) => ({ plan: record, group }));
    if (isAnswered) {
      for (const arrival of arrivals) this.#arrive(arrival);
      return;
    }
    const until = this.#round + size.rounds - 1;
    const { ids } = size;
    const entity = plan.field.kind === 'list' ? plan.field.endpoint.operation.entity : undefined;
    if (ids !== undefined && entity !== undefined && size.brings.length > 0) {
      this.#byIds.push({ entity, tree: plan.tree, ids, work, until, arrivals });
      return;
    }
    this.#scheduler.begin(work);
    this.#running.push({ work, until, arrivals });
  }

  /** How many of a list's calls for a parent have been counted for another position, and whether they have been made. */
  #sentList(
    plan: FieldPlan,
    parents: RecordGroup,
    { calls, records }: FieldSize,
  ): { readonly sent: number; readonly isAnswered: boolean } {
    const { tree } = plan;
    const listKey = this.#sizes.listKey(plan);
    if (listKey === undefined) return { sent: 0, isAnswered: false };
    let group = parents;
    while (group.metIn) group = group.metIn;
    let lists = this.#sent.get(group);
    if (!lists) {
      lists = new Map();
      this.#sent.set(group, lists);
    }
    const sent = lists.get(listKey);
    if (sent && sent.round < this.#round && sent.records >= records && coversFields(sent.tree, tree))
      return { sent: calls, isAnswered: true };
    const isJoined = sent?.round === this.#round;
    const joined: MutableFieldTree = new Map();
    if (isJoined) addFields(joined, sent.tree);
    addFields(joined, tree);
    lists.set(listKey, {
      round: this.#round,
      calls: Math.max(calls, isJoined ? sent.calls : 0),
      records: Math.max(records, isJoined ? sent.records : 0),
      tree: joined,
    });
    return { sent: isJoined ? sent.calls : 0, isAnswered: false };
  }

  #arrive({ plan, group, isEarly = false }: RecordCount): void {
    this.fields += countFields(plan.tree);
    this.#below(plan, group, isEarly);
  }

  #below(plan: RecordPlan, group: RecordGroup, isEarly = false): void {
    const { count, isWhole, owners } = group;
    const inside = (key: string, entity: string | undefined): RecordGroup => {
      const all = count * this.#sizes.nested(plan.entity, key);
      return { count: entity === undefined ? all : this.#sizes.distinct(entity, all), isWhole, owners };
    };
    for (const { key, plan: inner, pick } of plan.nested)
      this.#below(
        inner,
        pick ? { count: this.#sizes.picked(pick, count), isWhole, owners } : inside(key, inner.entity),
      );
    for (const hop of plan.hops) {
      const { source, targets } = hop;
      const led =
        source.kind === 'nested' ? inside(source.key, undefined).count : count * this.#sizes.led(hop);
      for (const target of targets) {
        if (target.isOwner && owners?.isWhole) this.#below(target.plan, owners);
        else {
          const all = target.isOwner && owners ? owners.count : led;
          const records = {
            count: this.#sizes.distinct(target.entity, all),
            // Of a record that is not loaded nothing but the id is known.
            isWhole: target.load || target.shared !== null,
            owners: undefined,
            metIn: target.isOwner ? owners : undefined,
          };
          if (target.load) this.#scheduler.add(target, { plan: target.plan, group: records });
          else this.#below(target.plan, records);
        }
      }
    }
    if (!isEarly) for (const field of plan.fields) this.#field(field, group);
  }
}
