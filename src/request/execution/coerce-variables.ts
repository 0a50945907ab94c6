import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getVariableValues,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import type { Reword } from '../suggest-names.ts';

/** Variables by name, as the client sent them or coerced. */
export type Variables = Readonly<Record<string, unknown>>;

type Coerced =
  | { readonly coerced: Record<string, unknown>; readonly errors?: undefined }
  | { readonly coerced?: undefined; readonly errors: readonly GraphQLError[] };

interface Definition {
  readonly name: string;
  readonly type: GraphQLInputType;
}

/** Coerces the variables of one operation. Their types are looked up once. */
export class VariableCoercer {
  readonly #schema: GraphQLSchema;
  readonly #nodes: readonly VariableDefinitionNode[];
  readonly #reword: Reword;
  /** Null if a definition needs graphql-js's own algorithm: it has a default, or the name `__proto__`. */
  readonly #definitions: readonly Definition[] | null;

  constructor(
    schema: GraphQLSchema,
    { variableDefinitions = [] }: OperationDefinitionNode,
    reword: Reword = (error) => error,
  ) {
    this.#schema = schema;
    this.#reword = reword;
    this.#nodes = variableDefinitions;
    const definitions: Definition[] = [];
    for (const { variable, type: node, defaultValue } of variableDefinitions) {
      const type = typeFromAST(schema, node as Parameters<typeof typeFromAST>[1]);
      const name = variable.name.value;
      if (isInputType(type) && !defaultValue && name !== '__proto__') definitions.push({ name, type });
    }
    this.#definitions = definitions.length === variableDefinitions.length ? definitions : null;
  }

  /** @param given As the client sent them. */
  coerce(given: Variables): Coerced {
    const coerced = this.#definitions && coerceAll(this.#definitions, given);
    if (coerced) return { coerced };
    const inputs = given as Record<string, unknown>;
    const { errors, ...result } = getVariableValues(this.#schema, this.#nodes, inputs, { maxErrors: 50 });
    return errors ? { errors: errors.map(this.#reword) } : { coerced: result.coerced ?? {} };
  }
}

/** The variables as the client sent them, with the operation's defaults for those that are missing. Not coerced. */
export function withDefaults(
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Variables,
): Variables {
  const values: Record<string, unknown> = {};
  for (const { variable, defaultValue } of variableDefinitions)
    if (defaultValue) values[variable.name.value] = valueFromASTUntyped(defaultValue);
  return Object.assign(values, given);
}

/** Null if a variable is invalid. */
function coerceAll(definitions: readonly Definition[], given: Variables): Record<string, unknown> | null {
  const coerced: Record<string, unknown> = {};
  let isFaulty = false;
  const onError = (): void => {
    isFaulty = true;
  };
  for (const { name, type } of definitions) {
    if (Object.hasOwn(given, name)) coerced[name] = coerceInputValue(given[name], type, onError);
    else if (isNonNullType(type)) return null;
    if (isFaulty) return null;
  }
  return coerced;
}
