import type { FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { OperationTypeNode, visit } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { createFieldPlaces } from './field-places.ts';
import type { OperationPlan } from './plan.ts';
import { planOperation } from './plan-operation.ts';
import { selectRoot } from './selection.ts';

/** An operation as GraphQL executes it. */
export interface PlannedOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Coerced by the schema. */
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Planner {
  /** The plan of an operation; made once for a document and the values of its `@include` and `@skip` variables. */
  plan(operation: PlannedOperation): OperationPlan;
}

/** Plans kept for one operation: its `@include` and `@skip` variables can only take so many values. */
const maxPlansPerOperation = 64;

export function createPlanner(catalog: Catalog, schema: GraphQLSchema): Planner {
  const places = createFieldPlaces(catalog);
  const cache = new WeakMap<
    OperationDefinitionNode,
    { readonly switches: readonly string[]; readonly plans: Map<string, OperationPlan> }
  >();
  return {
    plan({ operation, fragments, variables }) {
      let known = cache.get(operation);
      if (!known) {
        known = { switches: switchVariables(operation, fragments), plans: new Map() };
        cache.set(operation, known);
      }
      const key = known.switches.map((name) => (variables[name] ? '1' : '0')).join('');
      let plan = known.plans.get(key);
      if (!plan) {
        const rootType = schema.getRootType(operation.operation);
        if (!rootType)
          throw new Error(`The schema has no ${operation.operation} type (clio-graphql:plan-root)`);
        const context = { schema, catalog, places, fragments: { ...fragments }, variables: { ...variables } };
        const inTurn = operation.operation === OperationTypeNode.MUTATION;
        plan = planOperation(catalog, selectRoot(context, operation, rootType), inTurn);
        if (known.plans.size >= maxPlansPerOperation) known.plans.clear();
        known.plans.set(key, plan);
      }
      return plan;
    },
  };
}

/** Names of the variables that decide what is selected. */
function switchVariables(
  operation: OperationDefinitionNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): string[] {
  const names = new Set<string>();
  for (const root of [operation, ...Object.values(fragments)]) {
    visit(root, {
      Directive(directive) {
        if (directive.name.value !== 'include' && directive.name.value !== 'skip') return;
        for (const { value } of directive.arguments ?? [])
          if (value.kind === 'Variable') names.add(value.name.value);
      },
    });
  }
  return [...names].sort();
}
