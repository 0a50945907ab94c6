import type { Catalog } from '../catalog/catalog.ts';
import { GatewayError } from '../errors.ts';
import { parseGlobalId } from '../loaders/ids.ts';
import { type ClioRecord, isRecord } from '../loaders/record.ts';
import type { Upstream } from '../loaders/upstream.ts';
import type { CustomFieldOwner, CustomFieldsEndpoint } from '../planner/field-endpoints.ts';
import { addFields, type FieldTree, type MutableFieldTree, printFields } from '../planner/fields.ts';
import type { Call } from '../rest/types.ts';
import { areReadable, customFieldRows, holdsValue, type Row, type Setting } from './custom-field-rows.ts';
import type { CustomFields } from './custom-fields.ts';
import { type UserError, userErrorsOf } from './user-errors.ts';
import type { WriteResult } from './write-result.ts';

/** The record named by the input of `setCustomFieldValues`, and how its type is read and written. */
export interface Subject extends CustomFieldOwner {
  readonly type: string;
  readonly id: string;
}

export interface SetCustomFieldValues {
  readonly values: readonly Setting[];
  readonly ifMatch?: string | null;
  readonly verify?: boolean | null;
}

/** @throws GatewayError `BAD_USER_INPUT` for what is no global id of a record with custom fields. */
export function customFieldSubject(
  catalog: Catalog,
  endpoint: CustomFieldsEndpoint,
  record: string,
): Subject {
  const { type, id } = parseGlobalId(catalog, 'input.record', record);
  const owner = endpoint.owners.get(type);
  if (owner) return { type, id, ...owner };
  const takes = [...endpoint.owners.keys()].sort().join(' or ');
  throw new GatewayError('BAD_USER_INPUT', `"input.record" takes an id of ${takes}; this one is of ${type}.`);
}

/**
 * Sets custom fields of one record: reads what is there, writes what differs in one call, and nothing where nothing differs.
 *
 * What is written depends on what was read, so the write carries its etag. Where the caller gave none and the record has changed
 * in between, it is read again, once: Clio has refused the first write, and setting a field means the same whatever else has
 * changed. A caller who gave an etag gets the user error `STALE`.
 *
 * @param fields What the answer asks of the record: read along, so that an answer without a write needs no further call.
 */
export async function setCustomFieldValues(
  parts: {
    readonly catalog: Catalog;
    readonly upstream: Upstream;
    readonly customFields: CustomFields;
    readonly endpoint: CustomFieldsEndpoint;
  },
  subject: Subject,
  input: SetCustomFieldValues,
  fields: FieldTree,
): Promise<WriteResult> {
  const { type, id } = subject;
  const refused = (userErrors: readonly UserError[], settled: boolean): WriteResult => ({
    type,
    id: null,
    record: null,
    userErrors,
    settled,
  });
  let isAgain = false;
  while (true) {
    const [definitions, read] = await Promise.all([
      parts.customFields.read(parts.upstream, parts.endpoint),
      readRecord(parts.catalog, parts.upstream, parts.endpoint, subject, fields),
    ]);
    if ('userErrors' in read) return refused(read.userErrors, false);
    const { record, values } = read;
    const { rows, userErrors } = customFieldRows(parts.catalog, definitions, type, values, input.values);
    if (userErrors.length > 0) return refused(userErrors, false);
    if (rows.length === 0) return { type, id, record, userErrors: [], settled: true };
    try {
      const written = await write(parts.upstream, subject, input, fields, rows, record);
      return { type, id, ...written, settled: true };
    } catch (error) {
      const isStale = error instanceof GatewayError && error.clio?.status === 412;
      if (isStale && !isAgain && !isGiven(input.ifMatch)) {
        isAgain = true;
        continue;
      }
      const userErrors = userErrorsOf(error, subject.update.body);
      if (!userErrors) throw error;
      return refused(
        userErrors.map((one) => inInput(one, rows, isGiven(input.ifMatch))),
        true,
      );
    }
  }
}

interface Read {
  readonly record: ClioRecord;
  readonly values: readonly ClioRecord[];
}

/** Never out of the cache: the etag must be that of the record as it is. */
async function readRecord(
  catalog: Catalog,
  upstream: Upstream,
  endpoint: CustomFieldsEndpoint,
  { id, show }: Subject,
  fields: FieldTree,
): Promise<Read | { readonly userErrors: readonly UserError[] }> {
  const tree: MutableFieldTree = new Map();
  addFields(tree, fields);
  addFields(tree, endpoint.valueFields);
  const call: Call = { method: 'GET', path: pathOf(show.path, id), query: [['fields', printFields(tree)]] };
  let data: unknown;
  try {
    ({ data } = await upstream.send(call));
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'NOT_FOUND') throw error;
    return { userErrors: [{ code: 'NOT_FOUND', message: error.message, field: ['input', 'record'] }] };
  }
  const record = isRecord(data) ? data : {};
  const { custom_field_values: list } = record;
  const values = Array.isArray(list) ? list.filter((one) => one !== null) : list;
  if (!areReadable(values)) {
    throw notShown(catalog);
  }
  return { record, values };
}

function notShown(catalog: Catalog): GatewayError {
  const name = catalog.entity('CustomFieldValue').withheld?.permission ?? '';
  const message = `Clio does not show this login the record's custom fields, so they cannot be set. The application needs the access permission ${name} (read); ask a Clio administrator to grant it, then authorize the application again.`;
  return new GatewayError('FORBIDDEN', message, { permissions: [{ name, access: 'read' }] });
}

async function write(
  upstream: Upstream,
  { id, update }: Subject,
  { ifMatch, verify }: SetCustomFieldValues,
  fields: FieldTree,
  rows: readonly Row[],
  read: ClioRecord,
): Promise<{ readonly record: ClioRecord | null; readonly userErrors: readonly UserError[] }> {
  const tree: MutableFieldTree = new Map([['id', true]]);
  addFields(tree, fields);
  if (verify) addFields(tree, new Map([['custom_field_values', new Set(['id', 'value', 'custom_field'])]]));
  const etag = isGiven(ifMatch) ? ifMatch : read.etag;
  const { data } = await upstream.write({
    method: update.method,
    path: pathOf(update.path, id),
    query: [['fields', printFields(tree)]],
    body: { data: { custom_field_values: rows.map(({ body }) => body) } },
    ...(typeof etag === 'string' ? { ifMatch: etag } : {}),
  });
  const record = isRecord(data) ? data : null;
  return { record, userErrors: verify && record ? notApplied(rows, record) : [] };
}

function notApplied(rows: readonly Row[], { custom_field_values: values }: ClioRecord): readonly UserError[] {
  const held = Array.isArray(values) ? values.filter(isRecord) : [];
  return rows.flatMap(({ index, field, value }) => {
    if (holdsValue(field, held, value)) return [];
    const message = `Clio accepted the write, and "${field.name}" reads otherwise: the value was not applied.`;
    return [{ code: 'NOT_APPLIED', message, field: ['input', 'values', String(index), 'value'] }];
  });
}

/** Clio counts the rows that were sent, a client the settings that it gave. */
function inInput(error: UserError, rows: readonly Row[], ifMatchGiven: boolean): UserError {
  if (error.code === 'STALE' && !ifMatchGiven) {
    const message =
      'The record changed again and again while its custom fields were being set; nothing was written. Send it again.';
    return { ...error, message, field: null };
  }
  const [input, list, row, part] = error.field ?? [];
  const own = list === 'customFieldValues' && row !== undefined ? rows[Number(row)] : undefined;
  if (!own || input === undefined) return list === 'ifMatch' ? error : { ...error, field: null };
  return {
    ...error,
    field: [input, 'values', String(own.index), part === 'customFieldId' ? 'field' : 'value'],
  };
}

function isGiven(etag: string | null | undefined): etag is string {
  return typeof etag === 'string';
}

function pathOf(path: string, id: string): string {
  return path.replace('{id}', encodeURIComponent(id));
}
