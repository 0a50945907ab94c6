import { Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import { loadCatalog } from '../../src/catalog/catalog.ts';
import { createServedSchema } from '../../src/federation/served-schema.ts';
import { describePlan, type PlannedCall, type PlanTree } from '../../src/planner/describe-plan.ts';
import type { OperationPlan, RecordPlan } from '../../src/planner/plan.ts';
import { createPlanner, type PlannedOperation } from '../../src/planner/planner.ts';
import { forecastOperation, type Price, priceForecasts } from '../../src/planner/price-operation.ts';
import { fragmentsOf } from '../../src/planner/read-selection.ts';

const catalog = loadCatalog();
const schema = createServedSchema(catalog).planned;
export const planner = createPlanner(catalog, schema);

type Variables = Readonly<Record<string, unknown>>;

/** An operation as the server passes it on: parsed and valid. */
export function prepare(query: string, variables: Variables = {}): PlannedOperation {
  const document = parse(query);
  const [error] = validate(schema, document);
  if (error) throw error;
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  return { operation: operation as OperationDefinitionNode, fragments: fragmentsOf(document), variables };
}

/**
 * The calls of an operation's plan, one per line; calls that depend on a response are indented below it. `*` is a call for
 * each parent record, `[200]` a batch of at most 200 ids, `[1]` a call for each id.
 */
export function planned(query: string, variables: Variables = {}): string {
  return described(query, variables)
    .calls.map((call) => print(call, ''))
    .join('');
}

/** The maximum number of rounds of calls. */
export function rounds(query: string, variables: Variables = {}): number {
  return described(query, variables).rounds;
}

function described(query: string, variables: Variables): PlanTree {
  const plan = planner.plan(prepare(query, variables));
  return describePlan(catalog, plan, forecastOperation(catalog, plan, variables));
}

export function price(query: string, variables: Variables = {}): Price {
  return priceForecasts(forecastOperation(catalog, planner.plan(prepare(query, variables)), variables));
}

/** Unreachable positions of the plan, by response keys from the root. */
export function unreachable(plan: OperationPlan): string[] {
  return [...plan.fields].flatMap(([key, field]) => field.plans.flatMap((record) => below(record, [key])));
}

function below(plan: RecordPlan, at: readonly string[]): string[] {
  return [
    ...plan.unreachable.map(({ responseKey }) => [...at, responseKey].join('.')),
    ...plan.nested.flatMap(({ responseKey, plan: inner }) => below(inner, [...at, responseKey])),
    ...plan.hops.flatMap(({ responseKey, targets }) =>
      targets.flatMap((target) => below(target.plan, [...at, responseKey])),
    ),
    ...plan.fields.flatMap(({ field, plans }) =>
      plans.flatMap((inner) => below(inner, [...at, field.responseKey])),
    ),
  ];
}

function print(call: PlannedCall, indent: string): string {
  const count = { once: '', perParent: '* ', batch: `[${call.batchSize}] `, perId: '[1] ' }[call.repeat];
  const fields = call.fields === '' ? '' : `?fields=${call.fields}`;
  const next = call.next.map((one) => print(one, `${indent}  `)).join('');
  return `${indent}${count}${call.path}${fields}\n${next}`;
}
