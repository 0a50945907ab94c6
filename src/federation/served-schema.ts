import { type GraphQLSchema, print } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Catalog } from '../catalog/catalog.ts';
import { readSdl } from '../catalog/read-sdl.ts';
import type { FirmFields } from '../custom-fields/custom-fields-file.ts';
import { withCustomFields } from '../custom-fields/extend-catalog.ts';
import { createSchema, parseTypeDefs } from '../resolvers/create-schema.ts';
import { plainNames, prefixedNames, renameTypeDefs, type SchemaNames } from '../resolvers/schema-names.ts';
import { lazy } from '../values.ts';
import { type AdaptOperation, createAdaptOperation } from './adapt-operation.ts';
import { addFirmTypeDefs } from './firm-type-defs.ts';
import { createRouterSchema } from './router-schema.ts';
import { type SubgraphOptions, subgraphSdl } from './subgraph.ts';

/** Options of {@link createServedSchema}. */
export interface ServedSchemaOptions extends SubgraphOptions {
  /**
   * Prefix of the names of types and root fields, so that they do not collide with others in a supergraph: `Clio`.
   * @default null: plain names
   */
  readonly prefix?: string | null;
  /**
   * The firm's own fields, as `custom` on its records.
   * @default null
   */
  readonly customFields?: FirmFields | null;
}

/** The schema that clients and routers use, and the schema that operations are planned with. */
export interface ServedSchema {
  /** Executable. */
  readonly schema: GraphQLSchema;
  /** The same with `_entities` and `_service`, for documents that select them. Created when first needed. */
  routerSchema(): GraphQLSchema;
  /** The planner's schema, which has plain names. */
  readonly planned: GraphQLSchema;
  /** The catalog with the firm's own fields. */
  readonly catalog: Catalog;
  readonly adapt: AdaptOperation;
  readonly names: SchemaNames;
  /** The SDL for clients. */
  sdl(): string;
  /** The SDL of a subgraph of Apollo Federation 2. Created when first needed. */
  subgraphSdl(): string;
}

/** Each takes 13 MB, so a process that starts gateways for many firms must not keep all their schemas. */
const maxShared = 3;

const served = new WeakMap<Catalog, LRUCache<string, ServedSchema>>();

/**
 * Creates the served schema. Gateways of one process share it, because it never changes and takes most of the time
 * of a start.
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
  const planned = createSchema(catalog, { typeDefs: plain });
  // Only the SDL for clients and routers needs this: the executable schema gets the firm's fields without SDL.
  const withFirm = lazy(() => addFirmTypeDefs(plain, planned));
  const names = prefix === null ? plainNames : prefixedNames(withFirm(), prefix);
  const shownTypeDefs = lazy(() => renameTypeDefs(withFirm(), names));
  const sdl = lazy(() =>
    withoutExtensions(names === plainNames && customFields === null ? readSdl() : print(shownTypeDefs())),
  );
  const federatedSdl = lazy(() => subgraphSdl(catalog, shownTypeDefs(), names, subgraph));
  const schema =
    names === plainNames ? planned : createSchema(catalog, { typeDefs: renameTypeDefs(plain, names), names });
  return {
    schema,
    routerSchema: lazy(() => createRouterSchema(catalog, schema, names, federatedSdl)),
    planned,
    catalog,
    adapt: createAdaptOperation(catalog, schema, names),
    names,
    sdl,
    subgraphSdl: federatedSdl,
  };
}

/**
 * Moves the fields of each `extend type` into the type's definition, because relay-compiler treats fields of
 * extensions as additions of the client.
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
