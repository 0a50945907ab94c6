import type { GraphQLResolveInfo } from 'graphql';
import type { GatewayError } from '../errors.ts';
import type { RateLimit } from '../generated/resolvers.ts';

/** The part of a request that resolvers use. */
export interface ResolverContext {
  /**
   * Runs the operation's plan, once for all root fields.
   *
   * @returns The root fields' values by response key. If the response is sent in parts, they are returned at
   * once, and a value that has not arrived is a promise.
   */
  run(
    info: GraphQLResolveInfo,
  ): Promise<Readonly<Record<string, unknown>>> | Readonly<Record<string, unknown>>;
  /** Runs one root field of a mutation. The executor runs these fields one after the other. */
  runField(info: GraphQLResolveInfo): Promise<unknown>;
  /** The state of the login's rate limit, and the price of the operation. Makes no call. */
  rateLimit(info: GraphQLResolveInfo): RateLimit;
  /**
   * Reports the error that ended the reading of a list.
   *
   * @param index Index of the first missing record; null if the missing records come before the others.
   */
  reportRest(info: GraphQLResolveInfo, index: number | null, error: GatewayError): void;
  /** Adds a warning to the log and to `extensions.clio.warnings`. It contains no client data. */
  warn(warning: string): void;
}
