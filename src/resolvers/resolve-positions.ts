import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import type { PageInfo } from '../generated/resolvers.ts';
import type { ListResult } from '../loaders/list-loader.ts';
import { type ClioRecord, slots } from '../loaders/record.ts';
import type { Connection } from '../run/connection.ts';
import type { Payload } from '../writes/write-result.ts';
import type { ResolverContext } from './context.ts';

/** Resolves a field of `Query` with the run's value for it. */
export function resolveRoot<T>(
  _root: unknown,
  _args: unknown,
  context: ResolverContext,
  info: GraphQLResolveInfo,
): Promise<T> | T {
  const values = context.run(info);
  const { key } = info.path;
  return values instanceof Promise ? values.then((arrived) => arrived[key] as T) : (values[key] as T);
}

/** Resolves a field with the value of its slot. */
export function resolveSlot(
  record: ClioRecord,
  _args: unknown,
  _context: ResolverContext,
  info: GraphQLResolveInfo,
): unknown {
  return record[slots]?.[info.path.key];
}

/** Resolves a field of `Mutation`. */
export function resolveWrite<T>(
  _root: unknown,
  _args: unknown,
  context: ResolverContext,
  info: GraphQLResolveInfo,
): Promise<T> {
  return context.runField(info) as Promise<T>;
}

/**
 * The resolvers of a mutation's payload.
 *
 * @param record Field of the payload with the record; null if the payload has only the id.
 */
export function payloadResolvers(
  record: string | null,
): Record<string, GraphQLFieldResolver<Payload, ResolverContext>> {
  const resolvers: Record<string, GraphQLFieldResolver<Payload, ResolverContext>> = {
    userErrors: ({ userErrors }) => userErrors,
  };
  if (record === null) resolvers.id = ({ id }) => id;
  else
    resolvers[record] = ({ positions }, _args, _context, { path }) => positions.get(String(path.key)) ?? null;
  return resolvers;
}

interface Edge {
  readonly connection: Connection;
  readonly index: number;
  /** Response key of `edges`. */
  readonly path: string | number;
}

type ConnectionResolver = GraphQLFieldResolver<Connection, ResolverContext>;

/** The resolvers of a connection of records. */
export const connectionResolvers = {
  nodes: ({ list, positions, pages }, _args, context, info) => {
    const records = positions.get(String(info.path.key));
    reportRest(list, pages, context, info);
    return pages ? pages.each((index) => records?.[index]) : records;
  },
  edges: (connection, _args, context, info) => {
    const { list, pages } = connection;
    const edge = (index: number): Edge => ({ connection, index, path: info.path.key });
    reportRest(list, pages, context, info);
    return pages ? pages.each(edge) : list.items.map((_, index) => edge(index));
  },
  pageInfo: ({ list, pages }) => (pages ? pages.whole().then(() => pageInfoOf(list)) : pageInfoOf(list)),
  totalCount: ({ list, pages }) =>
    pages && list.totalCount === null ? pages.whole().then(() => list.totalCount) : list.totalCount,
} satisfies Record<string, ConnectionResolver>;

/** Reports the error that ended the reading of a list. A list in parts is a stream, which ends with the error itself. */
function reportRest(
  { rest, restAt = null }: ListResult,
  pages: Connection['pages'],
  context: ResolverContext,
  info: GraphQLResolveInfo,
): void {
  if (rest !== undefined && !pages) context.reportRest(info, restAt, rest);
}

function pageInfoOf(list: ListResult): PageInfo {
  return {
    hasNextPage: list.hasNextPage,
    hasPreviousPage: list.hasPreviousPage,
    startCursor: list.items.length > 0 ? list.cursor(0) : null,
    endCursor: list.items.length > 0 ? list.cursor(list.items.length - 1) : null,
  };
}

/** The resolvers of an edge with a record. */
export const edgeResolvers = {
  cursor: ({ connection, index }) => connection.list.cursor(index),
  node: ({ connection, index, path: edges }, _args, _context, { path }) =>
    connection.positions.get(`${edges}.${path.key}`)?.[index],
} satisfies Record<string, GraphQLFieldResolver<Edge, ResolverContext>>;

/** The resolvers of a connection of ids. */
export const idConnectionResolvers: Record<string, ConnectionResolver> = {
  ...connectionResolvers,
  nodes: ({ list, pages }, _args, context, info) => {
    reportRest(list, pages, context, info);
    return pages ? pages.each((index) => list.items[index]) : list.items;
  },
};

/** The resolvers of an edge with an id. */
export const idEdgeResolvers: Record<string, GraphQLFieldResolver<Edge, ResolverContext>> = {
  ...edgeResolvers,
  node: ({ connection, index }) => connection.list.items[index],
};
