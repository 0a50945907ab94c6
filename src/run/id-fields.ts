import { clioId, parseGlobalId } from '../catalog/ids.ts';
import type { Args } from '../planner/argument-values.ts';
import { bindParameters } from '../planner/bind-arguments.ts';
import type { FieldPlan, HopTarget } from '../planner/plan.ts';
import type { ByIdSelection } from '../planner/selection.ts';
import { requestByArgument } from './load-records.ts';
import type { OperationRun } from './operation-run.ts';
import type { Receiver, Slots } from './slots.ts';

/** Asks for the records that a field's arguments name by id: `contact(id:)`, `node(id:)`, `nodes(ids:)`. */
export function loadByIds(
  run: OperationRun,
  plan: FieldPlan,
  { endpoint }: ByIdSelection,
  args: Args,
  slot: Receiver,
): void {
  const { operation, type } = endpoint;
  if (operation && type !== null) {
    const id = clioId(run.catalog, 'id', String(args.id), [type]);
    const query = bindParameters(run.catalog, operation, args);
    const target = plan.target(type) as HopTarget;
    if (query.length === 0) {
      requestByArgument(run, target, id, null, slot);
      return;
    }
    const path = operation.path.replace('{id}', encodeURIComponent(id));
    run.recordFields.loadRecord(path, query, target.plan, target.plan, slot);
  } else if (!endpoint.many) requestNode(run, plan, 'id', String(args.id), slot);
  else {
    const results: unknown[] = [];
    for (const [index, id] of (args.ids as readonly string[]).entries()) {
      const item = run.slot(results as unknown as Slots, index);
      try {
        requestNode(run, plan, 'ids', id, item);
      } catch (error) {
        // One bad id is the error of its own position.
        item.receive(error);
      }
    }
    slot.receive(results);
  }
}

function requestNode(
  run: OperationRun,
  plan: FieldPlan,
  argument: string,
  value: string,
  slot: Receiver,
): void {
  const { type, id } = parseGlobalId(run.catalog, argument, value);
  requestByArgument(run, plan.target(type) as HopTarget, id, type, slot);
}
