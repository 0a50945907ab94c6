import { useSyncExternalStore } from 'react';

/** A value that components share: a change updates every component that uses it. */
export interface Store<T> {
  get(): T;
  set(value: T): void;
  /** The value, for a component that follows its changes. */
  use(): T;
}

export function createStore<T>(first: T): Store<T> {
  let value = first;
  const listeners = new Set<() => void>();
  const get = (): T => value;
  const listen = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    get,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    use: () => useSyncExternalStore(listen, get),
  };
}
