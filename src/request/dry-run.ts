import { argumentValues } from '../planner/argument-values.ts';
import type { OperationPlan } from '../planner/plan.ts';
import type { PreparedOperation } from './prepared-operation.ts';

type Slots = Readonly<Record<string, unknown>>;

/**
 * Whether a query is only to be priced: `rateLimit(dryRun: true)` is among its root fields. No other field has this argument.
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

/** What a dry run answers at the root fields: null, but an empty list where the schema promises one. */
export function emptySlots({ fields }: OperationPlan): Slots {
  const slots: Record<string, unknown> = {};
  for (const [key, { field }] of fields)
    slots[key] = field.kind === 'byId' && field.endpoint.many ? [] : null;
  return slots;
}
