import {
  type ArgumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  TypeInfo,
  type ValueNode,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import type { SchemaNames } from '../resolvers/schema-names.ts';
import { representedId } from './representation.ts';

/** An operation on the planner's schema. */
export interface AdaptedOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
  /** @param given Coerced variables of the operation that the client sent. */
  variables(given: Variables): Variables;
}

/** Rewrites an operation on the served schema into one on the planner's schema. */
export type AdaptOperation = (operation: OperationDefinitionNode, fragments: Fragments) => AdaptedOperation;

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;
type Variables = Readonly<Record<string, unknown>>;

/**
 * Adapts operations to the planner, which knows neither prefixes nor federation: replaces prefixed names by plain
 * ones, and `_entities(representations:)` by `nodes(ids:)`.
 *
 * @param schema The served schema.
 */
export function createAdaptOperation(
  catalog: Catalog,
  schema: GraphQLSchema,
  names: SchemaNames,
): AdaptOperation {
  return (sent, sentFragments) => {
    const { operation, fragments, entities } = rewrite(schema, names, sent, sentFragments);
    const variables = (given: Variables): Variables => {
      const all: Record<string, unknown> = { ...given };
      for (const [name, value] of entities) {
        const representations = valueFromASTUntyped(value, given as Record<string, unknown>);
        all[name] = (Array.isArray(representations) ? representations : [representations]).map((one) => {
          try {
            return representedId(catalog, names, one);
          } catch {
            // Loads nothing. The resolver of `_entities` reports the error at this index.
            return '';
          }
        });
      }
      return all;
    };
    return { operation, fragments, variables: entities.size === 0 ? (given) => given : variables };
  };
}

function rewrite(
  schema: GraphQLSchema,
  names: SchemaNames,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): { operation: OperationDefinitionNode; fragments: Fragments; entities: ReadonlyMap<string, ValueNode> } {
  /** Names of the variables for the ids → the representations. */
  const entities = new Map<string, ValueNode>();
  const typeInfo = new TypeInfo(schema);
  const roots = new Set([schema.getQueryType()?.name, schema.getMutationType()?.name]);
  const plain = <T extends OperationDefinitionNode | FragmentDefinitionNode>(node: T): T =>
    visit(
      node,
      visitWithTypeInfo(typeInfo, {
        NamedType: {
          leave: (type) => {
            const value = names.plainType(type.name.value);
            return value === type.name.value ? undefined : { ...type, name: { ...type.name, value } };
          },
        },
        Field: {
          leave: (field) => {
            if (!roots.has(typeInfo.getParentType()?.name)) return undefined;
            const responseKey = (field.alias ?? field.name).value;
            if (field.name.value === '_entities') {
              const variable = `_ids_${responseKey}`;
              entities.set(variable, representationsOf(field));
              return renamed(field, 'nodes', responseKey, [idsArgument(variable)]);
            }
            const name = names.plainRootField(field.name.value);
            return name === field.name.value ? undefined : renamed(field, name, responseKey);
          },
        },
      }),
    ) as T;
  const rewritten: Record<string, FragmentDefinitionNode> = {};
  for (const [name, fragment] of Object.entries(fragments)) rewritten[name] = plain(fragment);
  return { operation: plain(operation), fragments: rewritten, entities };
}

function renamed(field: FieldNode, name: string, responseKey: string, args = field.arguments): FieldNode {
  const { directives, selectionSet, loc } = field;
  return {
    kind: Kind.FIELD,
    name: nameNode(name),
    alias: nameNode(responseKey),
    arguments: args,
    directives,
    selectionSet,
    loc,
  };
}

function idsArgument(variable: string): ArgumentNode {
  const value = { kind: Kind.VARIABLE, name: nameNode(variable) } as const;
  return { kind: Kind.ARGUMENT, name: nameNode('ids'), value };
}

function nameNode(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

function representationsOf(field: FieldNode): ValueNode {
  const argument = field.arguments?.find(({ name }) => name.value === 'representations');
  return argument?.value ?? { kind: Kind.LIST, values: [] };
}
