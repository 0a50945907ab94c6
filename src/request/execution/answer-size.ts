import { GatewayError } from '../../errors.ts';

/**
 * The size of an answer in the making, counted while its values are put into it: an answer whose text would be too large is
 * given up before that is written.
 */
export class AnswerSize {
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
export function answerTooLarge(mostBytes: number, isMutation: boolean): GatewayError {
  const done = isMutation ? 'The mutation was executed, but its answer' : 'The answer';
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `${done} has more than ${mostBytes} bytes (MAX_RESPONSE_BYTES). Ask for fewer records or fields at once.`,
  );
}
