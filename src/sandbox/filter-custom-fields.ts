import { badParameter } from './api-error.ts';
import { type FilterContext, mattersOf, meets, type Test } from './filter-tests.ts';
import type { Operand } from './parameters.ts';
import { isRecord, listOf, type RawRecord, type RawValue, refersTo } from './record.ts';

const ORDERED: ReadonlySet<RawValue> = new Set(['currency', 'date', 'time', 'numeric']);
const NUMBERS: ReadonlySet<RawValue> = new Set(['currency', 'numeric']);

/**
 * `custom_field_values[12]=>=5`: records (or, on bills and billable lists, their matters) whose value meets all
 * conditions.
 *
 * @throws ApiError 400 for a field that does not exist or an operator it does not have
 */
export function customFieldTest(context: FilterContext, id: number, conditions: readonly Operand[]): Test {
  const field = context.store.table('CustomField').get(id);
  if (!field) throw badParameter(`custom_field_values[${id}] is not a custom field`);
  const type = field.field_type ?? null;
  if (!ORDERED.has(type) && conditions.some(({ operator }) => operator !== '=')) {
    throw badParameter(`custom_field_values[${id}] allows = only`);
  }
  const meetsAll = (record: RawRecord): boolean => {
    const held = listOf(record.custom_field_values).find(
      (one) => isRecord(one) && refersTo(one.custom_field, id),
    );
    const value = isRecord(held) ? held.value : null;
    if (value === null || value === undefined) return false;
    return conditions.every((one) => meetsCondition(value, one, NUMBERS.has(type)));
  };
  return (record) => mattersOf(context, record).some(meetsAll);
}

function meetsCondition(value: RawValue, { operator, value: bound }: Operand, asNumber: boolean): boolean {
  if (asNumber) return meets(value, operator, Number(bound));
  return meets(String(value).toLowerCase(), operator, bound.toLowerCase());
}
