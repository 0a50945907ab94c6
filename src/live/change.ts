import type { ChangeEvent } from '../generated/resolvers.ts';

export interface Change {
  readonly event: ChangeEvent;
  /** Clio's id. */
  readonly id: string;
  /** When the gateway received it; for a missed one, when the record last changed. */
  readonly atMs: number;
  /** Whether it was found later, because no webhook reported it. */
  readonly missed: boolean;
  /** The record's etag after the change, if Clio sent it. */
  readonly etag: string | null;
  /** When the record last changed, in Clio's whole seconds, if Clio sent it. */
  readonly updatedMs: number | null;
}

/**
 * Whether a change happened before one that was received earlier: deliveries can overtake each other. Within
 * one second, a creation comes before updates, and updates before a deletion.
 */
export function isOutdated(change: Change, earlier: Change): boolean {
  if (change.updatedMs === null || earlier.updatedMs === null) return false;
  if (change.updatedMs !== earlier.updatedMs) return change.updatedMs < earlier.updatedMs;
  return change.event === 'CREATED' || earlier.event === 'DELETED';
}

/**
 * When a change probably happened: Clio may deliver it much later. For a deleted record, Clio sends the time
 * of its last update, which may be years ago.
 */
export function happenedMs({ event, atMs, updatedMs }: Change): number {
  return event === 'DELETED' ? atMs : Math.min(atMs, updatedMs ?? atMs);
}

interface Pending {
  /** CREATED, UPDATED or DELETED. */
  readonly main: Change | null;
  /** OPENED, PENDED or CLOSED. */
  readonly status: Change | null;
}

/** Changes that are not reported yet, merged by record. */
export class PendingChanges {
  readonly #byId = new Map<string, Pending>();
  readonly #maxRecords: number;

  constructor(maxRecords: number) {
    this.#maxRecords = maxRecords;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Returns false if there is no room for another record. */
  add(change: Change): boolean {
    const known = this.#byId.get(change.id);
    if (!known && this.#byId.size >= this.#maxRecords) return false;
    this.#byId.set(change.id, merge(known, asPending(change)));
    return true;
  }

  /** When the first of them happened; infinite if there are none. */
  get firstMs(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const { main, status } of this.#byId.values())
      for (const change of [main, status]) if (change) first = Math.min(first, happenedMs(change));
    return first;
  }

  /** Puts back a change that could not be reported, before the changes that have been added since. */
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

/**
 * A creation and later updates become one creation. Of other changes, the last one counts. A deletion
 * replaces all earlier changes.
 */
function merge(earlier: Pending | undefined, later: Pending): Pending {
  if (!earlier) return later;
  const isSwapped = earlier.main !== null && later.main !== null && isOutdated(later.main, earlier.main);
  const [first, last] = isSwapped ? [later.main, earlier.main] : [earlier.main, later.main];
  if (last?.event === 'DELETED') return { main: last, status: null };
  return { main: mergeMain(first, last), status: later.status ?? earlier.status };
}

function mergeMain(earlier: Change | null, later: Change | null): Change | null {
  if (!earlier || !later) return later ?? earlier;
  const event = earlier.event === 'CREATED' && later.event === 'UPDATED' ? 'CREATED' : later.event;
  const { id, atMs, etag, updatedMs } = later;
  return { event, id, atMs, missed: earlier.missed && later.missed, etag, updatedMs };
}
