import type { ErrorCode } from '../errors.ts';
import type { GraphqlResponse } from './ask-gateway.ts';

/** One error of a response, with advice for correcting the query. */
export interface ErrorLine {
  readonly code: string;
  readonly message: string;
  /** The field, in response keys; empty for the whole operation. */
  readonly path: string;
}

/** Advice for agents, if it differs from that for people. */
const hints: Readonly<Partial<Record<ErrorCode, string>>> = {
  UNAUTHENTICATED:
    'The login is missing or has ended. Ask the user to sign in; repeating the call does not help.',
  FORBIDDEN:
    "The user's Clio permissions do not allow this. Leave the field out, or ask a Clio administrator.",
  NOT_FOUND: 'No such record, or this login may not see it. Search for it by name first.',
  PAGINATION_WINDOW_EXCEEDED: 'Use a narrower filter.',
  UPSTREAM_ERROR: 'Clio failed. Try once more.',
  UPSTREAM_TIMEOUT: 'Clio took too long. Ask for smaller pages (first).',
  UPSTREAM_UNAVAILABLE: 'Clio is not available at the moment. Try again in a few minutes.',
  UNKNOWN_OUTCOME: 'The write may have happened. Repeat this call with the same idempotencyKey to find out.',
  QUERY_TOO_COMPLEX: 'Ask for smaller pages (first), or for fewer lists inside lists.',
};

/** The errors of a response. Equal errors at several places are listed once. */
export function describeErrors(errors: GraphqlResponse['errors'] = []): ErrorLine[] {
  const lines = new Map<string, ErrorLine>();
  for (const { message, path = [], locations = [], extensions = {} } of errors) {
    const { code = 'BAD_USER_INPUT', retryAfter } = extensions;
    const [place] = path.length === 0 ? locations : [];
    const at = place ? ` (line ${place.line}, column ${place.column})` : '';
    const hint = hintFor(code, retryAfter);
    const key = `${code} ${message}`;
    if (!lines.has(key))
      lines.set(key, { code, message: `${message}${at}${hint ? ` ${hint}` : ''}`, path: path.join('.') });
  }
  return [...lines.values()];
}

function hintFor(code: string, retryAfter: number | undefined): string | undefined {
  switch (code) {
    case 'RATE_LIMITED':
      return `Wait ${retryAfter ?? 60} seconds, then repeat the call.`;
    case 'OPERATION_RESOLUTION_FAILURE':
      return 'Send exactly one query.';
    default:
      return hints[code as ErrorCode];
  }
}
