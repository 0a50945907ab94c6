import type { ArgumentSizes } from './argument-sizes.ts';
import type { PlannedPart, PlanTree } from './describe-plan.ts';
import { FieldPlan, type OperationPlan, type RecordPlan } from './plan.ts';
import type { Price } from './price-operation.ts';
import type { ListSelection } from './selection.ts';

/** The subject of a piece of advice. */
export type AdviceCode =
  /** A page larger than Clio's takes several calls. */
  | 'MANY_PAGES'
  /** A field costs a call for each record that has it. */
  | 'CALL_PER_PARENT'
  /** Clio loads these records one by one. */
  | 'CALL_PER_RECORD'
  /** A record is loaded only for its lists, which a filter at the root returns without it. */
  | 'FILTER_AT_ROOT'
  /** The operation can take more calls than a login has in a minute. */
  | 'OVER_BUDGET'
  /** The gateway rejects an operation of this price. */
  | 'REFUSED'
  /** Clio offers no way to read this field here. */
  | 'UNREACHABLE'
  /** The webhook of a subscription takes calls in addition to those for changes. */
  | 'WEBHOOK';

/** A fact about an operation that is certain before it is run. */
export interface Advice {
  readonly code: AdviceCode;
  /** GraphQL position, in response keys; empty for the whole operation. */
  readonly path: string;
  readonly message: string;
}

/** The limits that an operation's price is compared with. */
export interface CallLimits {
  /** Calls that the login may make in a minute. */
  readonly perMinute: number;
  /** True until Clio has reported its limit: `perMinute` is then Clio's usual one. */
  readonly isAssumed: boolean;
  /** Maximum number of expected calls that the gateway allows. */
  readonly maxPlannedCalls: number;
}

/** Lists what is certain about the price of an operation, first of the whole, then of its parts. Pure. */
export function advise(
  plan: OperationPlan,
  tree: PlanTree,
  sizes: ArgumentSizes,
  limits: CallLimits,
): Advice[] {
  const advice: Advice[] = [...aboutPrice(tree.cost, limits)];
  for (const field of plan.fields.values()) advice.push(...aboutRoot(field, tree));
  for (const [part, planned] of tree.parts) {
    if (part instanceof FieldPlan) advice.push(...aboutField(part, planned, sizes));
    else advice.push(...aboutRecords(planned));
  }
  for (const { path, message } of tree.unreachable) advice.push({ code: 'UNREACHABLE', path, message });
  return advice;
}

function aboutPrice({ min, expected, max }: Price, limits: CallLimits): Advice[] {
  const { perMinute, isAssumed, maxPlannedCalls } = limits;
  if (expected > maxPlannedCalls) {
    const message = `This gateway rejects it: ${expected} calls are expected, and ${maxPlannedCalls} are allowed.`;
    return [{ code: 'REFUSED', path: '', message }];
  }
  if (max <= perMinute) return [];
  const [least, calls] =
    min > perMinute
      ? ['takes at least', min]
      : expected > perMinute
        ? ['is expected to take', expected]
        : ['may take up to', max];
  const share = isAssumed
    ? `Clio usually allows a login ${perMinute}`
    : `Clio allows this login ${perMinute}`;
  return [{ code: 'OVER_BUDGET', path: '', message: `It ${least} ${calls} calls; ${share} in a minute.` }];
}

function aboutField(plan: FieldPlan, { path, count, nodes }: PlannedPart, sizes: ArgumentSizes): Advice[] {
  const { field } = plan;
  const advice: Advice[] = [];
  const [node] = nodes;
  if (node?.repeat === 'perParent' && count > 1) {
    const above = path.slice(0, path.lastIndexOf('.'));
    const why =
      field.kind === 'list' ? 'Clio lists them for one record at a time' : 'Clio takes one id at a time';
    advice.push({
      code: 'CALL_PER_PARENT',
      path,
      message: `This costs a call for each record of ${above}, up to ${count}: ${why}.`,
    });
  }
  const window = sizes.window(plan);
  if (field.kind !== 'list' || window === null) return advice;
  const args = sizes.args(plan) ?? {};
  const { records, limit } = window;
  const pages = Math.ceil(records / limit);
  if (pages < 2) return advice;
  const name = typeof args.first === 'number' ? 'first' : 'last';
  const one = `\`${name}: ${limit}\` needs 1`;
  // From its start, a list needs no call after its end. From its end, Clio has to report its length first.
  const unused = name === 'first' && typeof args.after !== 'string' ? filtersOf(field, args) : [];
  const filter =
    unused.length === 0 ? '' : `, and so does a filter (${unused.join(', ')}) that leaves no more`;
  advice.push({
    code: 'MANY_PAGES',
    path,
    message: `\`${name}: ${records}\` needs up to ${pages} calls, as Clio returns at most ${limit} of these at once; ${one}${filter}.`,
  });
  return advice;
}

function aboutRecords({ path, count, nodes }: PlannedPart): Advice[] {
  if (nodes[0]?.repeat !== 'perId' || count < 2) return [];
  const message = `Clio loads these one by one: a call for each, up to ${count}.`;
  return [{ code: 'CALL_PER_RECORD', path, message }];
}

/** Advice about a record that is loaded only for its lists, which a filter at the root returns as well. */
function aboutRoot(plan: FieldPlan, tree: PlanTree): Advice[] {
  const { field } = plan;
  if (field.kind !== 'byId' || field.endpoint.type === null) return [];
  const record = plan.target(field.endpoint.type)?.plan;
  if (!record || !isBare(record) || record.fields.length === 0 || !tree.parts.has(record)) return [];
  const lists = record.fields.map(listAtRoot);
  if (lists.includes(null)) return [];
  return [
    {
      code: 'FILTER_AT_ROOT',
      path: field.responseKey,
      message: `No field of the record itself is selected: ${lists.join(' and ')} at the root saves the call for it.`,
    },
  ];
}

function isBare(record: RecordPlan): boolean {
  return (
    [...record.values].every((name) => name === 'id') &&
    record.nested.length === 0 &&
    record.hops.length === 0 &&
    record.unreachable.length === 0
  );
}

/** How a record's list is requested at the root; null if it cannot be. */
function listAtRoot({ field }: FieldPlan): string | null {
  if (field.kind !== 'list') return null;
  const { operation, parent, with: also } = field.endpoint;
  if (parent?.in !== 'query' || Object.keys(also).length > 0 || operation.field?.on !== 'Query') return null;
  const name = operation.query[parent.name]?.name;
  return name === undefined ? null : `\`${operation.field.name}(filter: { ${name}: … })\``;
}

/** Names of a few filters of the list that are not set. */
function filtersOf(
  { endpoint: { operation, parent } }: ListSelection,
  args: Readonly<Record<string, unknown>>,
): string[] {
  const set = (args.filter ?? {}) as Readonly<Record<string, unknown>>;
  const open = Object.entries(operation.query).filter(
    ([key, { name }]) => key !== parent?.name && !(name in set),
  );
  const names = [...new Set(open.map(([, { name }]) => name))];
  return names.length > 3 ? [...names.slice(0, 3), '…'] : names;
}
