/** Points at a stored record. The record may have been deleted, as in Clio: look it up before relying on it. */
export interface Ref {
  readonly entity: string;
  readonly id: number | string;
}

export type RawValue = null | boolean | number | string | Ref | RawRecord | readonly RawValue[];

/**
 * A record as the sandbox stores it, by Clio's field names.
 *
 * Values have the JSON type that the API sends. An association is a `Ref`, an embedded record, an array of either, or
 * null. Keys that begin with `$` hold what no response shows but filters or visibility need. `etag` is not stored: it is
 * computed from the rest. A change replaces the record; a record is never modified.
 */
export interface RawRecord {
  readonly [key: string]: RawValue;
}

/** A record under construction. */
export type Draft = Record<string, RawValue>;

export function ref(entity: string, id: RawValue | undefined): Ref {
  return { entity, id: id as number | string };
}

/** References are recognised by `entity`: no shape of Clio's has a field of that name. */
export function isRef(value: RawValue | undefined): value is Ref {
  return typeof value === 'object' && value !== null && 'entity' in value;
}

/** True of a reference to the record with an id. */
export function refersTo(value: RawValue | undefined, id: RawValue | undefined): boolean {
  return isRef(value) && value.id === id;
}

/** The elements of a list field; none where it has no value. */
export function listOf(value: RawValue | undefined): readonly RawValue[] {
  return Array.isArray(value) ? (value as readonly RawValue[]) : [];
}

export function isRecord(value: RawValue | undefined): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('entity' in value);
}
