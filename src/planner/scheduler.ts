import type { Catalog } from '../catalog/catalog.ts';
import { append } from '../values.ts';
import type { BroughtRecords } from './brought-records.ts';
import { coversFields } from './fields.ts';
import type { HopTarget, Loadable, RecordPlan } from './plan.ts';
import { type HeldLoad, SharedList, type WantedList } from './shared-list.ts';

/** Unfinished work, as far as it matters to what waits. */
export interface Work {
  /** What may be asked for because of what it answers. */
  readonly mayLoad: ReadonlySet<Loadable>;
  /** Records that a list answers with: they need not be loaded by id. */
  readonly brings: readonly BroughtRecords[];
}

/** Loads of one entity by id that are sent together. */
export class Batch<Load extends HeldLoad> implements Work {
  /** Equal for loads that can be sent together. */
  readonly key: string;
  readonly entity: string;
  /** Query parameters that all its loads need. */
  readonly query: Readonly<Record<string, string>>;
  loads: Load[];
  /** What they are loaded for; the plan that began the batch comes first. */
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

  /** Moves loads into a list. @returns How many are left. */
  takeOut(isTaken: (load: Load) => boolean, into: Load[]): number {
    const left: Load[] = [];
    for (const load of this.loads) (isTaken(load) ? into : left).push(load);
    this.loads = left;
    return left.length;
  }

  /** @returns What may be asked for because of the load alone. */
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
 * Decides which calls of a plan go when, and which positions share one. It knows nothing of responses and sizes: the run drives it
 * with records, a forecast with counts of them.
 *
 * Everything goes at once, except loads by id. Those of one entity form a batch, which waits while other unfinished work
 * may still ask for the same entity, because one batch later costs a call less than two batches; and while a list may
 * bring what it asks for. A list of a record waits while other work may ask for it at another position. Calls are scarce (about 50 a
 * minute), rounds are not.
 */
export class Scheduler<Load extends HeldLoad, Wanted extends WantedList, Result> {
  readonly #catalog: Catalog;
  /** Those that wait, the oldest first. There are few. */
  #batches: readonly Batch<Load>[] = none;
  #running = 0;
  /** How many pieces of unfinished work, those that wait included, may load an entity or ask for a list. */
  readonly #mayLoad = new Counts<Loadable>();
  /** What lists in flight bring, and how many of them bring it. */
  readonly #brought = new Counts<BroughtRecords>();
  /** Lists that wait, the oldest first, with the positions that ask for them. */
  #wanted: Map<string, [Wanted, ...Wanted[]]> | null = null;
  /** Lists that have been released, by key. */
  #sent: Map<string, SharedList<Wanted, Load, Result>[]> | null = null;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** True when nothing runs and nothing waits. */
  get isDone(): boolean {
    return this.#running === 0 && this.#batches.length === 0 && !this.#wanted?.size;
  }

  /** Asks for a list. @returns One that has been released before, and answers it as well. */
  addList(wanted: Wanted): SharedList<Wanted, Load, Result> | undefined {
    const { key, mayLoad } = wanted;
    const sent = this.#sent?.get(key)?.find((one) => one.answers(wanted));
    if (sent) return sent;
    this.#changeLoads(mayLoad, 1);
    this.#wanted ??= new Map();
    const others = this.#wanted.get(key);
    if (others) others.push(wanted);
    else this.#wanted.set(key, [wanted]);
    return undefined;
  }

  /** Takes out the lists that have been asked for. They run until {@link end}. To be called before {@link releaseBatches}. */
  releaseLists(): readonly SharedList<Wanted, Load, Result>[] {
    if (!this.#wanted?.size) return none;
    const waiting = [...this.#wanted.values()];
    const released = waiting.filter((wanted) => !this.#mayBeWantedElsewhere(wanted));
    // Of lists that all wait for other work the oldest goes.
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

  /** Takes out the loads of an entity that need not be sent any more: what they ask for has come. */
  takeKnown(entity: string, isKnown: (load: Load) => boolean): readonly Load[] {
    const taken: Load[] = [];
    for (const batch of this.#batches) {
      if (batch.entity !== entity || batch.takeOut(isKnown, taken) > 0) continue;
      this.#batches = this.#batches.filter((other) => other !== batch);
      this.#changeLoads(batch.mayLoad, -1);
    }
    return taken;
  }

  /** Work that need not wait begins. */
  begin(work: Work): void {
    this.#running += 1;
    this.#changeLoads(work.mayLoad, 1);
    for (const brought of work.brings) this.#brought.change(brought, 1);
  }

  /** Work or a released batch ends. What follows from its response has been added by now. */
  end(work: Work): void {
    this.#running -= 1;
    this.#changeLoads(work.mayLoad, -1);
    for (const brought of work.brings) this.#brought.change(brought, -1);
  }

  /** Takes out the batches that go now, the oldest first. They run until {@link end}. */
  releaseBatches(): readonly Batch<Load>[] {
    if (this.#batches.length === 0) return none;
    const held = this.#batches.filter((batch) => this.#mustWait(batch));
    // Of batches that all wait for each other the oldest goes.
    if (held.length === this.#batches.length && this.#running === 0) held.shift();
    const released =
      held.length === 0 ? this.#batches : this.#batches.filter((batch) => !held.includes(batch));
    this.#batches = held;
    this.#running += released.length;
    return released;
  }

  /** The loads of a list's entity that wait, if the list is filtered by ids and all of them are of records with these ids. */
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

  /** Whether unfinished work may ask for a list at a further position, which is not below it. */
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

/** How many there are of each. Most operations count nothing. */
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
