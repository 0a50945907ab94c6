import type { CatalogOperation } from '../catalog/catalog.ts';
import type { CatalogData } from '../catalog/types.ts';
import { ApiError, forbidden, notFound } from './api-error.ts';
import { defaultSelection, parseFields, type Selection } from './fields-grammar.ts';
import type { FilterContext } from './filter-tests.ts';
import { instantAt } from './instant.ts';
import { createLister, findRecord } from './lists.ts';
import { type Login, lacksScope } from './logins.ts';
import { type Parameters, readParameters } from './parameters.ts';
import type { Quirks } from './quirks.ts';
import type { RawRecord } from './record.ts';
import { createVisibility, type Visibility } from './redaction.ts';
import { createRenderer, type Json, type RenderOptions } from './render.ts';
import { emptyResponse, errorResponse, jsonResponse, type SandboxResponse } from './response.ts';
import { createRouter } from './router.ts';
import { FILE_KINDS, storagePath } from './storage.ts';
import type { Store } from './store.ts';
import { type RecordChange, type SandboxWebhookOptions, Webhooks } from './webhooks.ts';
import { unprocessable } from './writes/problems.ts';
import { advance } from './writes/progress.ts';
import type { Uploads } from './writes/uploads.ts';
import { createWriter } from './writes/writer.ts';

/** A request to the API by a login. */
export interface ApiRequest {
  readonly method: string;
  /** Below the base URL, without the query. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly header: (name: string) => string | undefined;
  readonly login: Login;
  /** The body of a write. */
  readonly body: string;
  /** The API's address, for links to other pages. */
  readonly baseUrl: string;
  /** The server's address, for downloads. */
  readonly origin: string;
}

const ACTIVATE = /^\/webhooks\/(\d+)\/activate(?:\.json)?$/;

/** What the API works with. */
export interface ApiParts {
  readonly data: CatalogData;
  readonly store: Store;
  readonly uploads: Uploads;
  readonly quirks: Quirks;
  readonly clock: () => number;
  readonly login: (name: string) => Login | undefined;
  readonly webhooks?: SandboxWebhookOptions;
}

/** Clio's API over the records of a firm. */
export class Api {
  readonly visibility: Visibility;
  readonly webhooks: Webhooks;
  readonly #data: CatalogData;
  readonly #store: Store;
  readonly #quirks: Quirks;
  readonly #clock: () => number;
  readonly #route: ReturnType<typeof createRouter>;
  readonly #list: ReturnType<typeof createLister>;
  readonly #render: ReturnType<typeof createRenderer>;
  readonly #write: ReturnType<typeof createWriter>;
  readonly #selections = new Map<string, Selection>();

  constructor(parts: ApiParts) {
    const { data, store, uploads, quirks, clock, login } = parts;
    const visibility = createVisibility(store);
    this.#data = data;
    this.#store = store;
    this.#quirks = quirks;
    this.#clock = clock;
    this.visibility = visibility;
    this.webhooks = new Webhooks({
      ...parts.webhooks,
      data,
      store,
      clock,
      login,
      show: (...record) => this.#show(...record),
    });
    this.#route = createRouter(data);
    this.#list = createLister(store, visibility);
    this.#render = createRenderer(data, store, visibility, quirks);
    const onWrite = (changes: readonly RecordChange[]): void => this.webhooks.onWrite(changes);
    this.#write = createWriter({ data, store, visibility, uploads, quirks, onWrite, clock });
  }

  /** False where no operation has the path. */
  knows(path: string): boolean {
    return ACTIVATE.test(path) || this.#route(path) !== undefined;
  }

  answer(request: ApiRequest): SandboxResponse {
    try {
      return this.#answer(request);
    } catch (error) {
      if (error instanceof ApiError) return errorResponse(error);
      throw error;
    }
  }

  #selection(entity: string, fields: string | undefined): Selection {
    const key = `${entity}?${fields ?? ''}`;
    let found = fields === '' ? undefined : this.#selections.get(key);
    if (!found) {
      found =
        fields === undefined ? defaultSelection(this.#data, entity) : parseFields(this.#data, entity, fields);
      // Clients repeat a few selections, but a fuzzing test could fill the memory.
      if (this.#selections.size > 2000) this.#selections.clear();
      this.#selections.set(key, found);
    }
    return found;
  }

  /** A record for a webhook. Hidden records have no events. */
  #show(login: Login, entity: string, record: RawRecord, fields: string): Json | undefined {
    if (lacksScope(login, entity) || this.visibility.redaction(login, entity, record) === 'hidden')
      return undefined;
    return this.#render(record, this.#selection(entity, fields), { login });
  }

  /** Clio's document does not have this call, with which a receiver completes the handshake later. */
  #activate(request: ApiRequest, id: number): SandboxResponse {
    if (request.method !== 'PUT') throw new ApiError(405, 'MethodNotAllowed', 'Only PUT activates.');
    const hook = this.webhooks.activate(id, request.header('x-hook-secret'));
    if (!hook) throw notFound();
    return jsonResponse(200, {
      data: this.#render(hook, this.#selection('Webhook', undefined), { login: request.login }),
    });
  }

  #answer(request: ApiRequest): SandboxResponse {
    const activated = ACTIVATE.exec(request.path)?.[1];
    if (activated !== undefined) return this.#activate(request, Number(activated));
    const found = this.#route(request.path);
    if (!found || request.method === 'HEAD') throw notFound();
    const operation = found.operations.get(request.method);
    if (!operation) throw new ApiError(405, 'MethodNotAllowed', `${request.method} is not allowed here.`);
    // Operations whose response is no record (a preview, a deletion) are named after their entity.
    if (lacksScope(request.login, operation.entity ?? operation.id.split('#')[0] ?? '')) throw forbidden();
    const parameters = readParameters(this.#data, operation, request.query);
    if (request.method !== 'GET') return this.#writeResponse(request, operation, parameters, found.path);
    const { searchLagMs, lowerCaseNoteTypes } = this.#quirks;
    const type = parameters.filters.get('type');
    if (lowerCaseNoteTypes && operation.id === 'Note#index' && type !== String(type).toLowerCase())
      throw unprocessable('An invalid argument was supplied: type must be one of matter, contact');
    const context: FilterContext = {
      data: this.#data,
      store: this.#store,
      login: request.login,
      operation,
      parameters,
      newestFound: searchLagMs === undefined ? undefined : instantAt(this.#clock() - searchLagMs),
    };
    switch (operation.response) {
      case 'list':
      case 'ids':
        return this.#listResponse(request, context, found.path);
      case 'redirect':
        return this.#redirect(request, operation, parameters, found.path);
      case 'text':
        return this.#preview(found.path);
      default:
        return this.#recordResponse(request, context, found.path);
    }
  }

  #listResponse(
    request: ApiRequest,
    context: FilterContext,
    path: Readonly<Record<string, string>>,
  ): SandboxResponse {
    const { operation, parameters } = context;
    const wanted = this.#selection(operation.entity ?? '', parameters.fields);
    const { items: listed, next, previous, total } = this.#list(context, path);
    const items = listed.map((item) => advance(this.#store, operation.entity ?? '', item));
    const how = renderOptions(request.login, parameters);
    const rows =
      operation.response === 'ids'
        ? items.map((item) => item.id as number)
        : items.map((item) => this.#render(item, wanted, how));
    const paging: { [name: string]: Json } = {};
    if (previous) paging.previous = link(request, previous);
    if (next) paging.next = link(request, next);
    return jsonResponse(200, { data: rows, meta: { paging, records: total } });
  }

  #recordResponse(
    request: ApiRequest,
    context: FilterContext,
    path: Readonly<Record<string, string>>,
  ): SandboxResponse {
    const { operation, parameters, login } = context;
    const entity = operation.entity ?? '';
    const wanted = this.#selection(entity, parameters.fields);
    const held = findRecord(this.#store, entity, path, login);
    if (!held) throw notFound();
    const record = advance(this.#store, entity, held);
    // By itself a hidden contact is not found; at `/matters/{id}/client` it is redacted.
    if (entity === 'Contact' && !this.visibility.seesContact(login, record.id as number)) throw notFound();
    const headers = validators(this.#store, record);
    if (isUnchanged(request, headers)) return emptyResponse(304, headers);
    return jsonResponse(
      200,
      { data: this.#render(record, wanted, renderOptions(login, parameters)) },
      headers,
    );
  }

  /** Reads the selection first, so that a write with a wrong field changes nothing. */
  #writeResponse(
    request: ApiRequest,
    operation: CatalogOperation,
    parameters: Parameters,
    path: Readonly<Record<string, string>>,
  ): SandboxResponse {
    const { login, origin, body: text } = request;
    const { entity } = operation;
    const wanted = entity === undefined ? undefined : this.#selection(entity, parameters.fields);
    const record = this.#write({ operation, path, login, text, ifMatch: request.header('if-match'), origin });
    const status = operation.statuses.find((one) => one < 300) ?? 200;
    if (!record || !wanted) return emptyResponse(status);
    const headers = operation.verb === 'destroy' ? {} : validators(this.#store, record);
    return jsonResponse(
      status,
      { data: this.#render(record, wanted, renderOptions(login, parameters)) },
      headers,
    );
  }

  #redirect(
    request: ApiRequest,
    operation: CatalogOperation,
    parameters: Parameters,
    path: Readonly<Record<string, string>>,
  ): SandboxResponse {
    const to = (kind: string, key: number | string): SandboxResponse =>
      emptyResponse(303, { location: `${request.origin}${storagePath(kind, key)}` });
    const { filters } = parameters;
    const id = Number(path.id);
    if (operation.id === 'MatterDocket#preview') {
      const trigger = this.#store.table('JurisdictionsToTrigger').get(Number(filters.get('trigger[id]')));
      if (trigger?.$jurisdiction_id !== filters.get('jurisdiction[id]')) throw notFound();
      return to('dockets', String(filters.get('start_date')).slice(0, 10));
    }
    const [entity = ''] = operation.id.split('#');
    const record = this.#store.table(entity).get(id);
    if (entity === 'Document') {
      const version = Number(
        filters.get('document_version_id') ?? latestComplete(this.#store, id) ?? record?.$latest_version_id,
      );
      if (this.#store.table('DocumentVersion').get(version)?.document_id !== id) throw notFound();
      return to('versions', version);
    }
    const isComplete = (record?.state ?? 'completed') === 'completed';
    if (entity === 'Report' && !isComplete)
      throw new ApiError(422, 'ArgumentError', 'The report is not completed.');
    const kind = FILE_KINDS[entity];
    if (!record || !isComplete || kind === undefined) throw notFound();
    return to(kind, id);
  }

  #preview(path: Readonly<Record<string, string>>): SandboxResponse {
    const bill = this.#store.table('Bill').get(Number(path.id));
    if (!bill) throw notFound();
    const title = `Invoice ${String(bill.number ?? bill.id)}`;
    return {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1><p>Total ${String(bill.total ?? '')}</p></body></html>\n`,
    };
  }
}

function renderOptions(login: Login, parameters: Parameters): RenderOptions {
  const ids = parameters.filters.get('custom_field_ids[]');
  return Array.isArray(ids) ? { login, customFieldIds: new Set(ids.map(Number)) } : { login };
}

/** The newest version whose upload is complete. */
function latestComplete(store: Store, document: number): number | undefined {
  let latest: RawRecord | undefined;
  for (const version of store.table('DocumentVersion').values()) {
    if (version.document_id !== document || version.fully_uploaded !== true) continue;
    if (Number(version.version_number) > Number(latest?.version_number ?? 0)) latest = version;
  }
  return latest && Number(latest.id);
}

/** The same request for another page. */
function link(request: ApiRequest, [name, value]: readonly [string, string]): string {
  const query = new URLSearchParams(
    request.query.filter(([key]) => key !== 'page_token' && key !== 'offset') as [string, string][],
  );
  query.append(name, value);
  return `${request.baseUrl}${request.path}?${query}`;
}

function validators(store: Store, record: RawRecord): Record<string, string> {
  const updated = record.updated_at;
  return {
    etag: store.etag(record),
    ...(typeof updated === 'string' && { 'last-modified': new Date(updated).toUTCString() }),
  };
}

function isUnchanged(request: ApiRequest, headers: Readonly<Record<string, string>>): boolean {
  const known = request.header('if-none-match');
  if (known !== undefined)
    return known.split(',').some((one) => one.trim().replace(/^W\//, '') === headers.etag);
  const since = Date.parse(request.header('if-modified-since') ?? '');
  const modified = Date.parse(headers['last-modified'] ?? '');
  return modified <= since;
}
