import { type Answer, emptyAnswer } from './answer.ts';
import { fileOf } from './data/files.ts';
import { hash } from './data/random.ts';
import type { RawRecord } from './record.ts';
import type { Store } from './store.ts';
import type { Uploads } from './writes/uploads.ts';

/** A request to the storage host. */
export interface StorageRequest {
  readonly method: string;
  readonly url: URL;
  readonly header: (name: string) => string | undefined;
  readonly bytes: Buffer;
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

/** Serves stored files the way S3 does: the signature is the login, and a second one is refused. */
export function serveStorage(store: Store, uploads: Uploads, request: StorageRequest): Answer {
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
    const { header, bytes } = request;
    return uploads.put({
      key: String(id),
      part: part === undefined ? undefined : Number(part),
      header,
      bytes,
    });
  }
  if (kind === 'dockets') return docket(String(id));
  const entity = KINDS[kind ?? ''];
  const record = entity ? store.table(entity).get(Number(id)) : undefined;
  if (!entity || !record) return storageError(404, 'NoSuchKey', 'The specified key does not exist.');
  return file(entity, record, uploads.whole(String(record.uuid), partNumbers(record)));
}

function partNumbers(record: RawRecord): number[] {
  const parts = (record.multiparts ?? []) as readonly RawRecord[];
  return parts.map((part) => Number(part.part_number));
}

function file(entity: string, record: RawRecord, stored: Buffer | undefined): Answer {
  const { name, type, bytes } = fileOf(entity, record);
  return {
    status: 200,
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name.replaceAll('"', '')}"`,
    },
    body: stored ?? bytes,
  };
}

/** Dates computed for a docket preview; Clio does not document their form. */
function docket(start: string): Answer {
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

/** An error in the storage's own form. */
export function storageError(status: number, code: string, message: string): Answer {
  return {
    ...emptyAnswer(status, { 'content-type': 'application/xml' }),
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}

function sign(path: string): string {
  return hash(`sandbox:${path}`).toString(16).padStart(8, '0');
}
