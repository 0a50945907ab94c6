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
import type { AnswerBody } from './answer.ts';
import type { WireAnswer } from './exchange.ts';
import { header } from './headers.ts';
import { WireFault } from './wire-fault.ts';

/** Sent as `Accept-Encoding`. */
export const acceptEncoding = 'gzip, deflate, br';

/**
 * Compressed bodies up to this size are decoded on the spot, which takes microseconds where a trip through
 * the thread pool takes a tenth of a millisecond. Larger ones go there, so that other requests do not wait.
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

/** A body that cannot be decoded; `code` says why, and the message is safe to show. */
class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly code: 'unknown-encoding' | 'corrupt' | 'too-large';

  constructor(code: DecodeError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The decoded body of an answer, or why it cannot be decoded.
 *
 * @throws WireFault (or rejects with it) for a body beyond the size limit, compressed or not.
 */
export function decodeAnswer(
  { status, headers, body }: WireAnswer,
  maxBytes: number,
): AnswerBody | Promise<AnswerBody> {
  const explain = (error: unknown): string => {
    if (!(error instanceof DecodeError)) throw error;
    if (error.code === 'too-large') throw new WireFault('too-large', true, { status });
    return error.message;
  };
  try {
    const decoded = decodeBody(body, header(headers, 'content-encoding'), maxBytes);
    return decoded instanceof Promise ? decoded.catch(explain) : decoded;
  } catch (error) {
    return explain(error);
  }
}

/**
 * Undoes `Content-Encoding`. Answers at once where it can, so that a small body costs no extra turn.
 *
 * @throws DecodeError (or rejects with it), also when the decoded body would exceed `maxBytes`.
 */
export function decodeBody(
  body: Buffer,
  encoding: string | null,
  maxBytes: number,
): Buffer | Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (body.length === 0 || name === '' || name === 'identity') return body;
  const codec = codecFor(name, body);
  const limit = { maxOutputLength: maxBytes };
  if (body.length > maxSyncBytes) return codec.async(body, limit).catch((error: unknown) => fail(error));
  try {
    return codec.sync(body, limit);
  } catch (error) {
    return fail(error);
  }
}

function codecFor(name: string, body: Buffer): Codec {
  if (name === 'gzip' || name === 'x-gzip') return gzip;
  if (name === 'br') return brotli;
  // "deflate" means zlib, yet some servers send it without the zlib header, whose low nibble is always 8.
  if (name === 'deflate') return ((body[0] ?? 0) & 0x0f) === 8 ? zlib : rawDeflate;
  throw new DecodeError('unknown-encoding', 'it is compressed in a way that was not asked for');
}

function fail(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_BUFFER_TOO_LARGE') throw new DecodeError('too-large', 'it is too large');
  throw new DecodeError('corrupt', 'its compressed body is cut off or damaged');
}
