import type { Catalog } from '../catalog/catalog.ts';
import type { Upstream } from '../loaders/upstream.ts';
import type { OperationPlan } from '../planner/plan.ts';
import type { Args } from '../planner/sizes.ts';
import { CustomFields } from '../writes/custom-fields.ts';
import type { WriteContext } from '../writes/prepare-write.ts';
import { OperationRun } from './operation-run.ts';
import type { Slots } from './slots.ts';

/**
 * Runs a plan. The planner's scheduler decides which calls may go. A call that fails is noted where its records belong; the
 * rest goes on.
 *
 * @param variables Coerced variables of the operation.
 * @returns The root fields' values by response key. Positions below are in the records' slots.
 */
export function runOperation(
  catalog: Catalog,
  upstream: Upstream,
  plan: OperationPlan,
  variables: Args,
  writes: WriteContext,
): Promise<Slots> {
  return new OperationRun(catalog, upstream, variables, writes, false).run(plan);
}

/**
 * Runs a query's plan as {@link runOperation} does, with the same calls, but does not wait for its end: what has not arrived
 * is a promise in its slot, which is never rejected (an error is what it is fulfilled with), and a list that takes several
 * pages may be there with its first. For answers that are sent in parts.
 */
export function startOperation(
  catalog: Catalog,
  upstream: Upstream,
  plan: OperationPlan,
  variables: Args,
): Slots {
  const writes = { customFields: new CustomFields() };
  return new OperationRun(catalog, upstream, variables, writes, true).start(plan);
}
