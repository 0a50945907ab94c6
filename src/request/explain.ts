import type { Catalog } from '../catalog/catalog.ts';
import type { TracedCall } from '../loaders/call-trace.ts';
import { type Advice, advise } from '../planner/advise.ts';
import { describePlan, type PlannedCall, type PlanTree } from '../planner/describe-plan.ts';
import type { OperationPlan } from '../planner/plan.ts';
import type { PlannedOperation } from '../planner/planner.ts';
import { forecastOperation, type Price } from '../planner/price-operation.ts';
import type { RateBudget } from '../rest/types.ts';
import { tenths } from '../values.ts';

/**
 * `extensions.clio` of a response. With `X-Clio-Explain: plan`, all except `calls`. With `trace`, all of it,
 * with the calls that were made. Without the header, only `warnings`, if there are any. Stable: names may be
 * added, but do not change.
 */
export interface ClioExtension {
  /** REST calls: the plan's price, and the calls that were made. */
  readonly cost?: Price & { readonly actual?: number };
  /** Maximum number of rounds of calls. */
  readonly rounds?: number;
  readonly budget?: BudgetShare;
  /** What is certain about the price, first of the whole, then of its parts. */
  readonly advice?: readonly Advice[];
  /** In the order in which they ended. */
  readonly calls?: readonly ExplainedCall[];
  readonly plan?: readonly ExplainedNode[];
  readonly warnings?: readonly string[];
}

/** A call that was made, or that the cache served. */
export interface ExplainedCall extends TracedCall {
  /**
   * Id of the plan's node that it was made for; null for a call outside of any plan, such as the removal of a
   * failed upload.
   */
  readonly node: string | null;
}

/** A node of the plan; with `trace`, also its calls. */
export interface ExplainedNode extends Omit<PlannedCall, 'next'> {
  readonly actual?: ActualCalls;
  readonly next: readonly ExplainedNode[];
}

/** The sum of a node's calls. A call that serves several nodes counts at the first. */
export interface ActualCalls {
  /** Calls sent, retries included. */
  readonly calls: number;
  /** Calls that the cache served instead. */
  readonly cached: number;
  /** Statuses of the responses, each once; null for a call without a response. */
  readonly statuses: readonly (number | null)[];
  /** When the first was sent, in milliseconds since the operation began; null if none was. */
  readonly startMs: number | null;
  /** Milliseconds from then to the last response. */
  readonly ms: number;
  /** Longest wait for a turn. */
  readonly waitMs: number;
  readonly bytes: number;
}

/** The operation's share of the calls that its login has in a minute. */
export interface BudgetShare {
  /** Calls in a minute. */
  readonly limit: number;
  /** True until Clio has reported a limit: `limit` is then Clio's usual one, and the next two are null. */
  readonly assumed: boolean;
  readonly remaining: number | null;
  /** ISO 8601. */
  readonly resetAt: string | null;
  /** Share of `limit`, from 0 to 1 and above. */
  readonly share: Price & { readonly actual?: number };
}

/** What an explanation needs besides the plan. */
export interface ExplainFacts {
  readonly catalog: Catalog;
  readonly maxPlannedCalls: number;
  /** The login's budget as Clio last reported it. */
  readonly budget: RateBudget | null;
}

/** The price of an operation without calls. */
export const noCalls: Price = { min: 0, expected: 0, max: 0 };

/** Calls that Clio allows a login in a minute at peak times. */
const usualLimit = 50;

/** A call that was made, with the part of the plan that it was made for. */
export interface NotedCall {
  readonly call: TracedCall;
  readonly purpose: object | undefined;
}

/**
 * The plan of an operation with its price and advice. Makes no call.
 *
 * @param noted The calls that were made, if it was executed.
 */
export function explain(
  { catalog, maxPlannedCalls, budget }: ExplainFacts,
  plan: OperationPlan,
  { variables }: PlannedOperation,
  noted?: readonly NotedCall[],
): ClioExtension {
  const forecasts = forecastOperation(catalog, plan, variables);
  const tree = describePlan(catalog, plan, forecasts);
  const { rounds } = tree;
  const share = shareOf(budget, tree.cost);
  const limits = { perMinute: share.limit, isAssumed: share.assumed, maxPlannedCalls };
  const advice = advise(plan, tree, forecasts.sizes, limits);
  if (!noted) return { cost: tree.cost, rounds, budget: share, advice, plan: tree.calls };
  const calls = noted.map(({ call, purpose }) => {
    const { method, ...rest } = call;
    return { method, ...rest, node: nodeOf(tree, call, purpose)?.id ?? null };
  });
  const { min, expected, max } = tree.cost;
  const cost = { min, expected, max, actual: calls.filter(({ cached }) => !cached).length };
  return {
    cost,
    rounds,
    budget: shareOf(budget, cost),
    advice,
    calls,
    plan: tree.calls.map((node) => withActual(node, calls)),
  };
}

/**
 * Finds the node by method and path if a field makes several kinds of calls, or if the purpose is unknown.
 */
function nodeOf(tree: PlanTree, call: TracedCall, purpose: object | undefined): PlannedCall | undefined {
  const own = purpose && tree.parts.get(purpose)?.nodes;
  if (own?.length === 1) return own[0];
  const nodes = own ?? [...tree.parts.values()].flatMap((part) => part.nodes);
  return nodes.find(({ method, path }) => method === call.method && isAt(path, call.path));
}

/** Whether a path matches a template. */
function isAt(template: string, path: string): boolean {
  const parts = template.split('/');
  const own = path.split('/');
  return (
    parts.length === own.length &&
    parts.every((part, index) => {
      const [before = '', after = ''] = part.split(/\{\w+\}/);
      const text = own[index] ?? '';
      return part.includes('{') ? text.startsWith(before) && text.endsWith(after) : part === text;
    })
  );
}

function withActual({ id, next, ...node }: PlannedCall, calls: readonly ExplainedCall[]): ExplainedNode {
  const own = calls.filter((call) => call.node === id);
  const sent = own.filter(({ cached }) => !cached);
  const startMs = sent.length === 0 ? null : Math.min(...sent.map((call) => call.startMs));
  const end = Math.max(0, ...sent.map((call) => call.startMs + call.ms));
  const actual: ActualCalls = {
    calls: sent.length,
    cached: own.length - sent.length,
    statuses: [...new Set(own.map(({ status }) => status))],
    startMs,
    ms: startMs === null ? 0 : tenths(end - startMs),
    waitMs: Math.max(0, ...own.map(({ waitMs }) => waitMs)),
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  return { id, ...node, actual, next: next.map((one) => withActual(one, calls)) };
}

function shareOf(
  budget: RateBudget | null,
  { min, expected, max, actual }: Price & { readonly actual?: number },
): BudgetShare {
  const limit = budget?.limit || usualLimit;
  const part = (calls: number): number => Math.round((calls / limit) * 1000) / 1000;
  return {
    limit,
    assumed: budget === null,
    remaining: budget?.remaining ?? null,
    resetAt: budget ? new Date(budget.resetAtMs).toISOString() : null,
    share: {
      min: part(min),
      expected: part(expected),
      max: part(max),
      ...(actual === undefined ? {} : { actual: part(actual) }),
    },
  };
}
