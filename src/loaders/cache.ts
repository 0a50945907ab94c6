import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { addFields, coversFields, type FieldTree } from '../planner/fields.ts';
import type { Answer } from '../rest/types.ts';
import type { ClioRecord } from './record.ts';

export interface CacheOptions {
  /** How long a record or page is answered without asking Clio, in milliseconds; 0 turns the cache off. */
  readonly ttlMs: number;
  /** Most bytes kept, over all tokens. @default 64 MiB */
  readonly maxBytes?: number;
  /** @default Date.now */
  readonly now?: () => number;
}

/** A cached record, with what is known of it. */
export interface CachedRecord {
  readonly fields: FieldTree;
  readonly record: ClioRecord;
  /** True while it may be answered as it is; after that it can only be revalidated. */
  readonly fresh: boolean;
  /** ETag of the last single load, and the exact fields it was of. */
  readonly etag: { readonly value: string; readonly fields: string } | null;
}

/** The part of the cache that one token sees. No other token can reach into it. */
export interface TokenCache {
  record(entity: string, id: string): CachedRecord | null;
  keepRecord(
    entity: string,
    id: string,
    fields: FieldTree,
    record: ClioRecord,
    bytes: number,
    etag?: CachedRecord['etag'],
  ): void;
  page(url: string): Answer | null;
  keepPage(url: string, answer: Answer): void;
  /** After a write: nothing kept so far is answered to this token again. */
  forget(): void;
}

interface Entry {
  fields: FieldTree;
  record: ClioRecord;
  freshUntil: number;
  etag: CachedRecord['etag'];
  bytes: number;
}

/** An entry past its time is kept this many times longer, for `If-None-Match`: a 304 still costs a call, but no body. */
const revalidateFactor = 30;

/** Logins whose writes are remembered. */
const maxGenerations = 100_000;

/** Bytes of an entry beside its body: keys, maps, field names. */
const entryOverhead = 300;

export class RecordCache {
  readonly #entries: LRUCache<string, Entry>;
  readonly #pages: LRUCache<string, Answer>;
  /** Which generation of a login's entries is answered: a write leaves those before it to age out unseen. */
  readonly #generations: LRUCache<string, number>;
  #generation = 0;
  readonly #ttlMs: number;
  readonly #now: () => number;

  constructor({ ttlMs, maxBytes = 64 * 1024 * 1024, now = Date.now }: CacheOptions) {
    this.#ttlMs = ttlMs;
    this.#now = now;
    const perf = { now };
    // A login forgotten here falls back to generation 0, whose entries are long past their time by then.
    this.#generations = new LRUCache({ max: maxGenerations });
    const half = Math.max(1, Math.floor(maxBytes / 2));
    const ttl = Math.max(1, ttlMs);
    this.#entries = new LRUCache({
      maxSize: half,
      ttl: ttl * revalidateFactor,
      perf,
      ttlResolution: 0,
      sizeCalculation: (entry) => entry.bytes,
    });
    this.#pages = new LRUCache({
      maxSize: half,
      ttl,
      perf,
      ttlResolution: 0,
      sizeCalculation: (answer) => answer.bytes + entryOverhead,
    });
  }

  /** @param upstream Where the token is of use: one token text in two regions is two logins. */
  forToken(upstream: string, token: string): TokenCache {
    if (this.#ttlMs === 0) return noCache;
    // The token itself never becomes a key: keys end up in heap dumps.
    const login = createHash('sha256').update(upstream).update('\n').update(token).digest('base64url');
    // A request stays with the generation it began in: what it read before another's write is not kept as newer.
    let scope = `${login} ${this.#generations.get(login) ?? 0}`;
    return {
      record: (entity, id) => this.#record(`${scope} ${entity} ${id}`),
      keepRecord: (entity, id, fields, record, bytes, etag = null) =>
        this.#keep(`${scope} ${entity} ${id}`, fields, record, bytes, etag),
      page: (url) => this.#pages.get(`${scope} ${url}`) ?? null,
      keepPage: (url, answer) => {
        this.#pages.set(`${scope} ${url}`, answer);
      },
      forget: () => {
        this.#generation += 1;
        this.#generations.set(login, this.#generation);
        scope = `${login} ${this.#generation}`;
      },
    };
  }

  clear(): void {
    this.#entries.clear();
    this.#pages.clear();
  }

  #record(key: string): CachedRecord | null {
    const entry = this.#entries.get(key);
    return entry ? { ...entry, fresh: entry.freshUntil > this.#now() } : null;
  }

  #keep(key: string, fields: FieldTree, record: ClioRecord, bytes: number, etag: CachedRecord['etag']): void {
    const now = this.#now();
    const known = this.#entries.get(key);
    const size = bytes + entryOverhead;
    // Joined with what is known and still fresh; the whole is as old as its oldest part.
    if (known && known.freshUntil > now && !coversFields(fields, known.fields)) {
      const joined = joinRecords(known, { fields, record });
      const entry = {
        ...joined,
        freshUntil: known.freshUntil,
        etag: etag ?? known.etag,
        bytes: known.bytes + size,
      };
      this.#entries.set(key, entry);
      return;
    }
    this.#entries.set(key, { fields, record, freshUntil: now + this.#ttlMs, etag, bytes: size });
  }
}

interface Known {
  readonly fields: FieldTree;
  readonly record: ClioRecord;
}

/** One record out of two loads of it; the later load wins, and brings its nested records whole. */
export function joinRecords(earlier: Known, later: Known): Known {
  const fields: FieldTree = new Map();
  addFields(fields, later.fields);
  for (const [name, inner] of earlier.fields)
    if (!fields.has(name)) addFields(fields, new Map([[name, inner]]));
  return { fields, record: { ...earlier.record, ...later.record } };
}

const noCache: TokenCache = {
  record: () => null,
  keepRecord: () => undefined,
  page: () => null,
  keepPage: () => undefined,
  forget: () => undefined,
};
