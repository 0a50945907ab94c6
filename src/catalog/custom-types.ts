import { upperFirst } from './letter-case.ts';
import type { CustomFieldFact, CustomFieldOwnerType } from './types.ts';

/** What is asked of each value of a custom field, to know which field it is of, and whether the firm deleted that. */
export const customValueFields: readonly string[] = ['custom_field', 'field_name', 'soft_deleted'];

/** Whose custom fields an operation on an entity is about: bills and billable records are found by those of their matters. */
export function customFieldOwner(entity: string | undefined): CustomFieldOwnerType {
  return entity === 'Contact' ? 'Contact' : 'Matter';
}

/** GraphQL scalar of a custom field's values; the options of a picklist have an enum of their own. */
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

/**
 * Name of the enum of a picklist's options: `MatterCustomCourtOption`. Its ending is that of no other type of a firm: a field
 * can be named `filter`.
 */
export function optionEnumOf(owner: string, { name }: Pick<CustomFieldFact, 'name'>): string {
  return `${owner}Custom${upperFirst(name)}Option`;
}

/** Name of the filter by a picklist's options: `MatterCustomCourtFilter`. */
export function filterOf(owner: string, { name }: Pick<CustomFieldFact, 'name'>): string {
  return `${owner}Custom${upperFirst(name)}Filter`;
}
