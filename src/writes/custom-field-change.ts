import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import { parseGlobalId } from '../catalog/ids.ts';
import type { CustomFieldFact } from '../catalog/types.ts';
import { badInput, GatewayError } from '../errors.ts';
import type { CachingClient } from '../loaders/caching-client.ts';
import { type ClioRecord, isRecord } from '../loaders/record.ts';
import type { Args } from '../planner/argument-values.ts';
import type { CustomFieldOwner, CustomFieldsEndpoint, CustomInputFact } from '../planner/field-endpoints.ts';
import { type FieldTree, idOnly, joinFields, printFields } from '../planner/fields.ts';
import type { Call } from '../rest/types.ts';
import {
  areReadable,
  customFieldRows,
  isApplied,
  type Row,
  type Rows,
  type Setting,
} from './custom-field-rows.ts';
import { type CustomField, type FieldName, findField, readCustomFields } from './custom-fields.ts';
import type { UserError } from './user-errors.ts';
import type { WriteContext } from './write-context.ts';

/** Values of custom fields that a write sets, besides its other values. */
export interface CustomFieldChange {
  /** Reads the record; null if the write creates it, so that it has no values. */
  readonly show: CatalogOperation | null;
  /** The fields that are read to decide what to write. */
  readonly valueFields: FieldTree;
  readonly settings: () => Promise<readonly Setting[]>;
  /** Path of the record's id in the input. */
  readonly recordAt: readonly string[];
  /** Whether written values are verified by default: a file of fields may be out of date. */
  readonly isVerified: boolean;
  /** Whether the input has only values of custom fields: it then has no place for errors of other fields. */
  readonly isAlone: boolean;
}

export interface SetCustomFieldValues {
  readonly record: string;
  readonly values: readonly { readonly by: FieldName; readonly value?: Args | null }[];
}

/** The record in the input of `setCustomFieldValues`, and how its type is read and written. */
export interface Subject extends CustomFieldOwner {
  readonly type: string;
  readonly id: string;
}

/** @throws GatewayError `BAD_USER_INPUT` for an id that is not a global id of a record with custom fields. */
export function customFieldSubject(
  catalog: Catalog,
  endpoint: CustomFieldsEndpoint,
  record: string,
): Subject {
  const { type, id } = parseGlobalId(catalog, 'input.record', record);
  const owner = endpoint.owners.get(type);
  if (owner) return { type, id, ...owner };
  const takes = [...endpoint.owners.keys()].sort().join(' or ');
  throw badInput(`"input.record" takes an id of ${takes}; this one is of ${type}.`);
}

/** The change of `setCustomFieldValues`: fields by name or id, as the firm defines them now. */
export function namedChange(
  context: WriteContext,
  endpoint: CustomFieldsEndpoint,
  { type, show }: Subject,
  { values }: SetCustomFieldValues,
): CustomFieldChange {
  return {
    show,
    valueFields: endpoint.valueFields,
    settings: async () => {
      const fields = await readCustomFields(context, endpoint);
      return values.map(({ by, value }, index) => ({
        find: () => findField(context.catalog, fields, type, by),
        value: value && givenValue(value),
        fieldAt: ['input', 'values', String(index), 'by'],
        valueAt: ['input', 'values', String(index), 'value'],
      }));
    },
    recordAt: ['input', 'record'],
    isVerified: false,
    isAlone: true,
  };
}

/**
 * The change of an input's `custom`. The fields are in the firm's file, so their definitions are not read
 * from Clio.
 */
export function typedChange(
  { owner, show, fields, valueFields }: CustomInputFact,
  custom: Args,
): CustomFieldChange {
  const settings = Object.entries(custom).flatMap(([name, value]): Setting[] => {
    const fact = fields[name];
    // A deleted field has no value to remove.
    if (!fact || (fact.deleted && value === null)) return [];
    const at = ['input', 'custom', name];
    const find = (): CustomField => liveField(owner, fact);
    return [
      { find, value: optionIds(fact, value), several: fact.several === true, fieldAt: at, valueAt: at },
    ];
  });
  return {
    show,
    valueFields,
    settings: () => Promise.resolve(settings),
    recordAt: ['input', 'id'],
    isVerified: true,
    isAlone: false,
  };
}

/**
 * The value of the input's only member. An option's id is marked as an id, because it may be the label of
 * another option.
 */
function givenValue(members: Args): unknown {
  const [[member, value] = ['', null]] = Object.entries(members);
  return member === 'picklistOptionId' ? globalOptionId(value) : value;
}

/** The values of an enum are ids of options. */
function optionIds({ options }: CustomFieldFact, value: unknown): unknown {
  if (!options || Object.keys(options).length === 0 || value === null) return value;
  return Array.isArray(value) ? value.map(globalOptionId) : globalOptionId(value);
}

function globalOptionId(id: unknown): string {
  const text = String(id);
  return text.startsWith('PicklistOption:') ? text : `PicklistOption:${text}`;
}

function liveField(
  owner: string,
  { id, label, type, required, deleted, options }: CustomFieldFact,
): CustomField {
  if (deleted) throw badInput(`The firm deleted the custom field "${label}".`);
  return {
    id,
    name: label,
    type,
    owner,
    required: required === true,
    deleted: false,
    options: Object.values(options ?? {}).map((one) => ({
      id: one.id,
      label: one.label,
      deleted: one.deleted === true,
    })),
  };
}

/** The difference between a change and the record's present values. */
export interface CustomFieldDifference extends Rows {
  /** The record as it was read; null if it was not read. */
  readonly record: ClioRecord | null;
}

/**
 * Reads the present values and finds the differences. The write depends on what was read, so it carries the
 * etag of the returned record.
 *
 * @param id Clio's id of the record; null if it is created.
 * @param fields Further fields to read: those of the payload, in case there is nothing to write.
 */
export async function findDifference(
  { catalog, client }: WriteContext,
  change: CustomFieldChange,
  id: string | null,
  fields: FieldTree | null,
): Promise<CustomFieldDifference> {
  const [settings, read] = await Promise.all([change.settings(), readRecord(client, change, id, fields)]);
  if (read instanceof GatewayError) {
    const userErrors: UserError[] = [{ code: 'NOT_FOUND', message: read.message, field: change.recordAt }];
    return { rows: [], userErrors, record: null };
  }
  const { custom_field_values: list } = read;
  const values = Array.isArray(list) ? list.filter((one) => one !== null) : list;
  if (!areReadable(values)) throw notShown(catalog);
  const { rows, userErrors } = customFieldRows(catalog, values, settings);
  return { rows, userErrors, record: change.show === null ? null : read };
}

const noValues: ClioRecord = { custom_field_values: [] };

/**
 * Reads the record, never from the cache, because the etag must be current. Returns the error if Clio has no
 * such record.
 */
async function readRecord(
  client: CachingClient,
  { show, valueFields }: CustomFieldChange,
  id: string | null,
  fields: FieldTree | null,
): Promise<ClioRecord | GatewayError> {
  if (show === null || id === null) return noValues;
  const tree = joinFields([idOnly, valueFields, ...(fields ? [fields] : [])]);
  const path = show.path.replace('{id}', encodeURIComponent(id));
  const call: Call = { method: 'GET', path, expect: 'record', query: [['fields', printFields(tree)]] };
  try {
    const { data } = await client.send(call);
    return isRecord(data) ? data : {};
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'NOT_FOUND') return error;
    throw error;
  }
}

function notShown(catalog: Catalog): GatewayError {
  const name = catalog.entity('CustomFieldValue').withheld?.permission ?? '';
  const message = `Clio does not show this login the record's custom fields, so they cannot be set. The application needs the access permission ${name} (read); ask a Clio administrator to grant it, then authorize the application again.`;
  return new GatewayError('FORBIDDEN', message, { permissions: [{ name, access: 'read' }] });
}

/** User errors for values that Clio accepted but did not apply. */
export function notApplied(
  rows: readonly Row[],
  { custom_field_values: values }: ClioRecord,
): readonly UserError[] {
  const held = Array.isArray(values) ? values.filter(isRecord) : [];
  return rows.flatMap((row) => {
    if (isApplied(row, held)) return [];
    const message = `Clio accepted the write, but "${row.field.name}" has another value: the value was not applied.`;
    return [{ code: 'NOT_APPLIED', message, field: row.valueAt }];
  });
}

/** Moves errors to the client's settings: Clio counts the rows that were sent. */
export function atSettings(
  errors: readonly UserError[],
  change: CustomFieldChange,
  rows: readonly Row[],
  ifMatchGiven: boolean,
): readonly UserError[] {
  return errors.map((error) => {
    if (error.code === 'STALE' && !ifMatchGiven) {
      const message =
        'The record changed again and again while its custom fields were set; nothing was written. Send it again.';
      return { code: error.code, message, field: null };
    }
    const [, list, row, part] = error.field ?? [];
    const own = list === 'customFieldValues' && row !== undefined ? rows[Number(row)] : undefined;
    const { code, message } = error;
    if (own) return { code, message, field: part === 'customFieldId' ? own.fieldAt : own.valueAt };
    return change.isAlone && list !== 'ifMatch' ? { code, message, field: null } : error;
  });
}
