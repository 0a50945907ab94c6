import { badParameter } from './api-error.ts';
import { type FilterContext, idsOf, meets, type Test } from './filter-tests.ts';
import type { Operand } from './parameters.ts';
import { isRecord, isRef, type RawRecord, type RawValue } from './record.ts';

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
    const values = record.custom_field_values;
    if (!Array.isArray(values)) return false;
    const held = (values as readonly RawValue[]).find(
      (one) => isRecord(one) && isRef(one.custom_field) && one.custom_field.id === id,
    );
    const value = isRecord(held) ? held.value : null;
    if (value === null || value === undefined) return false;
    return conditions.every((one) => meetsCondition(value, one, NUMBERS.has(type)));
  };
  return (record) => holders(context, record).some(meetsAll);
}

function meetsCondition(value: RawValue, { operator, value: bound }: Operand, asNumber: boolean): boolean {
  if (asNumber) return meets(value, operator, Number(bound));
  return meets(String(value).toLowerCase(), operator, bound.toLowerCase());
}

/** Whose custom fields a list filters by. */
function holders({ store, operation }: FilterContext, record: RawRecord): RawRecord[] {
  const matters = store.table('Matter');
  const known = (ids: readonly (number | string)[]): RawRecord[] => {
    const found: RawRecord[] = [];
    for (const id of ids) {
      const matter = matters.get(id);
      if (matter) found.push(matter);
    }
    return found;
  };
  switch (operation.entity) {
    case 'Bill':
      return known(idsOf(record.matters));
    case 'BillableMatter':
      return known([record.id as number]);
    case 'BillableClient':
      return known(idsOf(record.billable_matters));
    default:
      return [record];
  }
}
