/** A reference to a stored record, which can be deleted, as in Clio. */
export interface Ref {
  readonly entity: string;
  readonly id: number | string;
}

export type RawValue = null | boolean | number | string | Ref | RawRecord | readonly RawValue[];

/**
 * A record as the sandbox stores it, by Clio's field names.
 *
 * Values have the JSON type that the API sends. An association is a `Ref`, an embedded record, an array of either, or
 * null. Keys that begin with `$` have values for filters or visibility that no response includes. `etag` is not stored: it is
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

/** Recognises references by `entity`, which is not the name of any field in Clio. */
export function isRef(value: RawValue | undefined): value is Ref {
  return typeof value === 'object' && value !== null && 'entity' in value;
}

/** True for a reference to the record with an id. */
export function refersTo(value: RawValue | undefined, id: RawValue | undefined): boolean {
  return isRef(value) && value.id === id;
}

/** The elements of a list field; none without a value. */
export function listOf(value: RawValue | undefined): readonly RawValue[] {
  return Array.isArray(value) ? (value as readonly RawValue[]) : [];
}

export function isRecord(value: RawValue | undefined): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('entity' in value);
}
