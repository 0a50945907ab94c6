import type { RawValue } from './record.ts';

/** Orders two values as MySQL would: nulls first, text without regard to case. */
export function compareValues(left: RawValue | undefined, right: RawValue | undefined): number {
  const a = comparable(left);
  const b = comparable(right);
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a !== typeof b) return String(a) < String(b) ? -1 : 1;
  return a < b ? -1 : 1;
}

function comparable(value: RawValue | undefined): null | number | string {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return value.toLowerCase();
  if (typeof value === 'boolean') return value ? 1 : 0;
  return null;
}
