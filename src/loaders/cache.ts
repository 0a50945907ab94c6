import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import { addFields, coversFields, type FieldTree, type MutableFieldTree } from '../planner/fields.ts';
import type { Answer } from '../rest/types.ts';
import type { ClioRecord } from './record.ts';

export interface CacheOptions {
  /** How long a record or page is answered without asking Clio, in milliseconds; 0 turns the cache off. */
  readonly ttlMs: number;
  /** The same for what seldom changes. @default ttlMs */
  readonly longTtlMs?: number;
  /** How much longer an answer may stand in where Clio fails. @default 0 */
  readonly staleMs?: number;
  /** Most bytes kept, over all tokens. @default 64 MiB */
  readonly maxBytes?: number;
  /** A second level that several gateways share. */
  readonly shared?: SharedCache;
  /** @default Date.now */
  readonly now?: () => number;
}

/** A second level that several gateways share. What it cannot do at the moment it leaves undone; it never throws. */
export interface SharedCache {
  /** @param upstream Where the token is of use: one token text in two regions is two logins. */
  forToken(upstream: string, token: string): SharedTokenCache;
}

/** One token's part of the shared level. */
export interface SharedTokenCache {
  /** Name of the generation that is answered now: a write anywhere makes a new one. */
  generation(): Promise<string>;
  /** Begins a new generation, and answers its name. */
  renew(): Promise<string>;
  find(generation: string, url: string): Promise<{ readonly answer: Answer; readonly leftMs: number } | null>;
  keep(generation: string, url: string, answer: Answer, leftMs: number): void;
}

/**
 * How a request uses the cache: `fresh` is answered by Clio and keeps the answer, `none` keeps nothing either.
 * What it writes is noted in any case.
 */
export type CacheUse = 'full' | 'fresh' | 'none';

/** An answer, with how long it may be used again. */
export interface DatedAnswer extends Answer {
  /** In milliseconds since the epoch. */
  readonly freshUntil: number;
}

/** A cached record, with what is known of it. */
export interface CachedRecord {
  readonly fields: FieldTree;
  readonly record: ClioRecord;
  /** True while it may be answered as it is; after that it can only be revalidated. */
  readonly fresh: boolean;
  /** True while it may stand in where Clio fails. */
  readonly standsIn: boolean;
  /** ETag of the last single load, and the exact fields it was of. */
  readonly etag: { readonly value: string; readonly fields: string } | null;
}

/** The part of the cache that one token sees. No other token can reach into it. */
export interface TokenCache {
  /** What has to be awaited before anything is looked up; undefined where nothing has. */
  ready(): Promise<void> | undefined;
  record(entity: string, id: string): CachedRecord | null;
  /** @param freshUntil Until when it may be used again; past times are not kept. @default from now on, for as long as set */
  keepRecord(
    entity: string,
    id: string,
    fields: FieldTree,
    record: ClioRecord,
    bytes: number,
    etag?: CachedRecord['etag'],
    freshUntil?: number,
  ): void;
  page(url: string): DatedAnswer | null;
  /** A page whose time is over, where it may stand in for a failure. */
  stalePage(url: string): DatedAnswer | null;
  keepPage(url: string, answer: Answer, freshUntil?: number): void;
  /** Until when an answer that came now may be used again. */
  freshUntil(seldomChanges: boolean): number;
  /** What another gateway has kept of this very call; undefined where there is no shared level. */
  findShared(url: string): Promise<DatedAnswer | null> | undefined;
  keepShared(url: string, answer: DatedAnswer): void;
  /** The same call of another request of this token, under way. */
  underWay(url: string): Promise<DatedAnswer> | undefined;
  /** Lets others join a call while it is under way. */
  share(url: string, answer: Promise<DatedAnswer>): void;
  /** After a write: nothing kept so far is answered to this token again. */
  forget(): Promise<void> | void;
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
  readonly #pages: LRUCache<string, DatedAnswer>;
  /** Which generation of a login's entries is answered: a write leaves those before it to age out unseen. */
  readonly #generations: LRUCache<string, number>;
  /** Reads under way that others may join. */
  readonly #underWay = new Map<string, Promise<DatedAnswer>>();
  readonly #shared: SharedCache | undefined;
  #generation = 0;
  /** Generation of logins that are not in the table. */
  #floor = 0;
  readonly #ttlMs: number;
  readonly #longTtlMs: number;
  readonly #staleMs: number;
  readonly #now: () => number;

  constructor({
    ttlMs,
    longTtlMs = ttlMs,
    staleMs = 0,
    maxBytes = 64 * 1024 * 1024,
    shared,
    now = Date.now,
  }: CacheOptions) {
    this.#ttlMs = ttlMs;
    this.#longTtlMs = Math.max(ttlMs, longTtlMs);
    this.#staleMs = staleMs;
    this.#shared = shared;
    this.#now = now;
    const perf = { now };
    this.#generations = new LRUCache({
      ...countLimit(maxGenerations),
      // Whoever is pushed out must not fall back to what was read before its writes.
      dispose: (_value, _login, reason) => {
        if (reason === 'evict') this.#floor = this.#generation;
      },
    });
    const half = Math.max(1, Math.floor(maxBytes / 2));
    this.#entries = new LRUCache({
      maxSize: half,
      ttl: 1,
      perf,
      ttlResolution: 0,
      sizeCalculation: (entry) => entry.bytes,
    });
    this.#pages = new LRUCache({
      maxSize: half,
      ttl: 1,
      perf,
      ttlResolution: 0,
      sizeCalculation: (answer) => answer.bytes + entryOverhead,
    });
  }

  /** @param upstream Where the token is of use: one token text in two regions is two logins. */
  forToken(upstream: string, token: string, use: CacheUse = 'full'): TokenCache {
    if (this.#ttlMs === 0) return noCache;
    // The token itself never becomes a key: keys end up in heap dumps.
    const login = createHash('sha256').update(upstream).update('\n').update(token).digest('base64url');
    const shared = this.#shared?.forToken(upstream, token);
    // A request stays with the generation it began in: what it read before another's write is not kept as newer.
    let local = this.#generations.get(login) ?? this.#floor;
    let sharedGeneration: string | null = null;
    let scope: string | null = null;
    const begin = (generation: string): void => {
      sharedGeneration = generation;
      scope = `${login} ${local} ${generation}`;
    };
    if (!shared) begin('');
    let beginning: Promise<void> | undefined;
    const reads = use === 'full';
    const keeps = use !== 'none';
    return {
      ready() {
        if (scope !== null || !shared) return undefined;
        beginning ??= shared.generation().then((generation) => {
          // A write of this very request may have been faster.
          if (scope === null) begin(generation);
        });
        return beginning;
      },
      record: (entity, id) => (scope === null ? null : this.#record(`${scope} ${entity} ${id}`, reads)),
      keepRecord: (
        entity,
        id,
        fields,
        record,
        bytes,
        etag = null,
        freshUntil = this.#now() + this.#ttlMs,
      ) => {
        if (keeps && scope !== null)
          this.#keep(`${scope} ${entity} ${id}`, fields, record, bytes, etag, freshUntil);
      },
      page: (url) => (reads && scope !== null ? this.#page(`${scope} ${url}`, 0) : null),
      stalePage: (url) =>
        reads && scope !== null && this.#staleMs > 0 ? this.#page(`${scope} ${url}`, this.#staleMs) : null,
      keepPage: (url, answer, freshUntil = this.#now() + this.#ttlMs) => {
        const ttl = freshUntil + this.#staleMs - this.#now();
        if (keeps && scope !== null && ttl > 0)
          this.#pages.set(`${scope} ${url}`, { freshUntil, ...answer }, { ttl });
      },
      freshUntil: (seldomChanges) => this.#now() + (seldomChanges ? this.#longTtlMs : this.#ttlMs),
      findShared: (url) =>
        reads && shared && sharedGeneration !== null
          ? shared
              .find(sharedGeneration, url)
              .then((found) => found && { freshUntil: this.#now() + found.leftMs, ...found.answer })
          : undefined,
      keepShared: (url, { freshUntil, ...answer }) => {
        const leftMs = freshUntil - this.#now();
        if (keeps && sharedGeneration !== null && leftMs > 0)
          shared?.keep(sharedGeneration, url, answer, leftMs);
      },
      underWay: (url) => (reads && scope !== null ? this.#underWay.get(`${scope} ${url}`) : undefined),
      share: (url, answer) => {
        if (!keeps || scope === null) return;
        const key = `${scope} ${url}`;
        this.#underWay.set(key, answer);
        const end = (): void => {
          // Another, begun later by a request that wanted a fresh one, may have taken the place.
          if (this.#underWay.get(key) === answer) this.#underWay.delete(key);
        };
        answer.then(end, end);
      },
      forget: () => {
        this.#generation += 1;
        local = this.#generation;
        this.#generations.set(login, local);
        if (!shared) {
          begin('');
          return undefined;
        }
        return shared.renew().then(begin);
      },
    };
  }

  clear(): void {
    this.#entries.clear();
    this.#pages.clear();
  }

  #record(key: string, reads: boolean): CachedRecord | null {
    const entry = this.#entries.get(key);
    if (!entry) return null;
    const { freshUntil } = entry;
    const now = this.#now();
    // Whoever wants it fresh may still ask Clio whether it has changed.
    return {
      fields: entry.fields,
      record: entry.record,
      etag: entry.etag,
      fresh: reads && freshUntil > now,
      standsIn: reads && freshUntil + this.#staleMs > now,
    };
  }

  #page(key: string, staleMs: number): DatedAnswer | null {
    const kept = this.#pages.get(key);
    return kept && kept.freshUntil + staleMs > this.#now() ? kept : null;
  }

  #keep(
    key: string,
    fields: FieldTree,
    record: ClioRecord,
    bytes: number,
    etag: CachedRecord['etag'],
    freshUntil: number,
  ): void {
    const now = this.#now();
    if (freshUntil <= now) return;
    const known = this.#entries.get(key);
    const size = bytes + entryOverhead;
    let entry: Entry = { fields, record, freshUntil, etag, bytes: size };
    // Joined with what is known and still fresh; the whole is as old as its oldest part.
    if (known && known.freshUntil > now && !coversFields(fields, known.fields)) {
      entry = {
        freshUntil: Math.min(known.freshUntil, freshUntil),
        etag: etag ?? known.etag,
        bytes: known.bytes + size,
        ...joinRecords(known, { fields, record }),
      };
    }
    const leftMs = entry.freshUntil - now;
    this.#entries.set(key, entry, { ttl: Math.max(leftMs, this.#ttlMs) * revalidateFactor + this.#staleMs });
  }
}

interface Known {
  readonly fields: FieldTree;
  readonly record: ClioRecord;
}

/** One record out of two loads of it; the later load wins, and brings its nested records whole. */
export function joinRecords(earlier: Known, later: Known): Known {
  const fields: MutableFieldTree = new Map();
  addFields(fields, later.fields);
  for (const [name, inner] of earlier.fields)
    if (!fields.has(name)) addFields(fields, new Map([[name, inner]]));
  return { fields, record: { ...earlier.record, ...later.record } };
}

const noCache: TokenCache = {
  ready: () => undefined,
  record: () => null,
  keepRecord: () => undefined,
  page: () => null,
  stalePage: () => null,
  keepPage: () => undefined,
  freshUntil: () => 0,
  findShared: () => undefined,
  keepShared: () => undefined,
  underWay: () => undefined,
  share: () => undefined,
  forget: () => undefined,
};
