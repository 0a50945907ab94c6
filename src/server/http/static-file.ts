import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { lazy } from '../../values.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';

const compress = promisify(gzip);

/** Responds with a text that does not change while the process runs. */
export type StaticFile = (http: HttpRequest) => Promise<HttpResponse>;

/**
 * Serves `text` with an ETag (304 if the client has it), gzipped if the client accepts that. The text is
 * hashed and compressed once, on the first request.
 */
export function createStaticFile(
  text: string | Uint8Array,
  contentType: string,
  headers: Readonly<Record<string, string>> = {},
): StaticFile {
  // Weak: the gzipped and the plain form share it.
  const etag = lazy(() => `W/"${hash('sha256', text, 'base64url').slice(0, 27)}"`);
  const compressed = lazy(() => compress(text));
  return async (http) => {
    const common = {
      // The client keeps the file but revalidates it each time, so that a new release shows at once.
      'cache-control': 'no-cache',
      etag: etag(),
      vary: 'Accept, Accept-Encoding',
      ...headers,
    };
    if (matches(http.header('if-none-match'), etag())) return { status: 304, headers: common, body: null };
    const typed = { 'content-type': contentType, ...common };
    if (!/\bgzip\b/.test(http.header('accept-encoding') ?? ''))
      return { status: 200, headers: typed, body: text };
    return { status: 200, headers: { 'content-encoding': 'gzip', ...typed }, body: await compressed() };
  };
}

/**
 * Whether an `If-None-Match` header names the (weak) ETag. Weak comparison, as RFC 9110 requires for this
 * header.
 */
function matches(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header.split(',').some((item) => {
    const tag = item.trim();
    return tag === '*' || tag === etag || `W/${tag}` === etag;
  });
}
