import type { Readable } from 'node:stream';
import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import { clioId } from '../catalog/ids.ts';
import { badInput, GatewayError } from '../errors.ts';
import { unauthenticated } from '../loaders/caching-client.ts';
import { isRecord } from '../loaders/record.ts';
import { bindParameters } from '../planner/bind-arguments.ts';
import type { CancelSignal } from '../rest/cancellation.ts';
import { header } from '../rest/headers.ts';
import { type StorageClient, type StorageFile, storageError } from '../rest/storage.ts';
import { checkStorageUrl } from '../rest/storage-url.ts';
import type { Call, ClioClient, ClioResponse } from '../rest/types.ts';
import { textOrNull } from '../values.ts';
import { attachment, readFilename } from './content-disposition.ts';

/** A request for a file: `/files/{folder}/{id}`. */
export interface FileRequest {
  /** Folder in Clio's paths: `documents`. */
  readonly folder: string;
  /** Global id or Clio's number. */
  readonly id: string;
  /** Further arguments, such as `documentVersionId`. */
  readonly parameters: URLSearchParams;
  /** The client's `Range` and `If-Range`. */
  readonly range: Readonly<Record<string, string>>;
  readonly token: string | null;
  readonly client: ClioClient;
  /** REST base of `client`. */
  readonly baseUrl: string;
  readonly signal: CancelSignal;
  /** Deadline of Clio's response, in milliseconds since 1970. The file itself may take longer. */
  readonly deadlineMs: number;
}

/** A file that is being received. Its `body` must be read or destroyed. */
export interface OpenedFile {
  /** 200 for the whole file, 206 for a range of it, 416 for a range that it does not have. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** Sends a GET with the login of the client's request. */
type Get = (path: string, query: Call['query']) => Promise<ClioResponse>;

/** Opens a file; null for an unknown folder. */
export type OpenFile = (request: FileRequest) => Promise<OpenedFile | null>;

/** Maximum number of redirects of the storage. */
const maxRedirects = 3;

/** The storage's headers that describe the file. Its other headers, such as cookies, must not come from this host. */
const passedOn = [
  'accept-ranges',
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'last-modified',
];

/** Each folder with files, and the operation that returns the address of a file in it. */
function downloadFolders(catalog: Catalog): ReadonlyMap<string, CatalogOperation> {
  const folders = new Map<string, CatalogOperation>();
  for (const id of Object.keys(catalog.data.operations)) {
    const operation = catalog.operation(id);
    if (operation.response !== 'redirect' || operation.field?.parent === undefined) continue;
    folders.set(operation.path.split('/')[1] ?? '', operation);
  }
  return folders;
}

/**
 * Opens files: Clio returns the address of a file, with the client's token, and the storage returns the file itself,
 * without a token.
 */
export function createFileOpener(catalog: Catalog, storage: StorageClient): OpenFile {
  const folders = downloadFolders(catalog);
  return async (request) => {
    const operation = folders.get(request.folder);
    if (!operation) return null;
    if (request.token === null) throw unauthenticated();
    const { client, signal, deadlineMs, token } = request;
    const get: Get = (path, query) =>
      client.send({ method: 'GET', path, query }, { token, signal, deadlineMs });
    const type = operation.field?.on ?? '';
    const id = clioId(catalog, 'id', request.id, [type]);
    const path = operation.path.replace('{id}', encodeURIComponent(id));
    const query = bindParameters(catalog, operation, readParameters(operation, request.parameters));
    const { location } = await get(path, query).catch(rejected);
    const file = await fetchFile(storage, location, request);
    try {
      const name =
        readFilename(header(file.headers, 'content-disposition')) ??
        (await recordName(catalog, type, id, get)) ??
        `${type}-${id}`;
      return { status: file.status, headers: headersFor(file, name), body: file.body };
    } catch (error) {
      file.body.destroy();
      throw error;
    }
  };
}

function readParameters(operation: CatalogOperation, given: URLSearchParams): Record<string, string> {
  const known = new Set(Object.values(operation.query).map(({ name }) => name));
  for (const name of given.keys()) {
    if (!known.has(name)) throw badInput(`Files in this folder have no parameter "${name}".`);
  }
  return Object.fromEntries(given);
}

/** Clio rejects a request for a file that is not ready, with the same status as a wrong value. */
function rejected(error: unknown): never {
  if (error instanceof GatewayError && error.clio?.status === 422) {
    const message = 'The file is not ready. Read the "state" of its record until it is COMPLETED.';
    throw badInput(message, { clio: error.clio, cause: error });
  }
  throw error;
}

async function fetchFile(
  storage: StorageClient,
  location: string | null,
  { baseUrl, range, signal }: FileRequest,
): Promise<StorageFile> {
  let url = checkStorageUrl(location, baseUrl);
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const file = await storage.get(url, range, signal).catch((error: unknown) => {
      throw storageError(error, signal);
    });
    if (file.status === 200 || file.status === 206 || file.status === 416) return file;
    file.body.destroy();
    const next = header(file.headers, 'location');
    if (file.status < 300 || file.status >= 400 || next === null || !URL.canParse(next, url.href)) {
      throw new GatewayError(
        'UPSTREAM_ERROR',
        `Clio's file storage did not return the file (${file.status}). Try again.`,
      );
    }
    url = checkStorageUrl(new URL(next, url).href, baseUrl);
  }
  throw new GatewayError('UPSTREAM_ERROR', "Clio's file storage redirects too often. Try again.");
}

/** The name of the file in Clio, if the storage has sent none; null if Clio has none or does not return it. */
async function recordName(catalog: Catalog, type: string, id: string, get: Get): Promise<string | null> {
  const entity = catalog.mainEntity(type) ?? '';
  const show = catalog.load(entity)?.load.show;
  const fields = ['filename', 'name'].filter((name) => name in catalog.entity(entity).fields);
  if (show === undefined || fields.length === 0) return null;
  const path = catalog.operation(show).path.replace('{id}', encodeURIComponent(id));
  try {
    const { data } = await get(path, [['fields', ['id', ...fields].join(',')]]);
    return isRecord(data) ? textOrNull(fields.map((field) => data[field]).find(Boolean)) : null;
  } catch {
    return null;
  }
}

function headersFor(file: StorageFile, name: string): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/octet-stream' };
  for (const key of passedOn) {
    const value = header(file.headers, key);
    if (value !== null) headers[key] = value;
  }
  if (file.status === 416) return headers;
  headers['content-disposition'] = attachment(name);
  // If a browser shows the file nevertheless, it is a page without rights.
  headers['content-security-policy'] = "sandbox; default-src 'none'";
  headers['cross-origin-resource-policy'] = 'same-origin';
  return headers;
}
