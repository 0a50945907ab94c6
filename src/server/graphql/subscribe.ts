import type { ExecutionResult } from 'graphql';
import type { Config } from '../../config/types.ts';
import { checkPageSizes } from '../../request/document-limits.ts';
import type { PreparedOperation } from '../../request/prepared-operation.ts';
import type { RequestInfo } from '../../request/request-context.ts';
import type { ServedOperation } from './served-operation.ts';

/** Begins subscriptions; each message is finished and ready to be sent. */
export interface SubscriptionSource {
  subscribe(
    info: RequestInfo,
    prepared: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<AsyncIterableIterator<ExecutionResult>>;
}

/** Third step of a subscription: begins it. Its request has no deadline from then on. */
export type Subscribe = (
  served: ServedOperation,
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>> | null | undefined,
) => Promise<AsyncIterableIterator<ExecutionResult>>;

export function createSubscribe(
  source: SubscriptionSource,
  { maxPageSize }: Pick<Config, 'maxPageSize'>,
): Subscribe {
  return async (served, prepared, variables) => {
    const { request, deadline } = served;
    const { operation } = prepared;
    request.operation = operation.name?.value ?? null;
    request.operationType = operation.operation;
    const given = variables ?? {};
    checkPageSizes(prepared.pageSizes, given, maxPageSize);
    const messages = await source.subscribe(served, prepared, given);
    deadline.clear();
    return messages;
  };
}
