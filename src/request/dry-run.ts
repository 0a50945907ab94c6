import { argumentValues } from '../planner/argument-values.ts';
import type { OperationPlan } from '../planner/plan.ts';
import type { Variables } from './execution/coerce-variables.ts';
import type { PreparedOperation } from './prepared-operation.ts';

/**
 * Whether a query is a dry run, which only gets a price: it has the root field `rateLimit(dryRun: true)`. No
 * other field has this argument.
 *
 * @param variables Coerced.
 */
export function isDryRun(prepared: PreparedOperation, variables: Variables): boolean {
  return prepared
    .compiledFields(variables)
    .some(
      ({ definition, node }) =>
        definition.args[0]?.name === 'dryRun' && argumentValues(definition, node, variables).dryRun === true,
    );
}

/** The root fields' values in a dry run: null, or an empty list where the schema requires a list. */
export function emptySlots({ fields }: OperationPlan): Readonly<Record<string, unknown>> {
  const slots: Record<string, unknown> = {};
  for (const [key, { field }] of fields)
    slots[key] = field.kind === 'byId' && field.endpoint.many ? [] : null;
  return slots;
}
