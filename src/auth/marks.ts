import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import type { Clock } from '../rest/clock.ts';

/** Remembers ended sessions and used sign-ins while their cookies could be sent again. */
export interface Marks {
  /**
   * Marks something.
   *
   * @param untilMs When its cookie expires by itself, in milliseconds since the epoch.
   * @returns False if it was marked before.
   */
  add(kind: 'session' | 'login', id: string, untilMs: number): Promise<boolean>;
  has(kind: 'session' | 'login', id: string): Promise<boolean>;
}

/** Only ids of real sessions and sign-ins are marked, so nobody can displace the marks of others. */
const maxMarks = 100_000;

/** Marks in the memory of this process: a restart forgets them. */
export function createMemoryMarks(clock: Clock): Marks {
  const ends = new LRUCache<string, number>(countLimit(maxMarks));
  const isMarked = (key: string): boolean => (ends.get(key) ?? 0) > clock.now();
  return {
    async add(kind, id, untilMs) {
      const key = `${kind} ${id}`;
      if (isMarked(key)) return false;
      ends.set(key, untilMs);
      return true;
    },
    has: async (kind, id) => isMarked(`${kind} ${id}`),
  };
}
