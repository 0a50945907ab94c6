import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  type ValueNode,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import type { PlannedOperation } from '../planner/planner.ts';
import type { SchemaNames } from '../resolvers/schema-names.ts';
import { representedId } from './representation.ts';

/** Makes of an operation on the schema outside one on the schema inside. */
export type AdaptOperation = (operation: PlannedOperation) => PlannedOperation;

interface Adapted {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Variable that takes the ids → where the representations stand. */
  readonly entities: ReadonlyMap<string, ValueNode>;
}

/**
 * Plain names for those outside, and `nodes(ids:)` for `_entities(representations:)`: the planner knows neither
 * prefixes nor federation. Documents are rewritten once; an operation that needs nothing is left as it is.
 *
 * @param schema The schema outside.
 */
export function createAdaptOperation(
  catalog: Catalog,
  schema: GraphQLSchema,
  names: SchemaNames,
): AdaptOperation {
  const known = new WeakMap<OperationDefinitionNode, Adapted>();
  return (planned) => {
    let adapted = known.get(planned.operation);
    if (!adapted) {
      adapted = rewrite(schema, names, planned);
      known.set(planned.operation, adapted);
    }
    const { operation, fragments, entities } = adapted;
    if (entities.size === 0) return { operation, fragments, variables: planned.variables };
    const variables: Record<string, unknown> = { ...planned.variables };
    for (const [name, value] of entities) {
      const given = valueFromASTUntyped(value, planned.variables);
      variables[name] = (Array.isArray(given) ? given : [given]).map((representation) => {
        try {
          return representedId(catalog, names, representation);
        } catch {
          // Its own place's error, which the resolver of `_entities` gives; nothing is loaded for it.
          return '';
        }
      });
    }
    return { operation, fragments, variables };
  };
}

function rewrite(
  schema: GraphQLSchema,
  names: SchemaNames,
  { operation, fragments }: PlannedOperation,
): Adapted {
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
              return named(field, 'nodes', responseKey, variable);
            }
            const name = names.plainRootField(field.name.value);
            return name === field.name.value ? undefined : named(field, name, responseKey);
          },
        },
      }),
    ) as T;
  const rewritten: Record<string, FragmentDefinitionNode> = {};
  for (const [name, fragment] of Object.entries(fragments)) rewritten[name] = plain(fragment);
  return { operation: plain(operation), fragments: rewritten, entities };
}

function named(field: FieldNode, name: string, responseKey: string, ids?: string): FieldNode {
  return {
    ...field,
    name: { kind: Kind.NAME, value: name },
    alias: { kind: Kind.NAME, value: responseKey },
    ...(ids === undefined
      ? {}
      : {
          arguments: [
            {
              kind: Kind.ARGUMENT,
              name: { kind: Kind.NAME, value: 'ids' },
              value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: ids } },
            },
          ],
        }),
  };
}

function representationsOf(field: FieldNode): ValueNode {
  const argument = field.arguments?.find(({ name }) => name.value === 'representations');
  return argument?.value ?? { kind: Kind.LIST, values: [] };
}
