import { useEffect } from 'react';
import { takeShared } from './share.ts';
import { useOpenTab } from './use-open-tab.ts';

/** Opens a shared operation if the page is already open, because then the browser changes only the fragment. */
export function SharedLinks() {
  const open = useOpenTab();
  useEffect(() => {
    const take = (): void => {
      const shared = takeShared();
      if (shared) open(shared);
    };
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  });
  return null;
}
