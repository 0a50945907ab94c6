import { upperFirst } from './letter-case.ts';
import type { OperationFact } from './operation-facts.ts';

/** GraphQL type of a mutation's payload. All deletions without a record have the same one. */
export function payloadName({ response, verb, field }: OperationFact): string {
  return verb === 'destroy' && response !== 'record'
    ? 'DeletePayload'
    : `${upperFirst(field?.name ?? '')}Payload`;
}
