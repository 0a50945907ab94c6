/** Points at a stored record. Clio's data may point at records that are gone: look the id up before relying on it. */
export interface Ref {
  readonly entity: string;
  readonly id: number | string;
}

export type RawValue = null | boolean | number | string | Ref | RawRecord | readonly RawValue[];

/**
 * A record as the sandbox keeps it, by Clio's field names.
 *
 * Values have the JSON type that the API sends. An association holds a `Ref`, an embedded record, an array of
 * either, or null. Keys that begin with `$` are facts that no response shows but filters or visibility need.
 * `etag` is not stored: it is computed from the rest. Records are replaced on change, never written to.
 */
export interface RawRecord {
  readonly [key: string]: RawValue;
}

/** A record under construction. */
export type Draft = Record<string, RawValue>;

/** No shape of Clio's has a field named `entity`, which tells a reference from an embedded record. */
export function isRef(value: RawValue | undefined): value is Ref {
  return typeof value === 'object' && value !== null && 'entity' in value;
}

export function isRecord(value: RawValue | undefined): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('entity' in value);
}
