import { useMemo, useSyncExternalStore } from 'react';

/** Where somebody is in the list. */
export interface Place {
  /** Empty: all matters. */
  readonly search: string;
  /** The page begins after this cursor. */
  readonly after?: string;
  /** The page ends before this one. */
  readonly before?: string;
}

const changed = 'place-changed';

/**
 * The address is the state. Cursors hold all that is needed to go on, so a page of the list can be reloaded, bookmarked,
 * sent to a colleague, and is still there after signing in.
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

/** Goes to another place, from which the browser's Back leads here again. */
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
