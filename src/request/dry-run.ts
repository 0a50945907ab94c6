import type { DirectiveNode, FragmentDefinitionNode, SelectionSetNode, ValueNode } from 'graphql';
import type { PlannedOperation } from '../planner/planner.ts';
import type { PreparedOperation } from './prepared-operation.ts';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;
type Variables = Readonly<Record<string, unknown>>;

/**
 * Whether a query is only to be priced: `rateLimit(dryRun: true)` is among its root fields.
 *
 * @param operation Valid, in plain names, with coerced variables.
 */
export function isDryRun(
  prepared: PreparedOperation,
  { operation, fragments, variables }: PlannedOperation,
): boolean {
  // Most operations have no `rateLimit` with arguments at all, and nothing more is looked at.
  prepared.mayBeDryRun ??= asks(operation.selectionSet, fragments, null);
  return prepared.mayBeDryRun && asks(operation.selectionSet, fragments, variables);
}

/** @param variables Null to see whether any could make it so. */
function asks({ selections }: SelectionSetNode, fragments: Fragments, variables: Variables | null): boolean {
  return selections.some((selection) => {
    if (variables && !isIncluded(selection.directives ?? [], variables)) return false;
    if (selection.kind === 'InlineFragment') return asks(selection.selectionSet, fragments, variables);
    if (selection.kind === 'FragmentSpread') {
      const fragment = fragments[selection.name.value];
      return fragment !== undefined && asks(fragment.selectionSet, fragments, variables);
    }
    if (selection.name.value !== 'rateLimit') return false;
    const dryRun = selection.arguments?.find(({ name }) => name.value === 'dryRun');
    return dryRun !== undefined && (variables === null || isTrue(dryRun.value, variables));
  });
}

function isIncluded(directives: readonly DirectiveNode[], variables: Variables): boolean {
  return directives.every(({ name, arguments: [condition] = [] }) => {
    if (!condition || (name.value !== 'include' && name.value !== 'skip')) return true;
    return isTrue(condition.value, variables) === (name.value === 'include');
  });
}

function isTrue(value: ValueNode, variables: Variables): boolean {
  if (value.kind === 'Variable') return variables[value.name.value] === true;
  return value.kind === 'BooleanValue' && value.value;
}
