import type { CatalogOperation } from '../catalog/catalog.ts';

/**
 * Most ids sent in one `ids[]` filter: Clio documents no number, and 200 ids make a URL of some 4 kB. Lists that
 * page by more (users by 2,000) would make URLs that servers on the way refuse.
 */
const maxBatchIds = 200;

/** How many records one batch of an operation brings at most. */
export function batchLimit(operation: CatalogOperation): number {
  return Math.min(operation.limit ?? 1, maxBatchIds);
}
