import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import { GatewayError, type Permission } from '../errors.ts';
import type { LoadCall } from '../loaders/call-trace.ts';
import { type ClioRecord, isRecord, recordId } from '../loaders/record.ts';
import type { Args } from '../planner/argument-values.ts';
import { type FieldTree, idOnly, joinFields, printFields } from '../planner/fields.ts';
import type { FieldPlan } from '../planner/plan.ts';
import { type BoundInput, bindInput } from './bind-input.ts';
import { addCodes, checkCodes } from './codes.ts';
import {
  atSettings,
  type CustomFieldChange,
  type CustomFieldDifference,
  findDifference,
  notApplied,
} from './custom-field-change.ts';
import { atGivenFields, type UserError, userErrorsOf } from './user-errors.ts';
import { fieldsToVerify, valuesToVerify, verifyWrite } from './verify-write.ts';
import type { WriteContext } from './write-context.ts';
import type { WriteResult } from './write-result.ts';

export interface WriteCallParts {
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
export class WriteCall {
  readonly #context: WriteContext;
  readonly #parts: WriteCallParts;
  readonly #bound: BoundInput;
  readonly #data: Record<string, unknown>;
  readonly #written: ReturnType<typeof valuesToVerify>;
  /** The payload's fields if only custom fields are written: if none differs, the record that was read is the result. */
  readonly #unwritten: FieldTree | null;
  /** Whether the response must show that values of custom fields were applied. */
  readonly #verifies: boolean;
  /** The `fields` parameter. */
  readonly #fields: string;

  /** @throws GatewayError `BAD_USER_INPUT` and InputProblem for an invalid input. */
  constructor(context: WriteContext, parts: WriteCallParts) {
    const { catalog } = context;
    const { operation, fields, input, change } = parts;
    const bound = bindInput(catalog, operation, input);
    const data = bound.body?.data ?? {};
    checkCodes(operation, input, data);
    this.#context = context;
    this.#parts = parts;
    this.#bound = bound;
    this.#data = data;
    this.#written = valuesToVerify(catalog, operation, bound.body, input.verify);
    this.#unwritten = change?.show && Object.keys(data).length === 0 ? fields : null;
    this.#verifies = change !== null && ((input.verify ?? change.isVerified) as boolean);
    const requested = [
      fields,
      fieldsToVerify(this.#written),
      ...(change ? [idOnly] : []),
      ...(this.#verifies ? [writtenFields] : []),
    ];
    this.#fields = operation.fields ? printFields(joinFields(requested)) : '';
  }

  async perform(): Promise<WriteResult> {
    const { operation, type, input, change } = this.#parts;
    const { id, ifMatch } = this.#bound;
    const { catalog, client } = this.#context;
    const unknown = await addCodes(this.#context, operation, input, this.#data);
    if (unknown.length > 0) return this.#rejected(unknown, 'here');
    for (let isAgain = false; ; isAgain = true) {
      const difference = change
        ? await findDifference(this.#context, change, id, this.#unwritten)
        : noDifference;
      if (difference.userErrors.length > 0) return this.#rejected(difference.userErrors, 'here');
      if (this.#unwritten && difference.rows.length === 0)
        return { type, id, record: difference.record, userErrors: [], settled: true };
      const call = this.#callFor(difference);
      try {
        const { data } = await client.write(call, operation);
        return this.#applied(isRecord(data) ? data : null, difference.rows);
      } catch (error) {
        const isStale = error instanceof GatewayError && error.clio?.status === 412;
        if (change?.show && isStale && !isAgain && ifMatch === null) continue;
        const found = userErrorsOf(error, operation.body);
        if (!found) throw explainHidden(catalog, operation, call.body, error);
        const { rows } = difference;
        return this.#rejected(change ? atSettings(found, change, rows, ifMatch !== null) : found, 'by Clio');
      }
    }
  }

  #callFor({ rows, record }: CustomFieldDifference): LoadCall {
    const { operation, plan } = this.#parts;
    const { path, ifMatch, body } = this.#bound;
    const etag = ifMatch ?? record?.etag;
    const values = rows.map((row) => row.body);
    return {
      method: operation.method,
      path,
      purpose: plan,
      expect: operation.response === 'record' ? 'record' : 'json',
      query: this.#fields === '' ? [] : [['fields', this.#fields]],
      body: body && rows.length > 0 ? { data: { custom_field_values: values, ...this.#data } } : body,
      ifMatch: typeof etag === 'string' ? etag : undefined,
    };
  }

  /** The result of a write that Clio has made. */
  #applied(record: ClioRecord | null, rows: CustomFieldDifference['rows']): WriteResult {
    const { operation, type, input } = this.#parts;
    const found: UserError[] = record ? [...verifyWrite(this.#written, record)] : [];
    if (record && this.#verifies) found.push(...notApplied(rows, record));
    const userErrors = atGivenFields(found, operation.body, input);
    return { type, id: this.#bound.id ?? (record && recordId(record)), record, userErrors, settled: true };
  }

  #rejected(userErrors: readonly UserError[], where: 'here' | 'by Clio'): WriteResult {
    const { operation, type, input } = this.#parts;
    const placed = atGivenFields(userErrors, operation.body, input);
    return { type, id: null, record: null, userErrors: placed, settled: where === 'by Clio' };
  }
}

/**
 * Adds to the error of a rejected write (403) the values that the login may not change because Clio hides
 * them from it: the hours of others. Clio's message is the same for a missing permission. Other errors are
 * returned unchanged.
 */
function explainHidden(
  catalog: Catalog,
  { entity, body: fact }: CatalogOperation,
  body: unknown,
  error: unknown,
): unknown {
  if (!(error instanceof GatewayError) || error.clio?.status !== 403 || !entity) return error;
  const sent = isRecord(body) && isRecord(body.data) ? body.data : {};
  const { fields } = catalog.entity(entity);
  const properties = Object.entries(fact?.properties ?? {}).filter(([key]) => key in sent);
  const hidden = properties.filter(([, { hiddenBy }]) => hiddenBy !== undefined);
  const mark = fields[hidden[0]?.[1].hiddenBy ?? '']?.name;
  if (mark === undefined) return error;
  const names = hidden.map(([key, { name = key }]) => `"${name}"`).join(' and ');
  const message = `The firm hides the hours of this record from this login where "${mark}" is true, and Clio then rejects a change of ${names}. Leave ${names} out, or ask a Clio administrator to show this login the hours. Where "${mark}" is false: ${error.message}`;
  const permissions = error.extensions.permissions as readonly Permission[] | undefined;
  return new GatewayError('FORBIDDEN', message, { clio: error.clio, permissions, cause: error });
}
