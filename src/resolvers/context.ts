import type { GraphQLResolveInfo } from 'graphql';

/** What resolvers need of a request. */
export interface ResolverContext {
  /** Runs the operation's plan (once, however many root fields ask) and gives the root fields' values by response key. */
  run(info: GraphQLResolveInfo): Promise<Readonly<Record<string, unknown>>>;
  /** Runs one root field of a mutation. Root fields of mutations are run in order, each to its end. */
  runField(info: GraphQLResolveInfo): Promise<unknown>;
  /** Notes something odd that Clio sent, for the log and `extensions.clio.warnings`. No client data. */
  warn(warning: string): void;
}
