import type { FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { OperationTypeNode } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { createFieldEndpoints } from './field-endpoints.ts';
import { Forecast } from './forecast.ts';
import type { FieldPlan, OperationPlan, RecordPlan } from './plan.ts';
import { PlanBuilder } from './plan-builder.ts';
import { SelectionReader } from './read-selection.ts';
import type { NestedSelection, Selection } from './selection.ts';
import { type FieldSize, type LoadSize, Sizes } from './sizes.ts';

/** An operation as GraphQL executes it. */
export interface PlannedOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Coerced by the schema. */
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Planner {
  /**
   * Plans an operation. Of all possible plans it returns the one with the fewest calls, then batches, then
   * rounds, then fields. Pure: the same selection gives the same plan. Only the variables of `@include` and
   * `@skip` matter.
   */
  plan(operation: PlannedOperation): OperationPlan;
}

export function createPlanner(catalog: Catalog, schema: GraphQLSchema): Planner {
  const endpoints = createFieldEndpoints(catalog);
  return {
    plan({ operation, fragments, variables }) {
      const rootType = schema.getRootType(operation.operation);
      if (!rootType)
        throw new Error(`The schema has no ${operation.operation} type (clio-graphql:plan-root)`);
      const copies = { fragments: { ...fragments }, variables: { ...variables } };
      const reader = new SelectionReader({ schema, catalog, endpoints, ...copies });
      const root = reader.root(operation, rootType);
      // Root fields of a mutation run one after the other.
      const inTurn = operation.operation === OperationTypeNode.MUTATION;
      return new PlanSearch(catalog).best(
        (builder) => ({
          fields: new Map([...root].map(([key, field]) => [key, builder.field(field)])),
          inTurn,
        }),
        (forecast, plan) => forecast.operation(plan),
      );
    },
  };
}

/**
 * Maximum number of plans that are compared for one operation. Each open choice doubles them. Beyond the
 * maximum, the remaining choices keep records in their parents' calls.
 */
const maxComparedPlans = 256;

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
