import { Kind, parse } from 'graphql';
import type { Operation } from './ask.ts';

/**
 * Removes the operation's name if its text does not have it. GraphiQL reads the names in a text after a pause, and until then
 * sends a name of the earlier text.
 */
export function withOwnName(operation: Operation): Operation {
  const { query, operationName } = operation;
  if (!operationName) return operation;
  try {
    const { definitions } = parse(query);
    const isOwn = definitions.some(
      (one) => one.kind === Kind.OPERATION_DEFINITION && one.name?.value === operationName,
    );
    return isOwn ? operation : { ...operation, operationName: null };
  } catch {
    return operation;
  }
}
