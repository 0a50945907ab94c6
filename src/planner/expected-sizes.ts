import type { CatalogOperation } from '../catalog/catalog.ts';
import { ArgumentSizes } from './argument-sizes.ts';
import type { Args } from './argument-values.ts';
import type { FieldPlan, HopPlan } from './plan.ts';
import type { ListPick, ListSelection } from './selection.ts';
import type { FieldSize, Loaded } from './sizes.ts';

/**
 * The sizes of a typical firm: a price makes no calls to Clio.
 *
 * A small firm has a few users and settings, and hundreds of other records. Each list of a record has a few
 * records, and often none. A filter by an id, a text or a custom field finds a few records; below a record it
 * leaves a tenth. A range, a state or a choice leaves half. Nested lists are short. A nested record usually
 * exists, unless the catalog marks it as seldom. A custom field seldom has a value.
 */
const usual = {
  settings: 10,
  records: 250,
  perParent: 3,
  found: 4,
  foundBelow: 0.1,
  narrowed: 0.5,
  nested: 1.5,
  present: 0.8,
  seldom: 0.2,
  customValue: 0.3,
  types: 5,
} as const;

/** Typical sizes, for the expected calls of an operation. */
export class ExpectedSizes extends ArgumentSizes {
  protected override readonly figure = 'expected';

  override field(plan: FieldPlan): FieldSize | null {
    const size = super.field(plan);
    if (size === null) return null;
    if (!plan.is('list') || !plan.field.connection.page) return size;
    const args = this.args(plan) ?? {};
    const records = this.#listed(plan, args, size.records);
    const { limit = 1 } = this.window(plan) ?? {};
    const calls = Math.max(1, Math.min(size.calls, Math.ceil(records / limit)));
    return { ...size, calls, rounds: Math.min(size.rounds, calls), records };
  }

  override nested(entity: string, key: string): number {
    const fact = this.catalog.entity(entity).fields[key];
    if (fact?.kind !== 'one' && fact?.kind !== 'many') return usual.present;
    if (fact.seldom) return usual.seldom;
    return fact.kind === 'many' ? usual.nested : usual.present;
  }

  override picked(pick: ListPick, count: number): number {
    return 'custom' in pick ? count * usual.customValue : count;
  }

  /** A record has one of the possible types. If there are many, only a few occur at one position. */
  override led({ source, targets }: HopPlan): number {
    if (source.kind === 'node' || source.kind === 'member') return 1 / Math.min(targets.length, usual.types);
    return source.kind === 'link' && source.via !== 'id' ? usual.present : 1;
  }

  /** A call with a probability below one half is not expected. */
  override counted(count: number): number {
    return Math.round(count);
  }

  override load(target: Loaded, count: number): number {
    return super.load(target, this.counted(count));
  }

  override missing(): number {
    return 0;
  }

  /** Assumes that each position names any of the firm's records. */
  override distinct(entity: string, count: number): number {
    if (count <= 1) return count;
    const all = this.#population(entity);
    return all * (1 - (1 - 1 / all) ** count);
  }

  /** @param most Maximum number of records. */
  #listed({ field, partialFilters }: FieldPlan<ListSelection>, args: Args, most: number): number {
    const { operation, parent } = field.endpoint;
    const all = operation.entity === undefined ? usual.records : this.#population(operation.entity);
    let found = parent === null ? all : Math.min(all, usual.perParent);
    let isVague = parent !== null;
    let isFound = isVague;
    for (const [name, value] of Object.entries((args.filter ?? {}) as Args)) {
      if (value === null || value === undefined || partialFilters.includes(name)) continue;
      if (name === 'ids' && Array.isArray(value) && !isFound) {
        found = Math.min(found, value.length);
        continue;
      }
      isVague = true;
      if (this.#narrows(operation, name)) found *= usual.narrowed;
      else {
        found = isFound ? found * usual.foundBelow : Math.min(found, usual.found);
        isFound = true;
      }
    }
    return isVague ? usuallyWithin(most, found) : Math.min(most, found);
  }

  /** Whether a filter leaves many records: it is a range, a state or a choice. */
  #narrows({ query }: CatalogOperation, name: string): boolean {
    const fact = Object.values(query).find((one) => one.name === name);
    return (
      fact !== undefined &&
      (fact.operator !== undefined || fact.enum !== undefined || fact.type === 'boolean')
    );
  }

  #population(entity: string): number {
    const loaded = this.catalog.load(entity)?.entity ?? entity;
    const { seldomChanges, few } = this.catalog.entity(loaded);
    return seldomChanges || few ? usual.settings : usual.records;
  }
}

/**
 * The usual number of records in a window of lists with this average length: most lists are shorter, a few
 * are much longer.
 */
function usuallyWithin(window: number, average: number): number {
  return average * (1 - (average / (average + 1)) ** window);
}
