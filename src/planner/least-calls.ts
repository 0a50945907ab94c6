import type { ArgumentSizes } from './argument-sizes.ts';
import type { Args } from './argument-values.ts';
import type { PlanPart } from './forecast.ts';
import type { FieldPlan, OperationPlan, RecordPlan } from './plan.ts';
import { bindRecord } from './record-arguments.ts';
import { writeSteps } from './write-steps.ts';

/** Calls by name, with the part of the plan that makes each. Equal calls have one name. */
export type LeastCalls = ReadonlyMap<string, PlanPart>;

/**
 * The calls that an operation makes in any case. A forecast with the smallest sizes would not find them,
 * because a record that is requested by its id may also arrive in any other response.
 */
export function leastCalls(plan: OperationPlan, sizes: ArgumentSizes): LeastCalls {
  const listed = new Set<string>();
  for (const field of plan.fields.values()) addListed(sizes, field, listed);
  const calls = new Map<string, PlanPart>();
  for (const field of plan.fields.values())
    for (const [name, part] of callsOf(sizes, field, listed)) if (!calls.has(name)) calls.set(name, part);
  return calls;
}

type NamedCall = readonly [name: string, part: PlanPart];

/**
 * @param listed Types of the records in other responses: a record that is requested by its id may be among
 * them.
 */
function callsOf(sizes: ArgumentSizes, plan: FieldPlan, listed: ReadonlySet<string>): readonly NamedCall[] {
  const { field } = plan;
  const args = sizes.args(plan);
  if (args === null) return [];
  switch (field.kind) {
    // Each write is made, even if several are equal.
    case 'write':
    case 'upload':
    case 'customFields':
      return writeSteps(sizes.catalog, field, plan.plans, args)
        .filter(({ calls }) => calls.min > 0)
        .map(({ shared, operation }) => [shared ?? `${field.responseKey} ${operation.id}`, plan]);
    case 'byId':
      return (sizes.loads(plan) ?? []).flatMap(({ target, ids = [] }) => {
        // Its lists are requested together with it. A list with a cursor may be rejected, but not if the
        // record is missing.
        const certain = target.plan.fields.filter((one) => !hasCursor(sizes.args(one)));
        const lists = certain.flatMap((one) => ids.flatMap((id) => callsBelow(sizes, one, id)));
        const { type } = target.plan;
        return listed.has(type) ? lists : [[type, target.plan] as const, ...lists];
      });
    case 'list':
    case 'record':
      return callsBelow(sizes, plan, null);
  }
}

/** @param parent Id of the record that has the field. */
function callsBelow(sizes: ArgumentSizes, plan: FieldPlan, parent: string | null): readonly NamedCall[] {
  const args = sizes.args(plan);
  if (args === null) return [];
  if (plan.is('record')) return [[JSON.stringify(bindRecord(sizes.catalog, plan.field, args, parent)), plan]];
  // Without a page to request, there is no call.
  if (!plan.is('list') || !sizes.window(plan)?.pages) return [];
  return [[sizes.listKey(plan, parent), plan]];
}

function hasCursor(args: Args | null): boolean {
  return typeof args?.after === 'string' || typeof args?.before === 'string';
}

/** Adds the types of the records in all lists below a field. */
function addListed(sizes: ArgumentSizes, plan: FieldPlan, listed: Set<string>): void {
  const { field } = plan;
  if (field.kind === 'list' && field.endpoint.type !== null) listed.add(field.endpoint.type);
  const loads = sizes.loads(plan);
  if (loads) for (const { target } of loads) addListedBelow(sizes, target.plan, listed);
  else for (const record of plan.plans) addListedBelow(sizes, record, listed);
}

function addListedBelow(sizes: ArgumentSizes, plan: RecordPlan, listed: Set<string>): void {
  for (const { plan: inner } of plan.nested) {
    // The fields of a record that arrives nested in another are known.
    listed.add(inner.type);
    addListedBelow(sizes, inner, listed);
  }
  for (const { targets } of plan.hops)
    for (const target of targets) addListedBelow(sizes, target.plan, listed);
  for (const field of plan.fields) addListed(sizes, field, listed);
}
