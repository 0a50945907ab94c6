import type { Catalog } from '../catalog/catalog.ts';
import { Forecast } from './forecast.ts';
import { leastCalls } from './least-calls.ts';
import type { OperationPlan } from './plan.ts';
import { ArgumentSizes } from './sizes.ts';

/** How many REST calls an operation takes, without cache and retries. */
export interface Price {
  /** When nothing is found below the root fields. */
  readonly min: number;
  /**
   * When every page is full and every record names others; nested lists, whose sizes Clio does not limit in
   * general, are taken to hold at most 200 records.
   */
  readonly max: number;
}

/**
 * Prices a plan. Pure: no call is made.
 *
 * @param variables Coerced variables of the operation.
 */
export function priceOperation(
  catalog: Catalog,
  plan: OperationPlan,
  variables: Readonly<Record<string, unknown>>,
): Price {
  const sizes = new ArgumentSizes(catalog, variables);
  return priceForecast(plan, sizes, new Forecast(sizes).operation(plan));
}

/** The price of a plan whose forecast is at hand. */
export function priceForecast(plan: OperationPlan, sizes: ArgumentSizes, { parts }: Forecast): Price {
  let max = 0;
  for (const { calls } of parts.values()) max += calls;
  return { min: Math.min(leastCalls(plan, sizes).size, max), max };
}
