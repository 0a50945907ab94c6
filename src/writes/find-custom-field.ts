import type { Catalog } from '../catalog/catalog.ts';
import { GatewayError } from '../errors.ts';
import { clioId, globalId } from '../loaders/ids.ts';
import type { CustomField } from './custom-fields.ts';

/**
 * The field that an input names, by name or id.
 *
 * @throws GatewayError for a field that is not there, or not one.
 */
export function findField(
  catalog: Catalog,
  fields: readonly CustomField[],
  owner: string,
  given: string,
): CustomField {
  const live = fields.filter((one) => !one.deleted && one.owner === owner);
  const isGlobal = given.startsWith('CustomField:');
  const byName = isGlobal ? [] : live.filter((one) => one.name === given);
  const id = isGlobal ? clioId(catalog, 'field', given, ['CustomField']) : given;
  const byId = fields.find((one) => one.id === id);
  const found = new Set([...byName, ...(byId ? [byId] : [])]);
  if (found.size > 1) {
    const ids = [...found].map((one) => globalId('CustomField', one.id)).join(', ');
    throw new GatewayError('BAD_USER_INPUT', `"${given}" can be each of ${ids}. Give one of these ids.`);
  }
  const [field] = found;
  if (!field) {
    const other = fields.find((one) => one.name === given);
    if (other) throw notUsable(other, owner);
    throw new GatewayError('NOT_FOUND', `The firm has no custom field "${given}" for a ${owner}.`);
  }
  if (field.deleted || field.owner !== owner) throw notUsable(field, owner);
  return field;
}

function notUsable(field: CustomField, owner: string): GatewayError {
  const message =
    field.owner === owner
      ? `The custom field "${field.name}" was deleted.`
      : `"${field.name}" is a custom field of a ${field.owner}; the record is a ${owner}.`;
  return new GatewayError('BAD_USER_INPUT', message);
}
