import type { CustomFieldFact } from '../catalog/types.ts';
import { isTrue } from '../values.ts';
import { type ClioRecord, isRecord, isWithheld, recordId } from './record.ts';

/** The values of one field in a record's list, without values of a deleted field. */
export function valuesOfField(list: unknown, field: CustomFieldFact): readonly ClioRecord[] {
  return Array.isArray(list) ? list.filter((one) => isOf(one, field) && !isTrue(one.soft_deleted)) : [];
}

/** Whether Clio marks the field's values in a record's list as those of a deleted field. */
export function isDeletedField(list: unknown, field: CustomFieldFact): boolean {
  return Array.isArray(list) && list.some((one) => isOf(one, field) && isTrue(one.soft_deleted));
}

/** Clio withholds the field from some applications, but sends its label. */
function isOf(one: unknown, { id, label }: CustomFieldFact): one is ClioRecord {
  if (!isRecord(one)) return false;
  const { custom_field: field } = one;
  if (isWithheld(field)) return one.field_name === label;
  return isRecord(field) && recordId(field) === id;
}
