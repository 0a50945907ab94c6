import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type NameNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  visit,
} from 'graphql';
import { lowerFirst, upperFirst } from '../catalog/letter-case.ts';

/**
 * The names of the served schema. With a prefix, they do not collide with other names of a supergraph, such as
 * its own `User`. The catalog, plans and ids always have the plain names.
 */
export interface SchemaNames {
  /** `Contact` → `ClioContact`. */
  type(plain: string): string;
  /** A field of `Query`, `Mutation` or `Subscription`: `contacts` → `clioContacts`. */
  rootField(plain: string): string;
  /** `ClioContact` → `Contact`. Returns other names unchanged. */
  plainType(name: string): string;
  plainRootField(name: string): string;
}

const rootTypes: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** Types that all subgraphs have. They get no prefix. */
const sharedTypes: ReadonlySet<string> = new Set([...rootTypes, 'PageInfo']);

/** Whether a type is `Query`, `Mutation` or `Subscription`. */
export function isRootType(name: string): boolean {
  return rootTypes.has(name);
}

/** The names of the catalog. */
export const plainNames: SchemaNames = {
  type: (name) => name,
  rootField: (name) => name,
  plainType: (name) => name,
  plainRootField: (name) => name,
};

/**
 * Names with a prefix: `ClioContact`, `clioContacts`, `clioCreateContact`. Scalars, `PageInfo` and the names of
 * the federation specification get no prefix.
 *
 * @param typeDefs The schema with plain names.
 */
export function prefixedNames(typeDefs: DocumentNode, prefix: string): SchemaNames {
  const types = new Map<string, string>();
  const fields = new Map<string, string>();
  const lower = lowerFirst(prefix);
  for (const definition of typeDefs.definitions) {
    if (!('name' in definition) || !definition.name || definition.kind === Kind.DIRECTIVE_DEFINITION)
      continue;
    const { value } = definition.name;
    if (isRootType(value)) {
      const own = 'fields' in definition ? ((definition.fields ?? []) as readonly FieldDefinitionNode[]) : [];
      for (const { name } of own) fields.set(name.value, `${lower}${upperFirst(name.value)}`);
    } else if (definition.kind !== Kind.SCALAR_TYPE_DEFINITION && !sharedTypes.has(value)) {
      types.set(value, `${prefix}${value}`);
    }
  }
  const plainTypes = invert(types);
  const plainFields = invert(fields);
  return {
    type: (name) => types.get(name) ?? name,
    rootField: (name) => fields.get(name) ?? name,
    plainType: (name) => plainTypes.get(name) ?? name,
    plainRootField: (name) => plainFields.get(name) ?? name,
  };
}

/** The schema under its served names. */
export function renameTypeDefs(typeDefs: DocumentNode, names: SchemaNames): DocumentNode {
  if (names === plainNames) return typeDefs;
  const rename = <Node extends { readonly name: NameNode }>(node: Node): Node => ({
    ...node,
    name: { ...node.name, value: names.type(node.name.value) },
  });
  const rootFields = (fields: readonly FieldDefinitionNode[] = []): FieldDefinitionNode[] =>
    fields.map((field) => ({
      ...field,
      name: { ...field.name, value: names.rootField(field.name.value) },
    }));
  const objectType = <Node extends ObjectTypeDefinitionNode | ObjectTypeExtensionNode>(node: Node): Node =>
    isRootType(node.name.value) ? { ...node, fields: rootFields(node.fields) } : rename(node);
  return visit(typeDefs, {
    NamedType: rename,
    ObjectTypeDefinition: { leave: objectType },
    ObjectTypeExtension: { leave: objectType },
    InterfaceTypeDefinition: rename,
    UnionTypeDefinition: rename,
    EnumTypeDefinition: rename,
    InputObjectTypeDefinition: rename,
  });
}

function invert(map: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...map].map(([key, value]) => [value, key]));
}
