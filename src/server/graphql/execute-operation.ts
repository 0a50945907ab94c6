import type { ExecutionResult } from 'graphql';
import type { Config } from '../../config/types.ts';
import { checkInitialCounts, checkPageSizes, checkValues } from '../../request/document-limits.ts';
import { executePrepared } from '../../request/execution/execute.ts';
import type { PreparedOperation } from '../../request/prepared-operation.ts';
import type { RequestContext, RequestInfo } from '../../request/request-context.ts';
import { startParts } from './incremental-result.ts';
import type { ServedOperation } from './served-operation.ts';

export interface ExecuteOptions {
  readonly config: Config;
  readonly createContext: (request: RequestInfo) => RequestContext;
}

/** Third step: creates the request's context, and executes the operation until the deadline. */
export function executeOperation(
  served: ServedOperation,
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>> | null | undefined,
  { config, createContext }: ExecuteOptions,
): Promise<ExecutionResult> | ExecutionResult {
  const { request, deadline } = served;
  request.noteOperation(prepared.operation);
  const given = variables ?? {};
  checkValues(given, config.maxTokens);
  checkPageSizes(prepared.pageSizes, given, config.maxPageSize);
  if (prepared.isIncremental) checkInitialCounts(prepared.document, given);
  if (prepared.introspection)
    request.introspectedValues = prepared.introspection.count(given, request.introspectedValues);
  const context = createContext(served);
  served.context = context;
  const early = context.prepare?.(prepared, given);
  if (early) return early;
  return deadline.within(
    prepared.isIncremental
      ? startParts(served, prepared, given)
      : executePrepared(prepared, given, context, served.size),
  );
}
