import {
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  printType,
} from 'graphql';
import { joinObjects } from '../values.ts';

/**
 * Adds a firm's fields to the SDL: the types that only the executable schema has, and the fields `custom`.
 *
 * @param schema The executable schema of the SDL, with the firm's fields.
 */
export function addFirmTypeDefs(typeDefs: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const defined = new Set(typeDefs.definitions.map((one) => ('name' in one ? one.name?.value : undefined)));
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !defined.has(type.name) && !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  if (types.length === 0) return typeDefs;
  const { definitions } = parse(types.map(printType).join('\n'), { noLocation: true });
  return {
    kind: Kind.DOCUMENT,
    definitions: [...typeDefs.definitions.map((one) => withCustom(one, schema)), ...definitions],
  };
}

function withCustom(definition: DefinitionNode, schema: GraphQLSchema): DefinitionNode {
  if (
    definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
    definition.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION
  )
    return definition;
  const type = schema.getType(definition.name.value);
  const custom = isObjectType(type) || isInputObjectType(type) ? type.getFields().custom : undefined;
  if (!custom) return definition;
  const keyword = isObjectType(type) ? 'type' : 'input';
  // JSON's escapes are valid in GraphQL.
  const text = `${keyword} T { ${JSON.stringify(custom.description)} custom: ${String(custom.type)} }`;
  const [added] = parse(text, { noLocation: true }).definitions;
  const { fields = [] } = added as ObjectTypeDefinitionNode;
  return joinObjects(definition, { fields: [...(definition.fields ?? []), ...fields] }) as DefinitionNode;
}
