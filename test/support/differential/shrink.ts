import { type ASTNode, type DocumentNode, type GraphQLSchema, Kind, validate, visit } from 'graphql';

/**
 * The smallest operation found that still fails: selections, arguments and directives are removed one at a time as long as
 * the rest is valid and fails.
 */
export async function shrink(
  schema: GraphQLSchema,
  document: DocumentNode,
  fails: (document: DocumentNode) => Promise<boolean>,
): Promise<DocumentNode> {
  let smallest = document;
  let tries = 0;
  for (let at = 0; at < countParts(smallest); ) {
    const smaller = tidy(without(smallest, at));
    tries += 1;
    if (tries > 400) break;
    if (smaller && validate(schema, smaller).length === 0 && (await fails(smaller))) smallest = smaller;
    else at += 1;
  }
  return smallest;
}

function isPart(node: ASTNode): boolean {
  switch (node.kind) {
    case Kind.FIELD:
    case Kind.INLINE_FRAGMENT:
    case Kind.FRAGMENT_SPREAD:
    case Kind.ARGUMENT:
    case Kind.DIRECTIVE:
    case Kind.OBJECT_FIELD:
      return true;
    default:
      return false;
  }
}

function countParts(document: DocumentNode): number {
  let count = 0;
  visit(document, {
    enter(node) {
      if (isPart(node)) count += 1;
    },
  });
  return count;
}

/** The document without one of its parts; outer parts first, so that large pieces go first. */
function without(document: DocumentNode, part: number): DocumentNode {
  let count = -1;
  return visit(document, {
    enter(node) {
      if (!isPart(node)) return undefined;
      count += 1;
      return count === part ? null : undefined;
    },
  });
}

/** Removes what is no longer used; null if no selection is left. */
function tidy(document: DocumentNode): DocumentNode | null {
  let tidied = document;
  while (true) {
    const used = { variables: new Set<string>(), fragments: new Set<string>() };
    visit(tidied, {
      VariableDefinition: () => false,
      Variable: ({ name }) => void used.variables.add(name.value),
      FragmentSpread: ({ name }) => void used.fragments.add(name.value),
    });
    const definitions = tidied.definitions
      .filter((one) => one.kind !== Kind.FRAGMENT_DEFINITION || used.fragments.has(one.name.value))
      .map((one) =>
        one.kind === Kind.OPERATION_DEFINITION
          ? {
              ...one,
              variableDefinitions: one.variableDefinitions?.filter(({ variable }) =>
                used.variables.has(variable.name.value),
              ),
            }
          : one,
      );
    const same = definitions.length === tidied.definitions.length;
    tidied = { ...tidied, definitions };
    if (same) break;
  }
  let isEmpty = false;
  visit(tidied, {
    SelectionSet({ selections }) {
      if (selections.length === 0) isEmpty = true;
    },
  });
  return isEmpty ? null : tidied;
}
