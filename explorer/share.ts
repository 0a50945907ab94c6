/** An operation in a link. It is in the fragment, which browsers do not send to servers, and never includes headers. */
export interface Shared {
  readonly query: string;
  readonly variables: string;
}

export function shareLink({ query, variables }: Shared): string {
  const url = new URL(window.location.href);
  const fragment = new URLSearchParams({ query });
  if (variables.trim() !== '') fragment.set('variables', variables);
  url.hash = fragment.toString();
  return url.href;
}

/** Removes the operation from the page's address, because typing changes the editor's text but not the address. */
export function takeShared(): Shared | null {
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  const query = fragment.get('query');
  if (query === null) return null;
  window.history.replaceState(null, '', window.location.pathname);
  return { query, variables: fragment.get('variables') ?? '' };
}
