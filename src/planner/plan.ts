import { type FieldNode, print } from 'graphql';
import type { SharedFields } from '../catalog/types.ts';
import type { BroughtRecords } from './brought-records.ts';
import { addFields, type FieldTree, joinFields, type MutableFieldTree, PrintedFields } from './fields.ts';
import type { FieldSelection, ListPick, ListSelection } from './selection.ts';

/** An entity whose records may be loaded by their ids, or a list that may be asked for. */
export type Loadable = string | FieldPlan;

/** What a plan of records is made from. */
type RecordPlanParts = Pick<RecordPlan, 'type' | 'entity' | 'values'> &
  Partial<Pick<RecordPlan, 'nested' | 'hops' | 'fields' | 'unreachable' | 'returning' | 'isFutile'>>;

/**
 * How a selection on records of one shape is served.
 *
 * Level 0 records are what a call returns; level 1 records stand in their braces; level 2 records are named
 * bare inside the braces and bring nothing but their id (or, where a shape has no id, all of it).
 */
export class RecordPlan extends PrintedFields {
  /** GraphQL type of the records. */
  readonly type: string;
  /** Shape in which they arrive. */
  readonly entity: string;
  /** Clio's names asked for at this level: values, and bare names of records one level below. */
  readonly values: ReadonlySet<string>;
  /** Records that arrive inside these and need no call of their own. */
  readonly nested: readonly NestedPlan[];
  /** Records whose ids arrive with these, and that are loaded in a batch. */
  readonly hops: readonly HopPlan[];
  /** Fields that take calls of their own for each record (connections, links). */
  readonly fields: readonly FieldPlan[];
  /** Positions that Clio offers no way to read. */
  readonly unreachable: readonly UnreachablePlan[];
  /** What else is asked of these records: they come back below, where lists that they filter name them. */
  readonly returning: readonly FieldTree[];
  /** True where nothing that is asked of the records can be read. */
  readonly isFutile: boolean;
  /** What is asked for in this plan, at any depth, once its records are there. */
  readonly mayLoad: ReadonlySet<Loadable>;
  /** The same where records come incomplete, so that those that filter the lists below them are loaded as well. */
  readonly mayLoadOfPartial: ReadonlySet<Loadable>;
  /** True where answers are kept on copies of these records: two positions may hold one record. */
  readonly hasSlots: boolean;
  /** True where something below each record takes a call of its own. */
  readonly callsForEach: boolean;
  #tree: FieldTree | undefined;
  #mayLoadLater: ReadonlySet<Loadable> | undefined;

  constructor(parts: RecordPlanParts) {
    super();
    const { nested = [], hops = [], fields = [], unreachable = [] } = parts;
    this.type = parts.type;
    this.entity = parts.entity;
    this.values = parts.values;
    this.nested = nested;
    this.hops = hops;
    this.fields = fields;
    this.unreachable = unreachable;
    this.returning = parts.returning ?? [];
    this.isFutile = parts.isFutile ?? false;
    const loads = loadsBelow(nested, hops, fields);
    this.mayLoad = loads.usual;
    this.mayLoadOfPartial = loads.ofPartial;
    this.hasSlots =
      hops.length + fields.length + unreachable.length > 0 ||
      nested.some(({ plan, pick }) => plan.hasSlots || pick !== undefined);
    this.callsForEach =
      fields.length > 0 ||
      nested.some(({ plan }) => plan.callsForEach) ||
      hops.some(({ targets }) => targets.some(({ plan }) => plan.callsForEach));
  }

  /** What is asked for once its records are there, where its fields have been asked for before. */
  get mayLoadLater(): ReadonlySet<Loadable> {
    this.#mayLoadLater ??=
      this.fields.length === 0 ? this.mayLoad : loadsBelow(this.nested, this.hops, []).usual;
    return this.#mayLoadLater;
  }

  /** What a call asks for to serve this plan at level 0. */
  get tree(): FieldTree {
    this.#tree ??= treeOf(this);
    return this.#tree;
  }
}

export interface NestedPlan {
  readonly key: string;
  readonly responseKey: string;
  readonly plan: RecordPlan;
  /** Set where one record is picked out of the list by an argument. */
  readonly pick: ListPick | undefined;
}

/** Where a hop's ids are found in the records it starts from. */
export type HopSource =
  | { readonly kind: 'nested'; readonly key: string }
  | { readonly kind: 'link'; readonly via: string }
  | { readonly kind: 'node'; readonly typeField: string; readonly idField: string }
  /** The value `key` of the record that a type and an id name. */
  | { readonly kind: 'member'; readonly typeField: string; readonly idField: string; readonly key: string }
  /** The id of `key`, looked up in the list `list` of the record loaded through `of`. */
  | { readonly kind: 'sibling'; readonly key: string; readonly of: string; readonly list: string };

export interface HopPlan {
  readonly responseKey: string;
  readonly source: HopSource;
  /**
   * What is asked of the nested record beside its id, for where it is redacted: there is nothing to load then, and this is all that
   * Clio shows.
   */
  readonly ifRedacted?: ReadonlySet<string>;
  /** The loads: one entity, or one for each of Clio's type names. */
  readonly targets: readonly HopTarget[];
}

type HopTargetParts = Pick<HopTarget, 'entity' | 'plan' | 'load'> &
  Partial<Pick<HopTarget, 'clioType' | 'query' | 'isOwner' | 'shared'>> & {
    /** Whether the position can hold records of several types. */
    readonly isAbstract?: boolean;
  };

const noQuery: Readonly<Record<string, string>> = {};

export class HopTarget {
  /** Clio's type name at a `node` position; null elsewhere. */
  readonly clioType: string | null;
  /** Entity that is loaded. */
  readonly entity: string;
  /** Query parameters that a batch needs here (a note's `type`). */
  readonly query: Readonly<Record<string, string>>;
  readonly plan: RecordPlan;
  /** GraphQL type to note on the records, where the position can hold others; null elsewhere. */
  readonly type: string | null;
  /** False where the id alone is asked for, so that there is nothing to load. */
  readonly load: boolean;
  /** True where the record is the one that the list around it was filtered by: it is known, so it is not loaded again. */
  readonly isOwner: boolean;
  /** Set where the record that leads here has all that is asked: it is not loaded. */
  readonly shared: SharedFields | null;
  /** Equal for loads that one batch can carry. */
  readonly batchKey: string;

  constructor({ entity, plan, load, ...rest }: HopTargetParts) {
    this.clioType = rest.clioType ?? null;
    this.entity = entity;
    this.query = rest.query ?? noQuery;
    this.plan = plan;
    this.type = rest.isAbstract ? plan.type : null;
    this.load = load;
    this.isOwner = rest.isOwner ?? false;
    this.shared = rest.shared ?? null;
    this.batchKey = `${entity} ${JSON.stringify(this.query)}`;
  }
}

type FieldPlanParts<Field extends FieldSelection> = Pick<FieldPlan<Field>, 'field' | 'plans'> &
  Partial<Pick<FieldPlan, 'tree' | 'brings' | 'rejections'>> & {
    /** Plans a load of one type, for fields that take ids of several types. */
    readonly makeTarget?: (type: string) => HopTarget | undefined;
  };

/** A field with calls of its own, and the plans of the records it answers, by position. */
export class FieldPlan<Field extends FieldSelection = FieldSelection> extends PrintedFields {
  readonly field: Field;
  /** For lists: one for each position in the connection. For records: one, or none for a link or text. */
  readonly plans: readonly RecordPlan[];
  /** What is asked for below this field, at any depth. */
  readonly mayLoad: ReadonlySet<Loadable>;
  /** The same where records come incomplete: see {@link RecordPlan.mayLoadOfPartial}. */
  readonly mayLoadOfPartial: ReadonlySet<Loadable>;
  /** Records that a list brings; none for other fields, and for lists below another record's path. */
  readonly brings: readonly BroughtRecords[];
  /** Equal for lists of one kind, each of which stands on a record; empty for other fields. */
  readonly listKind: string;
  /** GraphQL names of filters that leave something out of these records. */
  readonly partialFilters: readonly string[];
  /** Why the field is rejected without a call: what is asked of it can be read nowhere. Empty where it is not. */
  readonly rejections: readonly Rejection[];
  /** What its call asks for. */
  readonly tree: FieldTree;
  readonly #makeTarget: ((type: string) => HopTarget | undefined) | undefined;
  readonly #targets = new Map<string, HopTarget | undefined>();
  #documentKey: string | undefined;

  constructor(parts: FieldPlanParts<Field>) {
    super();
    const { field, plans } = parts;
    this.field = field;
    this.plans = plans;
    this.tree = parts.tree ?? joinTrees(plans);
    this.brings = parts.brings ?? [];
    this.rejections = parts.rejections ?? [];
    this.#makeTarget = parts.makeTarget;
    const loads = joinLoads(plans);
    this.mayLoad = loads.usual;
    this.mayLoadOfPartial = loads.ofPartial;
    const { operation, parent } = field.kind === 'list' ? field.endpoint : {};
    this.listKind = operation && parent ? `${operation.id} ${parent.name}` : '';
    this.partialFilters = Object.values(operation?.query ?? {}).flatMap(({ name, partial }) =>
      partial ? [name] : [],
    );
  }

  /**
   * Equal for lists of one record of which one can answer the other, as far as the document shows: those from the list's start
   * differ in their size only. Empty for other fields. A plan knows no variables: once they are known, a list's key is that of its
   * bound arguments (`list-arguments.ts`).
   */
  get documentKey(): string {
    this.#documentKey ??= this.field.kind === 'list' ? printDocumentKey(this.field) : '';
    return this.#documentKey;
  }

  /** Whether it is the plan of a field of some kind. */
  is<Kind extends FieldSelection['kind']>(
    kind: Kind,
  ): this is FieldPlan<Extract<FieldSelection, { readonly kind: Kind }>> {
    return this.field.kind === kind;
  }

  /** For `node(id:)` and the like: how records of a type are loaded; undefined where they cannot be. */
  target(type: string): HopTarget | undefined {
    if (!this.#targets.has(type)) this.#targets.set(type, this.#makeTarget?.(type));
    return this.#targets.get(type);
  }
}

export interface UnreachablePlan {
  readonly responseKey: string;
  readonly message: string;
  readonly node: FieldNode;
}

/** A position below a field that can be read nowhere. */
export interface Rejection {
  readonly message: string;
  readonly node: FieldNode;
  /** Response keys below the field, as far as the first list. */
  readonly path: readonly string[];
}

/** The plan of an operation: its root fields, each with all that hangs on it. */
export interface OperationPlan {
  readonly fields: ReadonlyMap<string, FieldPlan>;
  /** Whether root fields are run one after the other, as those of a mutation are. */
  readonly inTurn: boolean;
}

/** What a call asks for to serve several plans at level 0. */
export function joinTrees(plans: readonly RecordPlan[]): FieldTree {
  return joinFields(plans.map(({ tree }) => tree));
}

function printDocumentKey({ endpoint, argument }: ListSelection): string {
  const given = (argument.node.arguments ?? []).map((one) => [one.name.value, print(one.value)] as const);
  const isCut = given.some(([name]) => name === 'after' || name === 'last' || name === 'before');
  const kept = given.filter(
    ([name, value]) => (isCut || name !== 'first') && !(name === 'orderBy' && value === 'ID_ASC'),
  );
  const { operation, parent } = endpoint;
  return JSON.stringify([operation.id, parent?.name, endpoint.with, kept.map(String).sort()]);
}

function treeOf(plan: RecordPlan): FieldTree {
  const tree: MutableFieldTree = new Map();
  for (const value of plan.values) tree.set(value, true);
  for (const { key, plan: inner } of plan.nested) {
    // Two positions (aliases) of one nested record share its braces.
    const known = tree.get(key);
    if (known instanceof Set) addAll(known, inner.values);
    else tree.set(key, inner.values.size === 0 ? true : new Set(inner.values));
  }
  for (const { source, ifRedacted, targets } of plan.hops) {
    for (const { shared, plan: other } of targets)
      if (shared) addFields(tree, sharedTree(shared, other.tree));
    if (source.kind !== 'nested' || !ifRedacted || ifRedacted.size === 0) continue;
    const known = tree.get(source.key);
    const names = known instanceof Set ? known : new Set(['id']);
    addAll(names, ifRedacted);
    tree.set(source.key, names);
  }
  for (const fields of plan.returning) addFields(tree, fields);
  return tree;
}

/** What a record is asked for so that it can stand for another one, of which a tree is asked. */
export function sharedTree(shared: SharedFields, asked: FieldTree): FieldTree {
  const tree: MutableFieldTree = new Map();
  for (const [theirs, inner] of asked) {
    const own = shared[theirs];
    if (own !== undefined) addFields(tree, new Map([[own, inner]]));
  }
  return tree;
}

/** What is asked for where records are whole, and where they come incomplete. */
interface Loads {
  readonly usual: Set<Loadable>;
  readonly ofPartial: Set<Loadable>;
}

/** What is asked for below a record, at any depth. */
function loadsBelow(
  nested: readonly NestedPlan[],
  hops: readonly HopPlan[],
  fields: readonly FieldPlan[],
): Loads {
  const targets = hops.flatMap((hop) => hop.targets);
  const loads = joinLoads([...[...nested, ...targets].map(({ plan }) => plan), ...fields]);
  for (const { load, isOwner, entity } of targets) {
    if (!load) continue;
    loads.ofPartial.add(entity);
    if (!isOwner) loads.usual.add(entity);
  }
  for (const field of fields) {
    if (field.listKind === '') continue;
    loads.usual.add(field);
    loads.ofPartial.add(field);
  }
  return loads;
}

function joinLoads(parts: readonly Pick<RecordPlan, 'mayLoad' | 'mayLoadOfPartial'>[]): Loads {
  const usual = new Set<Loadable>();
  const ofPartial = new Set<Loadable>();
  for (const { mayLoad, mayLoadOfPartial } of parts) {
    addAll(usual, mayLoad);
    addAll(ofPartial, mayLoadOfPartial);
  }
  return { usual, ofPartial };
}

function addAll<T>(into: Set<T>, from: ReadonlySet<T>): void {
  for (const item of from) into.add(item);
}
