import { type GraphQLSchema, print } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Catalog } from '../catalog/catalog.ts';
import { readSdl } from '../catalog/read-sdl.ts';
import { addToTypeDefs } from '../custom-fields/add-to-type-defs.ts';
import type { FirmFields } from '../custom-fields/custom-fields-file.ts';
import { withCustomFields } from '../custom-fields/extend-catalog.ts';
import { createSchema, parseTypeDefs } from '../resolvers/create-schema.ts';
import { plainNames, prefixedNames, renameTypeDefs, type SchemaNames } from '../resolvers/schema-names.ts';
import { lazy } from '../values.ts';
import { type AdaptOperation, createAdaptOperation } from './adapt-operation.ts';
import { createRouterSchema } from './router-schema.ts';
import { type SubgraphOptions, subgraphSdl } from './subgraph.ts';

/** How {@link createServedSchema} names and federates the schema. */
export interface ServedSchemaOptions extends SubgraphOptions {
  /**
   * Put before the names of types and root fields, so that they do not collide with others in a supergraph: `Clio`.
   * @default null: plain names
   */
  readonly prefix?: string | null;
  /**
   * The firm's own fields, as `custom` on its records.
   * @default null
   */
  readonly customFields?: FirmFields | null;
}

/** The schema that clients and routers see, and the one that operations are planned on. */
export interface ServedSchema {
  /** Executable. */
  readonly schema: GraphQLSchema;
  /** The same with `_entities` and `_service`, for the documents that ask for them. Made when first asked for. */
  routerSchema(): GraphQLSchema;
  /** Plain names: what the planner reads. */
  readonly planned: GraphQLSchema;
  /** The facts behind it, with the firm's own fields. */
  readonly catalog: Catalog;
  readonly adapt: AdaptOperation;
  readonly names: SchemaNames;
  /** What clients see, without what only routers use. */
  sdl(): string;
  /** The same as a subgraph of Apollo Federation 2. Made when first asked for. */
  subgraphSdl(): string;
}

/** Each takes 13 MB: a process that starts gateways of many firms, one after the other, does not keep the schemas of all of them. */
const maxShared = 3;

const served = new WeakMap<Catalog, LRUCache<string, ServedSchema>>();

/**
 * Puts names and federation around the plain schema. Gateways of one process share it: nothing in it changes, and it takes longer to
 * make than all else that a gateway starts with.
 */
export function createServedSchema(catalog: Catalog, options: ServedSchemaOptions = {}): ServedSchema {
  const key = JSON.stringify([
    options.prefix ?? null,
    options.nodeFields ?? null,
    options.customFields ?? null,
  ]);
  const known = served.get(catalog) ?? new LRUCache<string, ServedSchema>({ max: maxShared });
  const schema = known.get(key) ?? buildServedSchema(catalog, options);
  served.set(catalog, known.set(key, schema));
  return schema;
}

function buildServedSchema(
  base: Catalog,
  { prefix = null, customFields = null, ...subgraph }: ServedSchemaOptions,
): ServedSchema {
  const catalog = customFields === null ? base : withCustomFields(base, customFields);
  const plain = parseTypeDefs();
  // Clients and routers see the firm's fields in the SDL; the executable schema gets them without it.
  const withFirm = lazy(() => addToTypeDefs(plain, catalog));
  const names = prefix === null ? plainNames : prefixedNames(withFirm(), prefix);
  const typeDefs = renameTypeDefs(plain, names);
  const shownTypeDefs = lazy(() => renameTypeDefs(withFirm(), names));
  const sdl = lazy(() =>
    withoutExtensions(names === plainNames && customFields === null ? readSdl() : print(shownTypeDefs())),
  );
  const federatedSdl = lazy(() => subgraphSdl(catalog, shownTypeDefs(), names, subgraph));
  const schema = createSchema(catalog, { typeDefs, names });
  return {
    schema,
    routerSchema: lazy(() => createRouterSchema(catalog, schema, names, federatedSdl)),
    // Plain names: the planner only looks types up, and `_entities` never comes to it.
    planned: names === plainNames ? schema : createSchema(catalog, { typeDefs: plain }),
    catalog,
    adapt: createAdaptOperation(catalog, schema, names),
    names,
    sdl,
    subgraphSdl: federatedSdl,
  };
}

/**
 * The fields of each `extend type` in the type's own definition. Extensions are as good for servers, but relay-compiler takes
 * their fields for ones that the client adds.
 */
function withoutExtensions(sdl: string): string {
  const fields = new Map<string, string>();
  const defined = sdl.replace(/^extend type (\w+) \{\n(.*?)^\}\n?/gms, (_all, type: string, body: string) => {
    fields.set(type, (fields.get(type) ?? '') + body);
    return '';
  });
  return defined.replace(
    /^type (\w+)( [^{\n]*)? \{\n(.*?)^\}/gms,
    (whole: string, type: string) => `${whole.slice(0, -1) + (fields.get(type) ?? '')}}`,
  );
}
