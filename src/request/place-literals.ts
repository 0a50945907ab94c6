import { type ASTNode, type DocumentNode, GraphQLError, Kind, visit } from 'graphql';

/** Where a literal stands in a document. */
interface Place {
  /** What holds it: `Argument "filter"`. */
  readonly holder: string;
  /** From the holder to the literal: `filter.dueAt.lte`. */
  readonly name: string;
  /** Response path of the field; null in a fragment, which may be spread at several places, and for the default of a variable. */
  readonly path: readonly string[] | null;
}

/**
 * Adds to errors about literals where these stand, as errors about variables say it: `Argument "filter" got an invalid value at
 * "filter.dueAt.lte"; …`.
 */
export function placeLiterals(
  document: DocumentNode,
  errors: readonly GraphQLError[],
): readonly GraphQLError[] {
  const nodes = new Set(errors.flatMap(({ nodes: [node] = [] }) => node ?? []));
  if (nodes.size === 0) return errors;
  const places = new Map<ASTNode, Place>();
  visit(document, {
    enter(node, _key, parent, path, ancestors) {
      const place = nodes.has(node) && parent ? placeOf([...ancestors, parent], path) : null;
      if (place) places.set(node, place);
    },
  });
  return errors.map((error) => {
    const [node] = error.nodes ?? [];
    const place = node && places.get(node);
    if (!place) return error;
    const { holder, name, path } = place;
    return new GraphQLError(`${holder} got an invalid value at "${name}"; ${error.message}`, {
      nodes: error.nodes,
      path: path ?? undefined,
      originalError: error.originalError,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...error.extensions },
    });
  });
}

/**
 * Null for what is not inside an argument or a default.
 *
 * @param keys The property or index of each ancestor that leads on.
 */
function placeOf(
  ancestors: readonly (ASTNode | readonly ASTNode[])[],
  keys: readonly unknown[],
): Place | null {
  let holder: string | null = null;
  let name = '';
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
        path = null;
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
  return holder === null ? null : { holder, name, path };
}
