import type { GraphQLField, GraphQLResolveInfo } from 'graphql';
import { GatewayError, type GatewayErrorOptions } from '../errors.ts';
import type { QuerySearchArgs, SearchType } from '../generated/resolvers.ts';
import type { ClioRecord } from '../loaders/record.ts';
import { searchedTypes, searchKey } from '../planner/search.ts';
import type { Connection } from '../run/connection.ts';
import type { ResolverContext } from './context.ts';

/** The records of one type that a search found, or its error. */
export interface Searched {
  readonly type: SearchType;
  readonly result: Connection | GatewayError;
}

export type SearchedKinds = readonly Searched[];

/** Resolves `search`. It fails only if the search fails for all types. */
export async function resolveSearch(
  _root: unknown,
  args: QuerySearchArgs,
  context: ResolverContext,
  info: GraphQLResolveInfo,
): Promise<SearchedKinds | null> {
  const found = await context.run(info);
  const searched: Searched[] = [];
  let failed: GatewayError | null = null;
  const definition = info.parentType.getFields()[info.fieldName] as GraphQLField<unknown, unknown>;
  for (const type of searchedTypes(definition, { ...args }) as readonly SearchType[]) {
    const result = (await found[searchKey(String(info.path.key), type)]) as Connection | Error | null;
    // A dry run finds nothing.
    if (result === null) return null;
    if (result instanceof Error) {
      // Any other error is a bug of the gateway.
      if (!(result instanceof GatewayError)) throw result;
      failed ??= result;
      searched.push({ type, result });
    } else {
      await result.pages?.whole();
      searched.push({ type, result });
    }
  }
  if (failed !== null && searched.every(({ result }) => result instanceof Error)) throw failed;
  return searched;
}

/** The resolvers of a search's result. */
export const searchConnectionResolvers = {
  nodes: (
    searched: SearchedKinds,
    _args: unknown,
    context: ResolverContext,
    info: GraphQLResolveInfo,
  ): ClioRecord[] => {
    const key = String(info.path.key);
    const records = searched.flatMap(({ result }) =>
      result instanceof Error ? [] : (result.positions.get(key) ?? []),
    );
    for (const { type, result } of searched) {
      const error = result instanceof Error ? result : result.list.rest;
      if (error) context.reportRest(info, records.length, about(type, error));
    }
    return records;
  },
  more: (searched: SearchedKinds): SearchType[] =>
    searched.flatMap(({ type, result }) =>
      !(result instanceof Error) && result.list.hasNextPage ? [type] : [],
    ),
};

function about(
  type: SearchType,
  { code, message, clio, retryAfter, extensions, cause }: GatewayError,
): GatewayError {
  const { permissions } = extensions as Pick<GatewayErrorOptions, 'permissions'>;
  return new GatewayError(code, `${type}: ${message}`, { clio, retryAfter, permissions, cause });
}
