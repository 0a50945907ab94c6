import { GraphQLError } from 'graphql';

/**
 * Error for a request that is no well-formed GraphQL-over-HTTP request. Yoga takes the status and the
 * headers from `extensions.http`, which it does not send.
 */
export function requestError(
  status: number,
  code: string,
  message: string,
  headers?: Record<string, string>,
): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code, http: { status, ...(headers === undefined ? {} : { headers }) } },
  });
}
