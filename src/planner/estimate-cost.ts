import type { Catalog } from '../catalog/catalog.ts';
import { batchLimit } from './batch-limit.ts';
import { countFields } from './fields.ts';
import { isHeld } from './held.ts';
import { type FieldPlan, fieldTree, type OperationPlan, type RecordPlan } from './plan.ts';

/** What a plan is expected to cost, to compare plans of one operation. */
export interface Cost {
  readonly calls: number;
  readonly rounds: number;
  readonly fields: number;
}

export function cheaper(a: Cost, b: Cost): boolean {
  if (a.calls !== b.calls) return a.calls < b.calls;
  if (a.rounds !== b.rounds) return a.rounds < b.rounds;
  return a.fields < b.fields;
}

/**
 * Sizes are not known before the calls: all plans of an operation are compared under the same assumptions,
 * a typical page and a few records in a nested list.
 */
const assumedPage = 50;
const assumedNested = 4;

interface Batch {
  readonly entity: string;
  readonly query: string;
  count: number;
  readonly plans: { readonly plan: RecordPlan; readonly count: number }[];
  readonly future: Set<string>;
}

/** Plays the plan with assumed sizes: the same rounds, batches and waiting as at run time. */
export function estimateCost(catalog: Catalog, plan: OperationPlan | RecordPlan): Cost {
  let calls = 0;
  let rounds = 0;
  let fields = 0;
  const batches = new Map<string, Batch>();
  let lists: { readonly field: FieldPlan; readonly parents: number }[] = [];

  const arrived = (record: RecordPlan, count: number): void => {
    for (const { key, plan: inner } of record.nested)
      arrived(inner, count * nestedCount(catalog, record.entity, key));
    for (const hop of record.hops) {
      for (const target of hop.targets) {
        if (!target.load) continue;
        const query = JSON.stringify(target.query);
        const id = `${target.entity} ${query}`;
        const many = hop.source.kind === 'nested' ? nestedCount(catalog, record.entity, hop.source.key) : 1;
        const batch = batches.get(id) ?? {
          entity: target.entity,
          query,
          count: 0,
          plans: [],
          future: new Set<string>(),
        };
        batch.count += count * many;
        batch.plans.push({ plan: target.plan, count: count * many });
        for (const entity of target.plan.future) batch.future.add(entity);
        batches.set(id, batch);
      }
    }
    for (const field of record.fields) lists.push({ field, parents: count });
  };
  const loaded = (record: RecordPlan, count: number): void => {
    fields += countFields(fieldTree(record));
    arrived(record, count);
  };

  if ('fields' in plan && plan.fields instanceof Map)
    for (const field of plan.fields.values()) lists.push({ field, parents: 1 });
  else loaded(plan as RecordPlan, 1);

  while (batches.size > 0 || lists.length > 0) {
    rounds += 1;
    const nowLists = lists;
    lists = [];
    const waiting = [
      ...batches.values(),
      ...nowLists.map(({ field }) => ({ entity: null, future: futureOf(field) })),
    ];
    const free = [...batches].filter(([, batch]) => !isHeld(batch, waiting));
    // Batches that all wait for each other: the first goes.
    const now = free.length > 0 || nowLists.length > 0 ? free : [...batches].slice(0, 1);
    for (const [id] of now) batches.delete(id);
    for (const { field, parents } of nowLists) {
      calls += parents;
      const page = field.field.kind === 'list' ? assumedPage : 1;
      for (const record of field.plans) loaded(record, parents * page);
    }
    for (const [, batch] of now) {
      const load = catalog.load(batch.entity)?.load;
      const limit = load?.batch ? batchLimit(catalog.operation(load.batch)) : 1;
      calls += Math.ceil(batch.count / limit);
      for (const { plan: record, count } of batch.plans) loaded(record, count);
    }
  }
  return { calls, rounds, fields };
}

function nestedCount(catalog: Catalog, entity: string, key: string): number {
  return catalog.entity(entity).fields[key]?.kind === 'many' ? assumedNested : 1;
}

function futureOf(field: FieldPlan): ReadonlySet<string> {
  const future = new Set<string>();
  for (const plan of field.plans) for (const entity of plan.future) future.add(entity);
  return future;
}
