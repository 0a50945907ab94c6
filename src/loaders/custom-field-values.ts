import type { CustomFieldFact } from '../catalog/types.ts';
import { type ClioRecord, isRecord, isWithheld, recordId } from './record.ts';

/**
 * The values of one field in a record's list. Clio withholds the field from some applications and sends its label all the same.
 */
export function valuesOfField(list: unknown, { id, label }: CustomFieldFact): readonly ClioRecord[] {
  if (!Array.isArray(list)) return [];
  return list.filter((one): one is ClioRecord => {
    if (!isRecord(one)) return false;
    const { custom_field: field } = one;
    if (isWithheld(field)) return one.field_name === label;
    return isRecord(field) && recordId(field) === id;
  });
}
