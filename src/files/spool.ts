import { createReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** A file that was received completely. */
export interface SpooledFile {
  readonly size: number;
  /** Reads the bytes from `start` up to, not including, `end`. */
  open(start: number, end: number): Readable;
}

/** Larger files are on disk. Most files are smaller. */
const maxBytesInMemory = 256 * 1024;
/** Size of a write to disk. The network's chunks have at most 64 KiB. */
const writeBytes = 1024 * 1024;

/**
 * Stores the files of one request until they are sent to the storage: small ones in memory, others in a folder of
 * the request below the system's folder for temporary files (`TMPDIR`).
 */
export class Spool {
  #folder: Promise<string> | undefined;
  #count = 0;
  #closed = false;
  readonly #writing = new Set<Promise<unknown>>();

  /** Stores a whole file. */
  keep(source: AsyncIterable<Buffer>): Promise<SpooledFile> {
    const work = this.#keep(source);
    this.#writing.add(work);
    const forget = (): boolean => this.#writing.delete(work);
    work.then(forget, forget);
    return work;
  }

  /** Deletes all files. None may be read after this. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#writing);
    const folder = await this.#folder;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  async #keep(source: AsyncIterable<Buffer>): Promise<SpooledFile> {
    let size = 0;
    let held: Buffer[] = [];
    let heldBytes = 0;
    let path = '';
    let file: FileHandle | undefined;
    const flush = async (): Promise<void> => {
      if (!file) {
        path = await this.#newPath();
        file = await open(path, 'wx', 0o600);
      }
      if (heldBytes > 0) await file.appendFile(Buffer.concat(held, heldBytes));
      held = [];
      heldBytes = 0;
    };
    try {
      for await (const chunk of source) {
        held.push(chunk);
        heldBytes += chunk.length;
        size += chunk.length;
        if (heldBytes > (file ? writeBytes : maxBytesInMemory)) await flush();
      }
      if (!file) return inMemory(Buffer.concat(held, heldBytes));
      await flush();
    } finally {
      await file?.close();
    }
    return {
      size,
      open: (start, end) =>
        start < end
          ? createReadStream(path, { start, end: end - 1, highWaterMark: 256 * 1024 })
          : Readable.from([]),
    };
  }

  async #newPath(): Promise<string> {
    if (this.#closed) throw new Error('The request is over (clio-graphql:spool-closed)');
    this.#folder ??= mkdtemp(join(tmpdir(), 'clio-graphql-'));
    this.#count += 1;
    return join(await this.#folder, String(this.#count));
  }
}

function inMemory(bytes: Buffer): SpooledFile {
  return { size: bytes.length, open: (start, end) => Readable.from([bytes.subarray(start, end)]) };
}
