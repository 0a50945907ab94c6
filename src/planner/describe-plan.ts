import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import type { Args } from './argument-values.ts';
import { batchLimit, batchQueries } from './batch-limit.ts';
import { joinFields, printFields } from './fields.ts';
import type { PartForecast, PlanPart } from './forecast.ts';
import type { FieldPlan, HopTarget, OperationPlan, RecordPlan } from './plan.ts';
import { type Forecasts, type Price, priceForecasts, priceOf } from './price-operation.ts';
import { positionsOf, type WriteSelection } from './selection.ts';
import { plansWritten, writeSteps } from './write-steps.ts';

/** One kind of call in a plan, and the calls that follow from its responses. */
export interface PlannedCall {
  /** Its position in the tree: `1.2` is the second call that follows from the first. */
  readonly id: string;
  readonly method: string;
  /** Path with placeholders; `{id}` is each id, if records are loaded one by one. */
  readonly path: string;
  /** The `fields` parameter. */
  readonly fields: string;
  /** `once`; `perParent` for each parent record; `batch` of ids, at most `batchSize` in a call; `perId`. */
  readonly repeat: 'once' | 'perParent' | 'batch' | 'perId';
  readonly batchSize?: number;
  /** GraphQL positions that it serves, from the root, in response keys. */
  readonly serves: readonly string[];
  /** Round in which it is first sent if every earlier response names records; from 1. */
  readonly round: number;
  /** How many calls it takes by itself. The sum of all nodes is the price of the operation. */
  readonly calls: Price;
  /** The node with the batch that also loads these records: one call then serves both nodes. */
  readonly joins?: string;
  readonly next: readonly PlannedCall[];
}

/** A plan as data that a person or a tool can read. */
export interface PlanTree {
  readonly cost: Price;
  readonly calls: readonly PlannedCall[];
  readonly rounds: number;
  /**
   * The parts that the calls are made for: fields with calls of their own, and records that are loaded by id.
   */
  readonly parts: ReadonlyMap<object, PlannedPart>;
  /** Positions that Clio offers no way to read. */
  readonly unreachable: readonly { readonly path: string; readonly message: string }[];
}

/** A part of a plan that takes calls. */
export interface PlannedPart {
  /** Its GraphQL position, in response keys. */
  readonly path: string;
  /**
   * For a field, the maximum number of records that it is requested for; for records loaded by id, their
   * maximum number.
   */
  readonly count: number;
  readonly nodes: readonly PlannedCall[];
}

type CallDraft = { -readonly [K in keyof PlannedCall]: PlannedCall[K] } & { next: CallDraft[] };

export function describePlan(catalog: Catalog, plan: OperationPlan, forecasts: Forecasts): PlanTree {
  const description = new Description(catalog, forecasts);
  const calls = description.root(plan);
  const { parts, unreachable } = description;
  return {
    cost: priceForecasts(forecasts),
    calls,
    rounds: forecasts.most.rounds,
    parts,
    unreachable,
  };
}

/** The forecast of a part that is not reached: it takes no call. */
const notReached: PartForecast = { round: 1, count: 0, calls: 0, added: 0, joins: undefined };

class Description {
  /** Keys are parts of the plan: fields, and plans of records that are loaded by id. */
  readonly parts = new Map<PlanPart, Omit<PlannedPart, 'nodes'> & { readonly nodes: readonly CallDraft[] }>();
  readonly unreachable: { readonly path: string; readonly message: string }[] = [];
  /** Lists of codes that an earlier write has read. */
  readonly #read = new Set<string>();
  readonly #catalog: Catalog;
  readonly #forecasts: Forecasts;

  constructor(catalog: Catalog, forecasts: Forecasts) {
    this.#catalog = catalog;
    this.#forecasts = forecasts;
  }

  root(plan: OperationPlan): readonly PlannedCall[] {
    const calls: CallDraft[] = [];
    for (const field of plan.fields.values())
      calls.push(...this.#field(field, [field.field.responseKey], 'once'));
    this.#setLeast();
    number(calls, '');
    for (const [part, { nodes }] of this.parts) {
      const [node] = nodes;
      const { joins } = this.#forecastOf(part);
      const leader = joins && this.parts.get(joins)?.nodes[0];
      if (node && leader) node.joins = leader.id;
    }
    return calls;
  }

  #priceOf(part: PlanPart, max: number): Price {
    return priceOf(0, this.#forecasts.expected.parts.get(part)?.added ?? 0, max);
  }

  #forecastOf(part: PlanPart): PartForecast {
    return this.#forecasts.most.parts.get(part) ?? notReached;
  }

  /**
   * Sets the minimum of each node. Only calls that the arguments determine are certain; responses may name no
   * records.
   */
  #setLeast(): void {
    const counts = new Map<PlanPart, number>();
    for (const part of this.#forecasts.least.values()) counts.set(part, (counts.get(part) ?? 0) + 1);
    for (const [part, count] of counts) {
      const nodes = this.parts.get(part)?.nodes ?? [];
      // A field with several nodes makes several kinds of calls: an upload, or a write that reads first.
      const each = nodes.length > 1 ? 1 : count;
      for (const node of nodes.slice(0, count))
        node.calls = priceOf(each, node.calls.expected, node.calls.max);
    }
  }

  #field(plan: FieldPlan, at: readonly string[], repeat: 'once' | 'perParent'): CallDraft[] {
    const { field } = plan;
    const args = this.#forecasts.sizes.args(plan);
    for (const { path, message } of plan.rejections)
      this.unreachable.push({ path: [...at, ...path].join('.'), message });
    // The arguments are invalid: the field ends with an error, without a call.
    if (!args) return [];
    if (field.kind === 'byId')
      return (this.#forecasts.sizes.loads(plan) ?? []).map(({ target }) => this.#load(target, at));
    const { round, count, calls } = this.#forecastOf(plan);
    const path = at.join('.');
    if (field.kind !== 'list' && field.kind !== 'record') {
      const nodes = this.#write(plan, field, at, args);
      this.parts.set(plan, { path, count, nodes });
      return nodes.filter((node) => node.round === nodes[0]?.round);
    }
    const records = this.#positions(plan, at);
    const node = draftOf(
      field.endpoint.operation,
      records.length === 0 ? [at] : records.map((one) => one.at),
      {
        fields: plan.printedFields,
        repeat,
        round,
        calls: this.#priceOf(plan, calls),
        next: records.flatMap((one) => this.#record(one.record, one.at)),
      },
    );
    this.parts.set(plan, { path, count, nodes: [node] });
    return [node];
  }

  /** The plans of a field's records, with their positions. */
  #positions({ field, plans }: FieldPlan, at: readonly string[]) {
    const positions = positionsOf(field);
    return plans.map((record, index) => ({ record, at: [...at, ...(positions[index]?.path ?? [])] }));
  }

  /** The calls of a mutation's field. In each round, the last call leads to the next round. */
  #write(plan: FieldPlan, field: WriteSelection, at: readonly string[], args: Args): readonly CallDraft[] {
    const { round } = this.#forecastOf(plan);
    const written = plansWritten(field, plan.plans, args);
    const records = this.#positions(plan, at).filter(({ record }) => written.includes(record));
    const serves = records.length === 0 ? [at] : records.map((one) => one.at);
    const steps = writeSteps(this.#catalog, field, plan.plans, args).filter(
      ({ shared }) => shared === undefined || !this.#read.has(shared),
    );
    const nodes: CallDraft[] = [];
    for (const { operation, fields, calls, shared, ...step } of [...steps].reverse()) {
      if (shared !== undefined) this.#read.add(shared);
      const [following] = nodes;
      const own = round + step.round - (steps[0]?.round ?? 0);
      nodes.unshift(
        draftOf(operation, serves, {
          fields: typeof fields === 'string' ? fields : printFields(joinFields(fields)),
          repeat: 'once',
          round: own,
          calls,
          next: following
            ? [following].filter((node) => node.round > own)
            : records.flatMap((one) => this.#record(one.record, one.at)),
        }),
      );
    }
    return nodes;
  }

  #record(plan: RecordPlan, at: readonly string[]): CallDraft[] {
    for (const { responseKey, message } of plan.unreachable)
      this.unreachable.push({ path: [...at, responseKey].join('.'), message });
    return [
      ...plan.nested.flatMap(({ responseKey, plan: inner }) => this.#record(inner, [...at, responseKey])),
      ...plan.hops.flatMap(({ targets, responseKey }) =>
        targets.flatMap((target) =>
          target.load && !(target.isOwner && !this.#forecasts.most.parts.has(target.plan))
            ? [this.#load(target, [...at, responseKey])]
            : this.#record(target.plan, [...at, responseKey]),
        ),
      ),
      ...plan.fields.flatMap((field) => this.#field(field, [...at, field.field.responseKey], 'perParent')),
    ];
  }

  #load(target: HopTarget, at: readonly string[]): CallDraft {
    const load = this.#catalog.load(target.entity)?.load;
    const batch = load !== undefined && batchQueries(this.#catalog, load, target.query).length > 0;
    const operation = this.#catalog.operation((batch ? load?.batch : (load?.show ?? load?.batch)) ?? '');
    const { round, count, calls } = this.#forecastOf(target.plan);
    const draft = {
      fields: target.plan.printedFields,
      repeat: batch ? ('batch' as const) : ('perId' as const),
      round,
      calls: this.#priceOf(target.plan, calls),
      next: this.#record(target.plan, at),
    };
    const node = draftOf(operation, [at], draft, batch ? batchLimit(operation) : undefined);
    this.parts.set(target.plan, { path: at.join('.'), count, nodes: [node] });
    return node;
  }
}

function draftOf(
  { method, path }: CatalogOperation,
  positions: readonly (readonly string[])[],
  { fields, repeat, round, calls, next }: Pick<CallDraft, 'fields' | 'repeat' | 'round' | 'calls' | 'next'>,
  batchSize?: number,
): CallDraft {
  const serves = positions.map((at) => at.join('.'));
  // `next` is last, because it is the longest.
  return { id: '', method, path, fields, repeat, batchSize, serves, round, calls, joins: undefined, next };
}

function number(calls: readonly CallDraft[], before: string): void {
  for (const [index, call] of calls.entries()) {
    call.id = `${before}${index + 1}`;
    number(call.next, `${call.id}.`);
  }
}
