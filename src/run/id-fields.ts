import type { Args } from '../planner/argument-values.ts';
import { bindParameters } from '../planner/bind-arguments.ts';
import type { FieldPlan, HopTarget } from '../planner/plan.ts';
import { namedRecords } from '../planner/record-arguments.ts';
import type { ByIdSelection } from '../planner/selection.ts';
import { requestByArgument } from './load-records.ts';
import type { OperationRun } from './operation-run.ts';
import type { Receiver } from './slots.ts';

/** Requests the records that a field's arguments name by id: `contact(id:)`, `node(id:)`, `nodes(ids:)`. */
export function loadByIds(
  run: OperationRun,
  plan: FieldPlan<ByIdSelection>,
  args: Args,
  slot: Receiver,
): void {
  const { field } = plan;
  const { operation, many } = field.endpoint;
  const results: unknown[] = [];
  for (const [index, named] of namedRecords(run.catalog, field, args).entries()) {
    const receiver = many ? run.slot(results, index) : slot;
    if (named instanceof Error) {
      receiver.receive(named);
      continue;
    }
    const { type, id } = named;
    const target = plan.target(type) as HopTarget;
    const query = operation ? bindParameters(run.catalog, operation, args) : [];
    if (operation && query.length > 0) {
      const path = operation.path.replace('{id}', encodeURIComponent(id));
      run.recordFields.loadRecord({ path, query }, target.plan, target.plan, receiver);
    } else requestByArgument(run, target, id, receiver);
  }
  if (many) slot.receive(results);
}
