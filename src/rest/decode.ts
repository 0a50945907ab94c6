import { promisify } from 'node:util';
import {
  brotliDecompress,
  brotliDecompressSync,
  gunzip,
  gunzipSync,
  inflate,
  inflateRaw,
  inflateRawSync,
  inflateSync,
} from 'node:zlib';
import type { RawResponse } from './exchange.ts';
import { header } from './headers.ts';
import { NetworkError } from './network-error.ts';
import type { ResponseBody } from './read-response.ts';

/** Sent as `Accept-Encoding`. */
export const acceptEncoding = 'gzip, deflate, br';

/**
 * Compressed bodies up to this size are decoded in the main thread, which takes microseconds; the thread pool
 * takes a tenth of a millisecond. Larger ones go to the thread pool, so that other requests do not wait.
 */
const maxSyncBytes = 32 * 1024;

interface Codec {
  sync(body: Buffer, limit: { maxOutputLength: number }): Buffer;
  async(body: Buffer, limit: { maxOutputLength: number }): Promise<Buffer>;
}

const gzip: Codec = { sync: gunzipSync, async: promisify(gunzip) };
const brotli: Codec = { sync: brotliDecompressSync, async: promisify(brotliDecompress) };
const zlib: Codec = { sync: inflateSync, async: promisify(inflate) };
const rawDeflate: Codec = { sync: inflateRawSync, async: promisify(inflateRaw) };

/**
 * Decodes the body according to `Content-Encoding`. Returns at once if it can, so that a small body does not
 * wait for the event loop.
 *
 * @returns The decoded body, or why it cannot be decoded.
 * @throws NetworkError (or rejects with it) for a body that is larger than `maxBytes` after decoding.
 */
export function decodeBody(
  { status, headers, body }: RawResponse,
  maxBytes: number,
): ResponseBody | Promise<ResponseBody> {
  const encoding = header(headers, 'content-encoding')?.trim().toLowerCase() ?? '';
  if (body.length === 0 || encoding === '' || encoding === 'identity') return body;
  const codec = codecFor(encoding, body);
  if (!codec) return 'it is compressed in a way that was not requested';
  const explain = (error: unknown): string => {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new NetworkError('too-large', true, { status });
    return 'its compressed body is cut off or damaged';
  };
  const limit = { maxOutputLength: maxBytes };
  if (body.length > maxSyncBytes) return codec.async(body, limit).catch(explain);
  try {
    return codec.sync(body, limit);
  } catch (error) {
    return explain(error);
  }
}

function codecFor(encoding: string, body: Buffer): Codec | null {
  if (encoding === 'gzip' || encoding === 'x-gzip') return gzip;
  if (encoding === 'br') return brotli;
  if (encoding !== 'deflate') return null;
  // "deflate" means zlib, yet some servers send it without the zlib header, whose low nibble is always 8.
  return ((body[0] ?? 0) & 0x0f) === 8 ? zlib : rawDeflate;
}
