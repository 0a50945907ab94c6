import type { Catalog } from '../catalog/catalog.ts';
import type { UploadFact } from '../catalog/types.ts';
import { batchLimit } from './batch-limit.ts';
import { addFields, type FieldTree, printFields } from './fields.ts';
import { type FieldPlan, fieldTree, type HopTarget, type OperationPlan, type RecordPlan } from './plan.ts';
import { customFieldsTries, type Price } from './price-operation.ts';
import { type Schedule, schedulePlan } from './schedule.ts';
import { type Args, Sizes } from './sizes.ts';

/** A kind of call in a plan, and the calls that follow from its answers. */
export interface PlannedCall {
  /** Its place in the tree, as `1.2`: the second that follows from the first. */
  readonly id: string;
  readonly method: string;
  /** Path with placeholders; `{id}` stands for each id, where records are loaded one by one. */
  readonly path: string;
  /** The `fields` parameter. */
  readonly fields: string;
  /** `once`; `perParent` for each parent record; `batch` of ids, at most `batchSize` in a call; `perId`. */
  readonly repeat: 'once' | 'perParent' | 'batch' | 'perId';
  readonly batchSize?: number;
  /** GraphQL positions that it serves, from the root, in response keys. */
  readonly serves: readonly string[];
  /** Round in which it is sent first when every answer before it names records; from 1. */
  readonly round: number;
  /** How many calls it takes, by itself. All nodes together take what the operation costs. */
  readonly calls: Price;
  /** The node whose batch brings these records too, when both have any: one call then serves both. */
  readonly joins?: string;
  readonly next: readonly PlannedCall[];
}

/** A plan as data that a person or a tool can read. */
export interface PlanTree {
  readonly calls: readonly PlannedCall[];
  /** How many rounds of calls follow each other at most. */
  readonly rounds: number;
  /** What the calls are made for: fields with calls of their own, and records that are loaded by id. */
  readonly parts: ReadonlyMap<object, PlannedPart>;
  /** Positions that Clio offers no way to read. */
  readonly unreachable: readonly { readonly path: string; readonly message: string }[];
}

/** A part of a plan that takes calls. */
export interface PlannedPart {
  /** Its GraphQL position, in response keys. */
  readonly path: string;
  /** For a field, how many records it is asked for at most; for records loaded by id, how many there are at most. */
  readonly count: number;
  readonly nodes: readonly PlannedCall[];
}

type Draft = { -readonly [K in keyof PlannedCall]: PlannedCall[K] } & { next: Draft[] };

/**
 * Describes a plan. Pure: no call is made.
 *
 * @param variables Coerced variables of the operation.
 * @param inTurn Whether root fields are run one after the other, as those of a mutation.
 */
export function describePlan(
  catalog: Catalog,
  plan: OperationPlan,
  variables: Readonly<Record<string, unknown>>,
  inTurn = false,
): PlanTree {
  const sizes = new Sizes(catalog, variables);
  const schedule = schedulePlan(sizes, plan, inTurn);
  const description = new Description(catalog, sizes, schedule);
  const calls = description.root(plan);
  const { parts, unreachable } = description;
  return { calls, rounds: schedule.rounds, parts, unreachable };
}

class Description {
  /** By the part of the plan: a field, or the plan of records that are loaded by id. */
  readonly parts = new Map<object, PlannedPart & { readonly nodes: readonly Draft[] }>();
  readonly unreachable: { readonly path: string; readonly message: string }[] = [];
  readonly #catalog: Catalog;
  readonly #sizes: Sizes;
  readonly #schedule: Schedule;

  constructor(catalog: Catalog, sizes: Sizes, schedule: Schedule) {
    this.#catalog = catalog;
    this.#sizes = sizes;
    this.#schedule = schedule;
  }

  root(plan: OperationPlan): readonly PlannedCall[] {
    const listed = this.#sizes.listed(plan);
    const counted = new Set<string>();
    const calls = [...plan.fields].flatMap(([key, field]) => {
      const own = this.#field(field, [key], null);
      const keys = this.#sizes.rootKeys(field, listed).filter((one) => !counted.has(one));
      for (const one of keys) counted.add(one);
      this.#setLeast(field, own, keys);
      return own;
    });
    number(calls, '');
    for (const [part, { nodes }] of this.parts) {
      const [node] = nodes;
      const first = this.#schedule.joinedBy(part as RecordPlan);
      const leader = first && this.parts.get(first)?.nodes[0];
      if (node && leader) {
        const { next, ...rest } = node;
        // `next` stays last: it is what takes the most room.
        delete (node as Partial<Draft>).next;
        Object.assign(node, rest, { joins: leader.id, next });
      }
    }
    return calls;
  }

  /** Nothing but a root's own calls is certain: what follows from them may find nothing to load. */
  #setLeast(plan: FieldPlan, own: readonly Draft[], keys: readonly string[]): void {
    const { field } = plan;
    const least = (node: Draft | undefined, min: number): void => {
      if (node) node.calls = { min: Math.min(min, node.calls.max), max: node.calls.max };
    };
    if (field.kind === 'byId') {
      for (const type of keys) least(this.parts.get(plan.forType(type)?.plan as RecordPlan)?.nodes[0], 1);
    } else if (field.kind === 'customFields') {
      for (const node of own.slice(0, keys.length)) least(node, 1);
    } else if (field.kind === 'write') {
      // An upload's steps stand below each other.
      let [node] = own;
      for (const _ of keys) {
        least(node, 1);
        node = node?.next[0];
      }
    } else least(own[0], keys.length);
  }

  /** @param parents How many records it is asked for; null at the root. */
  #field(plan: FieldPlan, at: readonly string[], parents: number | null): Draft[] {
    const { field } = plan;
    const args = this.#sizes.args(field);
    // The operation will be told that they are wrong, and nothing is called.
    if (!args) return [];
    if (field.kind === 'byId') {
      return [...this.#sizes.idsByType(field, args)].flatMap(([type, count]) => {
        const target = plan.forType(type);
        return target ? [this.#load(target, at, count)] : [];
      });
    }
    if (field.kind === 'customFields') return this.#customFields(plan, at, args);
    const { operation } = field.place;
    const window = field.kind === 'list' ? this.#sizes.window(field, args) : { pages: 1, records: 1 };
    const records = plan.plans.map((record, index) => ({
      record,
      at: [...at, ...(positionsOf(field)[index]?.path ?? [])],
    }));
    const tree: FieldTree = new Map();
    for (const { record } of records) addFields(tree, fieldTree(record));
    const count = (parents ?? 1) * window.records;
    const call: Draft = {
      id: '',
      method: operation.method,
      path: operation.path,
      fields: printFields(tree),
      repeat: parents === null ? 'once' : 'perParent',
      serves: records.length === 0 ? [at.join('.')] : records.map((one) => one.at.join('.')),
      round: this.#schedule.roundOf(plan),
      calls: { min: 0, max: (parents ?? 1) * window.pages },
      next: records.flatMap((one) => this.#record(one.record, one.at, count)),
    };
    const upload = field.kind === 'write' ? field.place.upload : undefined;
    const nodes = upload ? this.#upload(upload, call, this.#sizes.readsName(upload, args)) : [call];
    this.parts.set(plan, { path: at.join('.'), count: parents ?? 1, nodes });
    return nodes.slice(0, 1);
  }

  /** The call that makes the record comes first; the file itself goes elsewhere, and is no call to Clio. */
  #upload({ create, show, version }: UploadFact, last: Draft, readsName: boolean): Draft[] {
    const step = (id: string, fields: string, round: number, next: Draft): Draft => {
      const { method, path } = this.#catalog.operation(id);
      return { ...last, method, path, fields, round, next: [next] };
    };
    const { round } = last;
    last.round += readsName ? 2 : 1;
    const first = step(create, `id,${version}`, last.round - 1, last);
    return readsName ? [step(show, 'id,name', round, first), first, last] : [first, last];
  }

  /** The reads come first, then the write to the record of the one type that it is. */
  #customFields(plan: FieldPlan, at: readonly string[], args: Args): Draft[] {
    if (plan.field.kind !== 'customFields') return [];
    const { positions, place } = plan.field;
    const { record } = (args.input ?? {}) as { readonly record?: unknown };
    const owner = place.owners.get(String(record).split(':')[0] ?? '');
    if (!owner) return [];
    const type = this.#catalog.entity(owner.update.entity ?? '').type;
    const round = this.#schedule.roundOf(plan);
    const tree: FieldTree = new Map();
    const own = plan.plans.flatMap((one, index) =>
      one.type === type ? [{ record: one, at: [...at, ...(positions[index]?.path ?? [])] }] : [],
    );
    for (const one of own) addFields(tree, fieldTree(one.record));
    const node = ({ method, path }: { method: string; path: string }, rest: Partial<Draft>): Draft => ({
      id: '',
      method,
      path,
      fields: '',
      repeat: 'once',
      serves: [at.join('.')],
      round,
      calls: { min: 0, max: customFieldsTries },
      next: [],
      ...rest,
    });
    const write = node(owner.update, {
      fields: printFields(tree),
      round: round + 1,
      next: own.flatMap((one) => this.#record(one.record, one.at, 1)),
    });
    addFields(tree, place.valueFields);
    const nodes = [
      node(place.definitions, { fields: place.definitionFields, calls: { min: 0, max: 1 } }),
      node(owner.show, { fields: printFields(tree), next: [write] }),
    ];
    this.parts.set(plan, { path: at.join('.'), count: 1, nodes: [...nodes, write] });
    return nodes;
  }

  #record(plan: RecordPlan, at: readonly string[], count: number): Draft[] {
    for (const { responseKey, message } of plan.unreachable)
      this.unreachable.push({ path: [...at, responseKey].join('.'), message });
    return [
      ...plan.nested.flatMap(({ key, responseKey, plan: inner, pick }) =>
        this.#record(inner, [...at, responseKey], count * (pick ? 1 : this.#sizes.nested(plan.entity, key))),
      ),
      ...plan.hops.flatMap(({ source, targets, responseKey }) => {
        const records = count * (source.kind === 'nested' ? this.#sizes.nested(plan.entity, source.key) : 1);
        return targets.flatMap((target) =>
          target.load
            ? [this.#load(target, [...at, responseKey], records)]
            : this.#record(target.plan, [...at, responseKey], records),
        );
      }),
      ...plan.fields.flatMap((field) => this.#field(field, [...at, field.field.responseKey], count)),
    ];
  }

  #load(target: HopTarget, at: readonly string[], count: number): Draft {
    const load = this.#catalog.load(target.entity)?.load;
    const batch = load?.batch !== undefined && (load.requires ?? []).every((name) => name in target.query);
    const operation = this.#catalog.operation((batch ? load?.batch : (load?.show ?? load?.batch)) ?? '');
    const node: Draft = {
      id: '',
      method: 'GET',
      path: operation.path,
      fields: printFields(fieldTree(target.plan)),
      repeat: batch ? 'batch' : 'perId',
      ...(batch ? { batchSize: batchLimit(operation) } : {}),
      serves: [at.join('.')],
      round: this.#schedule.roundOf(target.plan),
      calls: { min: 0, max: this.#sizes.load(target, count) },
      next: this.#record(target.plan, at, count),
    };
    this.parts.set(target.plan, { path: at.join('.'), count, nodes: [node] });
    return node;
  }
}

function number(calls: readonly Draft[], before: string): void {
  for (const [index, call] of calls.entries()) {
    call.id = `${before}${index + 1}`;
    number(call.next, `${call.id}.`);
  }
}

function positionsOf(field: FieldPlan['field']): readonly { readonly path: readonly string[] }[] {
  if (field.kind === 'list') return field.connection.positions;
  return field.kind === 'write' ? field.positions : [];
}
