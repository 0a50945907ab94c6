import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql';

/** Data of a fragment or items of a list, to be put at `path`. */
export interface Patch {
  /** Of the object; of a list's items, the index of the first at its end. */
  readonly path?: readonly (string | number)[];
  readonly label?: string;
  /** Null where an error leaves nothing. */
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly items?: readonly unknown[] | null;
  readonly errors?: readonly GraphQLError[];
}

/** One part of a response that is sent in parts, as the executor has it (the format of the proposal of August 2022). */
export interface ResultPart extends ExecutionResult {
  readonly hasNext: boolean;
  readonly incremental?: readonly Patch[];
}

/** The response to an operation: whole, or in parts. */
export type Result = ExecutionResult | AsyncIterable<ResultPart>;

export type Executor = (args: ExecutionArgs) => Promise<Result> | Result;
