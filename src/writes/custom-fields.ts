import type { Catalog } from '../catalog/catalog.ts';
import { clioId, globalId } from '../catalog/ids.ts';
import { badInput, GatewayError } from '../errors.ts';
import { isRecord, recordId } from '../loaders/record.ts';
import type { CustomFieldsEndpoint } from '../planner/field-endpoints.ts';
import { isTrue } from '../values.ts';
import type { WriteContext } from './write-context.ts';

export interface CustomField {
  readonly id: string;
  readonly name: string;
  /** Clio's word for the type: `text_line`. */
  readonly type: string;
  /** GraphQL type of the records that have the field. */
  readonly owner: string;
  readonly required: boolean;
  readonly deleted: boolean;
  readonly options: readonly PicklistOption[];
}

export interface PicklistOption {
  readonly id: string;
  readonly label: string;
  readonly deleted: boolean;
}

/**
 * Reads the firm's custom fields of all kinds of records, so that a field of the wrong kind can be
 * distinguished from one that does not exist.
 */
export async function readCustomFields(
  { client, definitions }: WriteContext,
  endpoint: CustomFieldsEndpoint,
): Promise<readonly CustomField[]> {
  const list = await definitions.read(client, endpoint.definitions, endpoint.definitionFields);
  // In some accounts, the case of values differs from the documentation, and booleans are text.
  const owners = [...endpoint.owners.keys()];
  return list.map((one) => ({
    id: recordId(one) ?? '',
    name: String(one.name),
    type: String(one.field_type).toLowerCase(),
    owner:
      owners.find((name) => name.toLowerCase() === String(one.parent_type).toLowerCase()) ??
      String(one.parent_type),
    required: isTrue(one.required),
    deleted: isTrue(one.deleted),
    options: (Array.isArray(one.picklist_options) ? one.picklist_options : [])
      .filter(isRecord)
      .map((option) => ({
        id: recordId(option) ?? '',
        label: String(option.option),
        deleted: typeof option.deleted_at === 'string',
      })),
  }));
}

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
