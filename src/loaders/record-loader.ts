import DataLoader from 'dataloader';
import type { Catalog } from '../catalog/catalog.ts';
import type { LoadFact } from '../catalog/types.ts';
import { GatewayError } from '../errors.ts';
import { batchLimit, batchQueries, fitsBatch } from '../planner/batch-limit.ts';
import { nestedIn } from '../planner/brought-records.ts';
import { coversFields, type FieldTree, JoinedFields, type PrintedFields } from '../planner/fields.ts';
import { append, asError } from '../values.ts';
import type { DatedAnswer } from './cache.ts';
import { contentOf } from './content.ts';
import { type KeptRecords, KnownRecords } from './known-records.ts';
import { notRecords } from './list-pages.ts';
import { type ClioRecord, isRecord, isRedacted, type LoadedRecord, recordId } from './record.ts';
import type { LoadCall, Upstream } from './upstream.ts';

type Parameters = Readonly<Record<string, string>>;

/** Records of one entity that a batch is loading. */
interface LoadUnderWay {
  readonly entity: string;
  readonly ids: readonly string[];
  readonly fields: FieldTree;
  readonly work: Promise<unknown>;
  /** What it has brought, when it has ended. */
  readonly loaded: ReadonlyMap<string, LoadedRecord>;
}

/** Records of which the same is asked. */
class RecordIds {
  readonly ids: string[];
  fields: PrintedFields;

  constructor(id: string, fields: PrintedFields) {
    this.ids = [id];
    this.fields = fields;
  }

  add(id: string, fields: PrintedFields): void {
    this.ids.push(id);
    this.fields = join(this.fields, fields);
  }
}

/** What a batch finds when it looks for its records. */
class Search {
  readonly loaded = new Map<string, LoadedRecord>();
  /** Found in the cache. */
  avoided: RecordIds | null = null;
  /** To be loaded. */
  missing: RecordIds | null = null;
  /** Being loaded by other batches. */
  awaited: { readonly id: string; readonly load: LoadUnderWay }[] | null = null;

  addAvoided(id: string, fields: PrintedFields): void {
    if (this.avoided) this.avoided.add(id, fields);
    else this.avoided = new RecordIds(id, fields);
  }

  addMissing(id: string, fields: PrintedFields): void {
    if (this.missing) this.missing.add(id, fields);
    else this.missing = new RecordIds(id, fields);
  }
}

/** A record that is asked for, and what of it. */
export interface WantedRecord {
  readonly id: string;
  /** Where it is part of a plan, traces name that as the origin of the call. */
  readonly fields: PrintedFields;
}

/** What is known is kept by field, not by promise: see {@link RecordLoader}. */
const unkept: DataLoader.Options<WantedRecord, ClioRecord | null, string> = { cache: false };

/**
 * Loads records by id for one request: equal ids once, several ids in one `ids[]` call, each field once.
 * A record loaded before with all the fields needed is not loaded again.
 */
export class RecordLoader {
  readonly #catalog: Catalog;
  readonly #upstream: Upstream;
  /** By entity and parameters. What is asked for at one time goes into one batch, whatever asks for it. */
  #loaders: Map<string, DataLoader<WantedRecord, ClioRecord | null, string>> | null = null;
  /** What this request has loaded. */
  readonly known: KnownRecords;
  /** Few at a time, as the scheduler hands over one batch of an entity after the other. */
  #underWay: LoadUnderWay[] | null = null;

  /** @param earlier What was read before and has not changed since. */
  constructor(catalog: Catalog, upstream: Upstream, earlier?: KeptRecords) {
    this.#catalog = catalog;
    this.#upstream = upstream;
    this.known = new KnownRecords(catalog, earlier);
  }

  /**
   * Loads records of one entity together.
   *
   * @param query Parameters a batch needs at this position (a note's `type`).
   * @returns For each record that is asked for: the record, null when it does not exist or may not be seen, or why it could not
   * be loaded.
   */
  load(entity: string, query: Parameters, wanted: readonly WantedRecord[]): Promise<LoadedRecord[]> {
    // The scheduler hands over what is asked for at one time: a record that comes alone has none to wait for.
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

  async #batch(entity: string, query: Parameters, wanted: readonly WantedRecord[]): Promise<LoadedRecord[]> {
    const preparing = this.#upstream.cache.ready();
    if (preparing !== undefined) await preparing;
    const search = this.#search(entity, wanted);
    const { loaded, avoided, missing, awaited } = search;
    const origin = wanted[0]?.fields;
    if (avoided) this.#reportAvoided(entity, query, avoided, origin);
    if (missing) {
      const underWay = this.#begin(entity, query, missing, loaded, origin);
      await underWay.work;
      this.#end(underWay);
    }
    if (awaited) await this.#join(awaited, loaded);
    return wanted.map(({ id }) => loaded.get(id) ?? null);
  }

  /** Where each record comes from. */
  #search(entity: string, wanted: readonly WantedRecord[]): Search {
    const search = new Search();
    for (const [id, fields] of fieldsById(wanted)) {
      const known = this.#find(entity, id, fields.tree);
      if (known !== undefined) {
        search.loaded.set(id, known.record);
        if (known.fromCache) search.addAvoided(id, fields);
        continue;
      }
      const underWay = this.#findUnderWay(entity, id, fields.tree);
      if (underWay) search.awaited = append(search.awaited, { id, load: underWay });
      else search.addMissing(id, fields);
    }
    return search;
  }

  #findUnderWay(entity: string, id: string, fields: FieldTree): LoadUnderWay | undefined {
    return this.#underWay?.find(
      (one) => one.entity === entity && one.ids.includes(id) && coversFields(one.fields, fields),
    );
  }

  #begin(
    entity: string,
    query: Parameters,
    missing: RecordIds,
    loaded: Map<string, LoadedRecord>,
    origin: object | undefined,
  ): LoadUnderWay {
    const { ids, fields } = missing;
    const work = this.#fetch(entity, query, ids, fields, loaded, origin);
    const underWay: LoadUnderWay = { entity, ids, fields: fields.tree, work, loaded };
    this.#underWay = append(this.#underWay, underWay);
    return underWay;
  }

  #end(ended: LoadUnderWay): void {
    const list = this.#underWay ?? [];
    if (list.length > 1) list.splice(list.indexOf(ended), 1);
    else this.#underWay = null;
  }

  /** Takes over what other batches load. */
  async #join(
    awaited: readonly { readonly id: string; readonly load: LoadUnderWay }[],
    loaded: Map<string, LoadedRecord>,
  ): Promise<void> {
    for (const { id, load } of awaited) {
      await load.work;
      loaded.set(id, load.loaded.get(id) ?? null);
    }
  }

  /** What this request has loaded, or the cache has. */
  #find(
    entity: string,
    id: string,
    fields: FieldTree,
  ): { readonly record: ClioRecord | null; readonly fromCache: boolean } | undefined {
    const known = this.known.find(entity, id, fields);
    if (known !== undefined) return { record: known, fromCache: false };
    const cached = this.#upstream.cache.record(entity, id);
    if (!cached?.fresh || !coversFields(cached.fields, fields)) return undefined;
    this.#upstream.noteLookup('record', 'hit', 1);
    return { record: cached.record, fromCache: true };
  }

  /** Whether these ids are loaded in `ids[]` calls. */
  #inBatches(load: LoadFact, query: Parameters, ids: readonly string[]): boolean {
    return batchQueries(this.#catalog, load, query).length > 0 && (ids.length > 1 || load.show === undefined);
  }

  /** Reports the calls that would have been made for what the cache had. */
  #reportAvoided(
    entity: string,
    query: Parameters,
    { ids, fields }: RecordIds,
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
    query: Parameters,
    ids: readonly string[],
    fields: PrintedFields,
    origin: object | undefined,
  ): LoadCall {
    return {
      method: 'GET',
      origin,
      expect: 'list',
      path: this.#catalog.operation(load.batch ?? '').path,
      query: [
        ['fields', fields.printedFields],
        ...new Map([...Object.entries(load.query ?? {}), ...Object.entries(query)]),
        ...ids.map((id): [string, string] => ['ids[]', id]),
      ],
    };
  }

  #singleCall(
    load: LoadFact,
    id: string,
    fields: PrintedFields,
    origin: object | undefined,
    ifNoneMatch?: string,
  ): LoadCall {
    return {
      method: 'GET',
      origin,
      ifNoneMatch,
      expect: 'record',
      path: this.#catalog.operation(load.show ?? '').path.replace('{id}', encodeURIComponent(id)),
      query: [['fields', fields.printedFields]],
    };
  }

  #fetch(
    entity: string,
    query: Parameters,
    ids: readonly string[],
    fields: PrintedFields,
    loaded: Map<string, LoadedRecord>,
    origin: object | undefined,
  ): Promise<unknown> {
    this.#upstream.noteLookup('record', 'miss', ids.length);
    const load = this.#catalog.load(entity)?.load;
    if (!load) throw new Error(`${entity} cannot be loaded (clio-graphql:load-none)`);
    const [only] = ids;
    return only !== undefined && ids.length === 1 && load.show !== undefined
      ? this.#single(entity, load, only, fields, loaded, origin)
      : this.#several(entity, load, query, ids, fields, loaded, origin);
  }

  #several(
    entity: string,
    load: LoadFact,
    query: Parameters,
    ids: readonly string[],
    fields: PrintedFields,
    loaded: Map<string, LoadedRecord>,
    origin: object | undefined,
  ): Promise<unknown> {
    const single = (id: string): Promise<void> => this.#single(entity, load, id, fields, loaded, origin);
    const queries = batchQueries(this.#catalog, load, query);
    if (queries.length === 0) return Promise.all(ids.map(single));
    const alone = ids.filter((id) => !fitsBatch(this.#catalog, load, id));
    const together = alone.length === 0 ? ids : ids.filter((id) => !alone.includes(id));
    const batches = this.#chunks(load, together).map(async (chunk) => {
      let left: readonly string[] = chunk;
      for (const one of queries) {
        const isLast = one === queries.at(-1) && !load.incomplete;
        if (left.length > 0) await this.#many(entity, load, one, left, fields, loaded, origin, isLast);
        left = left.filter((id) => !loaded.has(id));
      }
      if (load.incomplete) await Promise.all(left.map(single));
    });
    return Promise.all([...batches, ...alone.map(single)]);
  }

  async #many(
    entity: string,
    load: LoadFact,
    query: Parameters,
    ids: readonly string[],
    fields: PrintedFields,
    loaded: Map<string, LoadedRecord>,
    origin: object | undefined,
    isLast = true,
  ): Promise<void> {
    const { tree } = fields;
    const content = contentOf(this.#catalog, entity, tree);
    const call = this.#batchCall(load, query, ids, fields, origin);
    let answer: DatedAnswer;
    try {
      answer = await this.#upstream.read(call, content, null);
    } catch (error) {
      for (const id of ids) loaded.set(id, this.#standIn(entity, id, tree, error) ?? asError(error));
      return;
    }
    const data: readonly unknown[] = Array.isArray(answer.data) ? answer.data : [];
    const records = data.filter(isRecord);
    const bytes = Math.ceil(answer.bytes / Math.max(1, records.length));
    this.known.learn(nestedIn(this.#catalog, entity, tree), records);
    // `ids[]` is a filter: records are matched by id, never by position, and one that is missing is unavailable to this login.
    const asked = new Set(ids);
    for (const record of records) {
      const id = recordId(record);
      if (id === null || !asked.has(id)) continue;
      loaded.set(id, record);
      this.known.remember(entity, id, tree, record);
      if (!isRedacted(record))
        this.#upstream.cache.keepRecord(content, id, tree, record, bytes, answer.freshUntil ?? 0);
    }
    // Of an answer that goes on, what is missing is unknown.
    const broken =
      answer.next !== null
        ? new GatewayError(
            'UPSTREAM_ERROR',
            'Clio answered a part of the records that were asked for. Try again.',
          )
        : records.length === data.length
          ? undefined
          : notRecords(data);
    if (broken) for (const id of ids) if (!loaded.has(id)) loaded.set(id, broken);
    if (!isLast) return;
    for (const id of ids) if (!loaded.has(id)) this.known.remember(entity, id, tree, null);
  }

  #single(
    entity: string,
    load: LoadFact,
    id: string,
    fields: PrintedFields,
    loaded: Map<string, LoadedRecord>,
    origin: object | undefined,
  ): Promise<void> {
    if (load.show === undefined) return this.#many(entity, load, {}, [id], fields, loaded, origin);
    const { cache } = this.#upstream;
    const { tree, printedFields } = fields;
    const content = contentOf(this.#catalog, entity, tree);
    const operation = this.#catalog.operation(load.show);
    const cached = cache.record(entity, id);
    // Whether an etag covers the records inside is not documented: they can change without the record that holds them.
    const hasEtag = operation.ifNoneMatch && this.#isFlat(entity, tree);
    const etag = hasEtag && cached?.etag?.fields === printedFields ? cached.etag.value : undefined;
    const call = this.#singleCall(load, id, fields, origin, etag);
    const fail = (error: unknown): void => {
      if (error instanceof GatewayError && error.code === 'NOT_FOUND') {
        this.known.remember(entity, id, tree, null);
        loaded.set(id, null);
      } else loaded.set(id, this.#standIn(entity, id, tree, error) ?? asError(error));
    };
    return this.#upstream.read(call, content, id).then((answer) => {
      const record = answer.notModified && cached ? cached.record : answer.data;
      if (!isRecord(record)) {
        fail(new GatewayError('UPSTREAM_ERROR', `Clio answered GET ${operation.path} without a record.`));
        return;
      }
      loaded.set(id, record);
      this.known.learn(nestedIn(this.#catalog, entity, tree), [record]);
      this.known.remember(entity, id, tree, record);
      if (!cache.isOn || isRedacted(record)) return;
      const seen = hasEtag ? (answer.etag ?? etag) : undefined;
      const keptEtag = seen ? { value: seen, fields: printedFields } : null;
      cache.keepRecord(content, id, tree, record, answer.bytes, answer.freshUntil ?? 0, keptEtag);
    }, fail);
  }

  /** What was known of a record, where Clio fails and that is configured to be better than nothing. */
  #standIn(entity: string, id: string, fields: FieldTree, error: unknown): ClioRecord | null {
    const cached = this.#upstream.cache.record(entity, id);
    if (!cached || !coversFields(cached.fields, fields)) return null;
    if (!this.#upstream.mayStandInFor(error, cached.standsIn)) return null;
    this.#upstream.noteLookup('record', 'stale', 1);
    return cached.record;
  }

  /** True where all fields are the record's own values. */
  #isFlat(entity: string, fields: FieldTree): boolean {
    const facts = this.#catalog.entity(entity).fields;
    for (const name of fields.keys()) if (facts[name]?.kind !== 'scalar') return false;
    return true;
  }
}

/** What is asked of each record: the fields of all positions that want it. */
function fieldsById(wanted: readonly WantedRecord[]): Iterable<readonly [id: string, fields: PrintedFields]> {
  const [only] = wanted;
  if (only && wanted.length === 1) return [[only.id, only.fields]];
  const byId = new Map<string, PrintedFields>();
  for (const { id, fields } of wanted) byId.set(id, join(byId.get(id), fields));
  return byId;
}

function join(some: PrintedFields | undefined, others: PrintedFields): PrintedFields {
  if (!some || some === others) return others;
  return coversFields(some.tree, others.tree) ? some : new JoinedFields(some.tree, others.tree);
}
