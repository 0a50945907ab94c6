import { upperFirst } from './letter-case.ts';
import type { CustomFieldFact, CustomFieldOwnerType } from './types.ts';

/** Requested of each value of a custom field: they identify the field, and show whether the firm deleted it. */
export const customValueFields: readonly string[] = ['custom_field', 'field_name', 'soft_deleted'];

/** The type whose custom fields an entity's operations use. Bills and billable records are found by fields of their matters. */
export function customFieldOwner(entity: string | undefined): CustomFieldOwnerType {
  return entity === 'Contact' ? 'Contact' : 'Matter';
}

/** GraphQL scalar of a custom field's values. The options of a picklist are an enum instead. */
export function scalarOf({
  type,
}: Pick<CustomFieldFact, 'type'>): 'Boolean' | 'Date' | 'Decimal' | 'Float' | 'String' {
  switch (type) {
    case 'checkbox':
      return 'Boolean';
    case 'date':
      return 'Date';
    case 'currency':
      return 'Decimal';
    case 'numeric':
      return 'Float';
    default:
      return 'String';
  }
}

/** Name of the enum of a picklist's options: `MatterCustomCourtOption`. No other type for a firm has this ending. */
export function optionEnumOf(owner: string, { name }: Pick<CustomFieldFact, 'name'>): string {
  return `${owner}Custom${upperFirst(name)}Option`;
}

/** Name of the filter for a picklist: `MatterCustomCourtFilter`. */
export function filterOf(owner: string, { name }: Pick<CustomFieldFact, 'name'>): string {
  return `${owner}Custom${upperFirst(name)}Filter`;
}
