import { type FieldNode, type GraphQLField, getArgumentValues } from 'graphql';

type Values = Readonly<Record<string, unknown>>;

/** The variables that arguments were last read with, and those arguments. */
let variablesOfLast: Values | null = null;
let last = new Map<FieldNode, { readonly definition: object; readonly values: Values }>();

/**
 * A field's arguments under an operation's variables. Price, plan and resolver read them one after the other, and a field may
 * stand on many records: while the variables stay the same, they are worked out once. They are frozen.
 *
 * @param variables Coerced, and one object for each execution.
 * @throws GraphQLError as `getArgumentValues` does.
 */
export function argumentValues(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Values,
): Values {
  if (variables !== variablesOfLast) {
    variablesOfLast = variables;
    last = new Map();
  }
  const found = last.get(node);
  // In a fragment on an interface, one node stands for a field of each type.
  if (found?.definition === definition) return found.values;
  const values = Object.freeze(getArgumentValues(definition, node, variables as Record<string, unknown>));
  last.set(node, { definition, values });
  return values;
}
