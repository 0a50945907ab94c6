import { GraphQLError } from 'graphql';

/** What the evaluation expects in place of a response. Messages are the gateway's own business. */
export function refusal(code: string): GraphQLError {
  return new GraphQLError(code, { extensions: { code } });
}
