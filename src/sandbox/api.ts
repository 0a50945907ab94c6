import { ApiError, forbidden, notFound } from './api-error.ts';
import { Selections } from './fields-grammar.ts';
import type { FilterContext } from './filter-tests.ts';
import { findRecord } from './find-record.ts';
import type { Firm } from './firm.ts';
import { readEtags } from './http.ts';
import { instantAt } from './instant.ts';
import { Lister } from './lists.ts';
import { type Login, lacksScope } from './logins.ts';
import { type Parameters, readParameters } from './parameters.ts';
import type { RawRecord } from './record.ts';
import { type Json, Renderer, type RenderOptions } from './render.ts';
import { emptyResponse, errorResponse, jsonResponse, type SandboxResponse } from './response.ts';
import { createRouter } from './router.ts';
import { FILE_KINDS, storagePath } from './storage.ts';
import type { Store } from './store.ts';
import { Webhooks, type WebhooksOptions } from './webhooks.ts';
import { unprocessable } from './writes/problems.ts';
import { advance } from './writes/progress.ts';
import { Writer } from './writes/writer.ts';

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

/** A request whose operation is known and whose query is valid. */
export interface OperationRequest extends FilterContext {
  readonly request: ApiRequest;
  /** Placeholder → value. */
  readonly path: Readonly<Record<string, string>>;
}

const ACTIVATE = /^\/webhooks\/(\d+)\/activate(?:\.json)?$/;

/** Clio's API over the records of a firm. */
export class Api {
  readonly firm: Firm;
  readonly webhooks: Webhooks;
  readonly #route: ReturnType<typeof createRouter>;
  readonly #selections: Selections;
  readonly #lister: Lister;
  readonly #renderer: Renderer;
  readonly #writer: Writer;

  constructor(firm: Firm, webhooks: Omit<WebhooksOptions, 'show'>) {
    this.firm = firm;
    this.#route = createRouter(firm.data);
    this.#selections = new Selections(firm.data);
    this.#lister = new Lister(firm);
    this.#renderer = new Renderer(firm, this.#selections);
    this.webhooks = new Webhooks(firm, { ...webhooks, show: (...record) => this.#show(...record) });
    this.#writer = new Writer(firm, (changes) => this.webhooks.onWrite(changes));
  }

  /** False if no operation has the path. */
  knows(path: string): boolean {
    return ACTIVATE.test(path) || this.#route(path) !== undefined;
  }

  respond(request: ApiRequest): SandboxResponse {
    try {
      const activated = ACTIVATE.exec(request.path)?.[1];
      return activated === undefined ? this.#respond(request) : this.#activate(request, Number(activated));
    } catch (error) {
      if (error instanceof ApiError) return errorResponse(error);
      throw error;
    }
  }

  /** A record for a webhook. Hidden records have no events. */
  #show(login: Login, entity: string, record: RawRecord, fields: string): Json | undefined {
    if (lacksScope(login, entity) || this.firm.visibility.redaction(login, entity, record) === 'hidden')
      return undefined;
    return this.#renderer.render(record, this.#selections.of(entity, fields), { login });
  }

  /** Clio's document does not have this call, with which a receiver completes the handshake later. */
  #activate({ method, header, login }: ApiRequest, id: number): SandboxResponse {
    if (method !== 'PUT') throw new ApiError(405, 'MethodNotAllowed', 'Only PUT activates.');
    const hook = this.webhooks.activate(id, header('x-hook-secret'));
    if (!hook) throw notFound();
    return jsonResponse(200, {
      data: this.#renderer.render(hook, this.#selections.of('Webhook'), { login }),
    });
  }

  #respond(request: ApiRequest): SandboxResponse {
    const { method, login } = request;
    const found = this.#route(request.path);
    if (!found || method === 'HEAD') throw notFound();
    const { path, operations } = found;
    const operation = operations.get(method);
    if (!operation) throw new ApiError(405, 'MethodNotAllowed', `${method} is not allowed here.`);
    // Operations whose response is no record (a preview, a deletion) are named after their entity.
    if (lacksScope(login, operation.entity ?? operation.id.split('#')[0] ?? '')) throw forbidden();
    const { data, store, clock, quirks } = this.firm;
    const parameters = readParameters(data, operation, request.query);
    const { searchLagMs } = quirks;
    const newestFound = searchLagMs === undefined ? undefined : instantAt(clock() - searchLagMs);
    const routed = { request, path, data, store, login, operation, parameters, newestFound };
    if (method !== 'GET') return this.#writeResponse(routed);
    const type = parameters.filters.get('type');
    if (quirks.lowerCaseNoteTypes && operation.id === 'Note#index' && type !== String(type).toLowerCase())
      throw unprocessable('An invalid argument was supplied: type must be one of matter, contact');
    switch (operation.response) {
      case 'list':
      case 'ids':
        return this.#listResponse(routed);
      case 'redirect':
        return this.#redirect(routed);
      case 'text':
        return this.#preview(path);
      default:
        return this.#recordResponse(routed);
    }
  }

  #listResponse(routed: OperationRequest): SandboxResponse {
    const { request, path, operation, parameters, login } = routed;
    const { entity = '' } = operation;
    const selection = this.#selections.of(entity, parameters.fields);
    const { items: listed, next, previous, total } = this.#lister.list(routed, path);
    const items = listed.map((item) => advance(this.firm.store, entity, item));
    const options = renderOptions(login, parameters);
    const rows =
      operation.response === 'ids'
        ? items.map((item) => item.id as number)
        : items.map((item) => this.#renderer.render(item, selection, options));
    const paging = {
      ...(previous && { previous: link(request, previous) }),
      ...(next && { next: link(request, next) }),
    };
    return jsonResponse(200, { data: rows, meta: { paging, records: total } });
  }

  #recordResponse({ request, path, operation, parameters, login }: OperationRequest): SandboxResponse {
    const { store, visibility } = this.firm;
    const { entity = '' } = operation;
    const selection = this.#selections.of(entity, parameters.fields);
    const held = findRecord(store, entity, path, login);
    if (!held) throw notFound();
    const record = advance(store, entity, held);
    // A hidden contact is not found, except at `/matters/{id}/client`, where it is redacted.
    if (entity === 'Contact' && !visibility.seesContact(login, record.id as number)) throw notFound();
    const headers = validators(store, record);
    if (isUnchanged(request, headers)) return emptyResponse(304, headers);
    const data = this.#renderer.render(record, selection, renderOptions(login, parameters));
    return jsonResponse(200, { data }, headers);
  }

  /** Reads the selection first, so that a write with a wrong field changes nothing. */
  #writeResponse(routed: OperationRequest): SandboxResponse {
    const { operation, parameters, login } = routed;
    const { entity, verb, statuses } = operation;
    const selection = entity === undefined ? undefined : this.#selections.of(entity, parameters.fields);
    const record = this.#writer.write(routed);
    const status = statuses.find((one) => one < 300) ?? 200;
    if (!record || !selection) return emptyResponse(status);
    const data = this.#renderer.render(record, selection, renderOptions(login, parameters));
    return jsonResponse(status, { data }, verb === 'destroy' ? {} : validators(this.firm.store, record));
  }

  #redirect({ request, path, operation, parameters }: OperationRequest): SandboxResponse {
    const { store } = this.firm;
    const { filters } = parameters;
    const to = (kind: string, key: number | string): SandboxResponse =>
      emptyResponse(303, { location: `${request.origin}${storagePath(kind, key)}` });
    const id = Number(path.id);
    if (operation.id === 'MatterDocket#preview') {
      const trigger = store.table('JurisdictionsToTrigger').get(Number(filters.get('trigger[id]')));
      if (trigger?.$jurisdiction_id !== filters.get('jurisdiction[id]')) throw notFound();
      return to('dockets', String(filters.get('start_date')).slice(0, 10));
    }
    const [entity = ''] = operation.id.split('#');
    const record = store.table(entity).get(id);
    if (entity === 'Document') {
      const version = Number(
        filters.get('document_version_id') ?? latestComplete(store, id) ?? record?.$latest_version_id,
      );
      if (store.table('DocumentVersion').get(version)?.document_id !== id) throw notFound();
      return to('versions', version);
    }
    const isComplete = (record?.state ?? 'completed') === 'completed';
    if (entity === 'Report' && !isComplete) throw unprocessable('The report is not completed.');
    const kind = FILE_KINDS[entity];
    if (!record || !isComplete || kind === undefined) throw notFound();
    return to(kind, id);
  }

  #preview(path: Readonly<Record<string, string>>): SandboxResponse {
    const bill = this.firm.store.table('Bill').get(Number(path.id));
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
  if (known !== undefined) return readEtags(known).includes(headers.etag ?? '');
  const since = Date.parse(request.header('if-modified-since') ?? '');
  const modified = Date.parse(headers['last-modified'] ?? '');
  return modified <= since;
}
