import { hash } from 'node:crypto';
import type { Config } from '../config/types.ts';
import { coversFields } from '../planner/fields.ts';
import type { ClioResponse } from '../rest/types.ts';
import { CacheStore, isSame, joinLoads, type RecordEntry, type RecordLoad } from './cache-store.ts';
import type { Content } from './content.ts';
import type { Ending, Endings } from './endings.ts';
import { type ClioRecord, isRedacted, recordId } from './record.ts';

export interface CacheOptions {
  readonly config: Pick<
    Config,
    'cacheTtlMs' | 'cacheLongTtlMs' | 'cacheStaleMs' | 'cacheWatchedTtlMs' | 'cacheMaxBytes'
  >;
  /** A second level that several gateways share. */
  readonly shared?: SharedCache | undefined;
  readonly now: () => number;
}

/** A second level that several gateways share. It never throws: if it is unavailable, it does nothing. */
export interface SharedCache {
  /** @param baseUrl REST base: the same token in two regions means two logins. */
  forToken(baseUrl: string, token: string): SharedTokenCache;
}

/** One token's part of the shared level. */
export interface SharedTokenCache {
  /** All endings so far, of all gateways. */
  endings(): Promise<SharedEndings>;
  end(ending: Ending): Promise<SharedEndings>;
  find(
    generation: string,
    url: string,
  ): Promise<{ readonly response: ClioResponse; readonly leftMs: number } | null>;
  keep(generation: string, url: string, response: ClioResponse, leftMs: number): void;
}

export interface SharedEndings {
  /** Part of a response's key. @param id Id of the response's record; null for a list. */
  generationOf(content: Content, id: string | null): string;
}

/**
 * Requests of one generation may share a response: no write and no reported change made it invalid in
 * between.
 */
export interface Generation {
  readonly own: string;
  /** The generation in the shared level; empty without one. */
  readonly shared: string;
}

/**
 * How a request uses the cache: `fresh` reads from Clio and stores the response, `none` does not store it.
 * Writes take effect in any case.
 */
export type CacheUse = 'full' | 'fresh' | 'none';

/** A response, with the time until which it may be reused. */
export interface DatedResponse extends ClioResponse {
  /** In milliseconds since the epoch; undefined if it is not stored. */
  readonly freshUntil?: number;
}

/** ETag of a load of one record, and the fields of this load. */
export interface Etag {
  readonly value: string;
  readonly fields: string;
}

/** Responses and records of all logins. */
export class RecordCache {
  readonly #store: CacheStore;
  readonly #shared: SharedCache | undefined;
  /** Used for all logins if the cache is off. */
  readonly #off: TokenCache | null;

  constructor(options: CacheOptions) {
    this.#store = new CacheStore(options);
    this.#shared = options.shared;
    this.#off = options.config.cacheTtlMs === 0 ? new TokenCache(this.#store, '', undefined, 'off') : null;
  }

  /** @param baseUrl REST base: the same token in two regions means two logins. */
  forToken(baseUrl: string, token: string, use: CacheUse = 'full'): TokenCache {
    if (this.#off) return this.#off;
    const login = loginKey(baseUrl, token);
    return new TokenCache(this.#store, login, this.#shared?.forToken(baseUrl, token), use);
  }

  /** Ends the use of a changed record, and of lists of its kind, for this token. */
  end(baseUrl: string, token: string, entity: string, id: string): Promise<void> | undefined {
    return this.forToken(baseUrl, token).end({ entity, id });
  }

  /**
   * Notes that every change of this kind of record will be reported to {@link end}, until the returned
   * function is called.
   */
  watch(baseUrl: string, token: string, entity: string): () => void {
    return this.#store.watch(loginKey(baseUrl, token), entity);
  }
}

/**
 * Identifies the login of a token at an upstream. The token itself never becomes a key, because keys appear
 * in heap dumps.
 */
export function loginKey(baseUrl: string, token: string): string {
  return hash('sha256', `${baseUrl}\n${token}`, 'base64url');
}

/** One token's part of the cache, for one request. No other token can read it. */
export class TokenCache {
  /** False if nothing is stored, so that callers need not look anything up. */
  readonly isOn: boolean;
  readonly #store: CacheStore;
  readonly #login: string;
  readonly #shared: SharedTokenCache | undefined;
  readonly #reads: boolean;
  readonly #keeps: boolean;
  /**
   * The endings when the request began: what it reads before another request's write must not be stored as
   * newer.
   */
  #endings: Endings;
  /** Null until it is known. */
  #sharedEndings: SharedEndings | null;
  #beginning: Promise<void> | undefined;

  constructor(store: CacheStore, login: string, shared: SharedTokenCache | undefined, use: CacheUse | 'off') {
    this.isOn = use !== 'off';
    this.#store = store;
    this.#login = login;
    this.#shared = shared;
    this.#reads = use === 'full';
    this.#keeps = use === 'full' || use === 'fresh';
    this.#endings = store.endingsOf(login);
    this.#sharedEndings = shared ? null : unshared;
  }

  /** Must be awaited before anything is looked up; undefined if there is nothing to wait for. */
  ready(): Promise<void> | undefined {
    if (this.#sharedEndings !== null || !this.#shared) return undefined;
    this.#beginning ??= this.#shared.endings().then((endings) => {
      // A write of this request may have been faster.
      this.#sharedEndings ??= endings;
    });
    return this.#beginning;
  }

  /**
   * The generation of a request that is made now. Call it after {@link ready}.
   *
   * @param id Id of the response's record; null for a list.
   */
  generationOf(content: Content, id: string | null): Generation {
    const own = this.#endings.generationOf(content, id);
    return { own, shared: this.#sharedEndings?.generationOf(content, id) ?? '' };
  }

  /** A record, unless a write or a reported change has made it invalid. */
  record(entity: string, id: string): RecordEntry | null {
    if (!this.isOn || this.#sharedEndings === null) return null;
    const entry = this.#store.record(`${this.#login} ${entity} ${id}`);
    return entry && isSame(entry.generation, this.generationOf(entry.content, id)) ? entry : null;
  }

  /** Whether a record may be used as it is; later it can only be revalidated. */
  isFresh({ freshUntil }: RecordEntry): boolean {
    return this.#reads && freshUntil > this.#store.now();
  }

  /** Whether a record may be used if Clio fails. */
  mayStandIn({ freshUntil }: RecordEntry): boolean {
    return this.#reads && freshUntil + this.#store.config.cacheStaleMs > this.#store.now();
  }

  keepRecord(id: string, loaded: RecordLoad): void {
    const now = this.#store.now();
    if (!this.#keeps || this.#sharedEndings === null || loaded.freshUntil <= now) return;
    const [entity] = loaded.content.entities;
    const known = this.record(entity, id);
    // Joined with the known record if that is still fresh.
    const isJoined = known && known.freshUntil > now && !coversFields(loaded.fields, known.fields);
    const whole = isJoined ? joinLoads(known, loaded) : loaded;
    const generation = this.generationOf(whole.content, id);
    this.#store.keepRecord(`${this.#login} ${entity} ${id}`, { generation, ...whole });
  }

  /** Keeps the records of a response with several. @param bytes Size of the response. */
  keepRecords(
    records: readonly ClioRecord[],
    load: Pick<RecordLoad, 'content' | 'fields' | 'freshUntil'>,
    bytes: number,
  ): void {
    if (!this.isOn) return;
    const each = Math.ceil(bytes / Math.max(1, records.length));
    for (const record of records) {
      const id = recordId(record);
      if (id !== null && !isRedacted(record))
        this.keepRecord(id, { record, etag: null, bytes: each, ...load });
    }
  }

  page(url: string, generation: Generation): DatedResponse | null {
    return this.#reads ? this.#store.page(`${this.#login} ${url}`, generation, 0) : null;
  }

  /** An expired page, if it may replace a failed call. */
  stalePage(url: string, generation: Generation): DatedResponse | null {
    const { cacheStaleMs } = this.#store.config;
    if (!this.#reads || cacheStaleMs === 0) return null;
    return this.#store.page(`${this.#login} ${url}`, generation, cacheStaleMs);
  }

  keepPage(url: string, generation: Generation, response: DatedResponse): void {
    if (this.#keeps) this.#store.keepPage(`${this.#login} ${url}`, generation, response);
  }

  /** Until when a response of this moment may be reused. Watched records have a longer time. */
  freshUntil(content: Content): number {
    const { cacheTtlMs, cacheLongTtlMs, cacheWatchedTtlMs } = this.#store.config;
    const usual = content.seldomChanges ? Math.max(cacheTtlMs, cacheLongTtlMs) : cacheTtlMs;
    const isWatched =
      cacheWatchedTtlMs > usual &&
      !content.holdsOthers &&
      this.#store.isWatched(this.#login, content.entities[0]);
    return this.#store.now() + (isWatched ? cacheWatchedTtlMs : usual);
  }

  /** Another gateway's response to the same call; undefined without a shared level. */
  findShared(url: string, generation: Generation): Promise<DatedResponse | null> | undefined {
    if (!this.#reads) return undefined;
    return this.#shared
      ?.find(generation.shared, url)
      .then((found) => found && { freshUntil: this.#store.now() + found.leftMs, ...found.response });
  }

  keepShared(url: string, generation: Generation, { freshUntil = 0, ...response }: DatedResponse): void {
    const leftMs = freshUntil - this.#store.now();
    if (this.#keeps && leftMs > 0) this.#shared?.keep(generation.shared, url, response, leftMs);
  }

  /** The same call in flight of another request of this token. */
  inFlight(url: string, generation: Generation): Promise<DatedResponse> | undefined {
    return this.#reads ? this.#store.inFlight.get(this.#callKey(url, generation)) : undefined;
  }

  /** Lets other requests join a call while it is in flight. */
  share(url: string, generation: Generation, response: Promise<DatedResponse>): void {
    if (!this.#keeps) return;
    const { inFlight } = this.#store;
    const key = this.#callKey(url, generation);
    inFlight.set(key, response);
    const end = (): void => {
      // A request that wanted a fresh response may have replaced it.
      if (inFlight.get(key) === response) inFlight.delete(key);
    };
    response.then(end, end);
  }

  /** Ends the use of everything that a write may have changed, for this token. */
  end(ending: Ending): Promise<void> | undefined {
    if (!this.isOn) return undefined;
    this.#endings = this.#store.end(this.#login, ending);
    return this.#shared?.end(ending).then((endings) => {
      this.#sharedEndings = endings;
    });
  }

  #callKey(url: string, { own, shared }: Generation): string {
    return `${this.#login} ${own} ${shared} ${url}`;
  }
}

const unshared: SharedEndings = { generationOf: () => '' };
