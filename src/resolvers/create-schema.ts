import { makeExecutableSchema } from '@graphql-tools/schema';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { globalId } from '../catalog/ids.ts';
import { lowerFirst, upperFirst } from '../catalog/letter-case.ts';
import { payloadName } from '../catalog/payload-name.ts';
import { readSdl } from '../catalog/read-sdl.ts';
import type { FieldFact } from '../catalog/types.ts';
import { unexpectedValue } from '../errors.ts';
import { type ClioRecord, isRedacted, recordId, typeName } from '../loaders/record.ts';
import { addFirmTypes } from './add-firm-types.ts';
import { customResolver } from './custom-fields.ts';
import { extensionResolvers } from './extension-resolvers.ts';
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

type Resolvers = Record<string, Record<string, unknown>>;

/** The SDL, parsed. */
export function parseTypeDefs(): DocumentNode {
  return parse(readSdl(), { noLocation: true });
}

/** How {@link createSchema} departs from the plain schema. */
export interface SchemaOptions {
  /**
   * The schema's types, under `names`.
   * @default the project's own SDL
   */
  readonly typeDefs?: DocumentNode;
  /** @default as the catalog has them */
  readonly names?: SchemaNames;
}

/** The executable schema: resolvers only pick values out of what the plan has loaded. */
export function createSchema(
  catalog: Catalog,
  { typeDefs = parseTypeDefs(), names = plainNames }: SchemaOptions = {},
): GraphQLSchema {
  const resolvers: Resolvers = enumResolvers(catalog);
  // Only the functions: a scalar without a description would erase the SDL's.
  for (const [name, { serialize, parseValue, parseLiteral }] of Object.entries(scalars))
    resolvers[name] = { __serialize: serialize, __parseValue: parseValue, __parseLiteral: parseLiteral };
  const types = new Set(Object.values(catalog.data.entities).map((entity) => entity.type));
  for (const type of types) resolvers[type] = typeResolvers(catalog, type);
  for (const operation of Object.values(catalog.data.operations)) {
    if (!operation.field) continue;
    const { on, name } = operation.field;
    if (operation.method !== 'GET') {
      resolvers.Mutation = { ...resolvers.Mutation, [name]: resolveWrite };
      const record =
        operation.response === 'record' && operation.entity
          ? lowerFirst(catalog.entity(operation.entity).type)
          : null;
      resolvers[payloadName(operation)] = payloadResolvers(record);
      continue;
    }
    resolvers[on] ??= {};
    resolvers[on][name] = on === 'Query' ? resolveRoot : resolveSlot;
    const type = operation.entity ? catalog.entity(operation.entity).type : undefined;
    if (operation.response === 'list' && type) {
      resolvers[`${type}Connection`] = connectionResolvers;
      resolvers[`${type}Edge`] = edgeResolvers;
    }
    for (const relation of operation.relations ?? []) {
      resolvers[relation.on] ??= {};
      (resolvers[relation.on] as Record<string, unknown>)[relation.name] = resolveSlot;
    }
  }
  for (const [name, { finish }] of Object.entries(catalog.data.uploads)) {
    const { entity } = catalog.operation(finish);
    resolvers[`${upperFirst(name)}Payload`] = payloadResolvers(lowerFirst(catalog.entity(entity ?? '').type));
  }
  resolvers.SetCustomFieldValuesPayload = payloadResolvers('record');
  resolvers.Node = { __resolveType: (record: ClioRecord) => names.type(record[typeName] as string) };
  resolvers.CustomFieldOwner = resolvers.Node;
  resolvers.SearchResult = resolvers.Node;
  for (const { fields } of Object.values(catalog.data.entities)) {
    for (const fact of Object.values(fields)) {
      if (fact.kind === 'node' && !types.has(fact.type)) resolvers[fact.type] = resolvers.Node;
    }
  }
  resolvers.IdConnection = idConnectionResolvers;
  resolvers.IdEdge = idEdgeResolvers;
  for (const [type, own] of Object.entries(extensionResolvers))
    resolvers[type] = { ...resolvers[type], ...own };
  const schema = makeExecutableSchema({
    typeDefs,
    resolvers: renameResolvers(resolvers, names),
    // The SDL is the project's own and its tests validate it; doing so again would double the time to start.
    assumeValid: true,
    assumeValidSDL: true,
    updateResolversInPlace: true,
  });
  addFirmTypes(schema, catalog, names, (type) => resolveCustom(catalog, type));
  return schema;
}

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

// ---- types -------------------------------------------------------------------------------------

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
    // One shape of two id spaces: Clio's type goes into the id, or a user and a contact would share one.
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

/** The resolver of a type's field `custom`, of which the SDL knows nothing. */
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
