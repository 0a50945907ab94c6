import {
  type DocumentNode,
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
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';

type Variables = Readonly<Record<string, unknown>>;
type Field = GraphQLField<unknown, unknown>;

/** A query with all that does not change from request to request found out once. */
export interface CompiledQuery {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  /** The root's fields under these (coerced) variables, which matter through `@skip` and `@include` only. */
  fields(variables: Variables): readonly CompiledField[];
}

/** A field of a selection set, merged from all places that name it. */
export interface CompiledField {
  readonly responseKey: string;
  readonly parentType: GraphQLObjectType;
  readonly definition: Field;
  readonly nodes: readonly FieldNode[];
  /** The first of the nodes; all have the same arguments. */
  readonly node: FieldNode;
  readonly resolve: GraphQLFieldResolver<unknown, unknown>;
  readonly hasArguments: boolean;
  readonly shape: Shape;
  /** The fields selected below, on a value of this type. */
  below(type: GraphQLObjectType): readonly CompiledField[];
}

/** An output type, ready to be told apart by one property. */
export type Shape =
  | { readonly kind: 'nonNull'; readonly inner: Shape }
  | { readonly kind: 'list'; readonly item: Shape }
  | {
      readonly kind: 'leaf';
      readonly type: Extract<GraphQLOutputType, { serialize: unknown }>;
    }
  | { readonly kind: 'object'; readonly type: GraphQLObjectType }
  | { readonly kind: 'abstract'; readonly type: Extract<GraphQLOutputType, { resolveType?: unknown }> };

/** Field sets kept for one operation: the variables of its `@skip` and `@include` can only take so many values. */
const maxFieldSets = 64;

export function compileQuery(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  rootType: GraphQLObjectType,
): CompiledQuery {
  const fragments = fragmentsOf(document);
  const switches = switchVariables(document);
  const fieldSets = new Map<string, readonly CompiledField[]>();
  const shapes = new Map<GraphQLOutputType, Shape>();
  return {
    schema,
    operation,
    fragments,
    fields(variables) {
      const key = switches.length === 0 ? '' : JSON.stringify(switches.map((name) => variables[name]));
      let fields = fieldSets.get(key);
      if (!fields) {
        const compiler = new FieldCompiler(schema, fragments, variables, shapes);
        fields = compiler.root(rootType, operation);
        if (fieldSets.size >= maxFieldSets) fieldSets.clear();
        fieldSets.set(key, fields);
      }
      return fields;
    },
  };
}

/** Collects fields with graphql-js's own algorithm, each selection set once. */
class FieldCompiler {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Record<string, FragmentDefinitionNode>;
  readonly #variables: { [name: string]: unknown };
  readonly #shapes: Map<GraphQLOutputType, Shape>;

  constructor(
    schema: GraphQLSchema,
    fragments: Record<string, FragmentDefinitionNode>,
    variables: Variables,
    shapes: Map<GraphQLOutputType, Shape>,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = { ...variables };
    this.#shapes = shapes;
  }

  root(type: GraphQLObjectType, operation: OperationDefinitionNode): readonly CompiledField[] {
    return this.#compile(
      type,
      collectFields(this.#schema, this.#fragments, this.#variables, type, operation.selectionSet),
    );
  }

  #compile(
    parentType: GraphQLObjectType,
    collected: ReadonlyMap<string, readonly FieldNode[]>,
  ): readonly CompiledField[] {
    const fields: CompiledField[] = [];
    for (const [responseKey, nodes] of collected) {
      const [node] = nodes;
      const definition = node && this.#definition(parentType, node.name.value);
      if (!node || !definition) continue;
      fields.push({
        responseKey,
        parentType,
        definition,
        nodes,
        node,
        resolve: definition.resolve ?? defaultFieldResolver,
        hasArguments: definition.args.length > 0,
        shape: this.#shape(definition.type),
        below: this.#below(nodes),
      });
    }
    return fields;
  }

  #below(nodes: readonly FieldNode[]): (type: GraphQLObjectType) => readonly CompiledField[] {
    // Most positions only ever see one type.
    let onlyType: GraphQLObjectType | undefined;
    let onlyFields: readonly CompiledField[] = [];
    const others = new Map<GraphQLObjectType, readonly CompiledField[]>();
    return (type) => {
      if (type === onlyType) return onlyFields;
      let fields = others.get(type);
      if (!fields) {
        fields = this.#compile(
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

  #shape(type: GraphQLOutputType): Shape {
    let shape = this.#shapes.get(type);
    if (!shape) {
      shape = this.#describe(type);
      this.#shapes.set(type, shape);
    }
    return shape;
  }

  #describe(type: GraphQLOutputType): Shape {
    if (isNonNullType(type)) return { kind: 'nonNull', inner: this.#shape(type.ofType) };
    if (isListType(type)) return { kind: 'list', item: this.#shape(type.ofType) };
    if (isLeafType(type)) return { kind: 'leaf', type };
    if (isAbstractType(type)) return { kind: 'abstract', type };
    if (isObjectType(type)) return { kind: 'object', type };
    throw new Error(`${String(type)} is no output type (clio-graphql:compile-type)`);
  }
}

function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return fragments;
}

/** Names of the variables that decide what is selected. */
function switchVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'include' && name.value !== 'skip') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
