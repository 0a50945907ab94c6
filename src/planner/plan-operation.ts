import type { Catalog } from '../catalog/catalog.ts';
import { AssumedSizes } from './assumed-sizes.ts';
import { Forecast } from './forecast.ts';
import type { OperationPlan, RecordPlan } from './plan.ts';
import { PlanBuilder } from './plan-builder.ts';
import type { FieldSelection, NestedSelection, Selection } from './selection.ts';

/**
 * Most plans compared for one operation. Each open choice doubles them; beyond this the remaining choices
 * keep records where they arrive.
 */
const maxComparedPlans = 256;

/**
 * Plans an operation: of all ways to serve it, the one with the fewest calls, then the fewest batches, then the
 * fewest rounds, then the fewest fields. Pure: the same selection gives the same plan.
 *
 * @param inTurn Whether root fields are run one after the other, as those of a mutation are.
 */
export function planOperation(
  catalog: Catalog,
  root: ReadonlyMap<string, FieldSelection>,
  inTurn: boolean,
): OperationPlan {
  const search = new PlanSearch(catalog);
  return search.best(
    (builder) => ({ fields: new Map([...root].map(([key, field]) => [key, builder.field(field)])), inTurn }),
    (forecast, plan) => forecast.operation(plan),
  );
}

class PlanSearch {
  readonly #catalog: Catalog;
  readonly #sizes: AssumedSizes;
  /** Plans of records whose type is known only from an id. */
  readonly #alone = new Map<Selection, RecordPlan>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    this.#sizes = new AssumedSizes(catalog);
  }

  /** Builds a plan with each combination of choices that it leaves open, and returns the cheapest. */
  best<Plan>(
    build: (builder: PlanBuilder) => Plan,
    forecast: (forecast: Forecast, plan: Plan) => Forecast,
  ): Plan {
    let best: { readonly plan: Plan; readonly cost: Forecast } | undefined;
    let compared = 0;
    const explore = (choices: ReadonlyMap<NestedSelection, boolean>): void => {
      const builder = new PlanBuilder(this.#catalog, choices, (selection, entity) =>
        this.#recordAlone(selection, entity),
      );
      const plan = build(builder);
      if (builder.open && compared < maxComparedPlans) {
        explore(new Map(choices).set(builder.open, false));
        explore(new Map(choices).set(builder.open, true));
        return;
      }
      compared += 1;
      const cost = forecast(new Forecast(this.#sizes), plan);
      if (!best || isCheaper(cost, best.cost)) best = { plan, cost };
    };
    explore(new Map());
    if (!best) throw new Error('No plan was built (clio-graphql:plan-none)');
    return best.plan;
  }

  /** The plan of a record that is chosen without regard to the rest of the operation. */
  #recordAlone(selection: Selection, entity: string): RecordPlan {
    let plan = this.#alone.get(selection);
    if (!plan) {
      plan = this.best(
        (builder) => builder.record(selection, entity, 0),
        (forecast, one) => forecast.record(one),
      );
      this.#alone.set(selection, plan);
    }
    return plan;
  }
}

function isCheaper(a: Forecast, b: Forecast): boolean {
  if (a.calls !== b.calls) return a.calls < b.calls;
  // Where lists are shorter than assumed, fewer batches are fewer calls.
  if (a.batches !== b.batches) return a.batches < b.batches;
  if (a.rounds !== b.rounds) return a.rounds < b.rounds;
  return a.fields < b.fields;
}
