import { GatewayError } from '../../errors.ts';

/**
 * The size of a response that is being built, counted value by value: execution stops before the text of a response that is too large
 * is written.
 */
export class ResultSize {
  /** At least as many characters the text will have. */
  characters = 0;
  readonly mostBytes: number;

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  get isExceeded(): boolean {
    return this.characters > this.mostBytes;
  }
}

/** @param isMutation Whether the operation has written, which the client must know. */
export function resultTooLarge(mostBytes: number, isMutation: boolean): GatewayError {
  const done = isMutation ? 'The mutation was executed, but its response' : 'The response';
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `${done} has more than ${mostBytes} bytes (MAX_RESPONSE_BYTES). Ask for fewer records or fields at once.`,
  );
}
