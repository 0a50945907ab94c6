import type { ExecutionResult } from 'graphql';
import type { Config } from '../../config/types.ts';
import { checkPageSizes } from '../../request/document-limits.ts';
import type { PreparedOperation } from '../../request/prepared-operation.ts';
import type { RequestInfo } from '../../request/request-context.ts';
import type { ServedOperation } from './served-operation.ts';

export interface SubscribeOptions {
  readonly config: Config;
  /** Begins subscriptions; each message is finished and ready to be sent. */
  readonly subscriptions: {
    subscribe(
      info: RequestInfo,
      prepared: PreparedOperation,
      variables: Readonly<Record<string, unknown>>,
    ): Promise<AsyncIterableIterator<ExecutionResult>>;
  };
}

/** Third step of a subscription: begins it. Its request has no deadline from then on. */
export async function subscribe(
  served: ServedOperation,
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>> | null | undefined,
  { subscriptions, config }: SubscribeOptions,
): Promise<AsyncIterableIterator<ExecutionResult>> {
  served.request.noteOperation(prepared.operation);
  const given = variables ?? {};
  checkPageSizes(prepared.pageSizes, given, config.maxPageSize);
  const messages = await subscriptions.subscribe(served, prepared, given);
  served.deadline.clear();
  return messages;
}
