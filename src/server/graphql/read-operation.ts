import type { PersistedDocuments } from './persisted-documents.ts';
import { type ReadOptions, readHeaders } from './read-headers.ts';
import { isMultipart, readMultipart } from './read-multipart.ts';
import { type GraphqlParams, readParams } from './read-params.ts';
import type { ServedOperation } from './served-operation.ts';

/**
 * First step: reads the headers and the operation, or a list of operations.
 *
 * @throws GatewayError for malformed headers, GraphQLError for a malformed body.
 */
export async function readOperation(
  served: ServedOperation,
  options: ReadOptions & { readonly persisted: PersistedDocuments },
): Promise<GraphqlParams> {
  const { request } = served;
  const { config, persisted } = options;
  readHeaders(served, options);
  let sent: GraphqlParams;
  if (isMultipart(request)) {
    served.multipart = await readMultipart(request.http, config);
    // Yoga checks the content, as it does for JSON.
    sent = served.multipart.operations as GraphqlParams;
  } else sent = await readParams(request, config.maxBodyBytes);
  served.params = Array.isArray(sent) ? sent : persisted.resolve(sent);
  return served.params;
}
