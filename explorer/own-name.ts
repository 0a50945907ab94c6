import { Kind, parse } from 'graphql';
import type { Operation } from './ask.ts';

/**
 * An operation without a name that its text does not have. GraphiQL reads the names of a text after a pause, and until then sends the
 * name that the text before it had.
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
