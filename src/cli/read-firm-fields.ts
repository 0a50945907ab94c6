import type { CustomField } from '../custom-fields/follow-firm.ts';
import { createLogger } from '../server/create-logger.ts';
import { openGateway } from './open-gateway.ts';
import type { Parts } from './parts.ts';
import type { Account } from './settings.ts';
import { UsageError } from './usage-error.ts';

const pageSize = 200;

const query = `query FirmFields($after: String) {
  customFields(first: ${pageSize}, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { clioId name parentType fieldType required deleted picklistOptions { clioId option deletedAt } }
  }
}`;

interface FieldNode {
  readonly clioId: string;
  readonly name: string | null;
  readonly parentType: string | null;
  readonly fieldType: string | null;
  readonly required: boolean | null;
  readonly deleted: boolean | null;
  readonly picklistOptions:
    | readonly {
        readonly clioId: string;
        readonly option: string | null;
        readonly deletedAt: string | null;
      }[]
    | null;
}

interface FirmFieldsResponse {
  readonly data?: {
    readonly customFields: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly FieldNode[];
    } | null;
  };
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly retryAfter?: number };
  }[];
}

/**
 * Reads the definitions of the account's custom fields, page by page.
 *
 * @throws UsageError if they cannot be read.
 */
export async function readFirmFields(parts: Parts, account: Account): Promise<readonly CustomField[]> {
  // Plain names, and no file of fields: the caller may be about to write the file.
  const config = {
    ...account.config,
    customFields: null,
    trustedDocuments: null,
    trustedDocumentsOnly: false,
    schemaPrefix: null,
  };
  const open = await openGateway(parts, { ...account, config }, createLogger('silent'));
  try {
    const fields: CustomField[] = [];
    let after: string | null = null;
    do {
      const response: Response = await open.gateway.fetch(
        new Request('http://localhost/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query, variables: { after } }),
        }),
      );
      const { data, errors = [] } = (await response.json()) as FirmFieldsResponse;
      const list = data?.customFields;
      if (!list || errors.length > 0)
        throw new UsageError(`The custom fields cannot be read: ${describe(errors[0])}`);
      fields.push(...list.nodes.map(toField));
      after = list.pageInfo.hasNextPage ? list.pageInfo.endCursor : null;
    } while (after !== null);
    return fields;
  } finally {
    await open.close();
  }
}

function describe(error: NonNullable<FirmFieldsResponse['errors']>[number] | undefined): string {
  if (!error) return 'there was no response';
  const { message, extensions: { retryAfter } = {} } = error;
  return retryAfter === undefined ? message : `${message} (retryAfter: ${retryAfter})`;
}

function toField({
  clioId,
  name,
  parentType,
  fieldType,
  required,
  deleted,
  picklistOptions,
}: FieldNode): CustomField {
  return {
    id: clioId,
    name: name ?? '',
    owner: parentType === 'MATTER' ? 'Matter' : 'Contact',
    type: fieldType?.toLowerCase() ?? '',
    required: required ?? false,
    deleted: deleted ?? false,
    options: (picklistOptions ?? []).map(({ clioId: id, option, deletedAt }) => ({
      id,
      label: option ?? '',
      deleted: deletedAt !== null,
    })),
  };
}
