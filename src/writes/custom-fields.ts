import { loadList } from '../loaders/list-loader.ts';
import { isRecord, recordId } from '../loaders/record.ts';
import type { Upstream } from '../loaders/upstream.ts';
import type { CustomFieldsEndpoint } from '../planner/field-endpoints.ts';
import { isTrue } from '../values.ts';

/** A custom field as the firm has defined it. */
export interface CustomField {
  /** Clio's number. */
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

/** More than any firm has: Clio lists 200 in a call. */
const maxDefinitions = 10_000;

/**
 * The firm's custom fields, of all kinds of records, read once for a request however many records are written to. Fields of
 * other kinds come along so that a field of the wrong kind can be distinguished from one that does not exist.
 */
export class CustomFields {
  #reading: Promise<readonly CustomField[]> | undefined;

  read(upstream: Upstream, endpoint: CustomFieldsEndpoint): Promise<readonly CustomField[]> {
    this.#reading ??= read(upstream, endpoint).catch((error: unknown) => {
      this.#reading = undefined;
      throw error;
    });
    return this.#reading;
  }

  /** After a write that may have changed a definition. */
  forget(): void {
    this.#reading = undefined;
  }
}

async function read(upstream: Upstream, endpoint: CustomFieldsEndpoint): Promise<readonly CustomField[]> {
  const { definitions, definitionFields } = endpoint;
  const list = await loadList(upstream, {
    operation: definitions,
    path: definitions.path,
    fields: definitionFields,
    filters: [],
    order: null,
    window: { first: maxDefinitions, after: null, last: null, before: null },
    page: true,
    meta: false,
  });
  // Some accounts send values in another case than documented, and booleans as text.
  const owners = [...endpoint.owners.keys()];
  return list.items.filter(isRecord).map((one) => ({
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
