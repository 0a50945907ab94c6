import { hash } from 'node:crypto';
import { coversFields } from '../planner/fields.ts';
import type { ClioResponse } from '../rest/types.ts';
import { CacheStore, isSame, joinLoads, type RecordEntry, type RecordLoad } from './cache-store.ts';
import type { Content } from './content.ts';
import type { Ending, Endings } from './endings.ts';

export interface CacheOptions {
  /** How long a record or page is answered without asking Clio, in milliseconds; 0 turns the cache off. */
  readonly ttlMs: number;
  /** The same for what seldom changes. @default ttlMs */
  readonly longTtlMs?: number;
  /** How much longer a response may stand in where Clio fails. @default 0 */
  readonly staleMs?: number;
  /** The same for watched lists and records, if that is longer. @default 0 */
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
  /** @param baseUrl REST base: the same token text in two regions is two logins. */
  forToken(baseUrl: string, token: string): SharedTokenCache;
}

/** One token's part of the shared level. */
export interface SharedTokenCache {
  /** What has ended answers so far, at any gateway. */
  endings(): Promise<SharedEndings>;
  end(ending: Ending): Promise<SharedEndings>;
  find(
    generation: string,
    url: string,
  ): Promise<{ readonly response: ClioResponse; readonly leftMs: number } | null>;
  keep(generation: string, url: string, response: ClioResponse, leftMs: number): void;
}

export interface SharedEndings {
  /** Part of a response's key. @param id Of the one record that the response is; null for a list. */
  generationOf(content: Content, id: string | null): string;
}

/** Requests of one generation may be given the same response: no write, and no reported change, made it invalid in between. */
export interface Generation {
  readonly own: string;
  /** As all gateways know it; empty where there is no shared level. */
  readonly shared: string;
}

/**
 * How a request uses the cache: `fresh` is answered by Clio and keeps the response, `none` keeps nothing either.
 * What it writes is noted in any case.
 */
export type CacheUse = 'full' | 'fresh' | 'none';

/** A response, with how long it may be used again. */
export interface DatedResponse extends ClioResponse {
  /** In milliseconds since the epoch; undefined where nothing is kept. */
  readonly freshUntil?: number;
}

/** ETag of a single load, and the exact fields it was of. */
export interface Etag {
  readonly value: string;
  readonly fields: string;
}

/** Answers and records of all logins. */
export class RecordCache {
  readonly #store: CacheStore;
  readonly #shared: SharedCache | undefined;
  /** For all logins, where nothing is kept. */
  readonly #off: TokenCache | null;

  constructor(options: CacheOptions) {
    this.#store = new CacheStore(options);
    this.#shared = options.shared;
    this.#off = options.ttlMs === 0 ? new TokenCache(this.#store, '', undefined, 'off') : null;
  }

  /** @param baseUrl REST base: the same token text in two regions is two logins. */
  forToken(baseUrl: string, token: string, use: CacheUse = 'full'): TokenCache {
    if (this.#off) return this.#off;
    const login = loginOf(baseUrl, token);
    return new TokenCache(this.#store, login, this.#shared?.forToken(baseUrl, token), use);
  }

  /** A record has changed in Clio: neither it nor a list of its kind is answered again to this token. */
  end(baseUrl: string, token: string, entity: string, id: string): Promise<void> | undefined {
    return this.forToken(baseUrl, token).end({ entity, id });
  }

  /** Every change of a kind of record is reported to {@link end} from now on, until the function that is returned is called. */
  watch(baseUrl: string, token: string, entity: string): () => void {
    return this.#store.watch(loginOf(baseUrl, token), entity);
  }

  clear(): void {
    this.#store.clear();
  }
}

/** The token itself never becomes a key: keys end up in heap dumps. */
function loginOf(baseUrl: string, token: string): string {
  return hash('sha256', `${baseUrl}\n${token}`, 'base64url');
}

/** The part of the cache that one token sees, as one request uses it. No other token can reach into it. */
export class TokenCache {
  /** False where nothing is kept and nothing found: nobody needs to look then. */
  readonly isOn: boolean;
  readonly #store: CacheStore;
  readonly #login: string;
  readonly #shared: SharedTokenCache | undefined;
  readonly #reads: boolean;
  readonly #keeps: boolean;
  /** As when the request began: what it reads before another's write is not kept as newer. */
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

  /** What has to be awaited before anything is looked up; undefined where nothing has. */
  ready(): Promise<void> | undefined {
    if (this.#sharedEndings !== null || !this.#shared) return undefined;
    this.#beginning ??= this.#shared.endings().then((endings) => {
      // A write of this very request may have been faster.
      this.#sharedEndings ??= endings;
    });
    return this.#beginning;
  }

  /**
   * The generation of a request that is made now. Known once {@link ready} is.
   *
   * @param id Of the one record that the response is; null for a list.
   */
  generationOf(content: Content, id: string | null): Generation {
    const own = this.#endings.generationOf(content, id);
    return { own, shared: this.#sharedEndings?.generationOf(content, id) ?? '' };
  }

  /** A record that no write and no reported change has made invalid since it was loaded. */
  record(entity: string, id: string): RecordEntry | null {
    if (!this.isOn || this.#sharedEndings === null) return null;
    const entry = this.#store.record(`${this.#login} ${entity} ${id}`);
    return entry && isSame(entry.generation, this.generationOf(entry.content, id)) ? entry : null;
  }

  /** Whether a record may be answered as it is; after that it can only be revalidated. */
  isFresh({ freshUntil }: RecordEntry): boolean {
    return this.#reads && freshUntil > this.#store.now();
  }

  /** Whether a record may stand in where Clio fails. */
  mayStandIn({ freshUntil }: RecordEntry): boolean {
    return this.#reads && freshUntil + this.#store.staleMs > this.#store.now();
  }

  keepRecord(id: string, loaded: RecordLoad): void {
    const now = this.#store.now();
    if (!this.#keeps || this.#sharedEndings === null || loaded.freshUntil <= now) return;
    const [entity] = loaded.content.entities;
    const known = this.record(entity, id);
    // Joined with what is known and still fresh.
    const isJoined = known && known.freshUntil > now && !coversFields(loaded.fields, known.fields);
    const whole = isJoined ? joinLoads(known, loaded) : loaded;
    const generation = this.generationOf(whole.content, id);
    this.#store.keepRecord(`${this.#login} ${entity} ${id}`, { generation, ...whole });
  }

  page(url: string, generation: Generation): DatedResponse | null {
    return this.#reads ? this.#store.page(`${this.#login} ${url}`, generation, 0) : null;
  }

  /** An expired page, if it may replace a failed call. */
  stalePage(url: string, generation: Generation): DatedResponse | null {
    const { staleMs } = this.#store;
    if (!this.#reads || staleMs === 0) return null;
    return this.#store.page(`${this.#login} ${url}`, generation, staleMs);
  }

  keepPage(url: string, generation: Generation, response: DatedResponse): void {
    if (this.#keeps) this.#store.keepPage(`${this.#login} ${url}`, generation, response);
  }

  /** Until when a response that came now may be used again: what is watched may be kept for longer. */
  freshUntil(content: Content): number {
    const { now, longTtlMs, ttlMs, watchedTtlMs } = this.#store;
    const usual = content.seldomChanges ? longTtlMs : ttlMs;
    const isWatched =
      watchedTtlMs > usual && !content.holdsOthers && this.#store.isWatched(this.#login, content.entities[0]);
    return now() + (isWatched ? watchedTtlMs : usual);
  }

  /** What another gateway has kept of this very call; undefined where there is no shared level. */
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

  /** The same call of another request of this token, in flight. */
  inFlight(url: string, generation: Generation): Promise<DatedResponse> | undefined {
    return this.#reads ? this.#store.inFlight.get(this.#callKey(url, generation)) : undefined;
  }

  /** Lets others join a call while it is in flight. */
  share(url: string, generation: Generation, response: Promise<DatedResponse>): void {
    if (!this.#keeps) return;
    const { inFlight } = this.#store;
    const key = this.#callKey(url, generation);
    inFlight.set(key, response);
    const end = (): void => {
      // Another, begun later by a request that wanted a fresh one, may have taken the place.
      if (inFlight.get(key) === response) inFlight.delete(key);
    };
    response.then(end, end);
  }

  /** After a write: nothing that it may have changed is answered to this token again. */
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
