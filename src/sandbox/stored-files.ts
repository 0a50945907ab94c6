import { createHash } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** Stored bytes, in memory or on disk. */
export interface Stored {
  readonly size: number;
  /** MD5, base64. */
  readonly md5: string;
  /** The bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Readable;
  /** Deletes the bytes. */
  discard(): void;
}

/** Larger files go to disk: a test may store more than fits in memory. */
const mostInMemory = 4 * 1024 * 1024;

/** Files that clients store: small ones in memory, large ones in a folder of their own. */
export class StoredFiles {
  #folder: Promise<string> | undefined;
  #count = 0;

  /** Stores a body while it arrives. */
  async receive(body: AsyncIterable<Buffer>): Promise<Stored> {
    const hash = createHash('md5');
    const chunks: Buffer[] = [];
    let size = 0;
    let path = '';
    let file: FileHandle | undefined;
    try {
      for await (const chunk of body) {
        hash.update(chunk);
        size += chunk.length;
        if (file) {
          await file.appendFile(chunk);
          continue;
        }
        chunks.push(chunk);
        if (size <= mostInMemory) continue;
        this.#folder ??= mkdtemp(join(tmpdir(), 'clio-sandbox-'));
        this.#count += 1;
        path = join(await this.#folder, String(this.#count));
        file = await open(path, 'w');
        for (const one of chunks.splice(0)) await file.appendFile(one);
      }
    } catch (error) {
      if (path !== '') await rm(path, { force: true });
      throw error;
    } finally {
      await file?.close();
    }
    const md5 = hash.digest('base64');
    return file ? onDisk(path, size, md5) : inMemory(Buffer.concat(chunks), md5);
  }

  /** Deletes all files on disk. */
  async close(): Promise<void> {
    const folder = await this.#folder;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Bytes in memory as a stored file. */
export function storedBytes(bytes: Buffer): Stored {
  return inMemory(bytes, createHash('md5').update(bytes).digest('base64'));
}

/** The storage host's etag of a file. */
export function etagOf({ md5 }: Stored): string {
  return `"${Buffer.from(md5, 'base64').toString('hex')}"`;
}

/** Several files as one, in their order. */
export function joined(parts: readonly Stored[]): Stored {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const hash = createHash('md5').update(parts.map(({ md5 }) => md5).join());
  return {
    size: parts.reduce((sum, { size }) => sum + size, 0),
    md5: hash.digest('base64'),
    read: (start, end) => Readable.from(readJoined(parts, start, end)),
    discard() {
      for (const part of parts) part.discard();
    },
  };
}

async function* readJoined(parts: readonly Stored[], start: number, end: number): AsyncGenerator<Buffer> {
  let at = 0;
  for (const part of parts) {
    const from = Math.max(0, start - at);
    const to = Math.min(part.size, end - at);
    if (from < to) yield* part.read(from, to);
    at += part.size;
  }
}

function inMemory(bytes: Buffer, md5: string): Stored {
  return {
    size: bytes.length,
    md5,
    read: (start, end) => Readable.from([bytes.subarray(start, end)]),
    discard: () => undefined,
  };
}

function onDisk(path: string, size: number, md5: string): Stored {
  return {
    size,
    md5,
    read: (start, end) => (start < end ? createReadStream(path, { start, end: end - 1 }) : Readable.from([])),
    discard: () => rmSync(path, { force: true }),
  };
}
