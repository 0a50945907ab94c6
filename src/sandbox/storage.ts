import type { Readable } from 'node:stream';
import { fileOf } from './data/files.ts';
import { hash } from './data/random.ts';
import type { RawRecord } from './record.ts';
import { emptyResponse, type SandboxResponse } from './response.ts';
import type { Store } from './store.ts';
import { type Stored, storedBytes } from './stored-files.ts';
import type { Uploads } from './writes/uploads.ts';

/** A request to the storage host. */
export interface StorageRequest {
  readonly method: string;
  readonly url: URL;
  readonly header: (name: string) => string | undefined;
  /** Its body. */
  readonly body: Stored;
}

const KINDS: Readonly<Record<string, string>> = {
  versions: 'DocumentVersion',
  templates: 'DocumentTemplate',
  archives: 'DocumentArchive',
  reports: 'Report',
};

/** A signed address on the storage host, which Clio's API redirects downloads to. */
export function storagePath(kind: string, id: number | string): string {
  const path = `/storage/${kind}/${id}`;
  return `${path}?X-Amz-Expires=600&X-Amz-Signature=${sign(path)}`;
}

/** A signed address that takes a file, or one part of it. */
export function uploadUrl(origin: string, key: string, part?: number): string {
  return `${origin}${storagePath('uploads', part === undefined ? key : `${key}/${part}`)}`;
}

/** Serves stored files as S3 does: the signature authenticates the request, and a token beside it is refused. */
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
  if (isUpload) {
    const { header, body } = request;
    return uploads.put({
      key: String(id),
      part: part === undefined ? undefined : Number(part),
      header,
      body,
    });
  }
  if (kind === 'dockets') return docket(String(id));
  const entity = KINDS[kind ?? ''];
  const record = entity ? store.table(entity).get(Number(id)) : undefined;
  if (!entity || !record) return storageError(404, 'NoSuchKey', 'The specified key does not exist.');
  return file(entity, record, uploads.whole(String(record.uuid), partNumbers(record)), request.header);
}

function partNumbers(record: RawRecord): number[] {
  const parts = (record.multiparts ?? []) as readonly RawRecord[];
  return parts.map((part) => Number(part.part_number));
}

function file(
  entity: string,
  record: RawRecord,
  uploaded: Stored | undefined,
  header: StorageRequest['header'],
): SandboxResponse {
  const { name, type, bytes } = fileOf(entity, record);
  const stored = uploaded ?? storedBytes(bytes);
  const etag = `"${Buffer.from(stored.md5, 'base64').toString('hex')}"`;
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
    const refusal = storageError(416, 'InvalidRange', 'The requested range is not satisfiable');
    return { ...refusal, headers: { ...refusal.headers, 'content-range': `bytes */${stored.size}` } };
  }
  if (range === undefined) return { status: 200, headers, body: '', file: stored.size, open: all(stored) };
  const [start, end] = range;
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${start}-${end - 1}/${stored.size}` },
    body: '',
    file: end - start,
    open: () => stored.read(start, end),
  };
}

function all(stored: Stored): () => Readable {
  return () => stored.read(0, stored.size);
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

/** Dates of a docket preview. Clio does not document their format. */
function docket(start: string): SandboxResponse {
  const days = [0, 14, 30, 90];
  const dates = days.map((offset) =>
    new Date(Date.parse(start) + offset * 86_400_000).toISOString().slice(0, 10),
  );
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ data: dates.map((date, index) => ({ name: `Deadline ${index + 1}`, date })) }),
  };
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
