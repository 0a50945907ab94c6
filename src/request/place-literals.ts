import { type ASTNode, type DocumentNode, GraphQLError, Kind, visit } from 'graphql';

/** The position of a node in a document. */
interface Position {
  /** The argument or variable that holds it: `Argument "filter"`; null outside of arguments and variables. */
  readonly holder: string | null;
  /** Path from the holder to the node: `filter.dueAt.lte`. */
  readonly name: string;
  /** The fragment that it is in. */
  readonly fragment: string | null;
  /**
   * Response keys from the operation or the fragment to the field; null for the default value of a variable.
   */
  readonly path: readonly string[] | null;
}

/**
 * Adds the position of literals to errors about them, in the form of errors about variables: `Argument
 * "filter" got an invalid value at "filter.dueAt.lte"; …`. A literal in a fragment gets the path of the
 * fragment's first spread.
 */
export function placeLiterals(
  document: DocumentNode,
  errors: readonly GraphQLError[],
): readonly GraphQLError[] {
  const nodes = new Set(errors.flatMap(({ nodes: [node] = [] }) => node ?? []));
  if (nodes.size === 0) return errors;
  const positions = new Map<ASTNode, Position>();
  const spreads = new Map<string, Position>();
  visit(document, {
    enter(node, _key, parent, path, ancestors) {
      const isFirstSpread = node.kind === Kind.FRAGMENT_SPREAD && !spreads.has(node.name.value);
      if (!parent || !(isFirstSpread || nodes.has(node))) return;
      const position = positionOf([...ancestors, parent], path);
      if (isFirstSpread) spreads.set(node.name.value, position);
      positions.set(node, position);
    },
  });
  return errors.map((error) => {
    const [node] = error.nodes ?? [];
    const position = node && positions.get(node);
    if (!position || position.holder === null) return error;
    const { holder, name } = position;
    return new GraphQLError(`${holder} got an invalid value at "${name}"; ${error.message}`, {
      nodes: error.nodes,
      path: responsePath(position, spreads),
      originalError: error.originalError,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...error.extensions },
    });
  });
}

/** Undefined for a node outside of fields. */
function responsePath(
  position: Position,
  spreads: ReadonlyMap<string, Position>,
): readonly string[] | undefined {
  let { path, fragment } = position;
  const passed = new Set<string>();
  while (path !== null && fragment !== null) {
    const spread = spreads.get(fragment);
    // The fragment is not spread, or only in itself.
    if (!spread?.path || passed.has(fragment)) return undefined;
    passed.add(fragment);
    path = [...spread.path, ...path];
    fragment = spread.fragment;
  }
  return path?.length ? path : undefined;
}

/** @param keys For each ancestor, the property or index of the next. */
function positionOf(
  ancestors: readonly (ASTNode | readonly ASTNode[])[],
  keys: readonly unknown[],
): Position {
  let holder: string | null = null;
  let name = '';
  let fragment: string | null = null;
  let path: string[] | null = [];
  for (const [index, ancestor] of ancestors.entries()) {
    if (!('kind' in ancestor)) {
      const list = ancestors[index - 1];
      if (list && 'kind' in list && list.kind === Kind.LIST) name += `[${keys[index]}]`;
      continue;
    }
    switch (ancestor.kind) {
      case Kind.FIELD:
        path?.push((ancestor.alias ?? ancestor.name).value);
        break;
      case Kind.FRAGMENT_DEFINITION:
        fragment = ancestor.name.value;
        break;
      case Kind.VARIABLE_DEFINITION:
        name = ancestor.variable.name.value;
        holder = `Variable "$${name}"`;
        path = null;
        break;
      case Kind.ARGUMENT:
        name = ancestor.name.value;
        holder = `Argument "${name}"`;
        break;
      case Kind.OBJECT_FIELD:
        name += `.${ancestor.name.value}`;
        break;
      default:
    }
  }
  return { holder, name, fragment, path };
}
