import type { Catalog } from '../catalog/catalog.ts';
import { append } from '../values.ts';
import type { BroughtRecords } from './brought-records.ts';
import { coversFields } from './fields.ts';
import type { HopTarget, Loadable, RecordPlan } from './plan.ts';
import { type HeldLoad, SharedList, type WantedList } from './shared-list.ts';

/** Unfinished work that calls may be held for. */
export interface Work {
  /** What may be requested because of its response. */
  readonly mayLoad: ReadonlySet<Loadable>;
  /** Records that a list returns, so that they need not be loaded by id. */
  readonly brings: readonly BroughtRecords[];
}

/** Loads by id of one entity that are sent together. */
export class Batch<Load extends HeldLoad> implements Work {
  /** Equal for loads that can be sent together. */
  readonly key: string;
  readonly entity: string;
  /** Query parameters that all its loads need. */
  readonly query: Readonly<Record<string, string>>;
  loads: Load[];
  /** The plans that they are loaded for. The plan that began the batch is first. */
  readonly plans: RecordPlan[];
  readonly brings = nothing;
  mayLoad: ReadonlySet<Loadable>;

  constructor({ batchKey, entity, query, plan }: HopTarget, load: Load) {
    this.key = batchKey;
    this.entity = entity;
    this.query = query;
    this.loads = [load];
    this.plans = [plan];
    this.mayLoad = mayLoadAfter(load);
  }

  /** Moves loads into a list. @returns The number of loads that remain. */
  takeOut(isTaken: (load: Load) => boolean, into: Load[]): number {
    const left: Load[] = [];
    for (const load of this.loads) (isTaken(load) ? into : left).push(load);
    this.loads = left;
    return left.length;
  }

  /** @returns What may be requested because of this load. */
  join(load: Load): readonly Loadable[] {
    this.plans.push(load.plan);
    const added = [...mayLoadAfter(load)].filter((one) => !this.mayLoad.has(one));
    if (added.length > 0) this.mayLoad = new Set([...this.mayLoad, ...added]);
    return added;
  }
}

function mayLoadAfter({ plan, isEarly }: HeldLoad): ReadonlySet<Loadable> {
  return isEarly ? plan.mayLoadLater : plan.mayLoad;
}

const nothing: readonly BroughtRecords[] = [];
const none: readonly never[] = [];

/**
 * Decides when each call of a plan is sent, and which positions share a call. It knows nothing of responses
 * and sizes: a run feeds it with records, a forecast with counts of records.
 *
 * Everything is sent at once, except loads by id. Those of one entity form a batch. A batch is held while
 * other unfinished work may request the same entity, because one later batch costs a call less than two; and
 * while a list may return its records. A list of a record is held while other work may request it at another
 * position. Calls are scarce (about 50 a minute), rounds are not.
 */
export class Scheduler<Load extends HeldLoad, Wanted extends WantedList, Result> {
  readonly #catalog: Catalog;
  /** Held batches, oldest first. There are few. */
  #batches: readonly Batch<Load>[] = none;
  #running = 0;
  /** How many pieces of unfinished work, including held ones, may load an entity or request a list. */
  readonly #mayLoad = new Counts<Loadable>();
  /** The records that lists in flight return, and how many lists return them. */
  readonly #brought = new Counts<BroughtRecords>();
  /** Held lists, oldest first, with the positions that request them. */
  #wanted: Map<string, [Wanted, ...Wanted[]]> | null = null;
  /** Lists that have been released, by key. */
  #sent: Map<string, SharedList<Wanted, Load, Result>[]> | null = null;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** True if nothing is in flight and nothing is held. */
  get isDone(): boolean {
    return this.#running === 0 && this.#batches.length === 0 && !this.#wanted?.size;
  }

  /** Requests a list. @returns A list that has been released before and contains this one. */
  addList(wanted: Wanted): SharedList<Wanted, Load, Result> | undefined {
    const { key, mayLoad } = wanted;
    const sent = this.#sent?.get(key)?.find((one) => one.contains(wanted));
    if (sent) return sent;
    this.#changeLoads(mayLoad, 1);
    this.#wanted ??= new Map();
    const others = this.#wanted.get(key);
    if (others) others.push(wanted);
    else this.#wanted.set(key, [wanted]);
    return undefined;
  }

  /**
   * Releases the lists that can be sent. They run until {@link end}. Call it before {@link releaseBatches}.
   */
  releaseLists(): readonly SharedList<Wanted, Load, Result>[] {
    if (!this.#wanted?.size) return none;
    const waiting = [...this.#wanted.values()];
    const released = waiting.filter((wanted) => !this.#mayBeWantedElsewhere(wanted));
    // If all lists are held for each other, the oldest is sent.
    if (released.length === 0 && this.#running === 0 && this.#batches.length === 0)
      released.push(...waiting.slice(0, 1));
    return released.map((wanted) => this.#releaseList(wanted));
  }

  #releaseList(wanted: [Wanted, ...Wanted[]]): SharedList<Wanted, Load, Result> {
    const [{ key }] = wanted;
    const list = new SharedList<Wanted, Load, Result>(this.#catalog, wanted, this.#loadsIn(wanted));
    this.#wanted?.delete(key);
    this.#sent ??= new Map();
    this.#sent.set(key, append(this.#sent.get(key), list));
    this.begin(list);
    for (const { mayLoad } of wanted) this.#changeLoads(mayLoad, -1);
    return list;
  }

  /** Adds a load by id to the batch of its entity. */
  add(target: HopTarget, load: Load): void {
    const { batchKey, plan } = target;
    const batch = this.#batches.find(({ key }) => key === batchKey);
    if (batch === undefined) {
      const first = new Batch(target, load);
      this.#batches = this.#batches.concat(first);
      this.#changeLoads(first.mayLoad, 1);
    } else {
      batch.loads.push(load);
      if (!batch.plans.includes(plan)) this.#changeLoads(batch.join(load), 1);
    }
  }

  /** Removes the loads of an entity whose fields have arrived, so that they need not be sent. */
  takeKnown(entity: string, isKnown: (load: Load) => boolean): readonly Load[] {
    const taken: Load[] = [];
    for (const batch of this.#batches) {
      if (batch.entity !== entity || batch.takeOut(isKnown, taken) > 0) continue;
      this.#batches = this.#batches.filter((other) => other !== batch);
      this.#changeLoads(batch.mayLoad, -1);
    }
    return taken;
  }

  /** Begins work that is never held. */
  begin(work: Work): void {
    this.#running += 1;
    this.#changeLoads(work.mayLoad, 1);
    for (const brought of work.brings) this.#brought.change(brought, 1);
  }

  /** Ends work or a released batch. Call it after adding what follows from its response. */
  end(work: Work): void {
    this.#running -= 1;
    this.#changeLoads(work.mayLoad, -1);
    for (const brought of work.brings) this.#brought.change(brought, -1);
  }

  /** Releases the batches that can be sent, oldest first. They run until {@link end}. */
  releaseBatches(): readonly Batch<Load>[] {
    if (this.#batches.length === 0) return none;
    const held = this.#batches.filter((batch) => this.#mustWait(batch));
    // If all batches are held for each other, the oldest is sent.
    if (held.length === this.#batches.length && this.#running === 0) held.shift();
    const released =
      held.length === 0 ? this.#batches : this.#batches.filter((batch) => !held.includes(batch));
    this.#batches = held;
    this.#running += released.length;
    return released;
  }

  /** The held loads of a list's entity, if the list is filtered by ids and has all of these records. */
  #loadsIn([{ plan, ids, brings }]: [Wanted, ...Wanted[]]): readonly Load[] {
    const { entity } = plan.field.endpoint.operation;
    if (ids === null || brings.length === 0) return none;
    const waiting: Load[] = [];
    for (const batch of this.#batches) {
      if (batch.entity !== entity) continue;
      if (!batch.loads.every((load) => load.isAmong(ids))) return none;
      waiting.push(...batch.loads);
    }
    return waiting;
  }

  #changeLoads(loadables: Iterable<Loadable>, by: number): void {
    for (const one of loadables) this.#mayLoad.change(one, by);
  }

  /** Whether unfinished work may request a list at another position, which is not below it. */
  #mayBeWantedElsewhere(wanted: [Wanted, ...Wanted[]]): boolean {
    const kind = wanted[0].plan.listKind;
    if (kind === '') return false;
    for (const other of this.#mayLoad.keys()) {
      if (typeof other === 'string' || other.listKind !== kind) continue;
      if (!wanted.some(({ plan }) => plan === other || plan.mayLoad.has(other))) return true;
    }
    return false;
  }

  #mustWait({ entity, mayLoad, plans }: Batch<Load>): boolean {
    const own = mayLoad.has(entity) ? 1 : 0;
    if (this.#mayLoad.of(entity) > own) return true;
    for (const brought of this.#brought.keys()) {
      if (brought.entity !== entity) continue;
      for (const plan of plans) if (coversFields(brought.fields, plan.tree)) return true;
    }
    return false;
  }
}

/** Counts keys. Most operations count nothing. */
class Counts<Key> {
  #counts: Map<Key, number> | null = null;

  of(key: Key): number {
    return this.#counts?.get(key) ?? 0;
  }

  keys(): Iterable<Key> {
    return this.#counts?.keys() ?? [];
  }

  change(key: Key, by: number): void {
    this.#counts ??= new Map();
    const count = this.of(key) + by;
    if (count === 0) this.#counts.delete(key);
    else this.#counts.set(key, count);
  }
}
