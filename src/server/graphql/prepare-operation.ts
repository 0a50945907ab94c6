import { type GraphQLError, OperationTypeNode } from 'graphql';
import type { PreparedDocuments } from '../../request/prepared-documents.ts';
import type { PreparedOperation } from '../../request/prepared-operation.ts';
import { isJsonObject } from '../../values.ts';
import { acceptsEvents, choosePartsFormat } from './media-type.ts';
import type { GraphqlParams } from './read-params.ts';
import { requestError } from './request-error.ts';
import type { ServedOperation } from './served-operation.ts';

const parameterNames: ReadonlySet<string> = new Set(['query', 'variables', 'operationName', 'extensions']);

/**
 * Second step: returns the prepared operation, from memory if an earlier request had the same document. Null
 * for an invalid request: Yoga then describes the error.
 */
export function prepareOperation(
  served: ServedOperation,
  documents: PreparedDocuments,
  params: GraphqlParams,
): PreparedOperation | null {
  const { query, operationName, variables, extensions } = params;
  if (typeof query !== 'string' || !isMap(variables) || !isMap(extensions)) return null;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return null;
  for (const name in params) if (!parameterNames.has(name)) return null;
  served.document = documents.prepare(query);
  served.prepared = served.document.operation(operationName, mayComeInParts(served));
  return served.prepared;
}

/** Whether the client accepts a result in parts, in a format that the gateway supports. */
export function mayComeInParts({ request, isListed }: ServedOperation): boolean {
  return !isListed && choosePartsFormat(request.http.header('accept')) !== null;
}

/** Whether the client accepts a stream of events. Over HTTP, subscriptions have no other form. */
export function takesEvents({ request, isListed }: ServedOperation): boolean {
  return !isListed && acceptsEvents(request.http.header('accept'));
}

export function isSubscription({ operation }: PreparedOperation): boolean {
  return operation.operation === OperationTypeNode.SUBSCRIPTION;
}

export function streamNeeded(): GraphQLError {
  return requestError(
    406,
    'The response to a subscription is a stream: send "Accept: text/event-stream", or connect by WebSocket with the protocol graphql-transport-ws.',
  );
}

function isMap(value: unknown): boolean {
  return value === undefined || value === null || isJsonObject(value);
}
