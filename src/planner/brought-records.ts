import type { FieldPlan } from './plan.ts';
import type { BroughtRecords } from './scheduler.ts';

/**
 * Records that a list answers with and that need not be loaded by id then; undefined where it answers with none, or where a
 * filter leaves something out of them.
 *
 * @param args The list's arguments.
 */
export function broughtRecords(
  plan: FieldPlan,
  args: Readonly<Record<string, unknown>>,
): BroughtRecords | undefined {
  const { brings, partialFilters } = plan;
  if (brings === undefined || partialFilters.length === 0) return brings;
  const filter = (args.filter ?? {}) as Readonly<Record<string, unknown>>;
  return partialFilters.some((name) => isSent(filter[name])) ? undefined : brings;
}

function isSent(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
}
