/**
 * The fields of a record that one call requests: Clio's field name → true for a value or a bare name, or the
 * names inside its braces. Clio takes one level of braces, so the tree has two levels.
 */
export type FieldTree = ReadonlyMap<string, true | ReadonlySet<string>>;

export const idOnly: FieldTree = new Map([['id', true]]);

/** A tree under construction. */
export type MutableFieldTree = Map<string, true | Set<string>>;

/**
 * The fields that one call requests, as a tree and as text. The text is made once, when it is first needed.
 * Every plan of records is one.
 */
export abstract class PrintedFields {
  abstract readonly tree: FieldTree;
  #printed: string | undefined;

  /** The tree as the `fields` parameter. */
  get printedFields(): string {
    this.#printed ??= printFields(this.tree);
    return this.#printed;
  }
}

/** The fields of several positions together. */
export class JoinedFields extends PrintedFields {
  readonly tree: FieldTree;

  constructor(trees: readonly FieldTree[]) {
    super();
    this.tree = joinFields(trees);
  }
}

/** The fields of two positions together; if one of them has all, that one. */
export function joinPrinted(one: PrintedFields, other: PrintedFields): PrintedFields {
  if (one === other) return one;
  return coversFields(one.tree, other.tree) ? one : new JoinedFields([one.tree, other.tree]);
}

/** All fields that several positions request of a record. */
export function joinFields(trees: readonly FieldTree[]): FieldTree {
  const [only] = trees;
  if (only !== undefined && trees.length === 1) return only;
  const joined: MutableFieldTree = new Map();
  for (const tree of trees) addFields(joined, tree);
  return joined;
}

/** Adds all of `from` to `into`. Braces replace a bare name: with `id` in them, they return as much. */
export function addFields(into: MutableFieldTree, from: FieldTree): void {
  for (const [name, inner] of from) {
    const known = into.get(name);
    if (inner === true) {
      if (known === undefined) into.set(name, true);
      else if (known !== true) known.add('id');
    } else if (known === undefined) into.set(name, new Set(inner));
    else if (known === true) into.set(name, new Set(inner).add('id'));
    else for (const leaf of inner) known.add(leaf);
  }
}

/** Whether a record that was loaded with `known` has all of `wanted`. */
export function coversFields(known: FieldTree, wanted: FieldTree): boolean {
  if (known === wanted) return true;
  for (const [name, inner] of wanted) {
    const have = known.get(name);
    if (have === undefined) return false;
    if (inner === true || have === inner) continue;
    if (have === true) return false;
    for (const leaf of inner) if (!have.has(leaf)) return false;
  }
  return true;
}

/**
 * The `fields` parameter: `id` first, then by name, so that equal trees have the same text and the same cache
 * entry.
 */
export function printFields(tree: FieldTree): string {
  return [...tree.keys()]
    .sort(idFirst)
    .map((name) => {
      const inner = tree.get(name);
      return inner instanceof Set ? `${name}{${[...inner].sort(idFirst).join(',')}}` : name;
    })
    .join(',');
}

export function countFields(tree: FieldTree): number {
  let count = 0;
  for (const inner of tree.values()) count += inner === true ? 1 : inner.size;
  return count;
}

function idFirst(a: string, b: string): number {
  if (a === b) return 0;
  if (a === 'id') return -1;
  if (b === 'id') return 1;
  return a < b ? -1 : 1;
}
