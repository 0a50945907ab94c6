import {
  buildASTSchema,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  parse,
} from 'graphql';
import { readSdl } from '../../../src/catalog/read-sdl.ts';

/** The schema that the checked-in SDL describes, without resolvers. test/unit/schema/generated-sdl.test.ts validates it. */
export const sdl: GraphQLSchema = lexicographicSortSchema(
  buildASTSchema(parse(readSdl(), { noLocation: true }), { assumeValidSDL: true }),
);

/** The project's own types, without those of GraphQL. */
export function ownTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  const types = Object.values(schema.getTypeMap());
  return types.filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));
}

type Part = GraphQLNamedType | GraphQLField<unknown, unknown> | GraphQLArgument | GraphQLInputField;

export interface Named {
  /** `Matter`, `Matter.client`, `Query.matter.id`. */
  readonly path: string;
  readonly part: Part;
}

export function outputFields(
  schema: GraphQLSchema,
): (Named & { readonly part: GraphQLField<unknown, unknown> })[] {
  return ownTypes(schema).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).map((part) => ({ path: `${type.name}.${part.name}`, part }))
      : [],
  );
}

export function fieldArguments(schema: GraphQLSchema): (Named & { readonly part: GraphQLArgument })[] {
  return outputFields(schema).flatMap(({ path, part }) =>
    part.args.map((argument) => ({ path: `${path}.${argument.name}`, part: argument })),
  );
}

export function inputFields(schema: GraphQLSchema): (Named & { readonly part: GraphQLInputField })[] {
  return ownTypes(schema).flatMap((type) =>
    isInputObjectType(type)
      ? Object.values(type.getFields()).map((part) => ({ path: `${type.name}.${part.name}`, part }))
      : [],
  );
}

export function enums(schema: GraphQLSchema): GraphQLEnumType[] {
  return ownTypes(schema).filter(isEnumType);
}
