import { argumentValues } from '../planner/argument-values.ts';
import type { OperationPlan } from '../planner/plan.ts';
import type { PreparedOperation } from './prepared-operation.ts';

type Slots = Readonly<Record<string, unknown>>;

/**
 * Whether a query is a dry run, which only gets a price: it has the root field `rateLimit(dryRun: true)`. No
 * other field has this argument.
 *
 * @param variables Coerced.
 */
export function isDryRun(prepared: PreparedOperation, variables: Readonly<Record<string, unknown>>): boolean {
  for (const { definition, node } of prepared.compiledFields(variables)) {
    if (definition.args[0]?.name !== 'dryRun') continue;
    if (argumentValues(definition, node, variables).dryRun === true) return true;
  }
  return false;
}

/** The root fields' values in a dry run: null, or an empty list where the schema requires a list. */
export function emptySlots({ fields }: OperationPlan): Slots {
  const slots: Record<string, unknown> = {};
  for (const [key, { field }] of fields)
    slots[key] = field.kind === 'byId' && field.endpoint.many ? [] : null;
  return slots;
}
