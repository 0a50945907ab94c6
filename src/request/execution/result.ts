import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql';

/** One part of an answer that is sent in parts, as the executor has it (the format of the proposal of August 2022). */
export interface ResultPart extends ExecutionResult {
  readonly hasNext: boolean;
  readonly incremental?: readonly { readonly errors?: readonly GraphQLError[] }[];
}

/** The answer to an operation: whole, or in parts. */
export type Result = ExecutionResult | AsyncIterable<ResultPart>;

export type Executor = (args: ExecutionArgs) => Promise<Result> | Result;
