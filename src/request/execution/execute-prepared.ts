import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getVariableValues,
  OperationTypeNode,
} from 'graphql';
import type { PreparedOperation } from '../prepared-operation.ts';
import { executeQuery } from './execute.ts';

/** One part of an answer that is sent in parts, as the executor has it (the format of the proposal of August 2022). */
export interface ResultPart extends ExecutionResult {
  readonly hasNext: boolean;
  readonly incremental?: readonly { readonly errors?: readonly GraphQLError[] }[];
}

/** The answer to an operation: whole, or in parts. */
export type Result = ExecutionResult | AsyncIterable<ResultPart>;

export type Executor = (args: ExecutionArgs) => Promise<Result> | Result;

/**
 * Executes an operation: a query with our executor, mutations and answers in parts with `other`.
 *
 * @param variables As the client sent them.
 */
export function executePrepared(
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  contextValue: unknown,
  other: Executor,
): Promise<Result> | Result {
  const { schema, document, operation, isIncremental } = prepared;
  const variableValues = variables as Record<string, unknown>;
  if (!isIncremental) {
    const definitions = operation.variableDefinitions ?? [];
    const { coerced, errors } = getVariableValues(schema, definitions, variableValues, { maxErrors: 50 });
    if (errors) return { errors: errors.map(asBadRequest) };
    if (operation.operation === OperationTypeNode.QUERY) return executeQuery(prepared, contextValue, coerced);
  }
  return other({ schema, document, contextValue, variableValues, operationName: operation.name?.value });
}

/** Yoga's executor marks these errors so: the request is at fault, and nothing was executed. */
function asBadRequest({ message, nodes, originalError }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { nodes, originalError, extensions: { http: { status: 400 } } });
}
