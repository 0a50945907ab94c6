import { CombinedGraphQLErrors } from '@apollo/client/errors';

/** What went wrong, in words for whoever sits in front of the page. */
export interface Trouble {
  readonly title: string;
  readonly text: string;
  /** What helps. `look` stands for looking at the list: something may have been written. */
  readonly remedy: 'sign-in' | 'try-again' | 'first-page' | 'look' | null;
  /** Before that, trying again cannot go well. */
  readonly retryAfterSeconds?: number;
}

/**
 * Decides by the code: messages are for people and may change.
 *
 * @param isWrite Whether it was the form that was sent, or a page that was asked for.
 */
export function describeTrouble(error: unknown, isWrite: boolean): Trouble {
  // No response of the gateway's, but none at all, or one of a proxy in between.
  if (!CombinedGraphQLErrors.is(error)) {
    return {
      title: 'The server cannot be reached',
      text: 'Check your connection.',
      remedy: 'try-again',
    };
  }
  const [first] = error.errors;
  const { code, retryAfter } = (first?.extensions ?? {}) as { code?: string; retryAfter?: number };
  switch (code) {
    case 'UNAUTHENTICATED':
      return {
        title: 'You are not signed in',
        text: isWrite ? 'Nothing was saved.' : 'Sign in with Clio to see the matters of your firm.',
        remedy: 'sign-in',
      };
    case 'RATE_LIMITED':
      return {
        title: 'Too many requests',
        text: 'Clio limits how much can be asked in a minute, and your login has used that up.',
        remedy: 'try-again',
        retryAfterSeconds: retryAfter,
      };
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_ERROR':
      return {
        title: 'Clio has trouble',
        text: 'This page works, but Clio behind it does not answer as it should.',
        remedy: 'try-again',
        retryAfterSeconds: retryAfter,
      };
    case 'UNKNOWN_OUTCOME':
      return {
        title: 'It may have been saved, or not',
        text: 'Clio broke off while it was at it. Look for the matter in the list before you create it again.',
        remedy: 'look',
      };
    case 'FORBIDDEN':
      return {
        title: 'You may not do this',
        // It names the permission that is missing.
        text: first?.message ?? '',
        remedy: 'sign-in',
      };
    // A cursor out of an old address, or the 10,000 records at which Clio's lists end in this order.
    case 'BAD_USER_INPUT':
    case 'PAGINATION_WINDOW_EXCEEDED':
      if (isWrite) break;
      return {
        title: 'This page of the list is not there',
        text: first?.message ?? '',
        remedy: 'first-page',
      };
  }
  return { title: 'Something went wrong', text: first?.message ?? error.message, remedy: 'try-again' };
}
