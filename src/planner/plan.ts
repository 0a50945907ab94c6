import type { FieldTree } from './fields.ts';
import type { FieldSelection, Pick } from './selection.ts';

/**
 * How a selection on records of one shape is served.
 *
 * Level 0 records are what a call returns; level 1 records stand in their braces; level 2 records are named
 * bare inside the braces and bring nothing but their id (or, where a shape has no id, all of it).
 */
export interface RecordPlan {
  /** GraphQL type of the records. */
  readonly type: string;
  /** Shape in which they arrive. */
  readonly entity: string;
  readonly level: 0 | 1 | 2;
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
  /** Entities that hops in this plan, at any depth, load. */
  readonly future: ReadonlySet<string>;
  /** True where answers are kept on copies of these records: two positions may hold one record. */
  readonly slotted: boolean;
}

export interface NestedPlan {
  readonly key: string;
  readonly responseKey: string;
  readonly plan: RecordPlan;
  /** Set where one record is picked out of the list by an argument. */
  readonly pick?: Pick;
}

/** Where a hop's ids are found in the records it starts from. */
export type HopSource =
  | { readonly kind: 'nested'; readonly key: string }
  | { readonly kind: 'link'; readonly via: string }
  | { readonly kind: 'node'; readonly typeField: string; readonly idField: string }
  /** The id of `key`, looked up in the list `list` of the record loaded through `of`. */
  | { readonly kind: 'sibling'; readonly key: string; readonly of: string; readonly list: string };

export interface HopPlan {
  readonly responseKey: string;
  readonly source: HopSource;
  /** The loads: one entity, or one for each of Clio's type names. */
  readonly targets: readonly HopTarget[];
}

export interface HopTarget {
  /** Clio's type name at a `node` position; null elsewhere. */
  readonly clioType: string | null;
  /** Entity that is loaded. */
  readonly entity: string;
  /** Query parameters that a batch needs here (a note's `type`). */
  readonly query: Readonly<Record<string, string>>;
  readonly plan: RecordPlan;
  /** False where the id alone is asked for, so that there is nothing to load. */
  readonly load: boolean;
}

/** A field with calls of its own, and the plans of the records it answers, by position. */
export interface FieldPlan {
  readonly field: FieldSelection;
  /** For lists: one for each position in the connection. For records: one, or none for a link or text. */
  readonly plans: readonly RecordPlan[];
  /** For `node(id:)` and the like: the plan for a type. */
  forType(type: string): HopTarget | undefined;
}

export interface UnreachablePlan {
  readonly responseKey: string;
  readonly message: string;
}

/** The plan of an operation: its root fields, each with all that hangs on it. */
export interface OperationPlan {
  readonly fields: ReadonlyMap<string, FieldPlan>;
}

/** What a call asks for to serve a plan at level 0. */
export function fieldTree(plan: RecordPlan): FieldTree {
  const tree: FieldTree = new Map();
  for (const value of plan.values) tree.set(value, true);
  for (const { key, plan: inner } of plan.nested) {
    const names = new Set(inner.values);
    // Two positions (aliases) of one nested record share its braces.
    const known = tree.get(key);
    if (known instanceof Set) for (const name of names) known.add(name);
    else tree.set(key, names.size === 0 ? true : names);
  }
  return tree;
}
