import { LRUCache } from 'lru-cache';
import type { ClioError } from '../errors.ts';
import type { WriteResult } from './write-result.ts';

/** The result of a write, as it is returned again: plain data, so that a store may keep it elsewhere. */
export type Outcome =
  | { readonly kind: 'written'; readonly written: WriteResult }
  /** It may or may not have been made. */
  | { readonly kind: 'unknown'; readonly message: string; readonly clio?: ClioError };

/** What is kept under a key. */
export interface Entry {
  /** Hash of the mutation and its input: another one under the same key is a mistake of the client's. */
  readonly input: string;
  /** Undefined while the write is in flight. */
  readonly outcome?: Outcome;
}

/**
 * Where the outcomes of writes with a key are kept. All it needs to do at once is {@link OutcomeStore.putIfAbsent}, so a store
 * that several gateways share (Redis: `SET key value NX PX`) fits behind it.
 */
export interface OutcomeStore {
  /** Keeps the entry where the key has none, and answers undefined; else the entry that it has. */
  putIfAbsent(key: string, entry: Entry): Promise<Entry | undefined>;
  /** Puts an outcome in the place of the write in flight. */
  put(key: string, entry: Entry): Promise<void>;
  /** As if the key had never been used. */
  remove(key: string): Promise<void>;
  /** Waits until a write in flight has ended, or may have; the caller then looks again. */
  ended(key: string): Promise<void>;
}

export interface MemoryStoreOptions {
  /** Most characters of outcomes kept; beyond it the one unused for longest goes. @default 32 Mi */
  readonly maxCharacters?: number;
  /** @default Date.now */
  readonly now?: () => number;
}

/** How long outcomes are kept. */
export const outcomeTtlMs = 24 * 60 * 60 * 1000;
/** Of an entry besides its text: two hashes, and what a map takes. */
const entryOverhead = 300;

/** A store in this process's memory: it knows of no other gateway, and a restart empties it. */
export function createMemoryStore(options: MemoryStoreOptions = {}): OutcomeStore {
  const { maxCharacters = 32 * 1024 * 1024, now = Date.now } = options;
  const done = new LRUCache<string, Entry>({
    maxSize: maxCharacters,
    ttl: outcomeTtlMs,
    perf: { now },
    ttlResolution: 0,
    sizeCalculation: (entry) => JSON.stringify(entry).length + entryOverhead,
  });
  // Apart from the others, so that none of them is pushed out while its write is in flight.
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
