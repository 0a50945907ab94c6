/** What happened to a record, as `ChangeEvent` of the schema names it. */
export type ChangeEvent = 'CREATED' | 'UPDATED' | 'DELETED' | 'OPENED' | 'PENDED' | 'CLOSED';

/** One change of one record. */
export interface Change {
  readonly event: ChangeEvent;
  /** Clio's id. */
  readonly id: string;
  /** When the gateway received it; of a missed one, when the record last changed. */
  readonly atMs: number;
  /** Whether no webhook reported it: it was found later. */
  readonly missed: boolean;
  /** The record's etag after the change, where Clio sent it. */
  readonly etag: string | null;
}

/** What has happened to one record since it was last reported. */
interface Pending {
  /** CREATED, UPDATED or DELETED. */
  readonly main: Change | null;
  /** OPENED, PENDED or CLOSED. */
  readonly status: Change | null;
}

/** Changes that wait to be reported, merged by record. */
export class PendingChanges {
  readonly #byId = new Map<string, Pending>();
  readonly #maxRecords: number;

  constructor(maxRecords: number) {
    this.#maxRecords = maxRecords;
  }

  /** Number of records. */
  get size(): number {
    return this.#byId.size;
  }

  /** False where there is no room for another record. */
  add(change: Change): boolean {
    const known = this.#byId.get(change.id);
    if (!known && this.#byId.size >= this.#maxRecords) return false;
    this.#byId.set(change.id, merge(known, asPending(change)));
    return true;
  }

  /** When the first of them was received. */
  get firstMs(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const { main, status } of this.#byId.values())
      first = Math.min(first, main?.atMs ?? first, status?.atMs ?? first);
    return first;
  }

  /** Puts back a change that could not be reported: it came before what has been added since. */
  putBack(change: Change): void {
    this.#byId.set(change.id, merge(asPending(change), this.#byId.get(change.id) ?? asPending(change)));
  }

  /** Removes and returns the changes of the first records, in the order in which the records first changed. */
  take(maxRecords: number): Change[] {
    const taken: Change[] = [];
    let records = 0;
    for (const [id, { main, status }] of this.#byId) {
      if (records === maxRecords) break;
      records += 1;
      this.#byId.delete(id);
      if (main) taken.push(main);
      if (status) taken.push(status);
    }
    return taken;
  }

  clear(): void {
    this.#byId.clear();
  }
}

function asPending(change: Change): Pending {
  const isMain = change.event === 'CREATED' || change.event === 'UPDATED' || change.event === 'DELETED';
  return isMain ? { main: change, status: null } : { main: null, status: change };
}

/** Creation and later updates are one creation; of other changes the last one stands; a deletion ends all before it. */
function merge(earlier: Pending | undefined, later: Pending): Pending {
  if (!earlier) return later;
  if (later.main?.event === 'DELETED') return { main: later.main, status: null };
  return { main: mergeMain(earlier.main, later.main), status: later.status ?? earlier.status };
}

function mergeMain(earlier: Change | null, later: Change | null): Change | null {
  if (!earlier || !later) return later ?? earlier;
  const event = earlier.event === 'CREATED' && later.event === 'UPDATED' ? 'CREATED' : later.event;
  const { id, atMs, etag } = later;
  return { event, id, atMs, missed: earlier.missed && later.missed, etag };
}
