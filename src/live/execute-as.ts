import { randomUUID } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import { executePrepared } from '../request/execution/execute.ts';
import { ResultSize } from '../request/execution/result-size.ts';
import type { PreparedOperation } from '../request/prepared-operation.ts';
import type { RequestInfo } from '../request/request-context.ts';
import { Cancellation } from '../rest/cancellation.ts';
import { finishResult } from '../server/graphql/finish-result.ts';
import type { LiveLogin, LiveOptions } from './live-options.ts';

/** No request waits for the records of changes, so they may wait several minutes for the login's budget. */
const patienceMs = 600_000;

/** An operation that the gateway has built itself. */
export interface OwnOperation {
  readonly prepared: PreparedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether its calls are traced. */
  readonly trace: boolean;
}

/** Executes an operation for a login, like an operation from a client. */
export async function executeAs(
  { token, region, session }: LiveLogin,
  { prepared, variables, trace }: OwnOperation,
  { config, logger, createContext }: LiveOptions,
): Promise<ExecutionResult> {
  const requestId = randomUUID();
  const info: RequestInfo = {
    token,
    region,
    login: session,
    requestId,
    signal: new Cancellation(),
    explain: trace ? 'trace' : 'off',
    trace: null,
    // The event has removed its record from the cache.
    cacheUse: 'full',
    logger: logger.child({ requestId }),
    deadlineMs: patienceMs,
    background: true,
  };
  const context = createContext(info);
  context.prepare?.(prepared, variables);
  const size = new ResultSize(config.maxResponseBytes);
  const result = await executePrepared(prepared, variables, context, size);
  return { extensions: context.extensions?.(), ...finishResult(result, info) };
}
