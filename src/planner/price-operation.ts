import type { Catalog } from '../catalog/catalog.ts';
import { ArgumentSizes } from './argument-sizes.ts';
import { ExpectedSizes } from './expected-sizes.ts';
import { Forecast } from './forecast.ts';
import { type LeastCalls, leastCalls } from './least-calls.ts';
import type { OperationPlan } from './plan.ts';

/** How many REST calls an operation takes, without cache and retries. */
export interface Price {
  /** When nothing is found below the root fields. */
  readonly min: number;
  /** When lists are as long as they usually are, and records name each other as they usually do. */
  readonly expected: number;
  /**
   * When every page is full and every record names others; nested lists, whose sizes Clio does not limit in
   * general, are taken to hold at most 200 records.
   */
  readonly max: number;
}

/** What is foreseen of an operation. */
export interface Forecasts {
  readonly sizes: ArgumentSizes;
  /** With the largest sizes that are possible. */
  readonly most: Forecast;
  readonly expected: Forecast;
  /** The calls that it cannot do without. */
  readonly least: LeastCalls;
}

/** @param variables Coerced variables of the operation. */
export function forecastOperation(
  catalog: Catalog,
  plan: OperationPlan,
  variables: Readonly<Record<string, unknown>>,
): Forecasts {
  const sizes = new ArgumentSizes(catalog, variables);
  const most = new Forecast(sizes).operation(plan);
  const expected = new Forecast(new ExpectedSizes(catalog, variables)).operation(plan);
  return { sizes, most, expected, least: leastCalls(plan, sizes) };
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
  return priceForecasts(forecastOperation(catalog, plan, variables));
}

/** The price of a plan, from its forecasts. */
export function priceForecasts({ most, expected, least }: Forecasts): Price {
  let max = 0;
  for (const { calls } of most.parts.values()) max += calls;
  return priceOf(least.size, expected.calls, max);
}

/** Three figures in their order: typical sizes may be beyond what the arguments allow. */
export function priceOf(min: number, expected: number, max: number): Price {
  const least = Math.min(min, max);
  return { min: least, expected: Math.min(Math.max(least, expected), max), max };
}
