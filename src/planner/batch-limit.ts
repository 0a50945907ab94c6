import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import type { LoadFact } from '../catalog/types.ts';
import { joinObjects } from '../values.ts';

/** Query parameters by name. */
export type QueryParameters = Readonly<Record<string, string>>;

/**
 * Most ids sent in one `ids[]` filter: Clio documents no number, and 200 ids make a URL of some 4 kB. Lists that
 * page by more (users by 2,000) would make URLs that servers on the way reject.
 */
const maxBatchIds = 200;

/** How many records one batch of an operation brings at most. */
export function batchLimit(operation: CatalogOperation): number {
  return Math.min(operation.limit ?? 1, maxBatchIds);
}

/**
 * The parameters of the batches that bring records, one after the other: each asks for what those before it lacked. More than
 * one where a parameter is required whose value is not known (a note's `type`) and has few; none where records are loaded one
 * by one.
 *
 * @param query What is known of the parameters.
 */
export function batchQueries(
  catalog: Catalog,
  load: LoadFact,
  query: QueryParameters,
): readonly QueryParameters[] {
  if (load.batch === undefined) return [];
  let queries: readonly QueryParameters[] = [query];
  for (const name of load.requires ?? []) {
    if (name in query) continue;
    const fact = catalog.operation(load.batch).query[name];
    const values = Object.values(catalog.enum(fact?.enum ?? '')?.values ?? {});
    queries = queries.flatMap((known) =>
      values.map((value) => joinObjects(known, { [name]: fact?.spelling?.[value] ?? value })),
    );
  }
  return queries;
}

/** Whether a batch takes an id: filters take numbers only, and occurrences of a series have other ids. */
export function fitsBatch(catalog: Catalog, { batch }: LoadFact, id: string): boolean {
  return (
    batch !== undefined && (catalog.operation(batch).query['ids[]']?.type !== 'integer' || /^\d+$/.test(id))
  );
}
