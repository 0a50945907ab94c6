import { isJsonObject, isTrue } from '../values.ts';

/** A record as Clio sent it: snake_case names, nested records inside. */
export type ClioRecord = Readonly<Record<string, unknown>> & {
  /** Answers of positions below this record that took calls of their own, by response key. */
  readonly [slots]?: Record<string, unknown>;
  /** GraphQL type, on records at abstract positions. */
  readonly [typeName]?: string;
};

/** A record; null where Clio has none that this login may see; or why it could not be loaded. */
export type LoadedRecord = ClioRecord | null | Error;

/** Kept apart from Clio's own names, which could be anything. */
export const slots: unique symbol = Symbol('slots');
export const typeName: unique symbol = Symbol('type');

/**
 * Its own copy of a record for one position: what is noted on it must not show at another.
 *
 * @param own Its slots, where some are filled already.
 */
export function copyRecord(
  record: ClioRecord,
  type: string | null,
  own: Record<string, unknown> = {},
): ClioRecord {
  // New names first: after a spread each copy would have a hidden class of its own on Node 20.
  const copy = { [slots]: own, [typeName]: type ?? undefined, ...record };
  // A copy of a copy has slots of its own.
  copy[slots] = own;
  if (type !== null) copy[typeName] = type;
  return copy;
}

export function isRecord(value: unknown): value is ClioRecord {
  return isJsonObject(value);
}

/** Whether Clio marked the record as one that this login may not see, or not in full. */
export function isRedacted({ redacted }: ClioRecord): boolean {
  return isTrue(redacted);
}

/** Whether Clio left out a value that it was asked for, or sent an empty object for a record. */
export function isWithheld(value: unknown): boolean {
  return value === undefined || (isRecord(value) && recordId(value) === null);
}

/** Clio's id as text; null where the record has none. */
export function recordId(record: ClioRecord): string | null {
  const { id } = record;
  return typeof id === 'number' || typeof id === 'string' ? String(id) : null;
}
