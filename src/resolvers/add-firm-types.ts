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
import {
  deletedReason,
  type FirmMember,
  type FirmType,
  firmPlaces,
  firmTypes,
} from '../custom-fields/firm-types.ts';
import { firmFieldResolver } from './custom-fields.ts';
import type { RecordResolver } from './read-values.ts';
import type { SchemaNames } from './schema-names.ts';

/**
 * Adds a firm's custom fields to an executable schema. The fields of the new types are created when they are
 * first needed: for 200 custom fields, a schema built from the whole SDL would be ready some 20 ms later.
 *
 * @param schema Is changed in place.
 * @param resolveCustom Returns the resolver of the field `custom` of a type with this plain name.
 */
export function addFirmTypes(
  schema: GraphQLSchema,
  catalog: Catalog,
  names: SchemaNames,
  resolveCustom: (type: string) => RecordResolver,
): void {
  const typeOf = (text: string): GraphQLType | undefined => {
    const served = text.replace(/\w+/, (name) => names.type(name));
    return typeFromAST(schema, parseType(served, { noLocation: true }));
  };
  for (const type of firmTypes(catalog)) {
    const name = names.type(type.name);
    schema.getTypeMap()[name] = createType(name, type, typeOf);
  }
  for (const [place, { type: text, description }] of firmPlaces(catalog)) {
    const owner = schema.getType(names.type(place));
    const type = typeOf(text);
    if (isObjectType(owner)) {
      const custom = { type: assertOutputType(type), description, resolve: resolveCustom(place) };
      const { name } = owner;
      Object.assign(owner.getFields(), new GraphQLObjectType({ name, fields: { custom } }).getFields());
    } else if (isInputObjectType(owner)) {
      const custom = { type: assertInputType(type), description };
      const { name } = owner;
      Object.assign(owner.getFields(), new GraphQLInputObjectType({ name, fields: { custom } }).getFields());
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
          createMembers(type.fields(), (field) => ({
            type: assertOutputType(typeOf(field.type)),
            resolve: firmFieldResolver(type.owner, field.fact),
          })),
      });
    case 'input':
      return new GraphQLInputObjectType({
        name,
        description,
        fields: () =>
          createMembers(type.fields(), (field) => ({ type: assertInputType(typeOf(field.type)) })),
      });
    case 'enum':
      return new GraphQLEnumType({
        name,
        description,
        values: () => createMembers(type.values(), ({ id }) => ({ value: id })),
      });
  }
}

/** Fields or enum values by name. */
function createMembers<T extends FirmMember, R extends object>(
  members: readonly T[],
  create: (member: T) => R,
): Record<string, R> {
  return Object.fromEntries(
    members.map((member) => {
      const { name, description, deprecated } = member;
      const deprecationReason = deprecated ? deletedReason : undefined;
      return [name, { description, deprecationReason, ...create(member) }];
    }),
  );
}
