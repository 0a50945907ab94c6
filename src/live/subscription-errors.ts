import { GraphQLError } from 'graphql';
import { GatewayError } from '../errors.ts';

/**
 * Clio's clock and the gateway's may differ, and reporting a change takes a moment, so `since` goes back by
 * this much.
 */
const overlapMs = 60_000;

/**
 * The error that ends a subscription. The client may subscribe again.
 *
 * @param sinceMs The instant from which changes may be missing; null if Clio has no list of changes.
 */
export function subscriptionEnded(reason: string, sinceMs: number | null): GatewayError {
  if (sinceMs === null)
    return new GatewayError(
      'SUBSCRIPTION_ENDED',
      `${reason} Subscribe again, and read the records as a list: Clio has no list of what has changed meanwhile.`,
    );
  const since = new Date(sinceMs - overlapMs).toISOString();
  return new GatewayError(
    'SUBSCRIPTION_ENDED',
    `${reason} Subscribe again with since: "${since}" to receive what has changed meanwhile.`,
    { since },
  );
}

export function changesMissed(): GatewayError {
  return new GatewayError(
    'CHANGES_MISSED',
    'Changes may be missing here that cannot be sent any more. Read the records as a list. Later changes follow.',
  );
}

export function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GatewayError('INTERNAL_SERVER_ERROR', 'Something went wrong in the gateway.', { cause: error });
}
