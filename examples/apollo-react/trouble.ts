import { CombinedGraphQLErrors } from '@apollo/client/errors';

/** What went wrong, in words for the user of the page. */
export interface Trouble {
  readonly title: string;
  readonly text: string;
  /** What helps. `look`: look at the list, because something may have been written. */
  readonly remedy: 'sign-in' | 'try-again' | 'first-page' | 'look' | null;
  /** A retry before that fails. */
  readonly retryAfterSeconds?: number;
}

/**
 * Decides by the code: messages are for people and may change.
 *
 * @param isWrite Whether the form was sent; otherwise a page was loaded.
 */
export function describeTrouble(error: unknown, isWrite: boolean): Trouble {
  // There was no response, or one from a proxy in between.
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
        text: 'Clio limits the requests of a minute, and your login has reached the limit.',
        remedy: 'try-again',
        retryAfterSeconds: retryAfter,
      };
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_ERROR':
      return {
        title: 'Clio has trouble',
        text: 'This page works, but Clio does not respond as it should.',
        remedy: 'try-again',
        retryAfterSeconds: retryAfter,
      };
    case 'UNKNOWN_OUTCOME':
      return {
        title: 'It may have been saved, or not',
        text: 'Clio did not report whether it saved the matter. Look for it in the list before you create it again.',
        remedy: 'look',
      };
    case 'FORBIDDEN':
      return {
        title: 'You may not do this',
        // The message names the missing permission.
        text: first?.message ?? '',
        remedy: 'sign-in',
      };
    // A cursor of an old address, or the 10,000 records at which Clio's lists end in this order.
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
