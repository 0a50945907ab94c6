import {
  type DirectiveNode,
  type GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { withDefaults } from '../../request/execution/coerce-variables.ts';
import type { Patch, ResultPart } from '../../request/execution/result.ts';
import type { PreparedOperation } from '../../request/prepared-operation.ts';

type Path = readonly (string | number)[];
type Type = GraphQLNamedType | undefined;

/** A fragment or a list that is not complete yet. */
interface Pending {
  readonly id: string;
  /** Path of the fragment's object, or of the list. */
  readonly path: Path;
  readonly label: string | undefined;
}

/** A path with deferred fragments of one label, or a streamed list. */
interface Position {
  readonly type: Type;
  /** What these fragments select on the object, or the streams of the list on each item. */
  readonly selectionSets: SelectionSetNode[];
  /** Ids of what is pending here. */
  readonly ids: string[];
  /** How many items of the list have been sent. */
  length: number;
}

/** Data or items for a fragment or list that has been announced. */
interface IdentifiedPatch {
  readonly id: string;
  readonly data?: unknown;
  readonly items?: readonly unknown[];
  readonly errors?: readonly GraphQLError[];
}

interface Completion {
  readonly id: string;
  readonly errors?: readonly GraphQLError[];
}

/** A part in the format of `incrementalSpec=v0.2`. */
interface PendingPart extends Pick<ResultPart, 'data' | 'errors' | 'extensions' | 'hasNext'> {
  readonly pending?: readonly Pending[];
  readonly incremental?: readonly IdentifiedPatch[];
  readonly completed?: readonly Completion[];
}

/**
 * Turns the parts of one response from the format of August 2022 into that of `incrementalSpec=v0.2`. There,
 * each part announces pending fragments and lists with ids, and reports those that are complete.
 */
export class PendingParts {
  readonly #operation: PreparedOperation;
  readonly #schema: GraphQLSchema;
  readonly #variables: Readonly<Record<string, unknown>>;
  /** Keys are path and label. */
  readonly #positions = new Map<string, Position>();
  #announced: Pending[] = [];
  #count = 0;

  /** @param variables As the client sent them. */
  constructor(operation: PreparedOperation, variables: Readonly<Record<string, unknown>>) {
    this.#operation = operation;
    this.#schema = operation.schema;
    this.#variables = withDefaults(operation.operation, variables);
  }

  /** Call it once for each part, in their order. */
  convert({ data, errors, extensions, hasNext, incremental = [] }: ResultPart): PendingPart {
    this.#announced = [];
    const patches: IdentifiedPatch[] = [];
    const completed: Completion[] = [];
    if (data !== undefined) {
      const { operation } = this.#operation;
      const root = this.#schema.getRootType(operation.operation) ?? undefined;
      this.#find(operation.selectionSet, root, data, []);
    }
    for (const patch of incremental) this.#convertPatch(patch, patches, completed);
    // Errors of a later part belong to everything that is still pending.
    const isEnd = data === undefined && errors !== undefined;
    if (!hasNext) {
      // A list stays pending until the end, because the executor does not mark its last item.
      for (const { ids } of this.#positions.values())
        for (const id of ids) completed.push(isEnd ? { id, errors } : { id });
    }
    return {
      hasNext,
      data,
      errors: isEnd ? undefined : errors,
      pending: unlessEmpty(this.#announced),
      incremental: unlessEmpty(patches),
      completed: unlessEmpty(completed),
      extensions,
    };
  }

  #convertPatch(patch: Patch, patches: IdentifiedPatch[], completed: Completion[]): void {
    const { path = [], label, data, items, errors } = patch;
    if (items !== undefined) {
      this.#convertItems(patch, patches, completed);
      return;
    }
    const position = this.#position(keyOf(path, label));
    const id = position.ids.shift() ?? this.#announce(path, label);
    if (data === null || data === undefined) completed.push({ id, errors });
    else {
      patches.push({ id, data, errors });
      completed.push({ id });
      this.#findAll(position, data, path);
    }
  }

  #convertItems(
    { path = [], items, errors }: Patch,
    patches: IdentifiedPatch[],
    completed: Completion[],
  ): void {
    const listPath = path.slice(0, -1);
    let index = Number(path.at(-1));
    const list = this.#position(listKeyOf(listPath));
    list.ids[0] ??= this.#announce(listPath);
    const added: unknown[] = [];
    for (const item of items ?? []) {
      const inside = [...listPath, index];
      if (index >= list.length) {
        list.length = index + 1;
        added.push(item);
        this.#findAll(list, item, inside);
      } else if (typeof item === 'object' && item !== null) {
        // Another stream of the same list has already sent this item: these are more fields of it.
        const id = this.#announce(inside);
        patches.push({ id, data: item });
        completed.push({ id });
        this.#findAll(list, item, inside);
      }
      index += 1;
    }
    if (added.length > 0 || errors) patches.push({ id: list.ids[0], items: added, errors });
  }

  #findAll({ selectionSets, type }: Position, value: unknown, path: Path): void {
    for (const selectionSet of selectionSets) this.#find(selectionSet, type, value, path);
  }

  /** Announces the deferred fragments and streamed lists in a value that is about to be sent. */
  #find(selectionSet: SelectionSetNode | undefined, type: Type, value: unknown, path: Path): void {
    if (!selectionSet || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) this.#find(selectionSet, type, item, [...path, index]);
      return;
    }
    const fields = value as Readonly<Record<string, unknown>>;
    for (const selection of selectionSet.selections) {
      const { directives = [] } = selection;
      if (!this.#isOn('include', directives, true) || this.#isOn('skip', directives, false)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const below = fields[key];
        const inside = [...path, key];
        const belowType = typeOfField(type, selection.name.value);
        if (Array.isArray(below) && this.#isOn('stream', directives, false)) {
          const list = this.#position(listKeyOf(inside), belowType, selection.selectionSet);
          list.length = Math.max(list.length, below.length);
          list.ids[0] ??= this.#announce(inside);
        }
        this.#find(selection.selectionSet, belowType, below, inside);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#operation.fragments[selection.name.value];
      if (!fragment) continue;
      const condition = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
      if (!this.#applies(condition, type, fields)) continue;
      const inner = isObjectType(condition) ? condition : type;
      const label = labelOf(directives);
      if (this.#isOn('defer', directives, false))
        this.#position(keyOf(path, label), inner, fragment.selectionSet).ids.push(
          this.#announce(path, label),
        );
      else this.#find(fragment.selectionSet, inner, value, path);
    }
  }

  /**
   * Whether a fragment applies to an object. True if that is unknown: the fragment then completes without
   * data.
   */
  #applies(condition: Type, type: Type, { __typename: name }: Readonly<Record<string, unknown>>): boolean {
    if (condition === undefined) return true;
    const actual = typeof name === 'string' ? this.#schema.getType(name) : type;
    if (!isObjectType(actual)) return true;
    return condition === actual || (isAbstractType(condition) && this.#schema.isSubType(condition, actual));
  }

  /** Whether a directive is present and its `if` is not false; `otherwise` if it is absent. */
  #isOn(name: string, directives: readonly DirectiveNode[], otherwise: boolean): boolean {
    const directive = directives.find((one) => one.name.value === name);
    if (!directive) return otherwise;
    const condition = directive.arguments?.find((argument) => argument.name.value === 'if');
    return condition === undefined || valueFromASTUntyped(condition.value, this.#variables) !== false;
  }

  #position(key: string, type?: Type, selectionSet?: SelectionSetNode): Position {
    let position = this.#positions.get(key);
    if (!position) {
      position = { type, selectionSets: [], ids: [], length: 0 };
      this.#positions.set(key, position);
    }
    if (selectionSet && !position.selectionSets.includes(selectionSet))
      position.selectionSets.push(selectionSet);
    return position;
  }

  #announce(path: Path, label?: string): string {
    const id = String(this.#count);
    this.#count += 1;
    this.#announced.push({ id, path, label });
    return id;
  }
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function keyOf(path: Path, label = ''): string {
  return `${path.join('.')} ${label}`;
}

function listKeyOf(path: Path): string {
  return `list ${path.join('.')}`;
}

function typeOfField(type: Type, name: string): Type {
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  return field && getNamedType(field.type);
}

function labelOf(directives: readonly DirectiveNode[]): string | undefined {
  const defer = directives.find(({ name }) => name.value === 'defer');
  const label = defer?.arguments?.find(({ name }) => name.value === 'label')?.value;
  return label?.kind === Kind.STRING ? label.value : undefined;
}
