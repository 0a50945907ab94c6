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

/**
 * Clio documents this maximum for the lists nested in contacts. For other nested lists no maximum is known.
 */
const mostNestedRecords = 200;

export interface PlannedWindow {
  readonly pages: number;
  readonly records: number;
  /** Maximum number of records that Clio returns in one call. */
  readonly limit: number;
}

/** A field's arguments, bound as the run binds them. */
interface BoundArguments {
  readonly args: Args;
  /** A list's arguments; null for other fields. */
  readonly list: ListArguments | null;
  /** The records that the arguments name by id. An invalid id of `nodes(ids:)` does not affect the others. */
  readonly named: readonly (NamedRecord | Error)[];
}

/** The largest possible sizes, from arguments, page limits and the catalog. */
export class ArgumentSizes extends Sizes {
  /** Which figure of a write's calls counts. */
  protected readonly figure: 'expected' | 'max' = 'max';
  readonly #variables: Args;
  readonly #bound = new Map<FieldPlan, BoundArguments | null>();

  /** @param variables Coerced variables of the operation. */
  constructor(catalog: Catalog, variables: Args) {
    super(catalog);
    this.#variables = variables;
  }

  /**
   * A field's arguments. Null if the field is rejected or its arguments are invalid: it then ends with an
   * error, without a call.
   */
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
        // In any order except by id, the pages after the first are read at the same time.
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

  /** Compares the values of variables: two lists may have equal ones. */
  override listKey(plan: FieldPlan<ListSelection>, parent: string | null): string {
    const list = this.#boundOf(plan)?.list;
    try {
      if (list) return bindParent(plan.field, list, parent).key;
    } catch {
      // Clio cannot filter by the id of an occurrence: the list is rejected and not shared.
    }
    return super.listKey(plan, parent);
  }

  nested(entity: string, key: string): number {
    return this.isList(entity, key) ? mostNestedRecords : 1;
  }

  override missing(count: number): number {
    return count;
  }

  /** The part of a list that is requested. Null for other fields, and without a call: see {@link args}. */
  window(plan: FieldPlan): PlannedWindow | null {
    const { field } = plan;
    const list = this.#boundOf(plan)?.list;
    if (field.kind !== 'list' || !list) return null;
    const { window, size: records } = list;
    const limit = field.endpoint.operation.limit ?? defaultPageSize;
    if (!field.connection.page) return { pages: 1, records: 0, limit };
    if (records === 0 && !field.connection.meta) return { pages: 0, records, limit };
    // A cursor in the middle of a page makes the run read the start of that page again.
    const again = window.after !== null || window.before !== null ? 1 : 0;
    return { pages: Math.max(1, Math.ceil(records / limit)) + again, records, limit };
  }
}

/** Whether an argument becomes a query parameter: the record then comes with only part of its values. */
function takesQuery({ operation }: ByIdEndpoint | RecordEndpoint | WriteEndpoint, args: Args): boolean {
  if (operation === null) return false;
  return Object.values(operation.query).some(({ name }) => args[name] !== undefined && args[name] !== null);
}
