import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import type { UploadFact } from '../catalog/types.ts';
import { isRecord, recordId } from '../loaders/record.ts';
import type { KnownRecords } from '../loaders/record-loader.ts';
import type { LoadCall, Upstream } from '../loaders/upstream.ts';
import { addFields, type FieldTree, type MutableFieldTree, printFields } from '../planner/fields.ts';
import { type FieldPlan, joinTrees } from '../planner/plan.ts';
import type { FieldSelection } from '../planner/selection.ts';
import type { Args } from '../planner/sizes.ts';
import type { Answer } from '../rest/types.ts';
import { bindInput } from './bind-input.ts';
import type { CustomFields } from './custom-fields.ts';
import { explainHidden } from './explain-hidden.ts';
import {
  customFieldSubject,
  type SetCustomFieldValues,
  setCustomFieldValues,
} from './set-custom-field-values.ts';
import { atGivenFields, InputProblem, userErrorsOf } from './user-errors.ts';
import { fieldsToVerify, valuesToVerify, verifyWrite } from './verify-write.ts';
import type { WriteOnce } from './write-once.ts';
import type { WriteResult } from './write-result.ts';

/** Uploads a file, in several calls; answers with what the last of them brought. */
export type UploadRunner = (fact: UploadFact, input: Args, fields: FieldTree) => Promise<Answer>;

/** What the writes of a request share. */
export interface WriteContext {
  /** The firm's custom fields, as read for this request. */
  readonly customFields: CustomFields;
  /** What earlier writes of the request have read and this one surely leaves as it is. */
  readonly known?: KnownRecords | undefined;
  /** Set where the client gave the write a key. */
  readonly once?: WriteOnce;
  /** Carries out mutations that take a file. */
  readonly upload?: UploadRunner;
}

export type WriteSelection = Extract<FieldSelection, { kind: 'write' | 'upload' | 'customFields' }>;

/** A write whose arguments are in order. Nothing has been sent. */
export interface PreparedWrite {
  /** Shape of the payload's record; null where it has none. */
  readonly entity: string | null;
  readonly perform: () => Promise<WriteResult>;
}

/**
 * Prepares a mutation's field.
 *
 * @throws GatewayError `BAD_USER_INPUT` and InputProblem for a bad input.
 */
export function prepareWrite(
  catalog: Catalog,
  upstream: Upstream,
  context: WriteContext,
  field: WriteSelection,
  plan: FieldPlan,
  args: Args,
): PreparedWrite {
  switch (field.kind) {
    case 'write': {
      const { operation, type } = field.endpoint;
      const input = (args.input ?? {}) as Args;
      const perform = prepareCall(catalog, upstream, operation, type, plan, input);
      const { customFields } = context;
      return {
        entity: operation.answer === 'record' ? (operation.entity ?? null) : null,
        // The write may have changed a definition, also where it failed.
        perform: () => perform().finally(() => customFields.forget()),
      };
    }
    case 'upload': {
      const { operation, type, upload } = field.endpoint;
      return {
        entity: operation.entity ?? null,
        perform: () => performUpload(context, upload, type, args.input as Args, plan.tree),
      };
    }
    case 'customFields': {
      const input = args.input as SetCustomFieldValues & { readonly record: string };
      const { endpoint } = field;
      const subject = customFieldSubject(catalog, endpoint, input.record);
      const fields = joinTrees(plan.plans.filter(({ type }) => type === subject.type));
      const parts = { catalog, upstream, customFields: context.customFields, endpoint };
      return {
        entity: subject.update.entity ?? null,
        perform: () => setCustomFieldValues(parts, subject, input, fields),
      };
    }
  }
}

/** One write, asking for the record's fields in the same call; what lies deeper is loaded after it. */
function prepareCall(
  catalog: Catalog,
  upstream: Upstream,
  operation: CatalogOperation,
  type: string,
  plan: FieldPlan,
  input: Args,
): () => Promise<WriteResult> {
  const { path, id, ifMatch, body } = bindInput(catalog, operation, input);
  const written = valuesToVerify(catalog, operation, body, input.verify);
  const tree: MutableFieldTree = new Map();
  addFields(tree, plan.tree);
  addFields(tree, fieldsToVerify(written));
  const fields = operation.fields ? printFields(tree) : '';
  const call: LoadCall = {
    method: operation.method,
    path,
    origin: plan,
    query: fields === '' ? [] : [['fields', fields]],
    ...(body === undefined ? {} : { body }),
    ...(ifMatch === null ? {} : { ifMatch }),
  };
  return async () => {
    try {
      const { data } = await upstream.write(call);
      const record = isRecord(data) ? data : null;
      const found = record ? verifyWrite(written, record) : [];
      const userErrors = atGivenFields(found, operation.body, input);
      return { type, id: id ?? (record && recordId(record)), record, userErrors, settled: true };
    } catch (error) {
      const found = userErrorsOf(error, operation.body);
      if (!found) throw explainHidden(catalog, operation, body, error);
      const userErrors = atGivenFields(found, operation.body, input);
      return { type, id: null, record: null, userErrors, settled: true };
    }
  };
}

/** An upload is several calls; the last of them asks for the record's fields. */
async function performUpload(
  { upload }: WriteContext,
  fact: UploadFact,
  type: string,
  input: Args,
  fields: FieldTree,
): Promise<WriteResult> {
  if (!upload) throw new Error('Nothing uploads files here (clio-graphql:run-upload)');
  try {
    const { data } = await upload(fact, input, fields);
    const record = isRecord(data) ? data : null;
    return { type, id: record && recordId(record), record, userErrors: [], settled: true };
  } catch (error) {
    // Which of Clio's words are about the input depends on the step.
    if (!(error instanceof InputProblem)) throw error;
    return { type, id: null, record: null, userErrors: error.userErrors, settled: true };
  }
}
