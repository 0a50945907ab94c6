import { unauthenticated } from '../loaders/caching-client.ts';
import { isRecord, recordId } from '../loaders/record.ts';
import type { Args } from '../planner/argument-values.ts';
import type { UploadEndpoint, WriteEndpoint } from '../planner/field-endpoints.ts';
import type { FieldTree } from '../planner/fields.ts';
import { type FieldPlan, joinTrees } from '../planner/plan.ts';
import type { WriteSelection } from '../planner/selection.ts';
import { setsCustomFields } from '../planner/write-steps.ts';
import {
  type CustomFieldChange,
  customFieldSubject,
  namedChange,
  type SetCustomFieldValues,
  typedChange,
} from './custom-field-change.ts';
import { Upload } from './upload-file.ts';
import { InputProblem } from './user-errors.ts';
import { WriteCall } from './write-call.ts';
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
      const call = new WriteCall(context, {
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
        perform: () => call.perform().finally(() => context.definitions.forget()),
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
      const call = new WriteCall(context, {
        operation: update,
        type,
        plan,
        fields: joinTrees(plan.plans.filter((one) => one.type === type)),
        input: { id, ifMatch, verify },
        change: namedChange(context, endpoint, subject, input),
      });
      return { entity: update.entity ?? null, perform: () => call.perform() };
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

/** Uploads a file in several calls. The last one requests the record's fields. */
async function performUpload(
  context: WriteContext,
  { upload, type }: UploadEndpoint,
  input: Args,
  fields: FieldTree,
): Promise<WriteResult> {
  const { uploads } = context;
  // Does not wait for the file: the upload would fail.
  if (!uploads) throw unauthenticated();
  try {
    const work = new Upload(uploads, upload, input).run(fields);
    uploads.onWork(work);
    const { data } = await work;
    const record = isRecord(data) ? data : null;
    return { type, id: record && recordId(record), record, userErrors: [], settled: true };
  } catch (error) {
    // The step decides which of Clio's messages are about the input.
    if (!(error instanceof InputProblem)) throw error;
    return { type, id: null, record: null, userErrors: error.userErrors, settled: true };
  }
}
