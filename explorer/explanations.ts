import { useSyncExternalStore } from 'react';
import type { ClioExtension } from '../src/resolvers/explain.ts';

/** What was made known of the last run. */
export interface LastRun {
  /** The operation's text, to tell whether it is still the one in the editor. */
  readonly query: string;
  readonly trace: ClioExtension;
}

let lastRun: LastRun | null = null;
const listeners = new Set<() => void>();

export function tellRun(run: LastRun): void {
  lastRun = run;
  for (const listener of listeners) listener();
}

export function useLastRun(): LastRun | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lastRun,
  );
}
