import type { Catalog } from '../catalog/catalog.ts';
import { clioId, globalId } from '../catalog/ids.ts';
import { badInput, GatewayError } from '../errors.ts';
import type { CustomField } from './custom-fields.ts';

/** A field's name in an input: exactly one of the two. */
export interface FieldName {
  /** Global id or Clio's number. */
  readonly id?: string;
  readonly name?: string;
}

/**
 * Finds the field that an input names.
 *
 * @throws GatewayError for a missing or ambiguous field.
 */
export function findField(
  catalog: Catalog,
  fields: readonly CustomField[],
  owner: string,
  { id, name = '' }: FieldName,
): CustomField {
  const number = id === undefined ? null : clioId(catalog, 'by.id', id, ['CustomField']);
  const named = fields.filter((one) => (number === null ? one.name === name : one.id === number));
  const usable = named.filter((one) => !one.deleted && one.owner === owner);
  if (usable.length > 1) {
    const ids = usable.map((one) => globalId('CustomField', one.id)).join(', ');
    throw badInput(`Each of ${ids} is named "${name}". Name the field by one of these ids.`);
  }
  const field = usable[0] ?? named[0];
  if (!field)
    throw new GatewayError('NOT_FOUND', `The firm has no custom field "${id ?? name}" for a ${owner}.`);
  if (field.owner !== owner)
    throw badInput(`"${field.name}" is a custom field of a ${field.owner}; the record is a ${owner}.`);
  if (field.deleted) throw badInput(`The custom field "${field.name}" was deleted.`);
  return field;
}
