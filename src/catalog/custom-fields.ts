import type { CustomFieldOwnerType } from './types.ts';

/** Requested of each value of a custom field: they identify the field, and show whether the firm deleted it. */
export const customValueFields: readonly string[] = ['custom_field', 'field_name', 'soft_deleted'];

/** The type whose custom fields an entity's operations use. Bills and billable records are found by fields of their matters. */
export function customFieldOwner(entity: string | undefined): CustomFieldOwnerType {
  return entity === 'Contact' ? 'Contact' : 'Matter';
}
