import { shift } from './data/dates.ts';
import { fileOf } from './data/files.ts';
import { hash } from './data/random.ts';
import { listOf, type RawRecord } from './record.ts';
import { emptyResponse, jsonResponse, type SandboxResponse } from './response.ts';
import type { Store } from './store.ts';
import { etagOf, type Stored, storedBytes } from './stored-files.ts';
import type { Uploads } from './writes/uploads.ts';

/** A request to the storage host. */
export interface StorageRequest {
  readonly method: string;
  readonly url: URL;
  readonly header: (name: string) => string | undefined;
  readonly body: Stored;
}

/** Entity whose records have a file → path on the storage host. */
export const FILE_KINDS: Readonly<Record<string, string>> = {
  DocumentVersion: 'versions',
  DocumentTemplate: 'templates',
  DocumentArchive: 'archives',
  Report: 'reports',
};

/** A signed address on the storage host, which Clio's API redirects downloads to. */
export function storagePath(kind: string, id: number | string): string {
  const path = `/storage/${kind}/${id}`;
  return `${path}?X-Amz-Expires=600&X-Amz-Signature=${sign(path)}`;
}

/** A signed address for the upload of a file, or of a part of it. */
export function uploadUrl(origin: string, key: string, part?: number): string {
  return `${origin}${storagePath('uploads', part === undefined ? key : `${key}/${part}`)}`;
}

/** Serves stored files as S3 does: the signature authenticates the request, and a token beside it is rejected. */
export function serveStorage(store: Store, uploads: Uploads, request: StorageRequest): SandboxResponse {
  const { method, url } = request;
  if (request.header('authorization') !== undefined) {
    return storageError(
      400,
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    );
  }
  const [, , kind, id, part] = url.pathname.split('/');
  const isUpload = kind === 'uploads';
  if (isUpload ? method !== 'PUT' : method !== 'GET' && method !== 'HEAD')
    return storageError(405, 'MethodNotAllowed', 'The specified method is not allowed.');
  if (url.searchParams.get('X-Amz-Signature') !== sign(url.pathname)) {
    return storageError(403, 'SignatureDoesNotMatch', 'The request signature does not match.');
  }
  if (isUpload)
    return uploads.put({ ...request, key: String(id), part: part === undefined ? undefined : Number(part) });
  // Dates of a docket preview. Clio does not document their format.
  if (kind === 'dockets') {
    const dates = [0, 14, 30, 90].map((offset) => shift(String(id), offset));
    return jsonResponse(200, {
      data: dates.map((date, index) => ({ name: `Deadline ${index + 1}`, date })),
    });
  }
  const [entity] = Object.entries(FILE_KINDS).find(([, own]) => own === kind) ?? [];
  const record = entity ? store.table(entity).get(Number(id)) : undefined;
  if (!entity || !record) return storageError(404, 'NoSuchKey', 'The specified key does not exist.');
  const parts = listOf(record.multiparts).map((part) => Number((part as RawRecord).part_number));
  return file(entity, record, uploads.whole(String(record.uuid), parts), request.header);
}

function file(
  entity: string,
  record: RawRecord,
  uploaded: Stored | undefined,
  header: StorageRequest['header'],
): SandboxResponse {
  const { name, type, bytes } = fileOf(entity, record);
  const stored = uploaded ?? storedBytes(bytes);
  const etag = etagOf(stored);
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_');
  const extended = ascii === name ? '' : `; filename*=UTF-8''${encodeURIComponent(name)}`;
  const headers = {
    'content-type': String(record.content_type ?? type),
    'content-disposition': `attachment; filename="${ascii}"${extended}`,
    'accept-ranges': 'bytes',
    etag,
  };
  const range = wantedRange(header, stored.size, etag);
  if (range === null) {
    const rejection = storageError(416, 'InvalidRange', 'The requested range is not satisfiable');
    return { ...rejection, headers: { ...rejection.headers, 'content-range': `bytes */${stored.size}` } };
  }
  const [start, end] = range ?? [0, stored.size];
  const part = range && { 'content-range': `bytes ${start}-${end - 1}/${stored.size}` };
  return {
    status: range ? 206 : 200,
    headers: { ...headers, ...part },
    body: '',
    file: { size: end - start, open: () => stored.read(start, end) },
  };
}

/** The first byte and the one after the last. Undefined is the whole file, null a range outside it. */
function wantedRange(
  header: StorageRequest['header'],
  size: number,
  etag: string,
): readonly [number, number] | null | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header('range') ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const condition = header('if-range');
  if (condition !== undefined && condition !== etag) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  return start < end ? [start, end] : null;
}

/** An error in the storage host's format. */
export function storageError(status: number, code: string, message: string): SandboxResponse {
  return {
    ...emptyResponse(status, { 'content-type': 'application/xml' }),
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}

function sign(path: string): string {
  return hash(`sandbox:${path}`).toString(16).padStart(8, '0');
}
