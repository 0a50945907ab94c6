import {
  type ExecutionArgs,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { Result } from '../../server/incremental.ts';
import { type CompiledQuery, compileQuery } from './compile.ts';
import { executeQuery } from './execute.ts';

export type Executor = (args: ExecutionArgs) => Promise<Result> | Result;

/**
 * An executor that compiles each query once. Mutations, and whatever fails before the first field is resolved
 * (no such operation, bad variables), are left to the `standard` one.
 */
export function createCompiledExecutor(standard: Executor): Executor {
  const compiled = new WeakMap<OperationDefinitionNode, CompiledQuery>();
  return (args) => {
    const { schema, document, operationName, variableValues } = args;
    const operation = getOperationAST(document, operationName);
    const rootType = schema.getQueryType();
    if (operation?.operation !== OperationTypeNode.QUERY || !rootType) return standard(args);
    let query = compiled.get(operation);
    if (query?.schema !== schema) {
      query = compileQuery(schema, document, operation, rootType);
      compiled.set(operation, query);
    }
    const { coerced } = getVariableValues(
      schema,
      operation.variableDefinitions ?? [],
      { ...variableValues },
      { maxErrors: 1 },
    );
    return coerced ? executeQuery(query, args, coerced) : standard(args);
  };
}
