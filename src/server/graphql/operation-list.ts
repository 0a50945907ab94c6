import type { ExecutionResult } from 'graphql';
import type { Config } from '../../config/types.ts';
import { GatewayError } from '../../errors.ts';
import { isJsonObject } from '../../values.ts';
import type { GraphqlParams } from './read-params.ts';
import { requestError } from './request-error.ts';
import { codeOf } from './respond.ts';
import { ServedOperation } from './served-operation.ts';

/**
 * Executes a list of operations at the same time, each as if it had come alone.
 *
 * @param execute Executes one of them; never rejects.
 * @throws GatewayError `QUERY_TOO_COMPLEX` for a list that is too long.
 */
export async function executeList(
  { request, deadline }: ServedOperation,
  batch: readonly GraphqlParams[],
  config: Config,
  execute: (one: ServedOperation, params: unknown) => Promise<ExecutionResult>,
): Promise<ExecutionResult[]> {
  const { maxBatch } = config;
  if (batch.length === 0) throw requestError(400, 'The list of operations is empty.');
  if (batch.length > maxBatch) {
    throw new GatewayError(
      'QUERY_TOO_COMPLEX',
      `The request is a list of ${batch.length} operations, and at most ${maxBatch} are allowed. Send the others in separate requests.`,
    );
  }
  const operations = batch.map(() => new ServedOperation(request, config, { isListed: true }));
  deadline.signal.addEventListener('abort', () => {
    // Each operation has its own deadline.
    if (request.disconnected) for (const one of operations) one.deadline.abandon();
  });
  const results = await Promise.all(operations.map((one, index) => execute(one, batch[index])));
  request.operation = null;
  request.errorCodes = results.flatMap(({ errors = [] }) => errors.map(codeOf));
  return results;
}

/** @throws GraphQLError for an entry that is not an operation. */
export function checkEntry(entry: unknown): GraphqlParams {
  if (isJsonObject(entry)) return entry;
  throw requestError(400, 'Each entry of the list must be an object with the operation in "query".');
}
