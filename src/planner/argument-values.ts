import { type FieldNode, type GraphQLField, getArgumentValues } from 'graphql';

type Values = Readonly<Record<string, unknown>>;

const known = new WeakMap<Values, Map<FieldNode, { readonly definition: object; readonly values: Values }>>();

/**
 * A field's arguments under an operation's variables, worked out once: by plan and by resolver, and however many
 * records the field stands on. They are frozen.
 *
 * @param variables Coerced, and one object for each execution.
 * @throws GraphQLError as `getArgumentValues` does.
 */
export function argumentValues(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Values,
): Values {
  let ofRequest = known.get(variables);
  if (!ofRequest) {
    ofRequest = new Map();
    known.set(variables, ofRequest);
  }
  const found = ofRequest.get(node);
  // In a fragment on an interface, one node stands for a field of each type.
  if (found?.definition === definition) return found.values;
  const values = Object.freeze(getArgumentValues(definition, node, variables as Record<string, unknown>));
  ofRequest.set(node, { definition, values });
  return values;
}
