import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

/** A JSON schema, which MCP hosts show to a model. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON schema of an operation's variables. Each input object is defined once, in `$defs`. */
export function variablesSchema(schema: GraphQLSchema, operation: OperationDefinitionNode): JsonSchema {
  const defs: Record<string, JsonSchema> = {};
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const { variable, type: node, defaultValue } of operation.variableDefinitions ?? []) {
    const type = typeFromAST(schema, node as Parameters<typeof typeFromAST>[1]) as GraphQLInputType;
    const name = variable.name.value;
    properties[name] = schemaOf(type, defs);
    if (isNonNullType(type) && !defaultValue) required.push(name);
  }
  return {
    type: 'object',
    properties,
    required,
    additionalProperties: false,
    ...(Object.keys(defs).length > 0 ? { $defs: defs } : {}),
  };
}

/** Whether a value of the type contains a file, which tool arguments cannot. */
export function takesFile(type: GraphQLInputType, seen = new Set<string>()): boolean {
  const named = getNamedType(type);
  if (named.name === 'File') return true;
  if (!isInputObjectType(named) || seen.has(named.name)) return false;
  seen.add(named.name);
  return Object.values(named.getFields()).some((field) => takesFile(field.type, seen));
}

function schemaOf(type: GraphQLInputType, defs: Record<string, JsonSchema>): JsonSchema {
  if (isNonNullType(type)) return schemaOf(type.ofType, defs);
  if (isListType(type)) return { type: 'array', items: schemaOf(type.ofType, defs) };
  if (isEnumType(type)) return { type: 'string', enum: type.getValues().map(({ name }) => name) };
  if (!isInputObjectType(type)) return scalars[type.name] ?? {};
  if (!defs[type.name]) {
    // Set before its fields are read, because an input may refer to itself.
    defs[type.name] = {};
    const fields = Object.values(type.getFields()).filter(({ name }) => name !== 'verify');
    defs[type.name] = {
      type: 'object',
      description: type.description ?? '',
      properties: Object.fromEntries(
        fields.map((field) => [
          field.name,
          { ...schemaOf(field.type, defs), description: field.description ?? '' },
        ]),
      ),
      required: fields
        .filter((field) => isNonNullType(field.type) && field.defaultValue === undefined)
        .map(({ name }) => name),
      additionalProperties: false,
    };
  }
  return { $ref: `#/$defs/${type.name}` };
}

const scalars: Readonly<Record<string, JsonSchema>> = {
  ID: { type: 'string', description: 'A global id such as "Matter:4", or the number of Clio.' },
  String: { type: 'string' },
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  Date: { type: 'string', description: 'A day, YYYY-MM-DD.' },
  DateTime: { type: 'string', description: 'ISO 8601 with a time zone, such as 2026-03-01T09:30:00Z.' },
  Decimal: { type: 'string', description: 'An amount of money as text, such as "12.50".' },
  URL: { type: 'string' },
};
