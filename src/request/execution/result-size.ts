import { GatewayError } from '../../errors.ts';

/**
 * Counts the size of a result while it is built, so that execution stops before a response becomes too large.
 */
export class ResultSize {
  /** A lower bound of the text's characters. */
  characters = 0;
  readonly mostBytes: number;

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  get isExceeded(): boolean {
    return this.characters > this.mostBytes;
  }
}

/** @param isMutation Whether the operation was a mutation: the client must know that it was executed. */
export function resultTooLarge(mostBytes: number, isMutation: boolean): GatewayError {
  const done = isMutation ? 'The mutation was executed, but its response' : 'The response';
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `${done} has more than ${mostBytes} bytes (MAX_RESPONSE_BYTES). Ask for fewer records or fields at once.`,
  );
}
