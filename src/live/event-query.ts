import { type GraphQLSchema, type OperationDefinitionNode, parse } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { globalId } from '../catalog/ids.ts';
import type { SubscriptionFact } from '../catalog/types.ts';
import type { Advice } from '../planner/advise.ts';
import type { Variables } from '../request/execution/coerce-variables.ts';
import { PreparedOperation } from '../request/prepared-operation.ts';
import type { EventQuery } from '../request/request-parts.ts';
import type { SchemaNames } from '../resolvers/schema-names.ts';
import { CompiledSubscription } from './compile-subscription.ts';
import { joinQueries, joinVariables } from './record-query.ts';

/**
 * The query that reads the record of one change for a subscription. Its price is that of each change.
 *
 * @throws GatewayError, GraphQLError or AggregateError of them, if the subscription is invalid.
 */
export function eventQuery(
  { schema, catalog, names }: { schema: GraphQLSchema; catalog: Catalog; names: SchemaNames },
  subscription: PreparedOperation,
  given: Variables,
): EventQuery {
  const { records, type, fact, sinceMs } = new CompiledSubscription(subscription, given, catalog, names);
  const advice = webhookAdvice(fact, sinceMs !== null);
  const keys = records.map(({ responseKey }) => responseKey);
  const queries = records.map(({ query }) => query);
  if (queries.length === 0)
    return { prepared: new PreparedOperation(schema, nothing, nothingRead), variables: {}, advice };
  return {
    prepared: joinQueries(schema, names.rootField('nodes'), queries, keys),
    variables: joinVariables(queries, () => [globalId(type, '1')]),
    advice,
  };
}

/** Advice about the calls that a subscription makes in addition to those for its changes. */
function webhookAdvice({ changes }: SubscriptionFact, hasSince: boolean): Advice {
  const [setup, calls] = changes === undefined ? ['two', 'one call looks'] : ['three', 'two calls look'];
  const parts = [
    `The first subscription of a login to this kind of record takes ${setup} more calls to create its webhook.`,
    `While there are subscribers, ${calls} after it every ten minutes.`,
  ];
  if (hasSince) parts.push('"since" takes a call for each 200 records that have changed.');
  return { code: 'WEBHOOK', path: '', message: parts.join(' ') };
}

const nothing = parse('{ __typename }');
const nothingRead = nothing.definitions[0] as OperationDefinitionNode;
