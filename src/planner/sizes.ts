import { getArgumentValues } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import type { UploadFact } from '../catalog/types.ts';
import { batchLimit } from './batch-limit.ts';
import type { FieldPlan, HopTarget, OperationPlan, RecordPlan } from './plan.ts';
import type { FieldSelection } from './selection.ts';

/** Clio documents this cap for the lists nested in contacts; other nested lists have none that is known. */
const assumedNestedRecords = 200;

/** Records in a page when neither `first` nor `last` is given. */
export const defaultPageSize = 50;

export type Args = Readonly<Record<string, unknown>>;

/** The part of a list that is asked for. */
export interface PlannedWindow {
  /** Most calls that bring it. */
  readonly pages: number;
  /** Most records in it. */
  readonly records: number;
  /** Most records that Clio puts into one call of this list. */
  readonly limit: number;
}

/** What can be known of a plan's sizes before it is run: from arguments, page limits and the catalog. */
export class Sizes {
  readonly #catalog: Catalog;
  readonly #variables: Record<string, unknown>;

  /** @param variables Coerced variables of the operation. */
  constructor(catalog: Catalog, variables: Readonly<Record<string, unknown>>) {
    this.#catalog = catalog;
    this.#variables = { ...variables };
  }

  /** Null for arguments that the operation will be told are wrong. */
  args(field: FieldSelection): Args | null {
    try {
      return getArgumentValues(field.argument.definition, field.argument.node, this.#variables);
    } catch {
      return null;
    }
  }

  /** Most calls that load so many records by their ids. */
  load(target: Pick<HopTarget, 'entity' | 'query'>, count: number): number {
    const load = this.#catalog.load(target.entity)?.load;
    if (!load) return 0;
    const batch = load.batch !== undefined && (load.requires ?? []).every((name) => name in target.query);
    return batch ? Math.ceil(count / batchLimit(this.#catalog.operation(load.batch ?? ''))) : count;
  }

  /** Most records of a nested field in one record. */
  nested(entity: string, key: string): number {
    return this.#catalog.entity(entity).fields[key]?.kind === 'many' ? assumedNestedRecords : 1;
  }

  window(field: Extract<FieldSelection, { kind: 'list' }>, args: Args): PlannedWindow {
    const limit = field.place.operation.limit ?? defaultPageSize;
    if (!field.connection.page) return { pages: 1, records: 0, limit };
    const size =
      typeof args.first === 'number'
        ? args.first
        : typeof args.last === 'number'
          ? args.last
          : Math.min(defaultPageSize, limit);
    const records = Math.max(0, size);
    if (records === 0 && !field.connection.meta) return { pages: 0, records, limit };
    // A cursor in the middle of a page reads that page's start again.
    const again = typeof args.after === 'string' || typeof args.before === 'string' ? 1 : 0;
    return { pages: Math.max(1, Math.ceil(records / limit)) + again, records, limit };
  }

  /** How many records of each type a field that takes ids asks for. */
  idsByType(field: Extract<FieldSelection, { kind: 'byId' }>, args: Args): Map<string, number> {
    const counts = new Map<string, number>();
    if (field.place.type !== null) return counts.set(field.place.type, 1);
    const ids = new Set(field.place.many ? (args.ids as readonly string[]) : [String(args.id)]);
    for (const id of ids) {
      const type = id.split(':')[0] ?? '';
      counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    return counts;
  }

  /** Whether an upload reads the document's name first: a further version without a name of its own keeps it. */
  readsName(upload: UploadFact, args: Args): boolean {
    const input = (args.input ?? {}) as {
      readonly name?: unknown;
      readonly parent?: { readonly type?: unknown };
    };
    if (typeof input.name === 'string') return false;
    return upload.of !== null || input.parent?.type === upload.ownType;
  }

  /** Types of which lists anywhere in the plan bring records. */
  listed(plan: OperationPlan): ReadonlySet<string> {
    const listed = new Set<string>();
    for (const field of plan.fields.values()) this.#addListed(field, listed);
    return listed;
  }

  /**
   * Calls that a root field cannot do without; equal keys are one call.
   *
   * @param listed Types of which lists bring records: one that is asked for by its id may be among them.
   */
  rootKeys(plan: FieldPlan, listed: ReadonlySet<string>): string[] {
    const { field } = plan;
    const args = this.args(field);
    if (!args) return [];
    // A write is made each time that it is asked for, and an upload is at least two.
    if (field.kind === 'write' && field.place.upload) {
      const steps = this.readsName(field.place.upload, args)
        ? ['name', 'create', 'finish']
        : ['create', 'finish'];
      return steps.map((step) => `${field.responseKey} ${step}`);
    }
    if (field.kind === 'write') return [field.responseKey];
    // The record and the definitions are read; a write follows only where something differs.
    if (field.kind === 'customFields') return [`${field.responseKey} record`, `${field.responseKey} fields`];
    if (field.kind === 'list' && this.window(field, args).pages === 0) return [];
    if (field.kind !== 'byId') return [`${field.place.operation.id} ${printArgs(args)}`];
    return [...this.idsByType(field, args).keys()].filter((type) => !listed.has(type) && plan.forType(type));
  }

  #addListed(plan: FieldPlan, listed: Set<string>): void {
    const { field } = plan;
    if (field.kind === 'list' && field.place.type !== null) listed.add(field.place.type);
    const args = field.kind === 'byId' ? this.args(field) : null;
    if (field.kind === 'byId' && args) {
      for (const type of this.idsByType(field, args).keys()) {
        const target = plan.forType(type);
        if (target) this.#addListedBelow(target.plan, listed);
      }
    } else for (const record of plan.plans) this.#addListedBelow(record, listed);
  }

  #addListedBelow(plan: RecordPlan, listed: Set<string>): void {
    for (const { plan: inner } of plan.nested) this.#addListedBelow(inner, listed);
    for (const { targets } of plan.hops)
      for (const target of targets) this.#addListedBelow(target.plan, listed);
    for (const field of plan.fields) this.#addListed(field, listed);
  }
}

/** Equal for arguments that may come to the same: an id can be given as `Contact:1` and as `1`. */
function printArgs(args: Args): string {
  return JSON.stringify(args).replace(/"[A-Za-z]+:(\d+)"/g, '"$1"');
}
