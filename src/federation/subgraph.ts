import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type NameNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  print,
} from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { createFieldEndpoints } from '../planner/field-endpoints.ts';
import { isRootType, type SchemaNames } from '../resolvers/schema-names.ts';

/** Options of {@link subgraphSdl}. */
export interface SubgraphOptions {
  /**
   * Whether `Query.node` and `Query.nodes` are in the subgraph's schema. Only one subgraph of a supergraph can
   * have them, because its router cannot know which subgraph an id belongs to.
   * @default false
   */
  readonly nodeFields?: boolean;
}

/**
 * The schema as a subgraph of Apollo Federation 2, with keys on all records that can be loaded, the directives of
 * shared types, and the costs of fields in REST calls.
 *
 * @param typeDefs The schema under its served names, without `_entities` and `_service`, which routers add.
 */
export function subgraphSdl(
  catalog: Catalog,
  typeDefs: DocumentNode,
  names: SchemaNames,
  { nodeFields = false }: SubgraphOptions = {},
): string {
  const endpoints = createFieldEndpoints(catalog);
  const withCost = (type: ObjectTypeDefinitionNode | ObjectTypeExtensionNode): FieldDefinitionNode[] => {
    const root = isRootType(type.name.value);
    return (type.fields ?? []).map((field) => {
      const plainField = root ? names.plainRootField(field.name.value) : field.name.value;
      const endpoint = endpoints.find(names.plainType(type.name.value), plainField);
      // A subscription costs a call for its webhook.
      if (!endpoint && type.name.value !== 'Subscription') return field;
      const size = endpoint?.kind === 'list' ? listSize(typeDefs, field) : '';
      return {
        ...field,
        directives: [...(field.directives ?? []), ...directives(`@cost(weight: 1) ${size}`)],
      };
    });
  };
  const convert = (definition: DefinitionNode): DefinitionNode => {
    // Federation 2 does not know @oneOf, so routers see an ordinary input, and the gateway checks it.
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      return {
        ...definition,
        directives: definition.directives?.filter((one) => one.name.value !== 'oneOf'),
      };
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION)
      return definition;
    const name = definition.name.value;
    const fields = withCost(definition);
    if (name === 'Query' && !nodeFields) {
      const isNode = (field: string): boolean => field === 'node' || field === 'nodes';
      const kept = fields.filter((field) => !isNode(names.plainRootField(field.name.value)));
      return { ...definition, fields: kept };
    }
    if (isRootType(name) || definition.kind === Kind.OBJECT_TYPE_EXTENSION) return { ...definition, fields };
    const shareable = name === 'PageInfo' ? '@shareable' : '';
    const keys = isEntity(definition, names) ? '@key(fields: "id") @key(fields: "clioId")' : '';
    // Only calls have a cost. Without this directive, each object would cost 1.
    const added = directives(`${shareable} ${keys} @cost(weight: 0)`);
    return { ...definition, fields, directives: [...(definition.directives ?? []), ...added] };
  };
  const link = parse(
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@cost", "@listSize"])',
    { noLocation: true },
  );
  const converted = typeDefs.definitions.filter((one) => !isRoutersOwn(one)).map(convert);
  return print({ kind: Kind.DOCUMENT, definitions: [...link.definitions, ...converted] });
}

/** Whether a type has keys. All records with a global id can be loaded by it. */
function isEntity(type: ObjectTypeDefinitionNode, names: SchemaNames): boolean {
  return (type.interfaces ?? []).some((one) => names.plainType(one.name.value) === 'Node');
}

/** The directive that says which arguments of a list limit which fields of its connection. */
function listSize(typeDefs: DocumentNode, field: FieldDefinitionNode): string {
  let { type } = field;
  while (type.kind !== Kind.NAMED_TYPE) type = type.type;
  const { value } = type.name;
  const connection = typeDefs.definitions.find(
    (one) => one.kind === Kind.OBJECT_TYPE_DEFINITION && one.name.value === value,
  ) as ObjectTypeDefinitionNode | undefined;
  const existing = (nodes: readonly { readonly name: NameNode }[] | undefined, names: readonly string[]) =>
    JSON.stringify(names.filter((name) => nodes?.some((node) => node.name.value === name)));
  const sliced = existing(field.arguments, ['first', 'last']);
  const sized = existing(connection?.fields, ['edges', 'nodes']);
  return `@listSize(slicingArguments: ${sliced}, sizedFields: ${sized}, requireOneSlicingArgument: false)`;
}

/** Whether a directive is defined by routers themselves. They do not send it to subgraphs. */
function isRoutersOwn(definition: DefinitionNode): boolean {
  return definition.kind === Kind.DIRECTIVE_DEFINITION && ['defer', 'stream'].includes(definition.name.value);
}

/** Parses directives. */
function directives(text: string): readonly ConstDirectiveNode[] {
  const [definition] = parse(`type T ${text}`, { noLocation: true }).definitions;
  return (definition as ObjectTypeDefinitionNode).directives ?? [];
}
