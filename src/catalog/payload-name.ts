import { upperFirst } from './letter-case.ts';
import type { OperationFact } from './operation-facts.ts';

/** GraphQL type of what a writing operation answers with. All that delete answer the same. */
export function payloadName({ answer, verb, field }: OperationFact): string {
  return verb === 'destroy' && answer !== 'record'
    ? 'DeletePayload'
    : `${upperFirst(field?.name ?? '')}Payload`;
}
