import type { Config } from '../../config/types.ts';
import {
  MalformedMultipart,
  type MultipartRequest,
  readMultipartRequest,
} from '../../files/multipart-request.ts';
import type { HttpRequest } from '../http/http-message.ts';
import type { ServerRequest } from '../server-request.ts';
import { rejectCompressed } from './read-params.ts';
import { requestError } from './request-error.ts';

/** How long an uploading client may send nothing. */
const idleMs = 30_000;
/** Allowance for the parts' headers and boundaries. */
const overheadBytes = 65_536;

/**
 * Headers that a page of another origin can send only after a CORS preflight. It can post a form without one,
 * and a gateway that lends a token would execute the form's mutations.
 */
const preflightHeaders = [
  'graphql-require-preflight',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'x-requested-with',
];

export function isMultipart({ http, mediaType }: ServerRequest): boolean {
  return http.method === 'POST' && mediaType === 'multipart/form-data';
}

/**
 * Reads a GraphQL multipart request as far as its first file.
 *
 * @throws GraphQLError with the HTTP status of the response.
 */
export async function readMultipart(
  http: HttpRequest,
  { maxUploadBytes, maxBodyBytes }: Pick<Config, 'maxUploadBytes' | 'maxBodyBytes'>,
): Promise<MultipartRequest> {
  const body = http.body();
  try {
    if (!preflightHeaders.some((name) => (http.header(name) ?? '') !== '')) {
      const message =
        'A multipart request must have the header "GraphQL-Require-Preflight: 1", so that pages of other sites cannot send it.';
      throw requestError(400, message);
    }
    rejectCompressed(http);
    if (Number(http.header('content-length')) > maxUploadBytes + 2 * maxBodyBytes + overheadBytes) {
      const message = `The files of a request may have ${maxUploadBytes} bytes together; these are more.`;
      throw requestError(413, message);
    }
    // Another body parser has read the body: it emits no more events.
    if (body.readableEnded) throw requestError(400, 'The body is incomplete.');
    const limits = { maxFieldBytes: maxBodyBytes, maxFileBytes: maxUploadBytes, idleMs };
    return await readMultipartRequest(body, http.header('content-type') ?? '', limits);
  } catch (error) {
    // The client reads its response only after it has sent everything. The server's time limit bounds that.
    body.resume();
    if (!(error instanceof MalformedMultipart)) throw error;
    throw requestError(error.status, error.message);
  }
}
