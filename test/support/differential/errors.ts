import { GraphQLError } from 'graphql';

/** What the evaluation expects instead of a value. The gateway chooses the messages. */
export function fieldError(code: string): GraphQLError {
  return new GraphQLError(code, { extensions: { code } });
}
