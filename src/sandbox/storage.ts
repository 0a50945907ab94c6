import { type Answer, emptyAnswer } from './answer.ts';
import { fileOf } from './data/files.ts';
import { hash } from './data/random.ts';
import type { RawRecord } from './record.ts';
import type { Store } from './store.ts';

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

/** Serves stored files the way S3 does: the signature is the login, and a second one is refused. */
export function serveStorage(store: Store, method: string, url: URL, hasAuthorization: boolean): Answer {
  if (hasAuthorization) {
    return xml(
      400,
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    );
  }
  if (method !== 'GET' && method !== 'HEAD')
    return xml(405, 'MethodNotAllowed', 'The specified method is not allowed.');
  if (url.searchParams.get('X-Amz-Signature') !== sign(url.pathname)) {
    return xml(403, 'SignatureDoesNotMatch', 'The request signature does not match.');
  }
  const [, , kind, id] = url.pathname.split('/');
  if (kind === 'dockets') return docket(String(id));
  const entity = KINDS[kind ?? ''];
  const record = entity ? store.table(entity).get(Number(id)) : undefined;
  if (!entity || !record) return xml(404, 'NoSuchKey', 'The specified key does not exist.');
  return file(entity, record);
}

function file(entity: string, record: RawRecord): Answer {
  const { name, type, bytes } = fileOf(entity, record);
  return {
    status: 200,
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name.replaceAll('"', '')}"`,
    },
    body: bytes,
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

function xml(status: number, code: string, message: string): Answer {
  return {
    ...emptyAnswer(status, { 'content-type': 'application/xml' }),
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}

function sign(path: string): string {
  return hash(`sandbox:${path}`).toString(16).padStart(8, '0');
}
