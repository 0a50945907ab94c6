import {
  defaultTypeResolver,
  type ExecutionResult,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isObjectType,
  locatedError,
  OperationTypeNode,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { type Path, pathToArray } from 'graphql/jsutils/Path.js';
import { GatewayError, unexpectedValue } from '../../errors.ts';
import { argumentValues } from '../../planner/argument-values.ts';
import { append, asError } from '../../values.ts';
import type { PreparedOperation } from '../prepared-operation.ts';
import type { CompiledField, Shape } from './compile.ts';
import { ResolveInfo, type Run } from './resolve-info.ts';
import type { Executor, Result } from './result.ts';
import { type ResultSize, resultTooLarge } from './result-size.ts';

type MaybePromise<T> = T | Promise<T>;
type Data = Record<string, unknown>;
type Abstract = Extract<Shape, { kind: 'abstract' }>['type'];

/** The resolver of a plain field, which does not read `info`. */
type PlainResolver = (source: unknown, args: Data, context: unknown) => unknown;

/** The arguments of fields without arguments. */
const noArguments: Readonly<Record<string, never>> = Object.freeze({});

/**
 * Executes an operation by the algorithm of the GraphQL specification. Values and errors are the same as
 * graphql-js's, but what is the same for all records is computed once.
 *
 * @param variables As the client sent them.
 * @param size If its limit is exceeded, the response is only an error.
 */
export function executePrepared(
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  contextValue: unknown,
  size: ResultSize,
): Promise<ExecutionResult> | ExecutionResult {
  const { coerced, errors } = prepared.coerceVariables(variables);
  if (errors) return { errors: errors.map(asBadRequest) };
  const run: Run = { query: prepared, contextValue, variables: coerced, errors: [], size };
  const isMutation = prepared.operation.operation === OperationTypeNode.MUTATION;
  const executeRoot = isMutation ? executeSerially : executeFields;
  try {
    const data = executeRoot(run, prepared.compiledFields(coerced), undefined, undefined);
    return isPromise(data)
      ? data.then(
          (settled) => respond(run, settled),
          (error: unknown) => reject(run, error),
        )
      : respond(run, data);
  } catch (error) {
    return reject(run, error);
  }
}

/**
 * Executes an operation whose result comes in parts.
 *
 * @param execute Yoga's executor, because ours does not support parts.
 */
export function executeInParts(
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  contextValue: unknown,
  execute: Executor,
): Promise<Result> | Result {
  const { schema, document, operation } = prepared;
  const { errors } = prepared.coerceVariables(variables);
  if (errors) return { errors: errors.map(asBadRequest) };
  const operationName = operation.name?.value;
  return execute({ schema, document, contextValue, variableValues: { ...variables }, operationName });
}

/** Marks an error as Yoga's executor does: the request is wrong, and nothing was executed. */
function asBadRequest({ message, nodes, originalError }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { nodes, originalError, extensions: { http: { status: 400 } } });
}

function respond({ errors, size, query }: Run, data: Data | null): ExecutionResult {
  if (size.isExceeded) {
    const isMutation = query.operation.operation === OperationTypeNode.MUTATION;
    return { errors: [resultTooLarge(size.mostBytes, isMutation)] };
  }
  return errors.length === 0 ? { data } : { errors, data };
}

/** An error that no nullable field has caught makes the whole data null. */
function reject(run: Run, error: unknown): ExecutionResult {
  run.errors.push(error as GraphQLError);
  return respond(run, null);
}

/** Executes the root fields of a mutation one after the other. */
async function executeSerially(run: Run, fields: readonly CompiledField[]): Promise<Data> {
  const data: Data = {};
  for (const field of fields)
    put(data, field.responseKey, await executeField(run, field, undefined, undefined));
  return data;
}

function executeFields(
  run: Run,
  fields: readonly CompiledField[],
  source: unknown,
  path: Path | undefined,
): MaybePromise<Data> {
  const data: Data = {};
  const { size } = run;
  // The result is already an error.
  if (size.isExceeded) return data;
  let pending: Promise<Data>[] | null = null;
  try {
    for (const field of fields) {
      const { responseKey } = field;
      size.characters += field.keyCharacters;
      const value = field.isPlain
        ? executePlainField(run, field, source, path)
        : executeField(run, field, source, path);
      if (!isPromise(value)) put(data, responseKey, value);
      else {
        // Sets the key now, to keep the order of the keys.
        put(data, responseKey, null);
        pending = append(
          pending,
          value.then((settled) => put(data, responseKey, settled)),
        );
      }
    }
  } catch (error) {
    if (pending === null) throw error;
    return throwAfter(pending, error);
  }
  if (pending === null) return data;
  const [only] = pending;
  return only && pending.length === 1 ? only : Promise.all(pending).then(() => data);
}

/** Promises in flight may be rejected too, and these rejections must be handled. */
function throwAfter(pending: readonly unknown[], error: unknown): Promise<never> {
  const rethrow = (): never => {
    throw error;
  };
  return Promise.all(pending).then(rethrow, rethrow);
}

/** `__proto__` is a legal alias; assigning it would set the prototype. */
function put(data: Data, key: string, value: unknown): Data {
  if (key !== '__proto__') data[key] = value;
  else Object.defineProperty(data, key, { value, enumerable: true, configurable: true, writable: true });
  return data;
}

/**
 * A faster {@link executeField} for most of a response: for a plain value, without the handling of errors and
 * lists.
 */
function executePlainField(
  run: Run,
  field: CompiledField,
  source: unknown,
  parentPath: Path | undefined,
): MaybePromise<unknown> {
  let value: unknown;
  try {
    const args = field.hasArguments
      ? argumentValues(field.definition, field.node, run.variables)
      : noArguments;
    value = (field.resolve as PlainResolver)(source, args, run.contextValue);
    const { shape } = field;
    const leaf = shape.kind === 'nonNull' ? shape.inner : shape;
    if (value === null || value === undefined) {
      if (shape.kind === 'leaf') return null;
    } else if (leaf.kind === 'leaf' && typeof value !== 'object') return completeLeaf(run, leaf.type, value);
  } catch (error) {
    return failField(new ResolveInfo(run, field, parentPath), error);
  }
  return completeField(new ResolveInfo(run, field, parentPath), value);
}

function executeField(
  run: Run,
  field: CompiledField,
  source: unknown,
  parentPath: Path | undefined,
): MaybePromise<unknown> {
  const info = new ResolveInfo(run, field, parentPath);
  let result: unknown;
  try {
    const args = field.hasArguments
      ? argumentValues(field.definition, field.node, run.variables)
      : noArguments;
    result = field.resolve(source, args, run.contextValue, info as GraphQLResolveInfo);
  } catch (error) {
    return failField(info, error);
  }
  return completeField(info, result);
}

/** @param result The value, an error in its place, or a promise of it. */
function completeField(info: ResolveInfo, result: unknown): MaybePromise<unknown> {
  if (isPromise(result)) {
    return result.then(
      (value) => completeField(info, value),
      (error: unknown) => failField(info, error),
    );
  }
  try {
    const completed = complete(info, info.field.shape, null, result);
    return isPromise(completed)
      ? completed.then(undefined, (error: unknown) => failField(info, error))
      : completed;
  } catch (error) {
    return failField(info, error);
  }
}

function failField(info: ResolveInfo, error: unknown): null {
  if (!(error instanceof AggregateError)) return fail(info, info.field.shape, info.path, error);
  for (const one of error.errors) fail(info, info.field.shape, info.path, one);
  return null;
}

/** Records an error at a nullable field and returns null; otherwise throws it to the field around. */
function fail({ run, field }: ResolveInfo, shape: Shape, path: Path, error: unknown): null {
  const below = error instanceof GatewayError ? error.place : undefined;
  const located = below
    ? locatedError(error, [below.node], [...pathToArray(path), ...below.path])
    : locatedError(errorOf(error), field.nodes, pathToArray(path));
  if (shape.kind === 'nonNull') throw located;
  run.size.characters += located.message.length;
  run.errors.push(located);
  return null;
}

/** Converts a thrown value that is not an error as graphql-js does. */
function errorOf(value: unknown): Error {
  const message = isObject(value) && 'message' in value ? value.message : undefined;
  return typeof message === 'string' && !(value instanceof Error) ? new Error(message) : asError(value);
}

/** @param itemPath The value's path inside a list; null at the field itself. */
function complete(
  info: ResolveInfo,
  shape: Shape,
  itemPath: Path | null,
  value: unknown,
): MaybePromise<unknown> {
  if (value instanceof Error) throw value;
  if (shape.kind === 'nonNull') {
    const completed = complete(info, shape.inner, itemPath, value);
    if (completed !== null) return completed;
    throw new Error(`Cannot return null for non-nullable field ${info.place}.`);
  }
  if (value === null || value === undefined) return null;
  switch (shape.kind) {
    case 'leaf':
      return completeLeaf(info.run, shape.type, value);
    case 'object':
      return completeObject(info, shape.type, itemPath, value);
    case 'list':
      return completeList(info, shape.item, itemPath, value);
    default:
      return completeAbstract(info, shape.type, itemPath, value);
  }
}

function completeLeaf(
  { size }: Run,
  type: Extract<Shape, { kind: 'leaf' }>['type'],
  value: unknown,
): unknown {
  let serialized: unknown;
  try {
    serialized = type.serialize(value);
  } catch (error) {
    throw error instanceof GatewayError ? error : unexpectedValue(type.name);
  }
  if (typeof serialized === 'string') {
    size.characters += serialized.length;
    return serialized;
  }
  if (serialized !== null && serialized !== undefined) {
    // Only JSON scalars, which are rare.
    if (typeof serialized === 'object') size.characters += JSON.stringify(serialized).length;
    return serialized;
  }
  throw new Error(
    `Expected \`${inspect(type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
  );
}

function completeList(
  info: ResolveInfo,
  item: Shape,
  itemPath: Path | null,
  value: unknown,
): MaybePromise<unknown[]> {
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value))
    throw new GraphQLError(`Expected Iterable, but did not find one for field "${info.place}".`);
  const prev = itemPath ?? info.path;
  const completed: unknown[] = [];
  let pending = false;
  let index = 0;
  for (const one of value as Iterable<unknown>) {
    const path: Path = { prev, key: index, typename: undefined };
    index += 1;
    try {
      const done = isPromise(one)
        ? one.then((settled) => complete(info, item, path, settled))
        : complete(info, item, path, one);
      if (isPromise(done)) {
        pending = true;
        completed.push(done.then(undefined, (error: unknown) => fail(info, item, path, error)));
      } else completed.push(done);
    } catch (error) {
      try {
        completed.push(fail(info, item, path, error));
      } catch (located) {
        if (!pending) throw located;
        return throwAfter(completed, located);
      }
    }
  }
  return pending ? Promise.all(completed) : completed;
}

function completeObject(
  info: ResolveInfo,
  type: GraphQLObjectType,
  itemPath: Path | null,
  value: unknown,
): MaybePromise<Data> {
  const { run, field } = info;
  if (!type.isTypeOf) return executeFields(run, field.below(type), value, itemPath ?? info.path);
  const check = (fits: boolean): MaybePromise<Data> => {
    if (fits) return executeFields(run, field.below(type), value, itemPath ?? info.path);
    throw new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, {
      nodes: field.nodes,
    });
  };
  const fits = type.isTypeOf(value, run.contextValue, info as GraphQLResolveInfo);
  return isPromise(fits) ? fits.then(check) : check(fits);
}

function completeAbstract(
  info: ResolveInfo,
  type: Abstract,
  itemPath: Path | null,
  value: unknown,
): MaybePromise<Data> {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const proceed = (name: unknown): MaybePromise<Data> =>
    completeObject(info, runtimeType(info, type, name, value), itemPath, value);
  const name: unknown = resolveType(value, info.run.contextValue, info as GraphQLResolveInfo, type);
  return isPromise(name) ? name.then(proceed) : proceed(name);
}

function runtimeType(
  { place, schema, field: { nodes } }: ResolveInfo,
  abstract: Abstract,
  name: unknown,
  value: unknown,
): GraphQLObjectType {
  const must = `Abstract type "${abstract.name}" must resolve to an Object type at runtime for field "${place}"`;
  if (name === null || name === undefined) {
    throw new GraphQLError(
      `${must}. Either the "${abstract.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
      { nodes },
    );
  }
  if (typeof name !== 'string') {
    throw new GraphQLError(`${must} with value ${inspect(value)}, received "${inspect(name)}".`);
  }
  const type = schema.getType(name);
  const was = `Abstract type "${abstract.name}" was resolved to a`;
  if (!type)
    throw new GraphQLError(`${was} type "${name}" that does not exist inside the schema.`, { nodes });
  if (!isObjectType(type)) throw new GraphQLError(`${was} non-object type "${name}".`, { nodes });
  if (!schema.isSubType(abstract, type)) {
    throw new GraphQLError(`Runtime Object type "${name}" is not a possible type for "${abstract.name}".`, {
      nodes,
    });
  }
  return type;
}

function isPromise<T>(value: unknown): value is Promise<T> {
  return isObject(value) && 'then' in value && typeof value.then === 'function';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
