import type { ScalarFact } from '../../src/catalog/types.ts';
import type { RawValue } from '../../src/sandbox/record.ts';

/** Whether a value of the sandbox has the format that the catalog states for its field. */
export function fitsFormat({ type, format }: ScalarFact, value: RawValue): boolean {
  if (type === 'JSON') return value !== null;
  switch (format) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'int32':
    case 'int64':
      return Number.isInteger(value);
    case 'double':
    case 'float':
    case 'decimal':
      return Number.isFinite(value);
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
    case 'date-time':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value);
    default:
      return typeof value === 'string' || (type === 'Decimal' && typeof value === 'number');
  }
}
