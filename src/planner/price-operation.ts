import type { Catalog } from '../catalog/catalog.ts';
import type { FieldPlan, HopPlan, OperationPlan, RecordPlan } from './plan.ts';
import { Sizes } from './sizes.ts';

/** How many REST calls an operation takes, without cache and retries. */
export interface Price {
  /** When nothing is found below the root fields. */
  readonly min: number;
  /**
   * When every page is full and every record names others; nested lists, whose sizes Clio does not limit in
   * general, are taken to hold at most 200 records.
   */
  readonly max: number;
}

/** Setting custom fields reads the record and writes it, and does both again when it changed in between. */
export const customFieldsTries = 2;

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
  const sizes = new Sizes(catalog, variables);
  const pricing = new Pricing(sizes);
  const roots = new Set<string>();
  const listed = sizes.listed(plan);
  let max = 0;
  for (const field of plan.fields.values()) {
    for (const root of sizes.rootKeys(field, listed)) roots.add(root);
    max += pricing.field(field, 1);
  }
  return { min: Math.min(roots.size, max), max };
}

class Pricing {
  readonly #sizes: Sizes;

  constructor(sizes: Sizes) {
    this.#sizes = sizes;
  }

  /** Most calls of a field and of all below it, for so many parents. */
  field(plan: FieldPlan, parents: number): number {
    const { field } = plan;
    const sizes = this.#sizes;
    const args = sizes.args(field);
    if (!args) return 0;
    if (field.kind === 'byId') {
      let calls = 0;
      for (const [type, count] of sizes.idsByType(field, args)) {
        const target = plan.forType(type);
        if (target) calls += sizes.load(target, count) + this.#below(target.plan, count);
      }
      return calls;
    }
    if (field.kind === 'write' || field.kind === 'customFields') {
      const upload = field.kind === 'write' ? field.place.upload : undefined;
      const steps = upload ? (sizes.readsName(upload, args) ? 3 : 2) : 1;
      // The definitions are read once.
      const own = field.kind === 'write' ? steps : 1 + 2 * customFieldsTries;
      return own + plan.plans.reduce((sum, record) => sum + this.#below(record, 1), 0);
    }
    if (field.kind === 'record') return parents * (1 + (plan.plans[0] ? this.#below(plan.plans[0], 1) : 0));
    const { pages, records } = sizes.window(field, args);
    let calls = parents * pages;
    for (const record of plan.plans) calls += this.#below(record, parents * records);
    return calls;
  }

  #below(plan: RecordPlan, count: number): number {
    let calls = 0;
    for (const { key, plan: inner, pick } of plan.nested)
      calls += this.#below(inner, count * (pick ? 1 : this.#sizes.nested(plan.entity, key)));
    for (const hop of plan.hops) calls += this.#hop(plan, hop, count);
    for (const field of plan.fields) calls += this.field(field, count);
    return calls;
  }

  #hop(plan: RecordPlan, hop: HopPlan, count: number): number {
    const records =
      count * (hop.source.kind === 'nested' ? this.#sizes.nested(plan.entity, hop.source.key) : 1);
    // Of several possible types each record is of one: the dearest for all of them is no less.
    const prices = hop.targets.map(
      (target) => (target.load ? this.#sizes.load(target, records) : 0) + this.#below(target.plan, records),
    );
    if (hop.source.kind !== 'node') return prices[0] ?? 0;
    // Batches of several types are separate calls.
    return prices.reduce((sum, price) => sum + price, 0);
  }
}
