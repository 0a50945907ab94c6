import type { LoadFact } from '../catalog/types.ts';
import { GatewayError } from '../errors.ts';
import { batchLimit, batchQueries, fitsBatch, type QueryParameters } from '../planner/batch-limit.ts';
import { nestedIn } from '../planner/brought-records.ts';
import { coversFields, joinPrinted, type PrintedFields } from '../planner/fields.ts';
import { asError } from '../values.ts';
import type { DatedResponse } from './cache.ts';
import type { LoadCall } from './call-trace.ts';
import { type Content, contentOf } from './content.ts';
import { isNotRecord, notARecord } from './list-pages.ts';
import { isRecord, isRedacted, type LoadedRecord, recordId } from './record.ts';
import type { RecordLoader, WantedRecord } from './record-loader.ts';

/** What loads by id must have in common to share a call. */
export interface FetchScope {
  readonly entity: string;
  /** Parameters of the batch. */
  readonly query: QueryParameters;
  /** The purpose of the calls, for traces. */
  readonly purpose: object | undefined;
}

/** Reads records of one entity by id, in `ids[]` calls or one by one. Each gets the fields of all of them. */
export class RecordFetch {
  readonly #scope: FetchScope;
  readonly ids: readonly string[];
  readonly fields: PrintedFields;
  /** The results by id. Other records may be in it too. */
  readonly loaded: Map<string, LoadedRecord>;
  /** Resolves when all have arrived; never rejects. */
  work: Promise<unknown> | null = null;
  /** The loader that reads the records and stores what arrives. */
  readonly #source: RecordLoader;
  readonly #load: LoadFact;
  readonly #content: Content;

  constructor(
    source: RecordLoader,
    scope: FetchScope,
    wanted: readonly WantedRecord[],
    loaded: Map<string, LoadedRecord>,
  ) {
    const { entity } = scope;
    const load = source.catalog.load(entity)?.load;
    if (!load) throw new Error(`${entity} cannot be loaded (clio-graphql:load-none)`);
    this.#scope = scope;
    this.ids = wanted.map(({ id }) => id);
    this.fields = wanted.map(({ fields }) => fields).reduce(joinPrinted);
    this.loaded = loaded;
    this.#source = source;
    this.#load = load;
    this.#content = contentOf(source.catalog, entity, this.fields.tree);
  }

  get entity(): string {
    return this.#scope.entity;
  }

  /** The calls that are made if each batch returns all its records. */
  calls(): readonly LoadCall[] {
    const { ids } = this;
    const inBatches = this.#queries().length > 0 && (ids.length > 1 || this.#load.show === undefined);
    return inBatches
      ? this.#chunks(ids).map((chunk) => this.#batchCall(this.#scope.query, chunk))
      : ids.map((id) => this.#singleCall(id));
  }

  start(): Promise<unknown> {
    this.#source.client.noteLookup('record', 'miss', this.ids.length);
    const [only] = this.ids;
    const isAlone = only !== undefined && this.ids.length === 1 && this.#load.show !== undefined;
    this.work = isAlone ? this.#readOne(only) : this.#readAll();
    return this.work;
  }

  #readAll(): Promise<unknown> {
    const readOne = (id: string): Promise<void> => this.#readOne(id);
    const { ids } = this;
    const queries = this.#queries();
    if (queries.length === 0) return Promise.all(ids.map(readOne));
    const alone = ids.filter((id) => !fitsBatch(this.#source.catalog, this.#load, id));
    const together = alone.length === 0 ? ids : ids.filter((id) => !alone.includes(id));
    const batches = this.#chunks(together).map(async (chunk) => {
      let left: readonly string[] = chunk;
      for (const query of queries) {
        const isLast = query === queries.at(-1) && !this.#load.incomplete;
        if (left.length > 0) await this.#readBatch(query, left, isLast);
        left = left.filter((id) => !this.loaded.has(id));
      }
      if (this.#load.incomplete) await Promise.all(left.map(readOne));
    });
    return Promise.all([...batches, ...alone.map(readOne)]);
  }

  /** @param isLast Whether a record that is missing from the response does not exist for this login. */
  async #readBatch(query: QueryParameters, ids: readonly string[], isLast: boolean): Promise<void> {
    const { entity, loaded } = this;
    const { tree } = this.fields;
    const { catalog, client, known } = this.#source;
    let response: DatedResponse;
    try {
      response = await client.read(this.#batchCall(query, ids), this.#content, null);
    } catch (error) {
      for (const id of ids) this.#fail(id, error);
      return;
    }
    const data: readonly unknown[] = Array.isArray(response.data) ? response.data : [];
    const records = data.filter(isRecord);
    known.learn(nestedIn(catalog, entity, tree), records);
    // `ids[]` is a filter: records are matched by id, never by position. A missing record is unavailable to
    // this login.
    const asked = new Set<string | null>(ids);
    const found = records.filter((record) => asked.has(recordId(record)));
    for (const record of found) {
      const id = String(recordId(record));
      loaded.set(id, record);
      known.remember(entity, id, tree, record);
    }
    const { bytes, freshUntil = 0 } = response;
    client.cache.keepRecords(found, { content: this.#content, fields: tree, freshUntil }, bytes);
    // If the response has another page, missing records are unknown.
    const broken =
      response.next !== null
        ? new GatewayError('UPSTREAM_ERROR', 'Clio returned only a part of the requested records. Try again.')
        : records.length < data.length && data.some(isNotRecord)
          ? notARecord()
          : undefined;
    if (broken) for (const id of ids) if (!loaded.has(id)) loaded.set(id, broken);
    if (!isLast) return;
    for (const id of ids) if (!loaded.has(id)) known.remember(entity, id, tree, null);
  }

  #readOne(id: string): Promise<void> {
    const { show } = this.#load;
    if (show === undefined) return this.#readBatch({}, [id], true);
    const { entity, loaded } = this;
    const { tree, printedFields } = this.fields;
    const { catalog, client, known } = this.#source;
    const { cache } = client;
    const content = this.#content;
    const operation = catalog.operation(show);
    const cached = cache.record(entity, id);
    // Clio does not document whether an etag covers nested records, which can change by themselves.
    const hasEtag = operation.ifNoneMatch && this.#isFlat();
    const etag = hasEtag && cached?.etag?.fields === printedFields ? cached.etag.value : undefined;
    const fail = (error: unknown): void => {
      if (error instanceof GatewayError && error.code === 'NOT_FOUND') {
        known.remember(entity, id, tree, null);
        loaded.set(id, null);
      } else this.#fail(id, error);
    };
    return client.read(this.#singleCall(id, etag), content, id).then((response) => {
      const record = response.notModified && cached ? cached.record : response.data;
      if (!isRecord(record)) {
        fail(new GatewayError('UPSTREAM_ERROR', `Clio's response to GET ${operation.path} has no record.`));
        return;
      }
      loaded.set(id, record);
      known.learn(nestedIn(catalog, entity, tree), [record]);
      known.remember(entity, id, tree, record);
      if (!cache.isOn || isRedacted(record)) return;
      const seen = hasEtag ? (response.etag ?? etag) : undefined;
      const keptEtag = seen ? { value: seen, fields: printedFields } : null;
      const { bytes, freshUntil = 0 } = response;
      cache.keepRecord(id, { content, fields: tree, record, freshUntil, etag: keptEtag, bytes });
    }, fail);
  }

  #batchCall(query: QueryParameters, ids: readonly string[]): LoadCall {
    const { catalog } = this.#source;
    return {
      method: 'GET',
      purpose: this.#scope.purpose,
      expect: 'list',
      path: catalog.operation(this.#load.batch ?? '').path,
      query: [
        ['fields', this.fields.printedFields],
        ...new Map([...Object.entries(this.#load.query ?? {}), ...Object.entries(query)]),
        ...ids.map((id): [string, string] => ['ids[]', id]),
      ],
    };
  }

  #singleCall(id: string, ifNoneMatch?: string): LoadCall {
    const { path } = this.#source.catalog.operation(this.#load.show ?? '');
    return {
      method: 'GET',
      purpose: this.#scope.purpose,
      ifNoneMatch,
      expect: 'record',
      path: path.replace('{id}', encodeURIComponent(id)),
      query: [['fields', this.fields.printedFields]],
    };
  }

  #queries(): readonly QueryParameters[] {
    return batchQueries(this.#source.catalog, this.#load, this.#scope.query);
  }

  #chunks(ids: readonly string[]): string[][] {
    const limit = batchLimit(this.#source.catalog.operation(this.#load.batch ?? ''));
    const chunks: string[][] = [];
    for (let start = 0; start < ids.length; start += limit) chunks.push(ids.slice(start, start + limit));
    return chunks;
  }

  /** If Clio fails, uses the known record, if the settings allow that. */
  #fail(id: string, error: unknown): void {
    const { client } = this.#source;
    const cached = client.cache.record(this.entity, id);
    const mayStandIn =
      cached !== null && client.cache.mayStandIn(cached) && coversFields(cached.fields, this.fields.tree);
    if (mayStandIn && client.mayStandInFor(error)) {
      client.noteLookup('record', 'stale', 1);
      this.loaded.set(id, cached.record);
    } else this.loaded.set(id, asError(error));
  }

  /** Whether all fields are the record's own values. */
  #isFlat(): boolean {
    const facts = this.#source.catalog.entity(this.entity).fields;
    for (const name of this.fields.tree.keys()) if (facts[name]?.kind !== 'scalar') return false;
    return true;
  }
}
