import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  getArgumentValues,
  isNonNullType,
  Kind,
  type ValueNode,
  valueFromAST,
  visit,
} from 'graphql';
import { append } from '../values.ts';

/** A field's arguments, or an operation's variables: coerced values by name. */
export type Args = Readonly<Record<string, unknown>>;
type Field = GraphQLField<unknown, unknown>;

/** Readers live as long as their nodes, which live as long as their prepared document. */
const readers = new WeakMap<FieldNode, ArgumentReader>();

/** The variables of the current execution, and the readers that remember values for them. */
let current: Args | null = null;
let remembering: ArgumentReader[] | null = null;

/**
 * A field's arguments for an operation's variables. Price, run and resolver read them one after the other,
 * and many records may have the field. So they are computed once for the same variables. They are frozen.
 *
 * @param variables Coerced, and one object for each execution.
 * @throws GraphQLError as `getArgumentValues` does.
 */
export function argumentValues(definition: Field, node: FieldNode, variables: Args): Args {
  if (variables !== current) {
    // Forgets clients' values when their request ends.
    if (remembering) for (const one of remembering) one.forget();
    remembering = null;
    current = variables;
  }
  let reader = readers.get(node);
  // In a fragment on an interface, one node is a field of each type.
  if (reader?.definition !== definition) {
    reader = new ArgumentReader(definition, node);
    readers.set(node, reader);
  }
  if (reader.values) return reader.values;
  remembering = append(remembering, reader);
  return reader.read(variables);
}

/** The source of a field's arguments in the document. */
export interface ArgumentSource {
  readonly definition: Field;
  readonly node: FieldNode;
  /** Turns them into the arguments of one of the lists that the field searches. */
  readonly convert?: (values: Args) => Args;
}

/**
 * The arguments of a part of an operation, under its variables.
 *
 * @throws GraphQLError for invalid ones.
 */
export function readArguments({ definition, node, convert }: ArgumentSource, variables: Args): Args {
  const values = argumentValues(definition, node, variables);
  return convert ? convert(values) : values;
}

class ArgumentReader {
  readonly definition: Field;
  /** The values that were read last. */
  values: Args | null = null;
  readonly #node: FieldNode;
  readonly #arguments: readonly ReadArgument[];

  constructor(definition: Field, node: FieldNode) {
    this.definition = definition;
    this.#node = node;
    this.#arguments = definition.args.map((argument) => new ReadArgument(argument, node.arguments));
  }

  read(variables: Args): Args {
    const values =
      this.#readAll(variables) ?? getArgumentValues(this.definition, this.#node, { ...variables });
    this.values = Object.freeze(values);
    return values;
  }

  forget(): void {
    this.values = null;
  }

  /**
   * Null if an argument needs graphql-js's own algorithm: it is invalid, or a default replaces a variable.
   */
  #readAll(variables: Args): Record<string, unknown> | null {
    const values: Record<string, unknown> = {};
    for (const argument of this.#arguments) {
      const value = argument.read(variables);
      if (value !== undefined) values[argument.name] = value;
      else if (argument.isNeeded) return null;
    }
    return values;
  }
}

class ReadArgument {
  readonly name: string;
  /** Whether a missing value is an error or is replaced by a default. */
  readonly isNeeded: boolean;
  readonly #type: GraphQLArgument['type'];
  readonly #variable: string | null;
  /** The value if it depends on no variable; otherwise undefined. */
  readonly #constant: unknown;
  /** Set if variables occur inside the value. */
  readonly #mixed: ValueNode | null;

  constructor({ name, type, defaultValue }: GraphQLArgument, nodes: readonly ArgumentNode[] = []) {
    const node = nodes.find((one) => one.name.value === name)?.value;
    this.name = name;
    this.#type = type;
    this.#variable = node?.kind === Kind.VARIABLE ? node.name.value : null;
    const isMixed = node !== undefined && this.#variable === null && hasVariables(node);
    this.#mixed = isMixed ? node : null;
    const isConstant = this.#variable === null && !isMixed;
    this.#constant = isConstant ? (node ? valueFromAST(node, type) : defaultValue) : undefined;
    const isOptional = node === undefined || this.#variable !== null;
    this.isNeeded = isNonNullType(type) || (isOptional ? defaultValue !== undefined : true);
  }

  /** Undefined without a value. */
  read(variables: Args): unknown {
    if (this.#variable !== null) {
      const value = Object.hasOwn(variables, this.#variable) ? variables[this.#variable] : undefined;
      return value === null && isNonNullType(this.#type) ? undefined : value;
    }
    return this.#mixed ? valueFromAST(this.#mixed, this.#type, { ...variables }) : this.#constant;
  }
}

function hasVariables(value: ValueNode): boolean {
  let has = false;
  visit(value, {
    [Kind.VARIABLE]: () => {
      has = true;
    },
  });
  return has;
}
