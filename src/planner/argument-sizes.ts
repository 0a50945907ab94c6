import type { Catalog } from '../catalog/catalog.ts';
import { type Args, readArguments } from './argument-values.ts';
import { bindParameters } from './bind-arguments.ts';
import { broughtRecords } from './brought-records.ts';
import type { ByIdEndpoint, RecordEndpoint, WriteEndpoint } from './field-endpoints.ts';
import { bindListArguments, bindParent, idsIn, type ListArguments } from './list-arguments.ts';
import { defaultPageSize } from './list-window.ts';
import type { FieldPlan } from './plan.ts';
import { bindRecord, type NamedRecord, namedRecords } from './record-arguments.ts';
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

/** A field's arguments, bound as its run binds them. */
interface BoundArguments {
  readonly args: Args;
  /** Of a list; null for other fields. */
  readonly list: ListArguments | null;
  /** The records that a field takes ids of. One bad id among those of `nodes(ids:)` does not matter to the others. */
  readonly named: readonly (NamedRecord | Error)[];
}

/** The largest sizes that are possible, by arguments, page limits and the catalog. */
export class ArgumentSizes extends Sizes {
  /** Which of the figures of a write's calls is meant. */
  protected readonly figure: 'expected' | 'max' = 'max';
  readonly #variables: Args;
  readonly #bound = new Map<FieldPlan, BoundArguments | null>();

  /** @param variables Coerced variables of the operation. */
  constructor(catalog: Catalog, variables: Args) {
    super(catalog);
    this.#variables = variables;
  }

  /** A field's arguments. Null where the field is rejected, or they are wrong: it then ends with an error, and calls nothing. */
  args(plan: FieldPlan): Args | null {
    return this.#boundOf(plan)?.args ?? null;
  }

  #boundOf(plan: FieldPlan): BoundArguments | null {
    let bound = this.#bound.get(plan);
    if (bound === undefined) {
      bound = this.#bind(plan);
      this.#bound.set(plan, bound);
    }
    return bound;
  }

  #bind({ field, rejections }: FieldPlan): BoundArguments | null {
    if (rejections.length > 0) return null;
    const { catalog } = this;
    try {
      const args = readArguments(field.argument, this.#variables);
      if (field.kind === 'list') return { args, list: bindListArguments(catalog, field, args), named: [] };
      if (field.kind === 'record') bindRecord(catalog, field, args, null);
      if (field.kind !== 'byId') return { args, list: null, named: [] };
      if (field.endpoint.operation) bindParameters(catalog, field.endpoint.operation, args);
      return { args, list: null, named: namedRecords(catalog, field, args) };
    } catch {
      return null;
    }
  }

  field(plan: FieldPlan): FieldSize | null {
    const { field, plans } = plan;
    const bound = this.#boundOf(plan);
    if (bound === null) return null;
    const { args } = bound;
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
        const { filters, order } = bound.list as ListArguments;
        const { pages, records } = this.window(plan) as PlannedWindow;
        if (pages === 0) return null;
        // In other orders than that of ids the pages after the first are read side by side.
        const rounds = order === null ? pages : Math.min(pages, 2);
        const brings = broughtRecords(plan, args);
        const named = idsIn(filters);
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
    const bound = this.#boundOf(plan);
    if (bound === null) return [];
    const isWhole = !takesQuery(field.endpoint, bound.args);
    const byType = new Map<string, Set<string>>();
    for (const named of bound.named) {
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
    const list = this.#boundOf(plan)?.list;
    try {
      if (list) return bindParent(plan.field, list, parent).key;
    } catch {
      // Clio cannot filter by the id of an occurrence: the list is rejected, and shared with none.
    }
    return super.listKey(plan, parent);
  }

  nested(entity: string, key: string): number {
    return this.isList(entity, key) ? mostNestedRecords : 1;
  }

  override missing(count: number): number {
    return count;
  }

  /** The part of a list that is asked for. Null for other fields, and where nothing is called: see {@link args}. */
  window(plan: FieldPlan): PlannedWindow | null {
    const { field } = plan;
    const list = this.#boundOf(plan)?.list;
    if (field.kind !== 'list' || !list) return null;
    const { window, size: records } = list;
    const limit = field.endpoint.operation.limit ?? defaultPageSize;
    if (!field.connection.page) return { pages: 1, records: 0, limit };
    if (records === 0 && !field.connection.meta) return { pages: 0, records, limit };
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
