import type { FieldPlan } from './plan.ts';
import { type FieldSize, type LoadSize, Sizes } from './sizes.ts';

const page = 50;
const nestedRecords = 4;

/**
 * Sizes for comparing the plans of one operation. They are the same for all arguments: a usual page, and a
 * few records in a nested list.
 */
export class AssumedSizes extends Sizes {
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
