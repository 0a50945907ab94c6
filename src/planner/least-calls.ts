import type { FieldPlan, OperationPlan, RecordPlan } from './plan.ts';
import { type Args, type ArgumentSizes, idsByType, readsName } from './sizes.ts';

/** Names of calls that an operation cannot do without, each with the first root field that makes it. Equal calls have one name. */
export function leastCalls(plan: OperationPlan, sizes: ArgumentSizes): ReadonlyMap<string, FieldPlan> {
  const listed = new Set<string>();
  for (const field of plan.fields.values()) addListed(sizes, field, listed);
  const calls = new Map<string, FieldPlan>();
  for (const field of plan.fields.values())
    for (const name of namesOf(sizes, field, listed)) if (!calls.has(name)) calls.set(name, field);
  return calls;
}

/** @param listed Types of which lists bring records: one that is asked for by its id may be among them. */
function namesOf(sizes: ArgumentSizes, plan: FieldPlan, listed: ReadonlySet<string>): readonly string[] {
  const { field } = plan;
  const args = sizes.args(field);
  if (args === null) return [];
  const { responseKey } = field;
  switch (field.kind) {
    // Each write is made, however many are equal.
    case 'write':
      return [responseKey];
    case 'upload': {
      const steps = [`${responseKey} create`, `${responseKey} finish`];
      return readsName(field.endpoint.upload, args) ? [`${responseKey} name`, ...steps] : steps;
    }
    // The record and the definitions are read; a write follows only where something differs.
    case 'customFields':
      return [`${responseKey} record`, `${responseKey} fields`];
    case 'byId':
      return [...idsByType(field, args).keys()].filter((type) => !listed.has(type) && plan.target(type));
    case 'list':
      if (sizes.window(field, args).pages === 0) return [];
      return [`${field.endpoint.operation.id} ${printArgs(args)}`];
    case 'record':
      return [`${field.endpoint.operation.id} ${printArgs(args)}`];
  }
}

/** Adds the types of which lists anywhere below a field bring records. */
function addListed(sizes: ArgumentSizes, plan: FieldPlan, listed: Set<string>): void {
  const { field } = plan;
  if (field.kind === 'list' && field.endpoint.type !== null) listed.add(field.endpoint.type);
  const loads = sizes.loads(plan);
  if (loads) for (const [target] of loads) addListedBelow(sizes, target.plan, listed);
  else for (const record of plan.plans) addListedBelow(sizes, record, listed);
}

function addListedBelow(sizes: ArgumentSizes, plan: RecordPlan, listed: Set<string>): void {
  for (const { plan: inner } of plan.nested) addListedBelow(sizes, inner, listed);
  for (const { targets } of plan.hops)
    for (const target of targets) addListedBelow(sizes, target.plan, listed);
  for (const field of plan.fields) addListed(sizes, field, listed);
}

/** Equal for arguments that may come to the same: an id can be given as `Contact:1` and as `1`. */
function printArgs(args: Args): string {
  return JSON.stringify(args).replace(/"[A-Za-z]+:(\d+)"/g, '"$1"');
}
