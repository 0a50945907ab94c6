import { useMemo, useSyncExternalStore } from 'react';

/** A page of the list, or of a search in it. */
export interface Place {
  /** Empty for all matters. */
  readonly search: string;
  /** The page begins after this cursor. */
  readonly after?: string;
  /** The page ends before this cursor. */
  readonly before?: string;
}

const changed = 'place-changed';

/**
 * The address is the state. A cursor is all that a page of the list needs, so the page can be reloaded, bookmarked or
 * sent to a colleague, and is the same after signing in.
 */
export function usePlace(): Place {
  const text = useSyncExternalStore(subscribe, () => location.search);
  return useMemo(() => {
    const parameters = new URLSearchParams(text);
    return {
      search: parameters.get('search') ?? '',
      after: parameters.get('after') ?? undefined,
      before: parameters.get('before') ?? undefined,
    };
  }, [text]);
}

/** Goes to another place; the browser's Back button returns to this one. */
export function go({ search, after, before }: Place): void {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ search, after, before }))
    if (value) parameters.set(name, value);
  const text = parameters.toString();
  history.pushState(null, '', text === '' ? location.pathname : `?${text}`);
  dispatchEvent(new Event(changed));
}

function subscribe(onChange: () => void): () => void {
  addEventListener('popstate', onChange);
  addEventListener(changed, onChange);
  return () => {
    removeEventListener('popstate', onChange);
    removeEventListener(changed, onChange);
  };
}
