/** An operation in a link: in the fragment, which browsers send to no server. Headers are never in it. */
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

/** The operation in the page's address, which then loses it: what is typed from now on is another one. */
export function takeShared(): Shared | null {
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  const query = fragment.get('query');
  if (query === null) return null;
  window.history.replaceState(null, '', window.location.pathname);
  return { query, variables: fragment.get('variables') ?? '' };
}
