import { parseJson } from '../../values.ts';
import { type HttpRequest, isCompressed, UnreadableBody } from '../http/http-message.ts';
import type { ServerRequest } from '../server-request.ts';
import { requestError } from './request-error.ts';

/**
 * An operation as a request sends it. Not Yoga's type, because the package's declarations must not need Yoga.
 */
export interface GraphqlParams {
  operationName?: string;
  query?: string;
  variables?: Record<string, unknown>;
  extensions?: Record<string, unknown>;
}

/**
 * Reads `query`, `documentId`, `variables`, `operationName` and `extensions` from the query string of a GET
 * or the JSON body of a POST. Yoga checks their values.
 *
 * A POST must be `application/json`: a page of another origin may post forms, plain text and multipart
 * without a CORS preflight, and a gateway that lends a token would execute its mutations.
 *
 * @throws GraphQLError (or rejects with it) for malformed parameters or a malformed body.
 */
export function readParams(
  { http, mediaType }: ServerRequest,
  maxBodyBytes: number,
): GraphqlParams | Promise<GraphqlParams> {
  if (http.method !== 'POST') return readSearchParams(http.search);
  if (mediaType !== 'application/json')
    throw requestError(415, 'Send the operation as JSON, with Content-Type: application/json.');
  rejectCompressed(http);
  return http.readBody(maxBodyBytes).then(parseBody, rejectBody);
}

function readSearchParams(search: string): GraphqlParams {
  const params = new URLSearchParams(search);
  const documentId = params.get('documentId');
  const read: GraphqlParams & { documentId?: string } = {
    query: params.get('query') ?? undefined,
    operationName: params.get('operationName') || undefined,
    variables: readJsonParam(params, 'variables'),
    extensions: readJsonParam(params, 'extensions'),
  };
  if (documentId !== null) read.documentId = documentId;
  return read;
}

function readJsonParam(params: URLSearchParams, name: string): GraphqlParams['variables'] {
  const text = params.get(name);
  if (!text) return undefined;
  const value = parseJson(text);
  if (value === undefined) throw requestError(400, `The parameter "${name}" must be URL-encoded JSON.`);
  return value as GraphqlParams['variables'];
}

/** @throws GraphQLError for a body that is compressed. */
export function rejectCompressed(http: HttpRequest): void {
  if (isCompressed(http))
    throw requestError(415, 'Send the body uncompressed.', { 'accept-encoding': 'identity' });
}

function parseBody(text: string): GraphqlParams {
  const body = parseJson(text);
  if (body === undefined) throw requestError(400, 'The body is not valid JSON.');
  if (typeof body !== 'object' || body === null) {
    throw requestError(400, 'The body must be a JSON object with the operation in "query".');
  }
  return body;
}

function rejectBody(error: unknown): never {
  if (!(error instanceof UnreadableBody)) throw requestError(400, 'The body is incomplete.');
  const { status, message } = error;
  const advice = status === 413 ? ' Put values into variables, or split the operation.' : '';
  throw requestError(status, message + advice);
}
