import DataLoader from 'dataloader';
import type { Catalog } from '../catalog/catalog.ts';
import type { QueryParameters } from '../planner/batch-limit.ts';
import { coversFields, type FieldTree, joinPrinted, type PrintedFields } from '../planner/fields.ts';
import { append } from '../values.ts';
import type { CachingClient } from './caching-client.ts';
import { RecordFetch } from './fetch-records.ts';
import { type KeptRecords, KnownRecords } from './known-records.ts';
import type { ClioRecord, LoadedRecord } from './record.ts';

/** A record that is requested, with its fields. */
export interface WantedRecord {
  readonly id: string;
  /** If they are part of a plan, traces show that part as the purpose of the call. */
  readonly fields: PrintedFields;
}

/** Known records are stored by field, not by promise: see {@link RecordLoader}. */
const unkept: DataLoader.Options<WantedRecord, ClioRecord | null, string> = { cache: false };

/**
 * Loads records by id for one request: equal ids once, several ids in one `ids[]` call, each field once. A
 * record that was loaded with all the requested fields is not loaded again.
 */
export class RecordLoader {
  readonly catalog: Catalog;
  readonly client: CachingClient;
  /** Keys are entity and parameters. Everything that is requested in one tick joins one batch. */
  #loaders: Map<string, DataLoader<WantedRecord, ClioRecord | null, string>> | null = null;
  /** The records that this request has loaded. */
  readonly known: KnownRecords;
  /** There are few, because the scheduler releases an entity's batches one after the other. */
  #inFlight: RecordFetch[] | null = null;

  /** @param earlier Records that were read before and are still valid. */
  constructor(catalog: Catalog, client: CachingClient, earlier?: KeptRecords) {
    this.catalog = catalog;
    this.client = client;
    this.known = new KnownRecords(catalog, earlier);
  }

  /**
   * Loads records of one entity together.
   *
   * @param query Parameters that a batch needs at this position, such as a note's `type`.
   * @returns For each requested record: the record, null if it does not exist for this login, or the error.
   */
  load(entity: string, query: QueryParameters, wanted: readonly WantedRecord[]): Promise<LoadedRecord[]> {
    // The scheduler releases together what is requested together, so a single record need not wait for
    // others.
    if (wanted.length === 1) return this.#batch(entity, query, wanted);
    const name = `${entity} ${JSON.stringify(query)}`;
    this.#loaders ??= new Map();
    let loader = this.#loaders.get(name);
    if (!loader) {
      loader = new DataLoader((keys) => this.#batch(entity, query, keys), unkept);
      this.#loaders.set(name, loader);
    }
    return loader.loadMany(wanted);
  }

  /** Takes each record from the request, the cache or a batch in flight, or loads it from Clio. */
  async #batch(
    entity: string,
    query: QueryParameters,
    wanted: readonly WantedRecord[],
  ): Promise<LoadedRecord[]> {
    const preparing = this.client.cache.ready();
    if (preparing !== undefined) await preparing;
    const loaded = new Map<string, LoadedRecord>();
    let cached: WantedRecord[] | null = null;
    let missing: WantedRecord[] | null = null;
    let awaited: { readonly id: string; readonly fetch: RecordFetch }[] | null = null;
    for (const one of wanted.length === 1 ? wanted : joinEqual(wanted)) {
      const { id, fields } = one;
      const known = this.known.find(entity, id, fields.tree);
      const found = known === undefined ? this.#findCached(entity, id, fields.tree) : known;
      if (found !== undefined) {
        loaded.set(id, found);
        if (known === undefined) cached = append(cached, one);
        continue;
      }
      const fetch = this.#findUnderWay(entity, id, fields.tree);
      if (fetch) awaited = append(awaited, { id, fetch });
      else missing = append(missing, one);
    }
    const scope = { entity, query, purpose: wanted[0]?.fields };
    const { trace } = this.client;
    if (cached && trace)
      for (const call of new RecordFetch(this, scope, cached, loaded).calls()) trace.reportCached(call);
    if (missing) {
      const fetch = new RecordFetch(this, scope, missing, loaded);
      this.#inFlight = append(this.#inFlight, fetch);
      await fetch.start();
      this.#end(fetch);
    }
    // Takes the results of other batches.
    if (awaited)
      for (const { id, fetch } of awaited) {
        await fetch.work;
        loaded.set(id, fetch.loaded.get(id) ?? null);
      }
    return wanted.map(({ id }) => loaded.get(id) ?? null);
  }

  #end(fetch: RecordFetch): void {
    const fetches = this.#inFlight ?? [];
    if (fetches.length > 1) fetches.splice(fetches.indexOf(fetch), 1);
    else this.#inFlight = null;
  }

  #findUnderWay(entity: string, id: string, fields: FieldTree): RecordFetch | undefined {
    return this.#inFlight?.find(
      (one) => one.entity === entity && one.ids.includes(id) && coversFields(one.fields.tree, fields),
    );
  }

  #findCached(entity: string, id: string, fields: FieldTree): ClioRecord | undefined {
    const { cache } = this.client;
    const cached = cache.record(entity, id);
    if (!cached || !cache.isFresh(cached) || !coversFields(cached.fields, fields)) return undefined;
    this.client.noteLookup('record', 'hit', 1);
    return cached.record;
  }
}

/** Each record once, with the fields of all positions that request it. */
function joinEqual(wanted: readonly WantedRecord[]): readonly WantedRecord[] {
  const byId = new Map<string, PrintedFields>();
  for (const { id, fields } of wanted) byId.set(id, joinPrinted(byId.get(id) ?? fields, fields));
  return Array.from(byId, ([id, fields]) => ({ id, fields }));
}
