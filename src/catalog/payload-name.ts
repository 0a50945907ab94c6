import { upperFirst } from './letter-case.ts';
import type { OperationFact } from './operation-facts.ts';

/** GraphQL type of what a writing operation answers with. All that delete answer the same. */
export function payloadName({ response, verb, field }: OperationFact): string {
  return verb === 'destroy' && response !== 'record'
    ? 'DeletePayload'
    : `${upperFirst(field?.name ?? '')}Payload`;
}
