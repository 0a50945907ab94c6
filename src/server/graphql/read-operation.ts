import type { Config } from '../../config/types.ts';
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
export function readOperation(
  served: ServedOperation,
  options: ReadOptions,
  persisted: PersistedDocuments,
): Promise<GraphqlParams> | GraphqlParams {
  const { config } = options;
  readHeaders(served, options);
  const sent = isMultipart(served.request)
    ? readFiles(served, config)
    : readParams(served.request, config.maxBodyBytes);
  return sent instanceof Promise
    ? sent.then((params) => keepParams(served, params, persisted))
    : keepParams(served, sent, persisted);
}

function keepParams(
  served: ServedOperation,
  sent: GraphqlParams,
  persisted: PersistedDocuments,
): GraphqlParams {
  served.params = Array.isArray(sent) ? sent : persisted.resolve(sent);
  return served.params;
}

async function readFiles(served: ServedOperation, config: Config): Promise<GraphqlParams> {
  const multipart = await readMultipart(served.request.http, config);
  served.multipart = multipart;
  return multipart.operations;
}
