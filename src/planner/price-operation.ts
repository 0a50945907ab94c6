import { getArgumentValues } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { batchLimit } from './batch-limit.ts';
import type { FieldPlan, HopPlan, OperationPlan, RecordPlan } from './plan.ts';
import type { FieldSelection } from './selection.ts';

/** How many REST calls an operation takes, without cache and retries. */
export interface Price {
  /** When nothing is found below the root fields. */
  readonly min: number;
  /**
   * When every page is full and every record names others; nested lists, whose sizes Clio does not limit in
   * general, are taken to hold at most {@link assumedNestedRecords}.
   */
  readonly max: number;
}

/** Clio documents this cap for the lists nested in contacts; other nested lists have none that is known. */
const assumedNestedRecords = 200;

/** Setting custom fields: the definitions, the record, the write; and the last two again when the record changed in between. */
const customFieldsCalls = 5;

/** An upload: the name of a document that gets a further version, the new record, and word that its file is stored. */
const uploadCalls = 3;

/** Records in a page when neither `first` nor `last` is given. */
export const defaultPageSize = 50;

/**
 * Prices a plan. Pure: no call is made.
 *
 * @param variables Coerced variables of the operation.
 */
export function priceOperation(
  catalog: Catalog,
  plan: OperationPlan,
  variables: Readonly<Record<string, unknown>>,
): Price {
  const pricing = new Pricing(catalog, variables);
  const roots = new Set<string>();
  const listed = new Set<string>();
  for (const field of plan.fields.values()) pricing.addListed(field, listed);
  let max = 0;
  for (const field of plan.fields.values()) {
    for (const root of pricing.rootKeys(field, listed)) roots.add(root);
    max += pricing.field(field, 1);
  }
  return { min: Math.min(roots.size, max), max };
}

type Args = Readonly<Record<string, unknown>>;

class Pricing {
  readonly #catalog: Catalog;
  readonly #variables: Record<string, unknown>;

  constructor(catalog: Catalog, variables: Readonly<Record<string, unknown>>) {
    this.#catalog = catalog;
    this.#variables = { ...variables };
  }

  /** Adds the types of which a field, or anything below it, lists records. */
  addListed(plan: FieldPlan, listed: Set<string>): void {
    const { field } = plan;
    if (field.kind === 'list' && field.place.type !== null) listed.add(field.place.type);
    const args = field.kind === 'byId' ? this.#args(field) : null;
    if (field.kind === 'byId' && args) {
      for (const type of this.#idsByType(field, args).keys()) {
        const target = plan.forType(type);
        if (target) this.#addListedBelow(target.plan, listed);
      }
    } else for (const record of plan.plans) this.#addListedBelow(record, listed);
  }

  #addListedBelow(plan: RecordPlan, listed: Set<string>): void {
    for (const { plan: inner } of plan.nested) this.#addListedBelow(inner, listed);
    for (const { targets } of plan.hops)
      for (const target of targets) this.#addListedBelow(target.plan, listed);
    for (const field of plan.fields) this.addListed(field, listed);
  }

  /**
   * Calls that a root field cannot do without; equal keys are one call.
   *
   * @param listed Types of which lists bring records: one that is asked for by its id may be among them.
   */
  rootKeys(plan: FieldPlan, listed: ReadonlySet<string>): string[] {
    const { field } = plan;
    const args = this.#args(field);
    if (!args) return [];
    // A write is made each time that it is asked for, and an upload is at least two.
    if (field.kind === 'write' && field.place.upload)
      return [`${field.responseKey} create`, `${field.responseKey} finish`];
    if (field.kind === 'write') return [field.responseKey];
    // The record and the definitions are read; a write follows only where something differs.
    if (field.kind === 'customFields') return [`${field.responseKey} record`, `${field.responseKey} fields`];
    if (field.kind === 'list' && this.#window(field, args).pages === 0) return [];
    if (field.kind !== 'byId') return [`${field.place.operation.id} ${JSON.stringify(args)}`];
    return [...this.#idsByType(field, args).keys()].filter((type) => !listed.has(type));
  }

  /** Most calls of a field and of all below it, for so many parents. */
  field(plan: FieldPlan, parents: number): number {
    const { field } = plan;
    const args = this.#args(field);
    if (!args) return 0;
    if (field.kind === 'byId') {
      let calls = 0;
      for (const [type, count] of this.#idsByType(field, args)) {
        const target = plan.forType(type);
        if (target) calls += this.#load(target.entity, target.query, count) + this.#below(target.plan, count);
      }
      return calls;
    }
    if (field.kind === 'write' || field.kind === 'customFields') {
      const one = field.kind === 'write' && field.place.upload ? uploadCalls : 1;
      const own = field.kind === 'write' ? one : customFieldsCalls;
      return own + plan.plans.reduce((sum, record) => sum + this.#below(record, 1), 0);
    }
    if (field.kind === 'record') return parents * (1 + (plan.plans[0] ? this.#below(plan.plans[0], 1) : 0));
    const { pages, records } = this.#window(field, args);
    let calls = parents * pages;
    for (const record of plan.plans) calls += this.#below(record, parents * records);
    return calls;
  }

  #below(plan: RecordPlan, count: number): number {
    let calls = 0;
    for (const { key, plan: inner, pick } of plan.nested)
      calls += this.#below(inner, count * (pick ? 1 : this.#nested(plan.entity, key)));
    for (const hop of plan.hops) calls += this.#hop(plan, hop, count);
    for (const field of plan.fields) calls += this.field(field, count);
    return calls;
  }

  #hop(plan: RecordPlan, hop: HopPlan, count: number): number {
    const records = count * (hop.source.kind === 'nested' ? this.#nested(plan.entity, hop.source.key) : 1);
    // Of several possible types each record is of one: the dearest for all of them is no less.
    const prices = hop.targets.map(
      (target) =>
        (target.load ? this.#load(target.entity, target.query, records) : 0) +
        this.#below(target.plan, records),
    );
    if (hop.source.kind !== 'node') return prices[0] ?? 0;
    // Batches of several types are separate calls.
    return prices.reduce((sum, price) => sum + price, 0);
  }

  #load(entity: string, query: Readonly<Record<string, string>>, count: number): number {
    const load = this.#catalog.load(entity)?.load;
    if (!load) return 0;
    const batch = load.batch !== undefined && (load.requires ?? []).every((name) => name in query);
    return batch ? Math.ceil(count / batchLimit(this.#catalog.operation(load.batch ?? ''))) : count;
  }

  #nested(entity: string, key: string): number {
    return this.#catalog.entity(entity).fields[key]?.kind === 'many' ? assumedNestedRecords : 1;
  }

  #window(field: Extract<FieldSelection, { kind: 'list' }>, args: Args): { pages: number; records: number } {
    const limit = field.place.operation.limit ?? defaultPageSize;
    if (!field.connection.page) return { pages: 1, records: 0 };
    const size =
      typeof args.first === 'number'
        ? args.first
        : typeof args.last === 'number'
          ? args.last
          : Math.min(defaultPageSize, limit);
    const records = Math.max(0, size);
    if (records === 0 && !field.connection.meta) return { pages: 0, records };
    // A cursor in the middle of a page reads that page's start again.
    const again = typeof args.after === 'string' || typeof args.before === 'string' ? 1 : 0;
    return { pages: Math.max(1, Math.ceil(records / limit)) + again, records };
  }

  #idsByType(field: Extract<FieldSelection, { kind: 'byId' }>, args: Args): Map<string, number> {
    const counts = new Map<string, number>();
    if (field.place.type !== null) return counts.set(field.place.type, 1);
    const ids = new Set(field.place.many ? (args.ids as readonly string[]) : [String(args.id)]);
    for (const id of ids) {
      const type = id.split(':')[0] ?? '';
      counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    return counts;
  }

  /** Null for arguments that the operation will be told are wrong. */
  #args(field: FieldSelection): Args | null {
    try {
      return getArgumentValues(field.argument.definition, field.argument.node, this.#variables);
    } catch {
      return null;
    }
  }
}
