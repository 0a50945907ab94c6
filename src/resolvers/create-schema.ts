import { makeExecutableSchema } from '@graphql-tools/schema';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { globalId } from '../catalog/ids.ts';
import { lowerFirst, upperFirst } from '../catalog/letter-case.ts';
import { payloadName } from '../catalog/payload-name.ts';
import { readSdl } from '../catalog/read-sdl.ts';
import type { FieldFact } from '../catalog/types.ts';
import { unexpectedValue } from '../errors.ts';
import type { MutationResolvers, QueryResolvers, SearchConnectionResolvers } from '../generated/resolvers.ts';
import { type ClioRecord, isRedacted, recordId, typeName } from '../loaders/record.ts';
import { customResolver } from './custom-fields.ts';
import { addFirmTypes } from './firm-types.ts';
import {
  enumResolver,
  pickResolver,
  type RecordResolver,
  recordResolver,
  recordsResolver,
  scalarResolver,
  sumResolver,
  typedResolver,
  valueFinder,
  withheldResolver,
  withheldWarning,
} from './read-values.ts';
import {
  connectionResolvers,
  edgeResolvers,
  idConnectionResolvers,
  idEdgeResolvers,
  payloadResolvers,
  resolveRoot,
  resolveSlot,
  resolveWrite,
} from './resolve-positions.ts';
import { scalars } from './scalars.ts';
import { isRootType, plainNames, type SchemaNames } from './schema-names.ts';
import { resolveSearch, searchConnectionResolvers } from './search.ts';

type Resolvers = Record<string, Record<string, unknown>>;

/** Parses the project's own SDL. */
export function parseTypeDefs(): DocumentNode {
  return parse(readSdl(), { noLocation: true });
}

export interface SchemaOptions {
  /**
   * The types, under the served names.
   * @default the project's own SDL
   */
  readonly typeDefs?: DocumentNode;
  /** @default the names of the catalog */
  readonly names?: SchemaNames;
}

/** The executable schema. Its resolvers only return values that the run has loaded. */
export function createSchema(
  catalog: Catalog,
  { typeDefs = parseTypeDefs(), names = plainNames }: SchemaOptions = {},
): GraphQLSchema {
  const schema = makeExecutableSchema({
    typeDefs,
    resolvers: renameResolvers(collectResolvers(catalog, names), names),
    // Tests validate the SDL. Validating it here would double the time to start.
    assumeValid: true,
    assumeValidSDL: true,
    updateResolversInPlace: true,
  });
  addFirmTypes(schema, catalog, names, (type) => resolveCustom(catalog, type));
  return schema;
}

/** All resolvers, by plain names. */
function collectResolvers(catalog: Catalog, names: SchemaNames): Resolvers {
  const { entities, operations, uploads } = catalog.data;
  const resolvers = enumResolvers(catalog);
  const fieldsOf = (type: string): Record<string, unknown> => {
    resolvers[type] ??= {};
    return resolvers[type];
  };
  // Only the functions: a scalar without a description would erase the SDL's.
  for (const [name, { serialize, parseValue, parseLiteral }] of Object.entries(scalars))
    resolvers[name] = { __serialize: serialize, __parseValue: parseValue, __parseLiteral: parseLiteral };
  const types = new Set(Object.values(entities).map((entity) => entity.type));
  for (const type of types) resolvers[type] = typeResolvers(catalog, type);
  for (const operation of Object.values(operations)) {
    const { method, field, response, entity, relations = [] } = operation;
    if (!field) continue;
    const type = entity && catalog.entity(entity).type;
    if (method !== 'GET') {
      fieldsOf('Mutation')[field.name] = resolveWrite;
      const record = response === 'record' && type ? lowerFirst(type) : null;
      resolvers[payloadName(operation)] = payloadResolvers(record);
      continue;
    }
    fieldsOf(field.on)[field.name] = field.on === 'Query' ? resolveRoot : resolveSlot;
    if (response === 'list' && type) {
      resolvers[`${type}Connection`] = connectionResolvers;
      resolvers[`${type}Edge`] = edgeResolvers;
    }
    for (const { on, name } of relations) fieldsOf(on)[name] = resolveSlot;
  }
  for (const [name, { finish }] of Object.entries(uploads)) {
    const { entity = '' } = catalog.operation(finish);
    resolvers[`${upperFirst(name)}Payload`] = payloadResolvers(lowerFirst(catalog.entity(entity).type));
  }
  resolvers.SetCustomFieldValuesPayload = payloadResolvers('record');
  const node = { __resolveType: (record: ClioRecord) => names.type(record[typeName] as string) };
  for (const type of ['Node', 'CustomFieldOwner', 'SearchResult']) resolvers[type] = node;
  for (const { fields } of Object.values(entities)) {
    for (const fact of Object.values(fields))
      if (fact.kind === 'node' && !types.has(fact.type)) resolvers[fact.type] = node;
  }
  resolvers.IdConnection = idConnectionResolvers;
  resolvers.IdEdge = idEdgeResolvers;
  for (const [type, own] of Object.entries(extensionResolvers)) Object.assign(fieldsOf(type), own);
  return resolvers;
}

/** The fields that `schema/extensions` defines by hand. */
const extensionResolvers: {
  readonly Query: Required<Omit<QueryResolvers, '__isTypeOf'>>;
  readonly Mutation: Required<Omit<MutationResolvers, '__isTypeOf'>>;
  readonly SearchConnection: Required<Omit<SearchConnectionResolvers, '__isTypeOf'>>;
} = {
  Query: {
    node: resolveRoot,
    nodes: resolveRoot,
    search: resolveSearch,
    rateLimit: (_root, _args, context, info) => context.rateLimit(info),
  },
  Mutation: {
    setCustomFieldValues: resolveWrite,
    uploadDocument: resolveWrite,
    uploadDocumentVersion: resolveWrite,
  },
  SearchConnection: searchConnectionResolvers,
};

function renameResolvers(resolvers: Resolvers, names: SchemaNames): Resolvers {
  if (names === plainNames) return resolvers;
  const renamed: Resolvers = {};
  for (const [type, fields] of Object.entries(resolvers)) {
    renamed[names.type(type)] = isRootType(type)
      ? Object.fromEntries(Object.entries(fields).map(([name, resolve]) => [names.rootField(name), resolve]))
      : fields;
  }
  return renamed;
}

function typeResolvers(catalog: Catalog, type: string): Record<string, RecordResolver> {
  const resolvers: Record<string, RecordResolver> = {};
  const main = catalog.mainEntity(type);
  const entity = main ? catalog.entity(main) : undefined;
  const withheld = entity?.withheld;
  for (const { key, fact } of catalog.fieldsByName(type).values()) {
    if (fact.kind === 'custom') continue;
    const resolve = fieldResolver(catalog, type, key, fact);
    const from = fact.kind === 'typed' ? fact.from : key;
    resolvers[fact.name] = withheld?.fields.includes(from)
      ? withheldResolver(resolve, from, withheldWarning(type, withheld))
      : resolve;
  }
  if (entity?.id) {
    const node = Object.values(entity.fields).find((fact) => fact.kind === 'node');
    // Users and contacts can have the same number: where a record can be either, its global id contains Clio's type.
    const typeField = node?.kind === 'node' ? node.typeField : null;
    const typeFact = typeField === null ? undefined : entity.fields[typeField];
    const typeOf = valueFinder(
      typeFact?.kind === 'scalar' ? Object.values(catalog.enum(typeFact.type)?.values ?? {}) : [],
    );
    const idOf = entity.nullableId ? recordId : (record: ClioRecord) => recordId(record) ?? noId(type);
    resolvers.id = (record) => {
      const id = idOf(record);
      if (id === null) return null;
      if (typeField === null) return globalId(type, id);
      const value = record[typeField];
      const kind = typeOf(value) ?? (typeof value === 'string' ? value : null);
      return globalId(type, `${kind}-${id}`);
    };
    resolvers.clioId = (record) => idOf(record);
  }
  if (entity?.redactable) resolvers.redacted = isRedacted;
  return resolvers;
}

function fieldResolver(catalog: Catalog, type: string, key: string, fact: FieldFact): RecordResolver {
  const place = `${type}.${fact.name}`;
  switch (fact.kind) {
    case 'scalar': {
      const values = fact.enum ? catalog.enum(fact.type)?.values : undefined;
      return values
        ? enumResolver(place, key, Object.values(values), fact.spelling)
        : scalarResolver(key, fact.type, fact.list === true);
    }
    case 'one':
      return recordResolver(key, catalog.entity(fact.entity).type);
    case 'many':
      return recordsResolver(key, catalog.entity(fact.entity).type, place);
    case 'typed':
      return typedResolver(fact);
    case 'sum':
      return sumResolver(fact);
    case 'pick': {
      const { type: picked, withheld } = catalog.entity(fact.entity);
      return pickResolver(fact, withheld && withheldWarning(picked, withheld));
    }
    default:
      return resolveSlot;
  }
}

/** The resolver of a type's field `custom`, which is not in the SDL. */
function resolveCustom(catalog: Catalog, type: string): RecordResolver {
  const fact = catalog.fieldsByName(type).get('custom')?.fact;
  if (fact?.kind !== 'custom') throw new Error(`${type} has no custom fields`);
  const { type: listed, withheld } = catalog.entity(fact.entity);
  return customResolver(fact.from, withheld && withheldWarning(listed, withheld));
}

function noId(type: string): never {
  throw unexpectedValue(type);
}

function enumResolvers(catalog: Catalog): Resolvers {
  const resolvers: Resolvers = {};
  for (const [name, fact] of Object.entries(catalog.data.enums)) resolvers[name] = { ...fact.values };
  for (const operation of Object.values(catalog.data.operations)) {
    if (operation.order) resolvers[operation.order.type] = { ...operation.order.values };
  }
  return resolvers;
}
