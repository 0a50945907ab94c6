import type { MutationResolvers, QueryResolvers, SearchConnectionResolvers } from '../generated/resolvers.ts';
import { resolveRoot, resolveWrite } from './resolve-positions.ts';
import { resolveSearch, searchConnectionResolvers } from './search.ts';

/** The root fields that `schema/extensions` defines by hand. */
export const extensionResolvers: {
  readonly Query: Required<Omit<QueryResolvers, '__isTypeOf'>>;
  readonly Mutation: Required<Omit<MutationResolvers, '__isTypeOf'>>;
  readonly SearchConnection: Required<Omit<SearchConnectionResolvers, '__isTypeOf'>>;
} = {
  Query: {
    node: resolveRoot,
    nodes: resolveRoot,
    search: resolveSearch,
    rateLimit: (_root, _args, context, info) => context.rateLimit(info),
  },
  Mutation: {
    setCustomFieldValues: resolveWrite,
    uploadDocument: resolveWrite,
    uploadDocumentVersion: resolveWrite,
  },
  SearchConnection: searchConnectionResolvers,
};
