import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql';

/** Data of a fragment or items of a list, for the place `path`. */
export interface Patch {
  /** Path of the object, or of a list with the index of the first item. */
  readonly path?: readonly (string | number)[];
  readonly label?: string;
  /** Null if an error left nothing. */
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly items?: readonly unknown[] | null;
  readonly errors?: readonly GraphQLError[];
}

/** One part of a result, in the executor's format: the proposal of August 2022. */
export interface ResultPart extends ExecutionResult {
  readonly hasNext: boolean;
  readonly incremental?: readonly Patch[];
}

/** The result of an operation, whole or in parts. */
export type Result = ExecutionResult | AsyncIterable<ResultPart>;

export type Executor = (args: ExecutionArgs) => Promise<Result> | Result;
