import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import type { LoadFact } from '../catalog/types.ts';
import { joinObjects } from '../values.ts';

export type QueryParameters = Readonly<Record<string, string>>;

/**
 * Maximum number of ids in one `ids[]` filter. Clio documents no number, and 200 ids make a URL of about 4
 * kB. Lists with larger pages (2,000 users) would make URLs that servers on the way reject.
 */
const maxBatchIds = 200;

/** Maximum number of records that one batch of an operation returns. */
export function batchLimit(operation: CatalogOperation): number {
  return Math.min(operation.limit ?? 1, maxBatchIds);
}

/**
 * The parameters of the batches that load records. The batches are sent one after the other, each for the
 * records that are still missing. There are several if a required parameter is unknown and has few possible
 * values (a note's `type`), and none if records are loaded one by one.
 *
 * @param query The parameters that are known.
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

/** Whether a batch takes an id: filters take only numbers, and occurrences of a series have other ids. */
export function fitsBatch(catalog: Catalog, { batch }: LoadFact, id: string): boolean {
  return (
    batch !== undefined && (catalog.operation(batch).query['ids[]']?.type !== 'integer' || /^\d+$/.test(id))
  );
}
