import { type GraphQLResolveInfo, getDirectiveValues } from 'graphql';
import { badInput } from '../errors.ts';

/**
 * The key that the client gave a mutation with `@idempotent(key:)`; undefined without one.
 *
 * @throws GatewayError `BAD_USER_INPUT` if a field occurs several times in the document, with different keys.
 */
export function idempotencyKey({
  schema,
  fieldNodes,
  variableValues,
}: GraphQLResolveInfo): string | undefined {
  const directive = schema.getDirective('idempotent');
  if (!directive) return undefined;
  const keys = new Set<string>();
  for (const node of fieldNodes) {
    const values = getDirectiveValues(directive, node, variableValues);
    if (values) keys.add(String(values.key));
  }
  if (keys.size > 1) throw badInput('One mutation has several keys of @idempotent: give it one.');
  const [key] = keys;
  return key;
}
