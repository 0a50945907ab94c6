import {
  type DocumentNode,
  type GraphQLFieldConfig,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  isInterfaceType,
  Kind,
  visit,
} from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { type ClioRecord, typeName } from '../loaders/record.ts';
import type { ResolverContext } from '../resolvers/context.ts';
import type { SchemaNames } from '../resolvers/schema-names.ts';
import { joinObjects } from '../values.ts';
import { representedId } from './representation.ts';

const routerFields: ReadonlySet<string> = new Set(['_entities', '_service']);

/** Whether a document selects fields that only the schema of {@link createRouterSchema} has. */
export function isForRouters(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.FIELD]: ({ name }) => {
      found ||= routerFields.has(name.value);
    },
  });
  return found;
}

/**
 * The served schema with the fields that federation routers need (Apollo Federation 2, "Subgraph specification"):
 * `_service` returns the SDL, `_entities` returns records by their keys.
 *
 * @param sdl The subgraph's SDL.
 */
export function createRouterSchema(
  catalog: Catalog,
  schema: GraphQLSchema,
  names: SchemaNames,
  sdl: () => string,
): GraphQLSchema {
  const query = schema.getQueryType();
  const node = schema.getType(names.type('Node'));
  if (!query || !isInterfaceType(node))
    throw new Error('The schema has no records (clio-graphql:router-schema)');
  const entity = new GraphQLUnionType({
    name: '_Entity',
    description: 'Any record that a federation router can ask for by a key.',
    types: schema.getPossibleTypes(node),
    resolveType: (record: ClioRecord) => names.type(record[typeName] as string),
  });
  const service = new GraphQLObjectType({
    name: '_Service',
    description: 'This gateway as a subgraph.',
    fields: {
      sdl: {
        description: 'The subgraph’s schema with its federation directives.',
        type: new GraphQLNonNull(GraphQLString),
        resolve: sdl,
      },
    },
  });
  const config = query.toConfig();
  const routerQuery = new GraphQLObjectType<unknown, ResolverContext>(
    joinObjects(config, {
      fields: joinObjects(config.fields, {
        _entities: entitiesField(catalog, names, entity),
        _service: {
          description: 'This gateway’s schema, for composing a supergraph.',
          type: new GraphQLNonNull(service),
          resolve: () => ({}),
        },
      }),
    }),
  );
  const whole = schema.toConfig();
  return new GraphQLSchema(
    joinObjects(whole, {
      query: routerQuery,
      types: whole.types.filter((type) => type !== query),
      assumeValid: true,
    }),
  );
}

/** The field `_entities`. The run has loaded its records as `nodes(ids:)`; a wrong representation is an error at its index. */
function entitiesField(
  catalog: Catalog,
  names: SchemaNames,
  entity: GraphQLUnionType,
): GraphQLFieldConfig<unknown, ResolverContext, { readonly representations: readonly unknown[] }> {
  const any = new GraphQLScalarType({
    name: '_Any',
    description: `A record by its type and a key of it, as a federation router sends it: \`{ "__typename": "${names.type('Contact')}", "clioId": "101" }\`.`,
  });
  return {
    description:
      'Records by their keys, for federation routers. Each is in the place of its representation; null where Clio has no such record.',
    type: new GraphQLNonNull(new GraphQLList(entity)),
    args: {
      representations: {
        description: 'Which records: each with its `__typename` and its `id` or `clioId`.',
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(any))),
      },
    },
    async resolve(_root, { representations }, context, info) {
      const loaded = await (await context.run(info))[info.path.key];
      if (!Array.isArray(loaded)) return loaded;
      return representations.map((representation, index) => {
        try {
          representedId(catalog, names, representation);
          return loaded[index];
        } catch (error) {
          return error;
        }
      });
    },
  };
}
