import { coversFields, type FieldTree } from './fields.ts';

/** Loads of one entity that are ready to be sent, or the work that may still bring more of them. */
export interface Waiting {
  /** Entity that would be loaded; null for work that loads none by id. */
  readonly entity: string | null;
  /** Entities that what follows from it may ask for. */
  readonly future: ReadonlySet<string>;
  /** What the loads ask for, by plan. */
  readonly asked?: ReadonlyMap<unknown, FieldTree>;
  /** Records that a list under way brings: those of them that a batch asks for need not be loaded. */
  readonly brings?: { readonly entity: string; readonly fields: FieldTree };
}

/**
 * True when a batch should wait: other unfinished work may still ask for the same entity, and one batch later
 * costs a call less than two batches; or a list may bring what the batch asks for. Calls are scarce (about 50 a
 * minute), rounds are not.
 */
export function isHeld(batch: Waiting, others: Iterable<Waiting>): boolean {
  const { entity, asked } = batch;
  if (entity === null) return false;
  for (const other of others) {
    if (other === batch) continue;
    if (other.future.has(entity)) return true;
    const { brings } = other;
    if (brings?.entity !== entity || !asked) continue;
    for (const fields of asked.values()) if (coversFields(brings.fields, fields)) return true;
  }
  return false;
}
