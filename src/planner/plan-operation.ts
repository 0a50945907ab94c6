import type { Catalog } from '../catalog/catalog.ts';
import { Forecast } from './forecast.ts';
import type { FieldPlan, OperationPlan, RecordPlan } from './plan.ts';
import { PlanBuilder } from './plan-builder.ts';
import type { FieldSelection, NestedSelection, Selection } from './selection.ts';
import { type FieldSize, type LoadSize, Sizes } from './sizes.ts';

/**
 * Maximum number of plans that are compared for one operation. Each open choice doubles them. Beyond the
 * maximum, the remaining choices keep records in their parents' calls.
 */
const maxComparedPlans = 256;

/**
 * Plans an operation. Of all possible plans it returns the one with the fewest calls, then batches, then
 * rounds, then fields. Pure: the same selection gives the same plan.
 *
 * @param inTurn Whether root fields run one after the other, as in a mutation.
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

const page = 50;
const nestedRecords = 4;

/**
 * Sizes for comparing the plans of one operation. They are the same for all arguments: a usual page, and a
 * few records in a nested list.
 */
class AssumedSizes extends Sizes {
  field({ field, plans, brings }: FieldPlan): FieldSize {
    const records = field.kind === 'list' ? page : 1;
    return { calls: 1, rounds: 1, plans, records, isWhole: true, brings };
  }

  loads(plan: FieldPlan): readonly LoadSize[] | null {
    const { field } = plan;
    if (field.kind !== 'byId') return null;
    // For an id of several possible types, the plan is unknown. None of these plans depends on a choice.
    const [type, ...others] = field.byType.possible;
    const target = others.length === 0 && type !== undefined ? plan.target(type) : undefined;
    return target ? [{ target, count: 1, ids: undefined, isWhole: true }] : [];
  }

  nested(entity: string, key: string): number {
    return this.isList(entity, key) ? nestedRecords : 1;
  }
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

  /** Builds a plan for each combination of open choices, and returns the cheapest. */
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

  /** The best plan of a record by itself, without the rest of the operation. */
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
  // If lists are shorter than assumed, fewer batches mean fewer calls.
  if (a.batches !== b.batches) return a.batches < b.batches;
  if (a.rounds !== b.rounds) return a.rounds < b.rounds;
  return a.fields < b.fields;
}
