import { GraphQLError } from 'graphql';

/**
 * The error for a malformed GraphQL-over-HTTP request. Yoga takes the status and the headers from
 * `extensions.http`, which it does not send.
 */
export function requestError(
  status: 400 | 406 | 408 | 413 | 415,
  message: string,
  headers?: Record<string, string>,
): GraphQLError {
  const code = status === 413 ? 'REQUEST_ENTITY_TOO_LARGE' : 'BAD_REQUEST';
  return new GraphQLError(message, {
    extensions: { code, http: { status, headers } },
  });
}
