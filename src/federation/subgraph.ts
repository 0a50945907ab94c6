import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  print,
} from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { createFieldEndpoints } from '../planner/field-endpoints.ts';
import { isRootType, type SchemaNames } from '../resolvers/schema-names.ts';

/** How the subgraph shows itself to a supergraph. */
export interface SubgraphOptions {
  /**
   * Whether `Query.node` and `Query.nodes` are in the subgraph's schema. A supergraph can have only one owner
   * of them, and its router cannot know which subgraph an id belongs to.
   * @default false
   */
  readonly nodeFields?: boolean;
}

/**
 * The schema as a subgraph of Apollo Federation 2: keys on all records that can be loaded, shared types marked,
 * and what fields cost in REST calls.
 *
 * @param typeDefs The schema under its names outside, without `_entities` and `_service`: routers add those.
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
      // A subscription sets a webhook up.
      if (!endpoint && type.name.value !== 'Subscription') return field;
      const directives = [...(field.directives ?? []), directive('cost', { weight: 1 })];
      if (endpoint?.kind === 'list') {
        directives.push(
          directive('listSize', {
            slicingArguments: slicingArguments(field),
            sizedFields: sizedFields(typeDefs, field),
            requireOneSlicingArgument: false,
          }),
        );
      }
      return { ...field, directives };
    });
  };
  const definitions = typeDefs.definitions.map((definition): DefinitionNode => {
    // Federation 2 does not know @oneOf: such an input goes as an ordinary one, and the gateway checks it.
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      return {
        ...definition,
        directives: definition.directives?.filter((one) => one.name.value !== 'oneOf'),
      };
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION)
      return definition;
    const name = definition.name.value;
    const fields = withCost(definition);
    if (name === 'Query') {
      const kept = nodeFields
        ? fields
        : fields.filter((field) => !['node', 'nodes'].includes(names.plainRootField(field.name.value)));
      return { ...definition, fields: kept };
    }
    if (isRootType(name) || definition.kind === Kind.OBJECT_TYPE_EXTENSION) return { ...definition, fields };
    const directives = [...(definition.directives ?? [])];
    if (name === 'PageInfo') directives.push(directive('shareable'));
    if (isEntity(definition, names))
      directives.push(directive('key', { fields: 'id' }), directive('key', { fields: 'clioId' }));
    // What costs is the calls; objects that arrive with them do not.
    directives.push(directive('cost', { weight: 0 }));
    return { ...definition, fields, directives };
  });
  const link = parse(
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@cost", "@listSize"])',
    { noLocation: true },
  );
  return print({
    kind: Kind.DOCUMENT,
    definitions: [...link.definitions, ...definitions.filter((one) => !isRouters(one))],
  });
}

function objectTypes(typeDefs: DocumentNode): ObjectTypeDefinitionNode[] {
  return typeDefs.definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION);
}

/** Every record with a global id can be loaded by it. */
function isEntity(type: ObjectTypeDefinitionNode, names: SchemaNames): boolean {
  return (type.interfaces ?? []).some((one) => names.plainType(one.name.value) === 'Node');
}

function slicingArguments(field: FieldDefinitionNode): string[] {
  const own = new Set(field.arguments?.map(({ name }) => name.value));
  return ['first', 'last'].filter((name) => own.has(name));
}

/** Which fields of a connection grow with its arguments. */
function sizedFields(typeDefs: DocumentNode, field: FieldDefinitionNode): string[] {
  let { type } = field;
  while (type.kind !== Kind.NAMED_TYPE) type = type.type;
  const { value } = type.name;
  const connection = objectTypes(typeDefs).find((one) => one.name.value === value);
  const own = new Set(connection?.fields?.map((one) => one.name.value));
  return ['edges', 'nodes'].filter((name) => own.has(name));
}

/** Routers have these directives of their own, for their own clients; between them and subgraphs there are none. */
function isRouters(definition: DefinitionNode): boolean {
  return definition.kind === Kind.DIRECTIVE_DEFINITION && ['defer', 'stream'].includes(definition.name.value);
}

function directive(
  name: string,
  args: Readonly<Record<string, string | number | boolean | readonly string[]>> = {},
): ConstDirectiveNode {
  const printed = Object.entries(args).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const text = `type T @${name}${printed.length > 0 ? `(${printed.join(', ')})` : ''}`;
  const [definition] = parse(text, { noLocation: true }).definitions;
  return (definition as ObjectTypeDefinitionNode).directives?.[0] as ConstDirectiveNode;
}
