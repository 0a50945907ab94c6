import {
  assertInputType,
  assertOutputType,
  GraphQLEnumType,
  GraphQLInputObjectType,
  type GraphQLNamedType,
  GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLType,
  isInputObjectType,
  isObjectType,
  parseType,
  typeFromAST,
} from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { deletedReason, type FirmType, firmPlaces, firmTypes } from '../custom-fields/firm-types.ts';
import { firmFieldResolver } from './custom-fields.ts';
import type { RecordResolver } from './read-values.ts';
import type { SchemaNames } from './schema-names.ts';

/**
 * Adds a firm's fields to an executable schema. What is in their types is made when an operation or an introspection first needs
 * it: a schema built from the whole SDL would be ready some 20 ms later for 200 fields.
 *
 * @param schema It is changed.
 * @param resolveCustom Resolver of the field `custom` of a type, which is given by its plain name.
 */
export function addFirmTypes(
  schema: GraphQLSchema,
  catalog: Catalog,
  names: SchemaNames,
  resolveCustom: (type: string) => RecordResolver,
): void {
  const types = schema.getTypeMap();
  const typeOf = (text: string): GraphQLType | undefined =>
    typeFromAST(
      schema,
      parseType(
        text.replace(/\w+/, (name) => names.type(name)),
        { noLocation: true },
      ),
    );
  for (const type of firmTypes(catalog)) {
    const name = names.type(type.name);
    types[name] = createType(name, type, typeOf);
  }
  for (const [place, { type, description }] of firmPlaces(catalog)) {
    const owner = schema.getType(names.type(place));
    if (isObjectType(owner)) {
      const custom = { type: assertOutputType(typeOf(type)), description, resolve: resolveCustom(place) };
      Object.assign(
        owner.getFields(),
        new GraphQLObjectType({ name: owner.name, fields: { custom } }).getFields(),
      );
    } else if (isInputObjectType(owner)) {
      const custom = { type: assertInputType(typeOf(type)), description };
      Object.assign(
        owner.getFields(),
        new GraphQLInputObjectType({ name: owner.name, fields: { custom } }).getFields(),
      );
    }
  }
}

function createType(
  name: string,
  type: FirmType,
  typeOf: (text: string) => GraphQLType | undefined,
): GraphQLNamedType {
  const { description } = type;
  switch (type.kind) {
    case 'object':
      return new GraphQLObjectType({
        name,
        description,
        fields: () =>
          byName(type.fields(), (field) => ({
            type: assertOutputType(typeOf(field.type)),
            description: field.description,
            deprecationReason: reason(field),
            resolve: firmFieldResolver(type.owner, field.fact),
          })),
      });
    case 'input':
      return new GraphQLInputObjectType({
        name,
        description,
        fields: () =>
          byName(type.fields(), (field) => ({
            type: assertInputType(typeOf(field.type)),
            description: field.description,
            deprecationReason: reason(field),
          })),
      });
    case 'enum':
      return new GraphQLEnumType({
        name,
        description,
        values: () =>
          byName(type.values(), (value) => ({
            value: value.id,
            description: value.description,
            deprecationReason: reason(value),
          })),
      });
  }
}

function byName<T extends { readonly name: string }, R>(
  all: readonly T[],
  make: (one: T) => R,
): Record<string, R> {
  return Object.fromEntries(all.map((one) => [one.name, make(one)]));
}

function reason({ deprecated }: { readonly deprecated: boolean }): string | undefined {
  return deprecated ? deletedReason : undefined;
}
