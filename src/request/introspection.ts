import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  getOperationAST,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  valueFromASTUntyped,
} from 'graphql';
import { GatewayError } from '../errors.ts';
import { fragmentsOf } from '../planner/read-selection.ts';
import { type Variables, withDefaults } from './execution/coerce-variables.ts';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** One request may ask for this many times the values of the whole schema. */
const maxWholeSchemas = 2;

const schemaField = SchemaMetaFieldDef.name;
const typeField = TypeMetaFieldDef.name;
const everything = {
  inputValueDeprecation: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  oneOf: true,
};

/** Federation's own field: its response is the whole schema as one text. */
const serviceField = '_service';

const aboutSchema: ReadonlySet<string> = new Set([schemaField, typeField, serviceField]);

/**
 * The introspection fields of an operation. They need neither a login nor a call to Clio, so other limits do
 * not apply. They are limited by the number of values in their result.
 */
export class Introspection {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Fragments;
  readonly #operation: OperationDefinitionNode;
  readonly #fields: readonly FieldNode[];
  /** Null until counted, and if a variable names a type. */
  #count: number | null = null;

  /** Null for an operation without introspection fields. */
  static of(
    schema: GraphQLSchema,
    fragments: Fragments,
    operation: OperationDefinitionNode,
  ): Introspection | null {
    const fields: FieldNode[] = [];
    findFields(operation.selectionSet, fragments, fields);
    return fields.length === 0 ? null : new Introspection(schema, fragments, operation, fields);
  }

  private constructor(
    schema: GraphQLSchema,
    fragments: Fragments,
    operation: OperationDefinitionNode,
    fields: readonly FieldNode[],
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#operation = operation;
    this.#fields = fields;
  }

  /**
   * Adds the operation's values to those of earlier operations of the request.
   *
   * @param variables As the client sent them.
   * @throws GatewayError `QUERY_TOO_COMPLEX`
   */
  count(variables: Variables, before: number): number {
    const most = maxWholeSchemas * valuesOfWhole(this.#schema);
    const total = before + (this.#count ?? this.countUpTo(most, variables));
    if (total <= most) return total;
    throw new GatewayError(
      'QUERY_TOO_COMPLEX',
      `The request asks for more than ${maxWholeSchemas} times the whole schema. Use fewer aliases, or read the schema once from /schema.graphql.`,
    );
  }

  /** Number of values in the result. Counting stops after `most`. */
  countUpTo(most: number, variables: Variables): number {
    const counter = new ValueCounter(this.#schema, this.#fragments, most);
    let isFixed = true;
    for (const field of this.#fields) {
      const name = field.name.value;
      if (name === schemaField) counter.add('__Schema', this.#schema, field.selectionSet);
      else if (name === serviceField) counter.values += valuesOfWhole(this.#schema);
      else {
        const value = field.arguments?.[0]?.value;
        if (value?.kind === Kind.VARIABLE) isFixed = false;
        const typeName = value && valueFromASTUntyped(value, withDefaults(this.#operation, variables));
        counter.add('__Type', this.#schema.getType(String(typeName)), field.selectionSet);
      }
    }
    if (isFixed) this.#count = counter.values;
    return counter.values;
  }
}

function findFields({ selections }: SelectionSetNode, fragments: Fragments, found: FieldNode[]): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments[selection.name.value];
      if (fragment) findFields(fragment.selectionSet, fragments, found);
    } else if (selection.kind === Kind.FIELD && aboutSchema.has(selection.name.value)) found.push(selection);
    else if (selection.selectionSet) findFields(selection.selectionSet, fragments, found);
  }
}

/**
 * Counts the values of a result without building it. Every step counts, so that the limit bounds the work
 * too.
 */
class ValueCounter {
  values = 0;
  readonly #info: GraphQLResolveInfo;
  readonly #fragments: Fragments;
  readonly #most: number;

  constructor(schema: GraphQLSchema, fragments: Fragments, most: number) {
    // The resolvers of the introspection types read nothing else.
    this.#info = { schema } as GraphQLResolveInfo;
    this.#fragments = fragments;
    this.#most = most;
  }

  add(typeName: string, value: unknown, selectionSet: SelectionSetNode | undefined): void {
    const type = this.#info.schema.getType(typeName);
    if (isObjectType(type)) this.#addValue(type, value, selectionSet);
  }

  #addValue(type: GraphQLObjectType, value: unknown, selectionSet: SelectionSetNode | undefined): void {
    this.values += 1;
    if (!selectionSet || value === null || value === undefined) return;
    if (!Array.isArray(value)) this.#addFields(type, value, selectionSet);
    else {
      for (const one of value) {
        if (this.values > this.#most) return;
        this.#addValue(type, one, selectionSet);
      }
    }
  }

  #addFields(type: GraphQLObjectType, source: unknown, { selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (this.values > this.#most) return;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = this.#fragments[selection.name.value];
        if (fragment) this.#addFields(type, source, fragment.selectionSet);
      } else if (selection.kind === Kind.INLINE_FRAGMENT)
        this.#addFields(type, source, selection.selectionSet);
      else this.#addField(type, source, selection);
    }
  }

  #addField(type: GraphQLObjectType, source: unknown, { name, selectionSet }: FieldNode): void {
    const field = selectionSet && type.getFields()[name.value];
    const below = field && getNamedType(field.type);
    if (!field?.resolve || !isObjectType(below)) this.values += 1;
    else
      this.#addValue(
        below,
        field.resolve(source, { includeDeprecated: true }, undefined, this.#info),
        selectionSet,
      );
  }
}

const wholes = new WeakMap<GraphQLSchema, number>();

/** Number of values in the result of tools' introspection query with all options. */
function valuesOfWhole(schema: GraphQLSchema): number {
  let values = wholes.get(schema);
  if (values === undefined) {
    const document = parse(getIntrospectionQuery(everything));
    const operation = getOperationAST(document) as OperationDefinitionNode;
    values =
      Introspection.of(schema, fragmentsOf(document), operation)?.countUpTo(Number.POSITIVE_INFINITY, {}) ??
      0;
    wholes.set(schema, values);
  }
  return values;
}
