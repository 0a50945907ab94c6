import {
  defaultFieldResolver,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import type { Variables } from './coerce-variables.ts';

type Field = GraphQLField<unknown, unknown>;

/** A field of a selection set, merged from all nodes that select it. */
export interface CompiledField {
  readonly responseKey: string;
  /** Characters of the key in the response's text, with quotation marks, colon and comma. */
  readonly keyCharacters: number;
  readonly parentType: GraphQLObjectType;
  readonly definition: Field;
  readonly nodes: readonly FieldNode[];
  /** The first of the nodes; all have the same arguments. */
  readonly node: FieldNode;
  readonly resolve: GraphQLFieldResolver<unknown, unknown>;
  readonly hasArguments: boolean;
  readonly shape: Shape;
  /** Whether it is a scalar or an enum whose resolver does not read `info`. Most fields are. */
  readonly isPlain: boolean;
  /** The fields that are selected on a value of this type. */
  below(type: GraphQLObjectType): readonly CompiledField[];
}

/** An output type with its kind in one property. */
export type Shape =
  | { readonly kind: 'nonNull'; readonly inner: Shape }
  | { readonly kind: 'list'; readonly item: Shape }
  | {
      readonly kind: 'leaf';
      readonly type: Extract<GraphQLOutputType, { serialize: unknown }>;
    }
  | { readonly kind: 'object'; readonly type: GraphQLObjectType }
  | { readonly kind: 'abstract'; readonly type: Extract<GraphQLOutputType, { resolveType?: unknown }> };

/**
 * Compiles the root fields of an operation: computes once what is the same for all requests.
 *
 * @param variables Coerced; only those of `@skip` and `@include` matter.
 */
export function compileFields(
  schema: GraphQLSchema,
  fragments: Record<string, FragmentDefinitionNode>,
  operation: OperationDefinitionNode,
  variables: Variables,
): readonly CompiledField[] {
  const rootType = schema.getRootType(operation.operation);
  if (!rootType) throw new Error(`The schema has no ${operation.operation} type (clio-graphql:compile-root)`);
  const collected = collectFields(schema, fragments, { ...variables }, rootType, operation.selectionSet);
  return new FieldCompiler(schema, fragments, variables).compile(rootType, collected);
}

/** Shared by all queries. */
const shapes = new WeakMap<GraphQLOutputType, Shape>();

/** Collects fields by graphql-js's algorithm, each selection set once. */
class FieldCompiler {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Record<string, FragmentDefinitionNode>;
  readonly #variables: { [name: string]: unknown };

  constructor(
    schema: GraphQLSchema,
    fragments: Record<string, FragmentDefinitionNode>,
    variables: Variables,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = { ...variables };
  }

  compile(
    parentType: GraphQLObjectType,
    collected: ReadonlyMap<string, readonly FieldNode[]>,
  ): readonly CompiledField[] {
    const fields: CompiledField[] = [];
    for (const [responseKey, nodes] of collected) {
      const [node] = nodes;
      const definition = node && this.#definition(parentType, node.name.value);
      if (!node || !definition) continue;
      const { resolve = defaultFieldResolver } = definition;
      const shape = shapeOf(definition.type);
      fields.push({
        responseKey,
        keyCharacters: responseKey.length + 4,
        parentType,
        definition,
        nodes,
        node,
        resolve,
        hasArguments: definition.args.length > 0,
        shape,
        isPlain: resolve.length < 4 && (shape.kind === 'nonNull' ? shape.inner : shape).kind === 'leaf',
        below: this.#below(nodes),
      });
    }
    return fields;
  }

  #below(nodes: readonly FieldNode[]): (type: GraphQLObjectType) => readonly CompiledField[] {
    // Most positions only ever hold one type.
    let onlyType: GraphQLObjectType | undefined;
    let onlyFields: readonly CompiledField[] = [];
    const others = new Map<GraphQLObjectType, readonly CompiledField[]>();
    return (type) => {
      if (type === onlyType) return onlyFields;
      let fields = others.get(type);
      if (!fields) {
        fields = this.compile(
          type,
          collectSubfields(this.#schema, this.#fragments, this.#variables, type, nodes),
        );
        if (onlyType) others.set(type, fields);
        else {
          onlyType = type;
          onlyFields = fields;
        }
      }
      return fields;
    };
  }

  #definition(parentType: GraphQLObjectType, name: string): Field | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (parentType === this.#schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return parentType.getFields()[name];
  }
}

function shapeOf(type: GraphQLOutputType): Shape {
  let shape = shapes.get(type);
  if (!shape) {
    shape = describe(type);
    shapes.set(type, shape);
  }
  return shape;
}

function describe(type: GraphQLOutputType): Shape {
  if (isNonNullType(type)) return { kind: 'nonNull', inner: shapeOf(type.ofType) };
  if (isListType(type)) return { kind: 'list', item: shapeOf(type.ofType) };
  if (isLeafType(type)) return { kind: 'leaf', type };
  if (isAbstractType(type)) return { kind: 'abstract', type };
  if (isObjectType(type)) return { kind: 'object', type };
  throw new Error(`${String(type)} is not an output type (clio-graphql:compile-type)`);
}
