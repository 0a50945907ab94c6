import type { CatalogOperation } from '../catalog/catalog.ts';
import { GatewayError } from '../errors.ts';
import type { LoadCall } from '../loaders/call-trace.ts';
import { isRecord, recordId } from '../loaders/record.ts';
import type { Args } from '../planner/argument-values.ts';
import type { UploadEndpoint, WriteEndpoint } from '../planner/field-endpoints.ts';
import { type FieldTree, idOnly, joinFields, printFields } from '../planner/fields.ts';
import { type FieldPlan, joinTrees } from '../planner/plan.ts';
import type { WriteSelection } from '../planner/selection.ts';
import { setsCustomFields } from '../planner/write-steps.ts';
import { bindInput } from './bind-input.ts';
import { addCodes, checkCodes } from './codes.ts';
import {
  atSettings,
  type CustomFieldChange,
  type CustomFieldDifference,
  customFieldSubject,
  findDifference,
  namedChange,
  notApplied,
  type SetCustomFieldValues,
  typedChange,
} from './custom-field-change.ts';
import { explainHidden } from './explain-hidden.ts';
import { atGivenFields, InputProblem, type UserError, userErrorsOf } from './user-errors.ts';
import { fieldsToVerify, valuesToVerify, verifyWrite } from './verify-write.ts';
import type { WriteContext } from './write-context.ts';
import type { WriteResult } from './write-result.ts';

/** A write with valid arguments. Nothing has been sent. */
export interface PreparedWrite {
  /** Shape of the payload's record; null without a record. */
  readonly entity: string | null;
  readonly perform: () => Promise<WriteResult>;
}

/**
 * Prepares a mutation's field.
 *
 * @throws GatewayError `BAD_USER_INPUT` and InputProblem for an invalid input.
 */
export function prepareWrite(
  context: WriteContext,
  plan: FieldPlan<WriteSelection>,
  args: Args,
): PreparedWrite {
  const { field } = plan;
  switch (field.kind) {
    case 'write': {
      const { operation, type } = field.endpoint;
      const input = (args.input ?? {}) as Args;
      const perform = prepareCall(context, {
        operation,
        type,
        plan,
        fields: plan.tree,
        input,
        change: changeOf(field.endpoint, input),
      });
      return {
        entity: operation.response === 'record' ? (operation.entity ?? null) : null,
        // The write may have changed a definition, even if it failed.
        perform: () => perform().finally(() => context.definitions.forget()),
      };
    }
    case 'upload': {
      const { endpoint } = field;
      return {
        entity: endpoint.operation.entity ?? null,
        perform: () => performUpload(context, endpoint, args.input as Args, plan.tree),
      };
    }
    case 'customFields': {
      const input = args.input as SetCustomFieldValues & Args;
      const { endpoint } = field;
      const subject = customFieldSubject(context.catalog, endpoint, input.record);
      const { type, id, update } = subject;
      const { ifMatch, verify } = input;
      return {
        entity: update.entity ?? null,
        perform: prepareCall(context, {
          operation: update,
          type,
          plan,
          fields: joinTrees(plan.plans.filter((one) => one.type === type)),
          input: { id, ifMatch, verify },
          change: namedChange(context, endpoint, subject, input),
        }),
      };
    }
  }
}

/** @throws InputProblem if the input gives values of custom fields in two ways. */
function changeOf({ custom }: WriteEndpoint, input: Args): CustomFieldChange | null {
  if (!setsCustomFields(custom, input)) return null;
  if (input.customFieldValues) {
    const message = 'Give "custom" or "customFieldValues", not both.';
    throw InputProblem.at(['input', 'custom'], 'INVALID', message);
  }
  return typedChange(custom, input.custom as Args);
}

interface CallToMake {
  readonly operation: CatalogOperation;
  /** GraphQL type of the written record. */
  readonly type: string;
  readonly plan: FieldPlan;
  /** The record's fields in the payload. */
  readonly fields: FieldTree;
  readonly input: Args;
  readonly change: CustomFieldChange | null;
}

/** The fields that show whether values of custom fields were applied. */
const writtenFields: FieldTree = new Map([['custom_field_values', new Set(['id', 'value', 'custom_field'])]]);

const noDifference: CustomFieldDifference = { rows: [], userErrors: [], record: null };

/**
 * One write, which requests the record's fields in the same call. Deeper fields are loaded after it.
 *
 * If it sets custom fields, the record is read first. Only differences are written; without any, nothing is
 * written. The write depends on what was read, so it carries the etag. If the record has changed in between,
 * Clio rejects the write. Without an etag from the caller, the record is then read again, once, because
 * setting a field means the same whatever else has changed. A caller who gave an etag gets the user error
 * `STALE`.
 */
function prepareCall(
  context: WriteContext,
  { operation, type, plan, fields, input, change }: CallToMake,
): () => Promise<WriteResult> {
  const { catalog, client } = context;
  const { path, id, ifMatch, body } = bindInput(catalog, operation, input);
  const data = body?.data ?? {};
  checkCodes(operation, input, data);
  const written = valuesToVerify(catalog, operation, body, input.verify);
  // If nothing differs and there is nothing else to write, the record that was read is the result.
  const unwritten = change?.show && Object.keys(data).length === 0 ? fields : null;
  const verifies = change !== null && ((input.verify ?? change.isVerified) as boolean);
  const asked = [
    fields,
    fieldsToVerify(written),
    ...(change ? [idOnly] : []),
    ...(verifies ? [writtenFields] : []),
  ];
  const printed = operation.fields ? printFields(joinFields(asked)) : '';
  const rejected = (userErrors: readonly UserError[], settled: boolean): WriteResult => ({
    type,
    id: null,
    record: null,
    userErrors: atGivenFields(userErrors, operation.body, input),
    settled,
  });
  const callFor = ({ rows, record }: CustomFieldDifference): LoadCall => {
    const etag = ifMatch ?? record?.etag;
    const values = rows.map((row) => row.body);
    return {
      method: operation.method,
      path,
      purpose: plan,
      expect: operation.response === 'record' ? 'record' : 'json',
      query: printed === '' ? [] : [['fields', printed]],
      ...(body === undefined
        ? {}
        : { body: rows.length === 0 ? body : { data: { custom_field_values: values, ...data } } }),
      ...(typeof etag === 'string' ? { ifMatch: etag } : {}),
    };
  };
  return async () => {
    const unknown = await addCodes(context, operation, input, data);
    if (unknown.length > 0) return rejected(unknown, false);
    for (let isAgain = false; ; isAgain = true) {
      const difference = change ? await findDifference(context, change, id, unwritten) : noDifference;
      if (difference.userErrors.length > 0) return rejected(difference.userErrors, false);
      const { rows } = difference;
      if (unwritten && rows.length === 0)
        return { type, id, record: difference.record, userErrors: [], settled: true };
      const call = callFor(difference);
      try {
        const response = await client.write(call, operation);
        const record = isRecord(response.data) ? response.data : null;
        const found: UserError[] = record ? [...verifyWrite(written, record)] : [];
        if (record && verifies) found.push(...notApplied(rows, record));
        const userErrors = atGivenFields(found, operation.body, input);
        return { type, id: id ?? (record && recordId(record)), record, userErrors, settled: true };
      } catch (error) {
        const isStale = error instanceof GatewayError && error.clio?.status === 412;
        if (change?.show && isStale && !isAgain && ifMatch === null) continue;
        const found = userErrorsOf(error, operation.body);
        if (!found) throw explainHidden(catalog, operation, call.body, error);
        return rejected(change ? atSettings(found, change, rows, ifMatch !== null) : found, true);
      }
    }
  };
}

/** Uploads a file in several calls. The last one requests the record's fields. */
async function performUpload(
  context: WriteContext,
  { upload, type }: UploadEndpoint,
  input: Args,
  fields: FieldTree,
): Promise<WriteResult> {
  try {
    const { data } = await context.upload(upload, input, fields);
    const record = isRecord(data) ? data : null;
    return { type, id: record && recordId(record), record, userErrors: [], settled: true };
  } catch (error) {
    // The step decides which of Clio's messages are about the input.
    if (!(error instanceof InputProblem)) throw error;
    return { type, id: null, record: null, userErrors: error.userErrors, settled: true };
  }
}
