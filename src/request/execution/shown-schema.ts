import { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { joinObjects } from '../../values.ts';

/** What federation routers use: they know it from the specification, and nobody else is to see it. */
const routersFields: ReadonlySet<string> = new Set(['_entities', '_service']);
const routersTypes: ReadonlySet<string> = new Set(['_Any', '_Entity', '_Service']);

const shown = new WeakMap<GraphQLSchema, GraphQLSchema>();

/** The schema as introspection shows it: without what only federation routers use. Made when first asked for. */
export function shownSchema(schema: GraphQLSchema): GraphQLSchema {
  let own = shown.get(schema);
  if (!own) {
    own = withoutFederation(schema);
    shown.set(schema, own);
  }
  return own;
}

function withoutFederation(schema: GraphQLSchema): GraphQLSchema {
  const query = schema.getQueryType();
  if (!query?.getFields()._service) return schema;
  const config = query.toConfig();
  const fields = Object.entries(config.fields).filter(([name]) => !routersFields.has(name));
  const whole = schema.toConfig();
  return new GraphQLSchema(
    joinObjects(whole, {
      query: new GraphQLObjectType({ ...config, fields: Object.fromEntries(fields) }),
      types: whole.types.filter((type) => type !== query && !routersTypes.has(type.name)),
      assumeValid: true,
    }),
  );
}
