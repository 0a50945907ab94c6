import type { Catalog } from '../catalog/catalog.ts';
import { type Args, readArguments } from './argument-values.ts';
import { broughtRecords } from './brought-records.ts';
import { checkArguments } from './check-arguments.ts';
import type { ByIdEndpoint, RecordEndpoint, WriteEndpoint } from './field-endpoints.ts';
import { bindListArguments, bindParent, idsIn } from './list-arguments.ts';
import { defaultPageSize, orderOf, windowOf, windowSize } from './list-window.ts';
import type { FieldPlan } from './plan.ts';
import { namedRecords } from './record-arguments.ts';
import type { ListSelection } from './selection.ts';
import { type FieldSize, type LoadSize, Sizes } from './sizes.ts';
import { plansWritten, writeSteps } from './write-steps.ts';

/** Clio documents this cap for the lists nested in contacts; other nested lists have none that is known. */
const mostNestedRecords = 200;

/** The part of a list that is asked for. */
export interface PlannedWindow {
  /** Most calls that bring it. */
  readonly pages: number;
  /** Most records in it. */
  readonly records: number;
  /** Most records that Clio puts into one call of this list. */
  readonly limit: number;
}

/** The largest sizes that are possible, by arguments, page limits and the catalog. */
export class ArgumentSizes extends Sizes {
  /** Which of the figures of a write's calls is meant. */
  protected readonly figure: 'expected' | 'max' = 'max';
  readonly #variables: Args;

  /** @param variables Coerced variables of the operation. */
  constructor(catalog: Catalog, variables: Args) {
    super(catalog);
    this.#variables = variables;
  }

  /** A field's arguments. Null where the field is refused, or they are wrong: it then ends with an error, and calls nothing. */
  args({ field, refusals }: FieldPlan): Args | null {
    if (refusals.length > 0) return null;
    try {
      const args = readArguments(field.argument, this.#variables);
      checkArguments(this.catalog, field, args);
      return args;
    } catch {
      return null;
    }
  }

  field(plan: FieldPlan): FieldSize | null {
    const { field, plans } = plan;
    const args = this.args(plan);
    if (args === null) return null;
    const size: FieldSize = { calls: 1, rounds: 1, plans, records: 1, isWhole: true, brings: [] };
    switch (field.kind) {
      case 'upload':
      case 'customFields':
      case 'write': {
        const steps = writeSteps(this.catalog, field, plans, args);
        const calls = steps.reduce((sum, step) => sum + step.calls[this.figure], 0);
        const rounds = 1 + (steps.at(-1)?.round ?? 0);
        const shared = steps.find((step) => step.shared !== undefined)?.shared;
        const isWhole = field.kind !== 'write' || !takesQuery(field.endpoint, args);
        return { shared, ...size, calls, rounds, isWhole, plans: plansWritten(field, plans, args) };
      }
      case 'list': {
        const { pages, records } = this.window(field, args);
        if (pages === 0) return null;
        // In other orders than that of ids the pages after the first are read side by side.
        const rounds = orderOf(args) === null ? pages : Math.min(pages, 2);
        const brings = broughtRecords(plan, args);
        const named = idsIn(bindListArguments(this.catalog, field, args).filters);
        const ids = named !== null && named.size <= records ? named : null;
        return { ids, ...size, calls: pages, rounds, records, isWhole: brings.length > 0, brings };
      }
      default:
        return { ...size, isWhole: !takesQuery(field.endpoint, args) };
    }
  }

  loads(plan: FieldPlan): readonly LoadSize[] | null {
    const { field } = plan;
    if (field.kind !== 'byId') return null;
    const args = this.args(plan);
    if (args === null) return [];
    const isWhole = !takesQuery(field.endpoint, args);
    const byType = new Map<string, Set<string>>();
    for (const named of namedRecords(this.catalog, field, args)) {
      if (named instanceof Error) continue;
      const ids = byType.get(named.type);
      if (ids) ids.add(named.id);
      else byType.set(named.type, new Set([named.id]));
    }
    return [...byType].flatMap(([type, ids]) => {
      const target = plan.target(type);
      return target ? [{ target, count: ids.size, ids: isWhole ? [...ids] : undefined, isWhole }] : [];
    });
  }

  /** By the values of variables, which can be what another list has. */
  override listKey(plan: FieldPlan<ListSelection>, parent: string | null): string {
    const { field } = plan;
    try {
      return bindParent(field, bindListArguments(this.catalog, field, this.args(plan) ?? {}), parent).key;
    } catch {
      // Clio cannot filter by the id of an occurrence: the list is refused, and shared with none.
      return super.listKey(plan, parent);
    }
  }

  nested(entity: string, key: string): number {
    return this.isList(entity, key) ? mostNestedRecords : 1;
  }

  override missing(count: number): number {
    return count;
  }

  window({ endpoint, connection }: ListSelection, args: Args): PlannedWindow {
    const limit = endpoint.operation.limit ?? defaultPageSize;
    if (!connection.page) return { pages: 1, records: 0, limit };
    const window = windowOf(args);
    const size = windowSize(window, limit);
    const records = Math.max(0, size);
    const isWrong = size < 0 || (window.first !== null && window.last !== null);
    if (isWrong || (records === 0 && !connection.meta)) return { pages: 0, records, limit };
    // A cursor in the middle of a page reads that page's start again.
    const again = window.after !== null || window.before !== null ? 1 : 0;
    return { pages: Math.max(1, Math.ceil(records / limit)) + again, records, limit };
  }
}

/** Whether an argument becomes a query parameter, so that the record comes with a part of what it has. */
function takesQuery({ operation }: ByIdEndpoint | RecordEndpoint | WriteEndpoint, args: Args): boolean {
  if (operation === null) return false;
  return Object.values(operation.query).some(({ name }) => args[name] !== undefined && args[name] !== null);
}
