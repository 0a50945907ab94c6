import { readdirSync, readFileSync } from 'node:fs';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { type DocumentNode, type GraphQLFieldResolver, type GraphQLSchema, parse } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { lowerFirst, upperFirst } from '../catalog/letter-case.ts';
import type { FieldFact, TypedFact } from '../catalog/types.ts';
import { globalId } from '../loaders/ids.ts';
import { type ClioRecord, recordId, slots, typeName } from '../loaders/record.ts';
import type { ResolverContext } from './context.ts';
import { extensionResolvers } from './extension-resolvers.ts';
import {
  connectionResolvers,
  edgeResolvers,
  idConnectionResolvers,
  payloadResolvers,
  resolveRoot,
  resolveSlot,
  resolveWrite,
} from './resolve-positions.ts';
import { scalars } from './scalars.ts';
import { isRootType, plainNames, type SchemaNames } from './schema-names.ts';

type RecordResolver = GraphQLFieldResolver<ClioRecord, ResolverContext>;
type Resolvers = Record<string, Record<string, unknown>>;

const schemaFolder = new URL('../../schema/', import.meta.url);

/** The SDL as clients see it: what is generated from the catalog, and what is written by hand. */
export function readTypeDefs(): string {
  const generated = readdirSync(schemaFolder).filter((file) => file.endsWith('.graphql'));
  const written = readdirSync(new URL('extensions/', schemaFolder)).filter((file) =>
    file.endsWith('.graphql'),
  );
  const files = [...generated.sort(), ...written.sort().map((file) => `extensions/${file}`)];
  return files.map((file) => readFileSync(new URL(file, schemaFolder), 'utf8')).join('\n');
}

/** The SDL, parsed. */
export function parseTypeDefs(): DocumentNode {
  return parse(readTypeDefs(), { noLocation: true });
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
  /** Resolvers of what `typeDefs` have beside the project's own SDL, by type and field. */
  readonly more?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The executable schema: resolvers only pick values out of what the plan has loaded. */
export function createSchema(
  catalog: Catalog,
  { typeDefs = parseTypeDefs(), names = plainNames, more = {} }: SchemaOptions = {},
): GraphQLSchema {
  const resolvers: Resolvers = { ...enumResolvers(catalog) };
  // Not the scalar itself: its description, which it has none of, would replace the SDL's.
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
        operation.answer === 'record' && operation.entity
          ? lowerFirst(catalog.entity(operation.entity).type)
          : null;
      resolvers[`${upperFirst(name)}Payload`] = payloadResolvers(record);
      continue;
    }
    resolvers[on] ??= {};
    resolvers[on][name] = on === 'Query' ? resolveRoot : resolveSlot;
    const type = operation.entity ? catalog.entity(operation.entity).type : undefined;
    if (operation.answer === 'list' && type) {
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
  resolvers.IdConnection = idConnectionResolvers;
  for (const [type, own] of [...Object.entries(extensionResolvers), ...Object.entries(more)])
    resolvers[type] = { ...resolvers[type], ...own };
  return makeExecutableSchema({
    typeDefs,
    resolvers: renameResolvers(resolvers, names),
    resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
    // The SDL is the project's own and its tests validate it; doing so again would double the time to start.
    assumeValid: true,
    assumeValidSDL: true,
    updateResolversInPlace: true,
  });
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
  // Of a hidden contact Clio sends asterisks for a name where it is nested, and the id alone where it is named only. Which of
  // the two arrives depends on the plan, so both are answered as null. What no plan can load always comes the same way.
  const isHidden = entity?.redactable === true && entity.load !== undefined;
  for (const { key, fact } of catalog.fieldsByName(type).values())
    resolvers[fact.name] = fieldResolver(catalog, type, key, fact, isHidden);
  if (entity?.id) {
    const node = Object.values(entity.fields).find((fact) => fact.kind === 'node');
    // One shape of two id spaces: Clio's type goes into the id, or a user and a contact would share one.
    const typeField = node?.kind === 'node' ? node.typeField : null;
    resolvers.id = (record) => {
      const id = recordId(record);
      if (id === null) return null;
      return globalId(type, typeField === null ? id : `${String(record[typeField])}-${id}`);
    };
    resolvers.clioId = (record) => recordId(record);
  }
  if (entity?.redactable) resolvers.redacted = (record) => record.redacted === true;
  return resolvers;
}

function fieldResolver(
  catalog: Catalog,
  type: string,
  key: string,
  fact: FieldFact,
  isHidden: boolean,
): RecordResolver {
  if (fact.kind === 'link' || fact.kind === 'node' || fact.kind === 'pick') return resolveSlot;
  if (fact.kind === 'typed') return typedResolver(fact);
  if (fact.kind === 'scalar') {
    const values = fact.enum ? catalog.enum(fact.type)?.values : undefined;
    if (values) return enumResolver(`${type}.${fact.name}`, key, new Set(Object.values(values)), isHidden);
    return isHidden ? (record) => (record.redacted === true ? null : record[key]) : (record) => record[key];
  }
  return (record, _args, _context, info) => {
    const own = record[slots];
    const { key: responseKey } = info.path;
    return own && responseKey in own ? own[responseKey] : record[key];
  };
}

/** The value where it is of this type; null where the record's value is of another. */
function typedResolver({ from, type, when }: TypedFact): RecordResolver {
  const values = new Set(when.values);
  return (record) => {
    const value = record[from];
    if (value === null || value === undefined || !values.has(String(record[when.field]))) return null;
    if (type === 'Float') return Number.isFinite(Number(value)) && value !== '' ? Number(value) : null;
    // Checkboxes come as true and as "true".
    if (type === 'Boolean') return value === true || value === 'true';
    return String(value);
  };
}

/** Clio may add values at any time: one that the schema does not know is null, never a failed query. */
function enumResolver(
  name: string,
  key: string,
  known: ReadonlySet<string>,
  isHidden: boolean,
): RecordResolver {
  const check = (value: unknown, context: ResolverContext): unknown => {
    if (value === null || value === undefined) return null;
    if (typeof value === 'string' && known.has(value)) return value;
    context.warn(
      `${name}: Clio sent a value that this version of the schema does not know; it is answered as null.`,
    );
    return null;
  };
  return (record, _args, context) => {
    const value = isHidden && record.redacted === true ? null : record[key];
    return Array.isArray(value) ? value.map((one) => check(one, context)) : check(value, context);
  };
}

function enumResolvers(catalog: Catalog): Resolvers {
  const resolvers: Resolvers = {};
  for (const [name, fact] of Object.entries(catalog.data.enums)) resolvers[name] = { ...fact.values };
  for (const operation of Object.values(catalog.data.operations)) {
    if (operation.order) resolvers[operation.order.type] = { ...operation.order.values };
  }
  return resolvers;
}
