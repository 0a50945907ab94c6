/** Loads of one entity that are ready to be sent, or the work that may still bring more of them. */
export interface Waiting {
  /** Entity that would be loaded; null for work that loads none by id. */
  readonly entity: string | null;
  /** Entities that what follows from it may ask for. */
  readonly future: ReadonlySet<string>;
}

/**
 * True when a batch should wait: other unfinished work may still ask for the same entity, and one batch later
 * costs a call less than two batches. Calls are scarce (about 50 a minute), rounds are not.
 */
export function isHeld(batch: Waiting, others: Iterable<Waiting>): boolean {
  for (const other of others)
    if (other !== batch && batch.entity !== null && other.future.has(batch.entity)) return true;
  return false;
}
