import type { ArgumentSizes } from './argument-sizes.ts';
import type { Args } from './argument-values.ts';
import type { PlanPart } from './forecast.ts';
import type { FieldPlan, OperationPlan, RecordPlan } from './plan.ts';
import { bindRecord } from './record-arguments.ts';
import { writeSteps } from './write-steps.ts';

/** Calls by name, each with the part of the plan that makes it. Equal calls have one name. */
export type LeastCalls = ReadonlyMap<string, PlanPart>;

/**
 * The calls that an operation cannot do without. They are not those of a forecast with the smallest sizes: a record that is asked for
 * by its id may come inside any other answer, whatever else is found.
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

/** @param listed Types of which other responses bring records: one that is asked for by its id may be among them. */
function callsOf(sizes: ArgumentSizes, plan: FieldPlan, listed: ReadonlySet<string>): readonly NamedCall[] {
  const { field } = plan;
  const args = sizes.args(plan);
  if (args === null) return [];
  switch (field.kind) {
    // Each write is made, however many are equal.
    case 'write':
    case 'upload':
    case 'customFields':
      return writeSteps(sizes.catalog, field, plan.plans, args)
        .filter(({ calls }) => calls.min > 0)
        .map(({ shared, operation }) => [shared ?? `${field.responseKey} ${operation.id}`, plan]);
    case 'byId':
      return (sizes.loads(plan) ?? []).flatMap(({ target, ids = [] }) => {
        // Its lists are asked for together with it. One from a cursor may be rejected, which does not show where the record is missing.
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

/** @param parent Id of the record that the field stands on. */
function callsBelow(sizes: ArgumentSizes, plan: FieldPlan, parent: string | null): readonly NamedCall[] {
  const args = sizes.args(plan);
  if (args === null) return [];
  if (plan.is('record')) return [[JSON.stringify(bindRecord(sizes.catalog, plan.field, args, parent)), plan]];
  // Where there is no page to ask for, nothing is called.
  if (!plan.is('list') || !sizes.window(plan)?.pages) return [];
  return [[sizes.listKey(plan, parent), plan]];
}

function hasCursor(args: Args | null): boolean {
  return typeof args?.after === 'string' || typeof args?.before === 'string';
}

/** Adds the types of which lists anywhere below a field bring records. */
function addListed(sizes: ArgumentSizes, plan: FieldPlan, listed: Set<string>): void {
  const { field } = plan;
  if (field.kind === 'list' && field.endpoint.type !== null) listed.add(field.endpoint.type);
  const loads = sizes.loads(plan);
  if (loads) for (const { target } of loads) addListedBelow(sizes, target.plan, listed);
  else for (const record of plan.plans) addListedBelow(sizes, record, listed);
}

function addListedBelow(sizes: ArgumentSizes, plan: RecordPlan, listed: Set<string>): void {
  for (const { plan: inner } of plan.nested) {
    // A record that comes nested in another is known as far as it came.
    listed.add(inner.type);
    addListedBelow(sizes, inner, listed);
  }
  for (const { targets } of plan.hops)
    for (const target of targets) addListedBelow(sizes, target.plan, listed);
  for (const field of plan.fields) addListed(sizes, field, listed);
}
