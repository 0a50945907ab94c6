import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import { addFields, coversFields, type FieldTree, type MutableFieldTree } from '../planner/fields.ts';
import type { Answer } from '../rest/types.ts';
import { EndedEntries, listOf } from './ended-entries.ts';
import type { ClioRecord } from './record.ts';

export interface CacheOptions {
  /** How long a record or page is answered without asking Clio, in milliseconds; 0 turns the cache off. */
  readonly ttlMs: number;
  /** The same for what seldom changes. @default ttlMs */
  readonly longTtlMs?: number;
  /** How much longer an answer may stand in where Clio fails. @default 0 */
  readonly staleMs?: number;
  /** The same for lists and records whose changes are watched, where that is longer. @default 0 */
  readonly watchedTtlMs?: number;
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
  /** In milliseconds since the epoch; undefined where nothing is kept. */
  readonly freshUntil?: number;
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
  readonly etag: Etag | null;
}

export interface Etag {
  readonly value: string;
  readonly fields: string;
}

/** The part of the cache that one token sees. No other token can reach into it. */
export interface TokenCache {
  /** False where nothing is kept and nothing found: nobody needs to look then. */
  readonly isOn: boolean;
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
    etag?: Etag | null,
    freshUntil?: number,
  ): void;
  page(url: string): DatedAnswer | null;
  /** A page whose time is over, where it may stand in for a failure. */
  stalePage(url: string): DatedAnswer | null;
  keepPage(url: string, answer: Answer, freshUntil?: number): void;
  /**
   * Until when an answer that came now may be used again.
   *
   * @param url The call: a list whose changes are watched may be kept for longer.
   */
  freshUntil(seldomChanges: boolean, url?: string): number;
  /** What another gateway has kept of this very call; undefined where there is no shared level. */
  findShared(url: string): Promise<DatedAnswer | null> | undefined;
  keepShared(url: string, answer: DatedAnswer): void;
  /** The same call of another request of this token, under way. */
  underWay(url: string): Promise<DatedAnswer> | undefined;
  /** Lets others join a call while it is under way. */
  share(url: string, answer: Promise<DatedAnswer>): void;
  /** After a write: nothing kept so far is answered to this token again. */
  forget(): Promise<void> | undefined;
}

interface Entry {
  fields: FieldTree;
  record: ClioRecord;
  freshUntil: number;
  etag: Etag | null;
  bytes: number;
}

/** An entry past its time is kept this many times longer, for `If-None-Match`: a 304 still costs a call, but no body. */
const revalidateFactor = 30;

/** Logins whose writes are remembered. */
const maxGenerations = 100_000;

/** Bytes of an entry beside its body: keys, maps, field names. */
const entryOverhead = 300;

/** What all tokens' parts of the cache share. */
class Store {
  /** Reads under way that others may join. */
  readonly underWay = new Map<string, Promise<DatedAnswer>>();
  readonly ttlMs: number;
  readonly longTtlMs: number;
  readonly staleMs: number;
  readonly watchedTtlMs: number;
  readonly now: () => number;
  readonly ended = new EndedEntries();
  /** Login and list → how many watch it. */
  readonly #watched = new Map<string, number>();
  readonly #entries: LRUCache<string, Entry>;
  readonly #pages: LRUCache<string, DatedAnswer>;
  /** Which generation of a login's entries is answered: a write leaves those before it to age out unseen. */
  readonly #generations: LRUCache<string, number>;
  #generation = 0;
  /** Generation of logins that are not in the table. */
  #floor = 0;

  constructor({
    ttlMs,
    longTtlMs = ttlMs,
    staleMs = 0,
    watchedTtlMs = 0,
    maxBytes = 64 * 1024 * 1024,
    now = Date.now,
  }: CacheOptions) {
    this.ttlMs = ttlMs;
    this.longTtlMs = Math.max(ttlMs, longTtlMs);
    this.staleMs = staleMs;
    this.watchedTtlMs = watchedTtlMs;
    this.now = now;
    const perf = { now };
    this.#generations = new LRUCache({
      // Whoever is pushed out must not fall back to what was read before its writes.
      dispose: (_value, _login, reason) => {
        if (reason === 'evict') this.#floor = this.#generation;
      },
      ...countLimit(maxGenerations),
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

  isWatched(login: string, url: string): boolean {
    return this.#watched.size > 0 && this.#watched.has(`${login} ${listOf(url)}`);
  }

  watch(login: string, path: string): () => void {
    const key = `${login} ${listOf(path)}`;
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

  endRecord(key: string): void {
    this.#entries.delete(key);
  }

  generationOf(login: string): number {
    return this.#generations.get(login) ?? this.#floor;
  }

  /** Begins a new generation of a login's entries. */
  renew(login: string): number {
    this.#generation += 1;
    this.#generations.set(login, this.#generation);
    return this.#generation;
  }

  clear(): void {
    this.#entries.clear();
    this.#pages.clear();
  }

  /** @param mayAnswer False where Clio is to answer: it can still be asked whether the record has changed. */
  record(key: string, mayAnswer: boolean): CachedRecord | null {
    const entry = this.#entries.get(key);
    if (!entry) return null;
    const { freshUntil } = entry;
    const now = this.now();
    return {
      fields: entry.fields,
      record: entry.record,
      etag: entry.etag,
      fresh: mayAnswer && freshUntil > now,
      standsIn: mayAnswer && freshUntil + this.staleMs > now,
    };
  }

  keepRecord(
    key: string,
    fields: FieldTree,
    record: ClioRecord,
    bytes: number,
    etag: Etag | null,
    freshUntil: number,
  ): void {
    const now = this.now();
    if (freshUntil <= now) return;
    const known = this.#entries.get(key);
    const size = bytes + entryOverhead;
    let entry: Entry = { fields, record, freshUntil, etag, bytes: size };
    // Joined with what is known and still fresh; the whole is as old as its oldest part.
    if (known && known.freshUntil > now && !coversFields(fields, known.fields)) {
      const joined = joinRecords(known, { fields, record });
      entry = {
        fields: joined.fields,
        record: joined.record,
        freshUntil: Math.min(known.freshUntil, freshUntil),
        etag: etag ?? known.etag,
        bytes: known.bytes + size,
      };
    }
    const leftMs = entry.freshUntil - now;
    const ttl = Math.max(leftMs, this.ttlMs) * revalidateFactor + this.staleMs;
    this.#entries.set(key, entry, { ttl });
  }

  page(key: string, staleMs: number): DatedAnswer | null {
    const kept = this.#pages.get(key);
    return kept && (kept.freshUntil ?? 0) + staleMs > this.now() ? kept : null;
  }

  keepPage(key: string, answer: Answer, freshUntil: number): void {
    const ttl = freshUntil + this.staleMs - this.now();
    if (ttl > 0) this.#pages.set(key, { freshUntil, ...answer }, { ttl });
  }
}

export class RecordCache {
  readonly #store: Store;
  readonly #shared: SharedCache | undefined;

  constructor(options: CacheOptions) {
    this.#store = new Store(options);
    this.#shared = options.shared;
  }

  /** @param upstream Where the token is of use: one token text in two regions is two logins. */
  forToken(upstream: string, token: string, use: CacheUse = 'full'): TokenCache {
    if (this.#store.ttlMs === 0) return noCache;
    const login = loginOf(upstream, token);
    return new LoginCache(this.#store, login, this.#shared?.forToken(upstream, token), use);
  }

  /**
   * A record has changed in Clio: neither it nor a list of its kind is answered again to this token. With a shared level nothing at
   * all that was kept for the token is, here and at other gateways.
   *
   * @param path Of the list that has the record: `/matters.json`.
   */
  end(upstream: string, token: string, entity: string, id: string, path: string): Promise<void> | undefined {
    if (this.#store.ttlMs === 0) return undefined;
    const login = loginOf(upstream, token);
    const cache = new LoginCache(this.#store, login, this.#shared?.forToken(upstream, token), 'full');
    if (this.#shared) return cache.forget();
    cache.endRecord(entity, id, path);
    return undefined;
  }

  /** Every change of a kind of record is reported to {@link end} from now on, until the function that is returned is called. */
  watch(upstream: string, token: string, path: string): () => void {
    return this.#store.watch(loginOf(upstream, token), path);
  }

  clear(): void {
    this.#store.clear();
  }
}

/** The token itself never becomes a key: keys end up in heap dumps. */
function loginOf(upstream: string, token: string): string {
  return hash('sha256', `${upstream}\n${token}`, 'base64url');
}

/** The cache as one request of a login uses it. */
class LoginCache implements TokenCache {
  readonly isOn = true;
  readonly #store: Store;
  readonly #login: string;
  readonly #shared: SharedTokenCache | undefined;
  readonly #reads: boolean;
  readonly #keeps: boolean;
  /** A request stays with the generation it began in: what it read before another's write is not kept as newer. */
  #generation: number;
  #sharedGeneration: string | null = null;
  /** Begins all keys; null until the shared generation is known. */
  #scope: string | null = null;
  #beginning: Promise<void> | undefined;
  /** What had changed when the request began: what it read before a later change is not kept. */
  readonly #changesBefore: number;

  constructor(store: Store, login: string, shared: SharedTokenCache | undefined, use: CacheUse) {
    this.#store = store;
    this.#login = login;
    this.#shared = shared;
    this.#reads = use === 'full';
    this.#keeps = use !== 'none';
    this.#generation = store.generationOf(login);
    this.#changesBefore = store.ended.count;
    if (!shared) this.#begin('');
  }

  ready(): Promise<void> | undefined {
    if (this.#scope !== null || !this.#shared) return undefined;
    this.#beginning ??= this.#shared.generation().then((generation) => {
      // A write of this very request may have been faster.
      if (this.#scope === null) this.#begin(generation);
    });
    return this.#beginning;
  }

  record(entity: string, id: string): CachedRecord | null {
    return this.#scope === null ? null : this.#store.record(`${this.#scope} ${entity} ${id}`, this.#reads);
  }

  keepRecord(
    entity: string,
    id: string,
    fields: FieldTree,
    record: ClioRecord,
    bytes: number,
    etag: Etag | null = null,
    freshUntil = this.freshUntil(false),
  ): void {
    if (!this.#keeps || this.#scope === null) return;
    if (this.#store.ended.recordAt(this.#login, entity, id) > this.#changesBefore) return;
    this.#store.keepRecord(`${this.#scope} ${entity} ${id}`, fields, record, bytes, etag, freshUntil);
  }

  page(url: string): DatedAnswer | null {
    return this.#reads && this.#scope !== null ? this.#store.page(this.#keyOf(url), 0) : null;
  }

  stalePage(url: string): DatedAnswer | null {
    const { staleMs } = this.#store;
    if (!this.#reads || this.#scope === null || staleMs === 0) return null;
    return this.#store.page(this.#keyOf(url), staleMs);
  }

  keepPage(url: string, answer: Answer, freshUntil = this.freshUntil(false)): void {
    if (!this.#keeps || this.#scope === null) return;
    if (this.#store.ended.listAt(this.#login, url) > this.#changesBefore) return;
    this.#store.keepPage(this.#keyOf(url), answer, freshUntil);
  }

  freshUntil(seldomChanges: boolean, url?: string): number {
    const { now, longTtlMs, ttlMs, watchedTtlMs } = this.#store;
    const usual = seldomChanges ? longTtlMs : ttlMs;
    const isWatched = watchedTtlMs > usual && url !== undefined && this.#store.isWatched(this.#login, url);
    return now() + (isWatched ? watchedTtlMs : usual);
  }

  findShared(url: string): Promise<DatedAnswer | null> | undefined {
    if (!this.#reads || !this.#shared || this.#sharedGeneration === null) return undefined;
    return this.#shared
      .find(this.#sharedGeneration, url)
      .then((found) => found && { freshUntil: this.#store.now() + found.leftMs, ...found.answer });
  }

  keepShared(url: string, { freshUntil = 0, ...answer }: DatedAnswer): void {
    const leftMs = freshUntil - this.#store.now();
    if (this.#keeps && this.#sharedGeneration !== null && leftMs > 0)
      this.#shared?.keep(this.#sharedGeneration, url, answer, leftMs);
  }

  underWay(url: string): Promise<DatedAnswer> | undefined {
    if (!this.#reads || this.#scope === null) return undefined;
    return this.#store.underWay.get(this.#keyOf(url));
  }

  share(url: string, answer: Promise<DatedAnswer>): void {
    if (!this.#keeps || this.#scope === null) return;
    const { underWay } = this.#store;
    const key = this.#keyOf(url);
    underWay.set(key, answer);
    const end = (): void => {
      // Another, begun later by a request that wanted a fresh one, may have taken the place.
      if (underWay.get(key) === answer) underWay.delete(key);
    };
    answer.then(end, end);
  }

  forget(): Promise<void> | undefined {
    this.#generation = this.#store.renew(this.#login);
    if (this.#shared) return this.#shared.renew().then((generation) => this.#begin(generation));
    this.#begin('');
    return undefined;
  }

  /** Ends what is kept of a record and of the lists of its kind. */
  endRecord(entity: string, id: string, path: string): void {
    this.#store.ended.end(this.#login, entity, id, path);
    this.#store.endRecord(`${this.#scope} ${entity} ${id}`);
  }

  /** What was kept before its list last changed is under another key. */
  #keyOf(url: string): string {
    const changedAt = this.#store.ended.listAt(this.#login, url);
    return changedAt === 0 ? `${this.#scope} ${url}` : `${this.#scope} ${changedAt} ${url}`;
  }

  #begin(sharedGeneration: string): void {
    this.#sharedGeneration = sharedGeneration;
    this.#scope = `${this.#login} ${this.#generation} ${sharedGeneration}`;
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
  // New names first: after a spread each record would have a hidden class of its own on Node 20.
  const record: Record<string, unknown> = {};
  return { fields, record: Object.assign(record, earlier.record, later.record) };
}

const noCache: TokenCache = {
  isOn: false,
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
