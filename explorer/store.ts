import { useSyncExternalStore } from 'react';

/** A value that components share; a change updates all of them. */
export interface Store<T> {
  get(): T;
  set(value: T): void;
  /** Returns the value to a component, which each change updates. */
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
