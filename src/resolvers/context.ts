import type { GraphQLResolveInfo } from 'graphql';
import type { GatewayError } from '../errors.ts';
import type { RateLimit } from '../generated/resolvers.ts';

/** What resolvers need of a request. */
export interface ResolverContext {
  /**
   * Runs the operation's plan (once, however many root fields ask) and gives the root fields' values by response key; where
   * the response is sent in parts, at once, and what has not arrived is a promise.
   */
  run(
    info: GraphQLResolveInfo,
  ): Promise<Readonly<Record<string, unknown>>> | Readonly<Record<string, unknown>>;
  /** Runs one root field of a mutation. Root fields of mutations are run in order, each to its end. */
  runField(info: GraphQLResolveInfo): Promise<unknown>;
  /** Where the request's login stands in its rate limit, and what the operation costs. Makes no call. */
  rateLimit(info: GraphQLResolveInfo): RateLimit;
  /** Reports why a list was not read further: an error where its next record would be; null where what is missing comes first. */
  reportRest(info: GraphQLResolveInfo, index: number | null, error: GatewayError): void;
  /** Notes something odd that Clio sent, for the log and `extensions.clio.warnings`. No client data. */
  warn(warning: string): void;
}
