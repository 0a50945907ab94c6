import {
  type DefinitionNode,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  printType,
} from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { type FirmPlace, firmPlaces, firmTypes } from './firm-types.ts';

/**
 * Adds a firm's fields to the SDL: the field `custom` on records, inputs and filters, and its types.
 *
 * @param typeDefs The SDL with plain names.
 * @param catalog The catalog with the firm's fields.
 * @param schema The executable schema with plain names and the firm's fields.
 */
export function addToTypeDefs(typeDefs: DocumentNode, catalog: Catalog, schema: GraphQLSchema): DocumentNode {
  const places = firmPlaces(catalog);
  if (places.size === 0) return typeDefs;
  const types = firmTypes(catalog).map(({ name }) => printType(schema.getType(name) as GraphQLNamedType));
  const { definitions } = parse(types.join('\n'), { noLocation: true });
  return {
    kind: Kind.DOCUMENT,
    definitions: [...typeDefs.definitions.map((one) => withCustom(one, places)), ...definitions],
  };
}

function withCustom(type: DefinitionNode, places: ReadonlyMap<string, FirmPlace>): DefinitionNode {
  if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION)
    return type;
  const place = places.get(type.name.value);
  if (place === undefined) return type;
  const keyword = type.kind === Kind.OBJECT_TYPE_DEFINITION ? 'type' : 'input';
  // JSON's escapes are valid in GraphQL.
  const custom = `${JSON.stringify(place.description)} custom: ${place.type}`;
  const [added] = parse(`${keyword} T { ${custom} }`, { noLocation: true }).definitions;
  const { fields = [] } = added as ObjectTypeDefinitionNode;
  return { ...type, fields: [...(type.fields ?? []), ...fields] } as DefinitionNode;
}
