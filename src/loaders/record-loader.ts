import DataLoader from 'dataloader';
import type { Catalog } from '../catalog/catalog.ts';
import type { LoadFact } from '../catalog/types.ts';
import { GatewayError } from '../errors.ts';
import { batchLimit } from '../planner/batch-limit.ts';
import {
  addFields,
  coversFields,
  type FieldTree,
  type MutableFieldTree,
  printFields,
} from '../planner/fields.ts';
import { asError } from '../values.ts';
import { type DatedAnswer, joinRecords } from './cache.ts';
import { type ClioRecord, isRecord, type LoadedRecord, recordId } from './record.ts';
import { seldomChanges } from './seldom-changes.ts';
import type { LoadCall, Upstream } from './upstream.ts';

interface Key {
  readonly id: string;
  readonly fields: FieldTree;
  readonly origin: object | undefined;
}

/**
 * Loads records by id for one request: equal ids once, several ids in one `ids[]` call, each field once.
 * A record loaded before with all the fields needed is not loaded again.
 */
export class RecordLoader {
  readonly #catalog: Catalog;
  readonly #upstream: Upstream;
  readonly #loaders = new Map<string, DataLoader<Key, ClioRecord | null, string>>();
  /** What this request has loaded, by entity and id. */
  readonly #known = new Map<string, { fields: FieldTree; record: ClioRecord | null }>();
  readonly #learned: { entity: string; fields: FieldTree; records: readonly ClioRecord[] }[] = [];

  constructor(catalog: Catalog, upstream: Upstream) {
    this.#catalog = catalog;
    this.#upstream = upstream;
  }

  /**
   * @param query Parameters a batch needs at this position (a note's `type`).
   * @param origin Part of the plan that it is for.
   * @returns The record, or null when it does not exist or may not be seen.
   */
  load(
    entity: string,
    query: Readonly<Record<string, string>>,
    id: string,
    fields: FieldTree,
    origin?: object,
  ): Promise<ClioRecord | null> {
    const name = `${entity} ${JSON.stringify(query)}`;
    let loader = this.#loaders.get(name);
    if (!loader) {
      loader = new DataLoader<Key, ClioRecord | null, string>((keys) => this.#batch(entity, query, keys), {
        // What is known is kept by field, not by promise: see #known.
        cache: false,
      });
      this.#loaders.set(name, loader);
    }
    return loader.load({ id, fields, origin });
  }

  /** Takes records that came in a list into account. */
  learn(entity: string, fields: FieldTree, records: readonly ClioRecord[]): void {
    this.#learned.push({ entity, fields, records });
  }

  /** Sorts in what was learned: most operations load nothing after their lists, and never ask. */
  #absorb(): void {
    if (this.#learned.length === 0) return;
    for (const { entity, fields, records } of this.#learned.splice(0)) {
      for (const record of records) {
        const id = recordId(record);
        if (id !== null && record.redacted !== true) this.#remember(entity, id, fields, record);
      }
    }
  }

  async #batch(
    entity: string,
    query: Readonly<Record<string, string>>,
    keys: readonly Key[],
  ): Promise<LoadedRecord[]> {
    const preparing = this.#upstream.cache.ready();
    if (preparing !== undefined) await preparing;
    this.#absorb();
    const wanted = new Map<string, MutableFieldTree>();
    for (const { id, fields } of keys) {
      const all = wanted.get(id) ?? new Map();
      addFields(all, fields);
      wanted.set(id, all);
    }
    const loaded = new Map<string, LoadedRecord>();
    const missing: string[] = [];
    const fields: MutableFieldTree = new Map();
    const avoided = { ids: [] as string[], fields: new Map() as MutableFieldTree };
    for (const [id, tree] of wanted) {
      const known = this.#find(entity, id, tree);
      if (known === undefined) {
        missing.push(id);
        addFields(fields, tree);
        continue;
      }
      loaded.set(id, known.record);
      if (!known.fromCache || !this.#upstream.onAvoided) continue;
      avoided.ids.push(id);
      addFields(avoided.fields, tree);
    }
    if (avoided.ids.length > 0)
      this.#reportAvoided(entity, query, avoided.ids, avoided.fields, keys[0]?.origin);
    if (missing.length > 0) await this.#fetch(entity, query, missing, fields, loaded, keys[0]?.origin);
    return keys.map(({ id }) => loaded.get(id) ?? null);
  }

  /** What this request has loaded, or the cache has. */
  #find(
    entity: string,
    id: string,
    fields: FieldTree,
  ): { readonly record: ClioRecord | null; readonly fromCache: boolean } | undefined {
    const known = this.#known.get(`${entity} ${id}`);
    if (known && (known.record === null || coversFields(known.fields, fields)))
      return { record: known.record, fromCache: false };
    const cached = this.#upstream.cache.record(entity, id);
    if (!cached?.fresh || !coversFields(cached.fields, fields)) return undefined;
    this.#upstream.observer?.onLookup('record', 'hit', 1);
    return { record: cached.record, fromCache: true };
  }

  /** Whether these ids are loaded in `ids[]` calls. */
  #inBatches(load: LoadFact, query: Readonly<Record<string, string>>, ids: readonly string[]): boolean {
    const canBatch = load.batch !== undefined && (load.requires ?? []).every((name) => name in query);
    return canBatch && (ids.length > 1 || load.show === undefined);
  }

  /** Reports the calls that would have been made for what the cache had. */
  #reportAvoided(
    entity: string,
    query: Readonly<Record<string, string>>,
    ids: readonly string[],
    fields: FieldTree,
    origin: object | undefined,
  ): void {
    const report = this.#upstream.onAvoided;
    const load = this.#catalog.load(entity)?.load;
    if (!report || !load) return;
    if (this.#inBatches(load, query, ids))
      for (const chunk of this.#chunks(load, ids))
        report(this.#batchCall(load, query, chunk, fields, origin));
    else for (const id of ids) report(this.#singleCall(load, id, fields, origin));
  }

  #chunks(load: LoadFact, ids: readonly string[]): string[][] {
    const limit = batchLimit(this.#catalog.operation(load.batch ?? ''));
    const chunks: string[][] = [];
    for (let start = 0; start < ids.length; start += limit) chunks.push(ids.slice(start, start + limit));
    return chunks;
  }

  #batchCall(
    load: LoadFact,
    query: Readonly<Record<string, string>>,
    ids: readonly string[],
    fields: FieldTree,
    origin: object | undefined,
  ): LoadCall {
    return {
      method: 'GET',
      origin,
      path: this.#catalog.operation(load.batch ?? '').path,
      query: [
        ['fields', printFields(fields)],
        ...new Map([...Object.entries(load.query ?? {}), ...Object.entries(query)]),
        ...ids.map((id): [string, string] => ['ids[]', id]),
      ],
    };
  }

  #singleCall(load: LoadFact, id: string, fields: FieldTree, origin: object | undefined): LoadCall {
    return {
      method: 'GET',
      origin,
      path: this.#catalog.operation(load.show ?? '').path.replace('{id}', encodeURIComponent(id)),
      query: [['fields', printFields(fields)]],
    };
  }

  async #fetch(
    entity: string,
    query: Readonly<Record<string, string>>,
    ids: readonly string[],
    fields: FieldTree,
    loaded: Map<string, LoadedRecord>,
    origin: object | undefined,
  ): Promise<void> {
    this.#upstream.observer?.onLookup('record', 'miss', ids.length);
    const load = this.#catalog.load(entity)?.load;
    if (!load) throw new Error(`${entity} cannot be loaded (clio-graphql:load-none)`);
    if (!this.#inBatches(load, query, ids)) {
      await Promise.all(ids.map((id) => this.#single(entity, load, id, fields, loaded, origin)));
      return;
    }
    const chunks = this.#chunks(load, ids);
    await Promise.all(chunks.map((chunk) => this.#many(entity, load, query, chunk, fields, loaded, origin)));
  }

  async #many(
    entity: string,
    load: LoadFact,
    query: Readonly<Record<string, string>>,
    ids: readonly string[],
    fields: FieldTree,
    loaded: Map<string, LoadedRecord>,
    origin: object | undefined,
  ): Promise<void> {
    const call = this.#batchCall(load, query, ids, fields, origin);
    let answer: DatedAnswer;
    try {
      answer = await this.#upstream.read(call, seldomChanges(this.#catalog, entity, fields));
    } catch (error) {
      for (const id of ids) loaded.set(id, this.#standIn(entity, id, fields, error) ?? asError(error));
      return;
    }
    const records = Array.isArray(answer.data) ? answer.data.filter(isRecord) : [];
    const bytes = Math.ceil(answer.bytes / Math.max(1, records.length));
    // `ids[]` is a filter: records are matched by id, never by position, and one that is missing is unavailable to this login.
    for (const record of records) {
      const id = recordId(record);
      if (id === null || !ids.includes(id)) continue;
      loaded.set(id, record);
      this.#remember(entity, id, fields, record);
      if (record.redacted !== true)
        this.#upstream.cache.keepRecord(entity, id, fields, record, bytes, null, answer.freshUntil);
    }
    for (const id of ids) if (!loaded.has(id)) this.#known.set(`${entity} ${id}`, { fields, record: null });
  }

  async #single(
    entity: string,
    load: LoadFact,
    id: string,
    fields: FieldTree,
    loaded: Map<string, LoadedRecord>,
    origin: object | undefined,
  ): Promise<void> {
    if (load.show === undefined) {
      await this.#many(entity, load, {}, [id], fields, loaded, origin);
      return;
    }
    const operation = this.#catalog.operation(load.show);
    const printed = printFields(fields);
    const cached = this.#upstream.cache.record(entity, id);
    // Whether an etag covers the records inside is not documented: they can change without the record that holds them.
    const hasEtag = operation.ifNoneMatch && this.#isFlat(entity, fields);
    const etag = hasEtag && cached?.etag?.fields === printed ? cached.etag.value : undefined;
    const call: LoadCall = {
      ifNoneMatch: etag,
      ...this.#singleCall(load, id, fields, origin),
    };
    try {
      const answer = await this.#upstream.read(call, seldomChanges(this.#catalog, entity, fields));
      const record = answer.notModified && cached ? cached.record : answer.data;
      if (!isRecord(record))
        throw new GatewayError('UPSTREAM_ERROR', `Clio answered GET ${operation.path} without a record.`);
      loaded.set(id, record);
      this.#remember(entity, id, fields, record);
      const seen = hasEtag ? (answer.etag ?? etag) : undefined;
      if (record.redacted !== true)
        this.#upstream.cache.keepRecord(
          entity,
          id,
          fields,
          record,
          answer.bytes,
          seen ? { value: seen, fields: printed } : null,
          answer.freshUntil,
        );
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'NOT_FOUND') {
        this.#known.set(`${entity} ${id}`, { fields, record: null });
        loaded.set(id, null);
      } else loaded.set(id, this.#standIn(entity, id, fields, error) ?? asError(error));
    }
  }

  /** What was known of a record, where Clio fails and that is configured to be better than nothing. */
  #standIn(entity: string, id: string, fields: FieldTree, error: unknown): ClioRecord | null {
    const cached = this.#upstream.cache.record(entity, id);
    if (!cached || !coversFields(cached.fields, fields)) return null;
    if (!this.#upstream.mayStandInFor(error, cached.standsIn)) return null;
    this.#upstream.observer?.onLookup('record', 'stale', 1);
    return cached.record;
  }

  /** True where all fields are the record's own values. */
  #isFlat(entity: string, fields: FieldTree): boolean {
    const facts = this.#catalog.entity(entity).fields;
    for (const name of fields.keys()) if (facts[name]?.kind !== 'scalar') return false;
    return true;
  }

  #remember(entity: string, id: string, fields: FieldTree, record: ClioRecord): void {
    this.#absorb();
    const key = `${entity} ${id}`;
    const known = this.#known.get(key);
    if (!known?.record) this.#known.set(key, { fields, record });
    else if (!coversFields(known.fields, fields))
      this.#known.set(key, joinRecords({ fields: known.fields, record: known.record }, { fields, record }));
  }
}
