import {
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getArgumentValues,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import type { PlannedOperation } from '../planner/planner.ts';

/** Whether an operation has `rateLimit` with a `dryRun` at all: most have not, and of those nothing more is asked. */
const mayBeDry = new WeakMap<OperationDefinitionNode, boolean>();

/** Whether a query is only to be priced: `rateLimit(dryRun: true)` is among its root fields. */
export function isDryRun(
  schema: GraphQLSchema,
  { operation, fragments, variables }: PlannedOperation,
): boolean {
  let may = mayBeDry.get(operation);
  if (may === undefined) {
    may = mentions(operation.selectionSet, fragments, new Set());
    mayBeDry.set(operation, may);
  }
  const queryType = schema.getQueryType();
  const definition = queryType?.getFields().rateLimit;
  if (!may || !queryType || !definition) return false;
  const given = { ...variables };
  const fields = collectFields(schema, { ...fragments }, given, queryType, operation.selectionSet);
  return [...fields.values()].some(
    ([node]) =>
      node?.name.value === 'rateLimit' && getArgumentValues(definition, node, given).dryRun === true,
  );
}

function mentions(
  { selections }: SelectionSetNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  seen: Set<string>,
): boolean {
  return selections.some((selection) => {
    if (selection.kind === 'Field')
      return selection.name.value === 'rateLimit' && (selection.arguments ?? []).length > 0;
    if (selection.kind === 'InlineFragment') return mentions(selection.selectionSet, fragments, seen);
    const name = selection.name.value;
    const fragment = fragments[name];
    if (!fragment || seen.has(name)) return false;
    seen.add(name);
    return mentions(fragment.selectionSet, fragments, seen);
  });
}
