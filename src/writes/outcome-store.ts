import { LRUCache } from 'lru-cache';
import type { ClioError } from '../errors.ts';
import type { WriteResult } from './write-result.ts';

/** The stored result of a write. It is plain data, so that it can be stored anywhere. */
export type Outcome =
  | { readonly kind: 'written'; readonly written: WriteResult }
  /** The write may or may not have been made. */
  | { readonly kind: 'unknown'; readonly message: string; readonly clio?: ClioError };

export interface Entry {
  /** Hash of the mutation and its input. Using the key with another hash is a client's mistake. */
  readonly input: string;
  /** Undefined while the write is in flight. */
  readonly outcome?: Outcome;
}

/**
 * Stores the outcomes of writes with a key. Only {@link OutcomeStore.putIfAbsent} must be atomic, so that
 * several gateways can share a store (Redis: `SET key value NX PX`).
 */
export interface OutcomeStore {
  /** Stores the entry and returns undefined if the key is new; otherwise returns the existing entry. */
  putIfAbsent(key: string, entry: Entry): Promise<Entry | undefined>;
  /** Replaces the write in flight by its outcome. */
  put(key: string, entry: Entry): Promise<void>;
  remove(key: string): Promise<void>;
  /** Waits until a write in flight has ended or may have ended. The caller then looks again. */
  ended(key: string): Promise<void>;
}

export interface MemoryStoreOptions {
  /**
   * Maximum number of characters of all outcomes; the least recently used one is dropped first. @default 32
   * Mi
   */
  readonly maxCharacters?: number;
  /** @default Date.now */
  readonly now?: () => number;
}

export const outcomeTtlMs = 24 * 60 * 60 * 1000;
/** Size of an entry besides its text: two hashes, and its place in a map. */
const entryOverhead = 300;

/** A store in this process's memory. Other gateways do not share it, and a restart empties it. */
export function createMemoryStore(options: MemoryStoreOptions = {}): OutcomeStore {
  const { maxCharacters = 32 * 1024 * 1024, now = Date.now } = options;
  const done = new LRUCache<string, Entry>({
    maxSize: maxCharacters,
    ttl: outcomeTtlMs,
    perf: { now },
    ttlResolution: 0,
    sizeCalculation: (entry) => JSON.stringify(entry).length + entryOverhead,
  });
  // Separate from the others, so that none is dropped while its write is in flight.
  const inFlight = new Map<string, { readonly entry: Entry; readonly waiters: (() => void)[] }>();
  const end = (key: string): void => {
    const { waiters = [] } = inFlight.get(key) ?? {};
    inFlight.delete(key);
    for (const wake of waiters) wake();
  };
  return {
    async putIfAbsent(key, entry) {
      const known = inFlight.get(key)?.entry ?? done.get(key);
      if (!known) inFlight.set(key, { entry, waiters: [] });
      return known;
    },
    async put(key, entry) {
      done.set(key, entry);
      end(key);
    },
    async remove(key) {
      done.delete(key);
      end(key);
    },
    ended(key) {
      return new Promise((resolve) => {
        const running = inFlight.get(key);
        if (running) running.waiters.push(resolve);
        else resolve();
      });
    },
  };
}
