import type { FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { OperationTypeNode } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { createFieldEndpoints } from './field-endpoints.ts';
import type { OperationPlan } from './plan.ts';
import { planOperation } from './plan-operation.ts';
import { SelectionReader } from './read-selection.ts';

/** An operation as GraphQL executes it. */
export interface PlannedOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Coerced by the schema. */
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Planner {
  /** Plans an operation. Only the variables of `@include` and `@skip` matter. */
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
      const inTurn = operation.operation === OperationTypeNode.MUTATION;
      return planOperation(catalog, reader.root(operation, rootType), inTurn);
    },
  };
}
