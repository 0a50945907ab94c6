import type { Catalog } from '../catalog/catalog.ts';
import type { UploadFact } from '../catalog/operation-facts.ts';
import { readArguments } from './argument-values.ts';
import { batchLimit, batchQueries } from './batch-limit.ts';
import { broughtRecords } from './brought-records.ts';
import type { ByIdEndpoint, CustomInputFact, RecordEndpoint, WriteEndpoint } from './field-endpoints.ts';
import type { FieldPlan, HopPlan, HopTarget, RecordPlan } from './plan.ts';
import type { BroughtRecords } from './scheduler.ts';
import type { FieldSelection, ListPick, ListSelection } from './selection.ts';

/** Records in a page when neither `first` nor `last` is given. */
export const defaultPageSize = 50;

/** Setting custom fields reads the record and writes it, and does both again when it changed in between. */
export const customFieldsTries = 2;

/** Clio documents this cap for the lists nested in contacts; other nested lists have none that is known. */
const mostNestedRecords = 200;

/**
 * To compare the plans of one operation, all are given the same sizes, whatever the arguments: a usual page and a few
 * records in a nested list.
 */
const assumedPage = 50;
const assumedNestedRecords = 4;

/** What is read of codes, as the `fields` parameter. */
export const codeFields = 'id,code,type';

export type Args = Readonly<Record<string, unknown>>;

/** What a field with calls of its own takes for one parent. */
export interface FieldSize {
  readonly calls: number;
  /** How many rounds its calls take. */
  readonly rounds: number;
  /** Plans of the records that it answers with, and how many records at most. */
  readonly plans: readonly RecordPlan[];
  readonly records: number;
  /** False where an argument leaves something out of the records. */
  readonly isWhole: boolean;
  readonly brings: readonly BroughtRecords[];
  /** Clio's ids of the records, where the arguments name them all and nothing else filters them. */
  readonly ids?: ReadonlySet<string>;
  /** What one of its calls reads for all fields of the operation that need it. */
  readonly shared?: string;
}

/** A load by id. */
export interface LoadSize {
  readonly target: HopTarget;
  /** How many records. */
  readonly count: number;
  /** Clio's ids of them, where they are known. */
  readonly ids: readonly string[] | undefined;
  /** False where an argument leaves something out of them. */
  readonly isWhole: boolean;
}

const nothing: readonly BroughtRecords[] = [];

/** How much the parts of a plan take and bring. */
export interface Sizes {
  /** Null where nothing is called, for fields that take no ids. */
  field(plan: FieldPlan): FieldSize | null;
  /** What a field that takes ids loads; null for other fields. */
  loads(plan: FieldPlan): readonly LoadSize[] | null;
  /** Most records of a nested field in one record. */
  nested(entity: string, key: string): number;
  /** Of so many records, those in which one is picked out of a list. */
  picked(pick: ListPick, count: number): number;
  /** Most records of one target that a record leads to. */
  led(hop: HopPlan): number;
  /** How many of so many records there are calls for. */
  counted(count: number): number;
  /** Most calls that load so many records by their ids. */
  load(target: Loaded, count: number): number;
  /** Most of so many records that a list filtered by their ids leaves out. */
  missing(count: number): number;
  /** How many records are different where so many positions name one. */
  distinct(entity: string, count: number): number;
}

export type Loaded = Pick<HopTarget, 'entity' | 'query'>;

/** The part of a list that is asked for. */
export interface PlannedWindow {
  /** Most calls that bring it. */
  readonly pages: number;
  /** Most records in it. */
  readonly records: number;
  /** Most records that Clio puts into one call of this list. */
  readonly limit: number;
}

/** What can be known before the run: from arguments, page limits and the catalog. */
export class ArgumentSizes implements Sizes {
  readonly #catalog: Catalog;
  readonly #variables: Args;

  /** @param variables Coerced variables of the operation. */
  constructor(catalog: Catalog, variables: Args) {
    this.#catalog = catalog;
    this.#variables = variables;
  }

  /** Null where they are wrong: the field then ends with an error, and calls nothing. */
  args({ argument }: FieldSelection): Args | null {
    try {
      return readArguments(argument, this.#variables);
    } catch {
      return null;
    }
  }

  field(plan: FieldPlan): FieldSize | null {
    const { field, plans } = plan;
    const args = plan.refusals.length === 0 ? this.args(field) : null;
    if (args === null) return null;
    switch (field.kind) {
      case 'upload': {
        const steps = readsName(field.endpoint.upload, args) ? 3 : 2;
        return { calls: steps, rounds: steps, plans, records: 1, isWhole: true, brings: nothing };
      }
      case 'customFields': {
        // The definitions are read once.
        const calls = 1 + 2 * customFieldsTries;
        const type = subjectType(args);
        const own = plans.filter((one) => one.type === type);
        return { calls, rounds: 2, plans: own, records: 1, isWhole: true, brings: nothing };
      }
      case 'write': {
        const reads = readsBeforeWrite(field.endpoint, args);
        const shared = codeListOf(field.endpoint, args);
        const codes = shared === undefined ? 0 : 1;
        const calls = (reads ? 2 * customFieldsTries : 1) + codes;
        const isWhole = !takesQuery(field.endpoint, args);
        const rounds = (reads ? 2 : 1) + codes;
        return { calls, rounds, plans, records: 1, isWhole, brings: nothing, shared };
      }
      case 'list': {
        const { pages, records } = this.window(field, args);
        if (pages === 0) return null;
        // In other orders than that of ids the pages after the first are read side by side.
        const byToken = typeof args.orderBy !== 'string' || args.orderBy === 'id(asc)';
        const rounds = byToken ? pages : Math.min(pages, 2);
        const brings = broughtRecords(plan, args);
        const ids = idsOf(args);
        const isWhole = brings.length > 0;
        return ids !== undefined && ids.size <= records
          ? { calls: pages, rounds, plans, records, isWhole, brings, ids }
          : { calls: pages, rounds, plans, records, isWhole, brings };
      }
      default:
        return {
          calls: 1,
          rounds: 1,
          plans,
          records: 1,
          isWhole: !takesQuery(field.endpoint, args),
          brings: nothing,
        };
    }
  }

  loads(plan: FieldPlan): readonly LoadSize[] | null {
    const { field } = plan;
    if (field.kind !== 'byId') return null;
    const args = plan.refusals.length === 0 ? this.args(field) : null;
    if (args === null) return [];
    const loads: LoadSize[] = [];
    const isWhole = !takesQuery(field.endpoint, args);
    for (const [type, given] of idsByType(field, args)) {
      const target = plan.target(type);
      const ids = isWhole ? given.map(ownId) : undefined;
      if (target) loads.push({ target, count: given.length, ids, isWhole });
    }
    return loads;
  }

  nested(entity: string, key: string): number {
    return this.#catalog.entity(entity).fields[key]?.kind === 'many' ? mostNestedRecords : 1;
  }

  picked(_pick: ListPick, count: number): number {
    return count;
  }

  led(): number {
    return 1;
  }

  counted(count: number): number {
    return count;
  }

  load(target: Loaded, count: number): number {
    return callsToLoad(this.#catalog, target, count, true);
  }

  missing(count: number): number {
    return count;
  }

  distinct(_entity: string, count: number): number {
    return count;
  }

  window({ endpoint, connection }: ListSelection, args: Args): PlannedWindow {
    const limit = endpoint.operation.limit ?? defaultPageSize;
    if (!connection.page) return { pages: 1, records: 0, limit };
    const { first, last } = args;
    const size =
      typeof first === 'number' ? first : typeof last === 'number' ? last : Math.min(defaultPageSize, limit);
    const records = Math.max(0, size);
    const isWrong = size < 0 || (typeof first === 'number' && typeof last === 'number');
    if (isWrong || (records === 0 && !connection.meta)) return { pages: 0, records, limit };
    // A cursor in the middle of a page reads that page's start again.
    const again = typeof args.after === 'string' || typeof args.before === 'string' ? 1 : 0;
    return { pages: Math.max(1, Math.ceil(records / limit)) + again, records, limit };
  }
}

/** The same sizes for all plans of an operation, whatever its arguments: a usual page, and a few nested records. */
export class AssumedSizes implements Sizes {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  field(plan: FieldPlan): FieldSize {
    const { field, plans, brings } = plan;
    const records = field.kind === 'list' ? assumedPage : 1;
    return { calls: 1, rounds: 1, plans, records, isWhole: true, brings };
  }

  loads(plan: FieldPlan): readonly LoadSize[] | null {
    const { field } = plan;
    if (field.kind !== 'byId') return null;
    // Of an id that can be of several types it is not known which plan it takes; none of them depends on the choice.
    const [type, ...others] = field.byType.possible;
    const target = others.length === 0 && type !== undefined ? plan.target(type) : undefined;
    return target ? [{ target, count: 1, ids: undefined, isWhole: true }] : [];
  }

  nested(entity: string, key: string): number {
    return this.#catalog.entity(entity).fields[key]?.kind === 'many' ? assumedNestedRecords : 1;
  }

  picked(_pick: ListPick, count: number): number {
    return count;
  }

  led(): number {
    return 1;
  }

  counted(count: number): number {
    return count;
  }

  load(target: Loaded, count: number): number {
    return callsToLoad(this.#catalog, target, count, false);
  }

  missing(): number {
    return 0;
  }

  distinct(_entity: string, count: number): number {
    return count;
  }
}

/** The ids that a list is filtered by; undefined where something else filters it, too. */
function idsOf({ filter }: Args): ReadonlySet<string> | undefined {
  const { ids, ...others } = (filter ?? {}) as Args;
  if (!Array.isArray(ids) || ids.length === 0 || Object.keys(others).length > 0) return undefined;
  return new Set(ids.map((id) => ownId(String(id))));
}

/** Clio's id: `5` of `Contact:5`. */
function ownId(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}

type ByIdSelection = Extract<FieldSelection, { kind: 'byId' }>;

/** Whether an argument becomes a query parameter, so that the record comes with a part of what it has. */
export function takesQuery(
  { operation }: ByIdEndpoint | RecordEndpoint | WriteEndpoint,
  args: Args,
): boolean {
  if (operation === null) return false;
  return Object.values(operation.query).some(({ name }) => args[name] !== undefined && args[name] !== null);
}

export function callsToLoad(
  catalog: Catalog,
  { entity, query }: Loaded,
  count: number,
  isMost: boolean,
): number {
  const load = catalog.load(entity)?.load;
  if (!load) return 0;
  const queries = batchQueries(catalog, load, query);
  if (load.batch === undefined || queries.length === 0 || count === 1) return count;
  const calls = queries.length * Math.ceil(count / batchLimit(catalog.operation(load.batch)));
  // Each may be missing from its batch.
  return load.incomplete && isMost ? calls + count : calls;
}

/** The ids of each type that a field asks for, each once. */
export function idsByType({ endpoint }: ByIdSelection, args: Args): ReadonlyMap<string, readonly string[]> {
  const byType = new Map<string, string[]>();
  if (endpoint.type !== null) return byType.set(endpoint.type, [String(args.id)]);
  const ids = new Set(endpoint.many ? (args.ids as readonly string[]) : [String(args.id)]);
  for (const id of ids) {
    const type = typeOfId(id);
    const same = byType.get(type);
    if (same) same.push(id);
    else byType.set(type, [id]);
  }
  return byType;
}

/** Whether an input gives values of the firm's own fields. */
export function setsCustomFields(custom: CustomInputFact | null, input: Args): custom is CustomInputFact {
  return custom !== null && Object.keys(input.custom ?? {}).length > 0;
}

/** Whether a mutation reads its record first, to see what its custom fields hold. */
export function readsBeforeWrite({ custom }: WriteEndpoint, { input }: Args): boolean {
  return setsCustomFields(custom, (input ?? {}) as Args) && custom.show !== null;
}

/** Input fields that write nothing of the record. */
const aboutTheWrite: ReadonlySet<string> = new Set(['id', 'ifMatch', 'verify', 'custom']);

/** Whether a mutation writes anything beside custom fields. */
export function writesMore({ input }: Args): boolean {
  return Object.keys((input ?? {}) as Args).some((name) => !aboutTheWrite.has(name));
}

/** Whether an upload reads the document's name first: a further version without a name of its own keeps it. */
export function readsName({ of, ownType }: UploadFact, args: Args): boolean {
  const { name, parent } = (args.input ?? {}) as UploadInput;
  return typeof name !== 'string' && (of !== null || parent?.type === ownType);
}

/** The list that is read for the codes of a write's input; undefined where it has none. */
export function codeListOf({ operation: { codes } }: WriteEndpoint, args: Args): string | undefined {
  const input = (args.input ?? {}) as Args;
  return Object.entries(codes ?? {}).find(([name]) => typeof input[name] === 'string')?.[1].list;
}

/** GraphQL type of the record whose custom fields are set. */
export function subjectType(args: Args): string {
  const { record } = (args.input ?? {}) as { readonly record?: unknown };
  return typeOfId(String(record));
}

interface UploadInput {
  readonly name?: unknown;
  readonly parent?: { readonly type?: unknown };
}

function typeOfId(id: string): string {
  return id.split(':')[0] ?? '';
}
