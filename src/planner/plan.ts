import { type FieldNode, print } from 'graphql';
import type { SharedFields } from '../catalog/types.ts';
import type { BroughtRecords } from './brought-records.ts';
import { addFields, type FieldTree, joinFields, type MutableFieldTree, PrintedFields } from './fields.ts';
import type { FieldSelection, ListPick, ListSelection } from './selection.ts';

/** An entity whose records may be loaded by id, or a list that may be requested. */
export type Loadable = string | FieldPlan;

type RecordPlanParts = Pick<RecordPlan, 'type' | 'entity' | 'values'> &
  Partial<Pick<RecordPlan, 'nested' | 'hops' | 'fields' | 'unreachable' | 'returning' | 'isFutile'>>;

/**
 * The plan for a selection on records of one shape.
 *
 * Level 0 records are what a call returns. Level 1 records are in their braces. Level 2 records are bare
 * names inside the braces and have only their id, or everything if their shape has no id.
 */
export class RecordPlan extends PrintedFields {
  /** GraphQL type of the records. */
  readonly type: string;
  readonly entity: string;
  /** Clio's names that are requested at this level: values, and bare names of records one level below. */
  readonly values: ReadonlySet<string>;
  /** Records that arrive inside these and need no call of their own. */
  readonly nested: readonly NestedPlan[];
  /** Records that are loaded in a batch; their ids arrive with these records. */
  readonly hops: readonly HopPlan[];
  /** Fields that take calls of their own for each record (connections, links). */
  readonly fields: readonly FieldPlan[];
  /** Positions that cannot be read from Clio. */
  readonly unreachable: readonly UnreachablePlan[];
  /**
   * Further fields of these records, selected where they come back: in the records of lists that they filter.
   */
  readonly returning: readonly FieldTree[];
  /** Whether nothing selected on the records can be read. */
  readonly isFutile: boolean;
  /** What may be requested at any depth when the records have arrived. */
  readonly mayLoad: ReadonlySet<Loadable>;
  /** The same for incomplete records: the records that filter the lists below them are then loaded too. */
  readonly mayLoadOfPartial: ReadonlySet<Loadable>;
  /**
   * Whether each position has its own copies of these records, with slots. Two positions may hold one record.
   */
  readonly hasSlots: boolean;
  /** Whether something below each record takes a call of its own. */
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

  /** What may be requested when the records have arrived, if their fields have already been requested. */
  get mayLoadLater(): ReadonlySet<Loadable> {
    this.#mayLoadLater ??=
      this.fields.length === 0 ? this.mayLoad : loadsBelow(this.nested, this.hops, []).usual;
    return this.#mayLoadLater;
  }

  /** The fields that a call requests for this plan at level 0. */
  get tree(): FieldTree {
    this.#tree ??= treeOf(this);
    return this.#tree;
  }
}

export interface NestedPlan {
  readonly key: string;
  readonly responseKey: string;
  readonly plan: RecordPlan;
  /** Set if an argument picks one record of the list. */
  readonly pick: ListPick | undefined;
}

/** Where a record has the ids of a hop. */
export type HopSource =
  | { readonly kind: 'nested'; readonly key: string }
  | { readonly kind: 'link'; readonly via: string }
  | { readonly kind: 'node'; readonly typeField: string; readonly idField: string }
  /** The value `key` of a record that is given by a type and an id. */
  | { readonly kind: 'member'; readonly typeField: string; readonly idField: string; readonly key: string }
  /** The id of `key`, looked up in the list `list` of the record loaded through `of`. */
  | { readonly kind: 'sibling'; readonly key: string; readonly of: string; readonly list: string };

export interface HopPlan {
  readonly responseKey: string;
  readonly source: HopSource;
  /** The fields besides the id that a redacted nested record shows. Such a record is not loaded. */
  readonly ifRedacted?: ReadonlySet<string>;
  /** What is loaded: one target, or one for each of Clio's type names. */
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
  readonly entity: string;
  /** Query parameters that a batch needs here, such as a note's `type`. */
  readonly query: Readonly<Record<string, string>>;
  readonly plan: RecordPlan;
  /** GraphQL type to set on the records if the position can hold several types; otherwise null. */
  readonly type: string | null;
  /** False if only the id is selected, so that nothing must be loaded. */
  readonly load: boolean;
  /**
   * Whether the record is the one that filters the list around it. It is known, so it is not loaded again.
   */
  readonly isOwner: boolean;
  /** Set if the record that leads here has everything that is selected: nothing is loaded then. */
  readonly shared: SharedFields | null;
  /** Equal for loads that one batch can make. */
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

/** A field with calls of its own, with the plans of its records by position. */
export class FieldPlan<Field extends FieldSelection = FieldSelection> extends PrintedFields {
  readonly field: Field;
  /** For lists, one for each position in the connection. For records, one; for a link or a text, none. */
  readonly plans: readonly RecordPlan[];
  /** What may be requested below this field, at any depth. */
  readonly mayLoad: ReadonlySet<Loadable>;
  /** The same for incomplete records: see {@link RecordPlan.mayLoadOfPartial}. */
  readonly mayLoadOfPartial: ReadonlySet<Loadable>;
  /** Records that a list brings. None for other fields and for lists below another record's path. */
  readonly brings: readonly BroughtRecords[];
  /** Equal for lists of one kind below records; empty for other fields. */
  readonly listKind: string;
  /** GraphQL names of filters that remove something from these records. */
  readonly partialFilters: readonly string[];
  /**
   * Why the field is rejected without a call: what it selects cannot be read. Empty if it is not rejected.
   */
  readonly rejections: readonly Rejection[];
  /** The fields that its call requests. */
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
   * Equal for lists of one record that can share a call, as far as the document shows: those from the list's
   * start may differ only in size. Empty for other fields. A plan does not know variables. When they are
   * known, the key of the bound arguments (`list-arguments.ts`) replaces this one.
   */
  get documentKey(): string {
    this.#documentKey ??= this.field.kind === 'list' ? printDocumentKey(this.field) : '';
    return this.#documentKey;
  }

  /** Whether it is the plan of a field of this kind. */
  is<Kind extends FieldSelection['kind']>(
    kind: Kind,
  ): this is FieldPlan<Extract<FieldSelection, { readonly kind: Kind }>> {
    return this.field.kind === kind;
  }

  /** For `node(id:)` and similar fields: how records of a type are loaded; undefined if they cannot be. */
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

export interface Rejection {
  readonly message: string;
  readonly node: FieldNode;
  /** Response keys below the field, up to the first list. */
  readonly path: readonly string[];
}

/** The plan of an operation: its root fields, each with everything below it. */
export interface OperationPlan {
  readonly fields: ReadonlyMap<string, FieldPlan>;
  /** Whether root fields run one after the other, as in a mutation. */
  readonly inTurn: boolean;
}

/** The fields that a call requests to serve several plans at level 0. */
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

/** The fields that a record needs to replace another record, for which a tree is requested. */
export function sharedTree(shared: SharedFields, asked: FieldTree): FieldTree {
  const tree: MutableFieldTree = new Map();
  for (const [theirs, inner] of asked) {
    const own = shared[theirs];
    if (own !== undefined) addFields(tree, new Map([[own, inner]]));
  }
  return tree;
}

/** What is requested if records are complete, and if they are incomplete. */
interface Loads {
  readonly usual: Set<Loadable>;
  readonly ofPartial: Set<Loadable>;
}

/** What may be requested below a record, at any depth. */
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
