import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';

/** Events remembered: they matter to calls under way and to entries that have not aged out. */
const maxRemembered = 50_000;

/** Which records and lists of a login changed in Clio, and when: what was read before is not answered again. */
export class EndedEntries {
  readonly #lists: LRUCache<string, number> = new LRUCache(countLimit(maxRemembered));
  readonly #records: LRUCache<string, number> = new LRUCache(countLimit(maxRemembered));
  #count = 0;

  /** Number of changes so far: a point in time. */
  get count(): number {
    return this.#count;
  }

  /** @param path Of the list that has the record: `/matters.json`. */
  end(login: string, entity: string, id: string, path: string): void {
    this.#count += 1;
    this.#records.set(`${login} ${entity} ${id}`, this.#count);
    this.#lists.set(`${login} ${listOf(path)}`, this.#count);
  }

  /** When the list of a call last changed; 0 for never. */
  listAt(login: string, url: string): number {
    return this.#count === 0 ? 0 : (this.#lists.get(`${login} ${listOf(url)}`) ?? 0);
  }

  recordAt(login: string, entity: string, id: string): number {
    return this.#count === 0 ? 0 : (this.#records.get(`${login} ${entity} ${id}`) ?? 0);
  }
}

/** `/matters.json?fields=id` and `/matters/5.json` → `/matters`. */
export function listOf(url: string): string {
  const mark = url.indexOf('.json');
  const path = mark < 0 ? url : url.slice(0, mark);
  return path.replace(/\/\d+$/, '');
}
