import type { Catalog } from '../catalog/catalog.ts';
import { ArgumentSizes } from './argument-sizes.ts';
import { ExpectedSizes } from './expected-sizes.ts';
import { Forecast } from './forecast.ts';
import { type LeastCalls, leastCalls } from './least-calls.ts';
import type { OperationPlan } from './plan.ts';

/** How many REST calls an operation takes, without cache and retries. */
export interface Price {
  /** If nothing is found below the root fields. */
  readonly min: number;
  /** If lists have their usual length, and records refer to each other as usual. */
  readonly expected: number;
  /**
   * If every page is full and every record refers to others. Nested lists, most of which have no documented
   * maximum, count as at most 200 records.
   */
  readonly max: number;
}

export interface Forecasts {
  readonly sizes: ArgumentSizes;
  /** With the largest possible sizes. */
  readonly most: Forecast;
  readonly expected: Forecast;
  /** The calls that it makes in any case. */
  readonly least: LeastCalls;
}

/**
 * Forecasts the calls of an operation. Pure: no call is made.
 *
 * @param variables Coerced variables of the operation.
 */
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

export function priceForecasts({ most, expected, least }: Forecasts): Price {
  let max = 0;
  for (const { calls } of most.parts.values()) max += calls;
  return priceOf(least.size, expected.calls, max);
}

/** Puts three figures in order: typical sizes may exceed what the arguments allow. */
export function priceOf(min: number, expected: number, max: number): Price {
  const least = Math.min(min, max);
  return { min: least, expected: Math.min(Math.max(least, expected), max), max };
}
