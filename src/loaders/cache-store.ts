import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import { addFields, type FieldTree, type MutableFieldTree } from '../planner/fields.ts';
import type { CacheOptions, DatedResponse, Etag, Generation } from './cache.ts';
import type { Content } from './content.ts';
import { type Ending, Endings, endOfAll } from './endings.ts';
import type { ClioRecord } from './record.ts';

/** A loaded record. */
export interface RecordLoad {
  readonly content: Content;
  readonly fields: FieldTree;
  readonly record: ClioRecord;
  /** Until when it may be reused. Records of past times are not stored. */
  readonly freshUntil: number;
  readonly etag: Etag | null;
  readonly bytes: number;
}

/** A cached record, with the generation of the requests that may use it. */
export interface RecordEntry extends RecordLoad {
  readonly generation: Generation;
}

interface Page {
  readonly generation: Generation;
  readonly response: DatedResponse;
}

/** An expired entry is kept this many times longer, for `If-None-Match`: a 304 costs a call, but no body. */
const revalidateFactor = 30;

/** Maximum number of logins whose writes are remembered. */
const maxLogins = 100_000;

/** Bytes of an entry besides its body: keys, maps, field names. */
const entryOverhead = 300;

/** The storage that all tokens' caches share. */
export class CacheStore {
  /** Reads in flight, which other requests may join. */
  readonly inFlight = new Map<string, Promise<DatedResponse>>();
  readonly config: CacheOptions['config'];
  readonly now: () => number;
  /** Login and entity → number of watches. */
  readonly #watched = new Map<string, number>();
  readonly #records: LRUCache<string, RecordEntry>;
  readonly #pages: LRUCache<string, Page>;
  /** Keys are logins. Entries that an ending made invalid stay until they are the least recently used. */
  readonly #endings: LRUCache<string, Endings>;
  #endingCount = 0;
  /** The endings of logins that are not in the table. */
  #unlisted = new Endings(new Map());

  constructor({ config, now }: CacheOptions) {
    this.config = config;
    this.now = now;
    this.#endings = new LRUCache({
      // A login that was dropped must not get what was read before its writes.
      dispose: (_value, _login, reason) => {
        if (reason === 'evict') this.#unlisted = new Endings(new Map([[endOfAll, this.#mark()]]));
      },
      ...countLimit(maxLogins),
    });
    const half = Math.max(1, Math.floor(config.cacheMaxBytes / 2));
    const options = { maxSize: half, ttl: 1, perf: { now }, ttlResolution: 0 };
    this.#records = new LRUCache({ sizeCalculation: ({ bytes }) => bytes + entryOverhead, ...options });
    this.#pages = new LRUCache({
      sizeCalculation: ({ response }) => response.bytes + entryOverhead,
      ...options,
    });
  }

  isWatched(login: string, entity: string): boolean {
    return this.#watched.size > 0 && this.#watched.has(`${login} ${entity}`);
  }

  watch(login: string, entity: string): () => void {
    const key = `${login} ${entity}`;
    this.#watched.set(key, (this.#watched.get(key) ?? 0) + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const left = (this.#watched.get(key) ?? 1) - 1;
      if (left === 0) this.#watched.delete(key);
      else this.#watched.set(key, left);
    };
  }

  endingsOf(login: string): Endings {
    return this.#endings.get(login) ?? this.#unlisted;
  }

  end(login: string, ending: Ending): Endings {
    const endings = this.endingsOf(login).with(ending, this.#mark());
    this.#endings.set(login, endings);
    return endings;
  }

  record(key: string): RecordEntry | undefined {
    return this.#records.get(key);
  }

  keepRecord(key: string, entry: RecordEntry): void {
    const { cacheTtlMs, cacheStaleMs } = this.config;
    const leftMs = entry.freshUntil - this.now();
    const ttl = Math.max(leftMs, cacheTtlMs) * revalidateFactor + cacheStaleMs;
    this.#records.set(key, entry, { ttl });
  }

  page(key: string, generation: Generation, staleMs: number): DatedResponse | null {
    const page = this.#pages.get(key);
    if (!page || !isSame(page.generation, generation)) return null;
    return (page.response.freshUntil ?? 0) + staleMs > this.now() ? page.response : null;
  }

  keepPage(key: string, generation: Generation, response: DatedResponse): void {
    const ttl = (response.freshUntil ?? 0) + this.config.cacheStaleMs - this.now();
    if (ttl > 0) this.#pages.set(key, { generation, response }, { ttl });
  }

  #mark(): string {
    this.#endingCount += 1;
    return String(this.#endingCount);
  }
}

export function isSame(one: Generation, other: Generation): boolean {
  return one.own === other.own && one.shared === other.shared;
}

/** The joined record is as old as its oldest part. */
export function joinLoads(known: RecordLoad, loaded: RecordLoad): RecordLoad {
  const { fields, record } = joinRecords(known, loaded);
  const [entity, ...nested] = known.content.entities;
  const content: Content = {
    entities: [entity, ...new Set([...nested, ...loaded.content.entities.slice(1)])],
    seldomChanges: known.content.seldomChanges && loaded.content.seldomChanges,
    holdsOthers: known.content.holdsOthers || loaded.content.holdsOthers,
  };
  return {
    content,
    fields,
    record,
    freshUntil: Math.min(known.freshUntil, loaded.freshUntil),
    etag: loaded.etag ?? known.etag,
    bytes: known.bytes + loaded.bytes,
  };
}

interface Known {
  readonly fields: FieldTree;
  readonly record: ClioRecord;
}

/** Joins two loads of one record. The later load wins, with its whole nested records. */
export function joinRecords(earlier: Known, later: Known): Known {
  const fields: MutableFieldTree = new Map();
  addFields(fields, later.fields);
  for (const [name, inner] of earlier.fields)
    if (!fields.has(name)) addFields(fields, new Map([[name, inner]]));
  // New names first: on Node 20, each object whose new names follow a spread gets its own hidden class.
  const record: Record<string, unknown> = {};
  return { fields, record: Object.assign(record, earlier.record, later.record) };
}
