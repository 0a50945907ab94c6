/** A list with the fields that a client selected of it. */
export interface CachedConnection {
  readonly edges?: readonly unknown[];
  readonly nodes?: readonly unknown[];
  readonly pageInfo?: Readonly<Record<string, unknown>>;
}

/** The options of Apollo Client's `merge` function that the policy reads. */
export interface MergeOptions {
  readonly args: Readonly<Record<string, unknown>> | null;
}

/** A field policy for Apollo Client's `InMemoryCache`. */
export interface ConnectionPolicy {
  readonly keyArgs: readonly string[];
  merge(
    existing: CachedConnection | undefined,
    incoming: CachedConnection,
    options: MergeOptions,
  ): CachedConnection;
}

/**
 * Joins the pages of a list in Apollo Client's cache, both `edges` and `nodes`. Apollo's own `relayStylePagination` joins
 * only `edges`.
 *
 * A page is added if its `after` is the end of the cached list, or its `before` the start; select `endCursor` (or
 * `startCursor`) in `pageInfo`. Any other page replaces the cached list: the first page again, or a page from the middle.
 *
 * @param keyArgs Arguments whose values distinguish lists.
 * @example new InMemoryCache({ typePolicies: { Query: { fields: { matters: connectionPolicy() } } } })
 */
export function connectionPolicy(keyArgs: readonly string[] = ['filter', 'orderBy']): ConnectionPolicy {
  return {
    keyArgs,
    merge(existing, incoming, { args }) {
      const { after, before } = args ?? {};
      if (after && after === existing?.pageInfo?.endCursor) return join(existing, incoming, 'end');
      if (before && before === existing?.pageInfo?.startCursor) return join(incoming, existing, 'start');
      return incoming;
    },
  };
}

/** @param grown The side of the new page, whose cursor the joined list gets; the other cursor stays. */
function join(first: CachedConnection, second: CachedConnection, grown: 'start' | 'end'): CachedConnection {
  const [older, newer] = grown === 'end' ? [first, second] : [second, first];
  const sides = grown === 'end' ? ['endCursor', 'hasNextPage'] : ['startCursor', 'hasPreviousPage'];
  const moved = Object.entries(newer.pageInfo ?? {}).filter(([name]) => sides.includes(name));
  const joined: { -readonly [Key in keyof CachedConnection]: CachedConnection[Key] } = { ...older, ...newer };
  if (first.edges && second.edges) joined.edges = [...first.edges, ...second.edges];
  if (first.nodes && second.nodes) joined.nodes = [...first.nodes, ...second.nodes];
  if (older.pageInfo) joined.pageInfo = { ...older.pageInfo, ...Object.fromEntries(moved) };
  return joined;
}
