import { isJsonObject, isTrue } from '../values.ts';

/** A record as Clio sent it: snake_case names, nested records inside. */
export type ClioRecord = Readonly<Record<string, unknown>> & {
  /** Values of positions below this record that take calls of their own, by response key. */
  readonly [slots]?: Record<string, unknown>;
  /** GraphQL type, on records at abstract positions. */
  readonly [typeName]?: string;
};

/** A record, null if it does not exist for this login, or the error. */
export type LoadedRecord = ClioRecord | null | Error;

/** A symbol, because Clio's own names could be anything. */
export const slots: unique symbol = Symbol('slots');
export const typeName: unique symbol = Symbol('type');

/**
 * Copies a record for one position, so that its slots and type do not appear at another.
 *
 * @param own Its slots, if some already exist.
 */
export function copyRecord(
  record: ClioRecord,
  type: string | null,
  own: Record<string, unknown> = {},
): ClioRecord {
  // New names first: on Node 20, each object whose new names follow a spread gets its own hidden class.
  const copy = { [slots]: own, [typeName]: type ?? undefined, ...record };
  // A copy of a copy has its own slots.
  copy[slots] = own;
  if (type !== null) copy[typeName] = type;
  return copy;
}

export function isRecord(value: unknown): value is ClioRecord {
  return isJsonObject(value);
}

/** Whether Clio marked the record as hidden from this login, in whole or in part. */
export function isRedacted({ redacted }: ClioRecord): boolean {
  return isTrue(redacted);
}

/** Whether Clio left out a requested value, or sent an empty object for a record. */
export function isWithheld(value: unknown): boolean {
  return value === undefined || (isRecord(value) && recordId(value) === null);
}

/** Clio's id as text; null if the record has none. */
export function recordId(record: ClioRecord): string | null {
  const { id } = record;
  return typeof id === 'number' || typeof id === 'string' ? String(id) : null;
}
