import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { isJsonObject, parseJson } from '../values.ts';
import { Spool, type SpooledFile } from './spool.ts';
import { type FileHead, FileNotReceived, UploadedFile } from './uploaded-file.ts';

/** Limits of a multipart request. */
export interface MultipartLimits {
  /** Maximum size of `operations`, and of `map`. */
  readonly maxFieldBytes: number;
  /** Maximum size of all files together. */
  readonly maxFileBytes: number;
  /**
   * Maximum silence of the client. A client may also be this much later than one with the minimum speed. Only time
   * in which the gateway waits for the client counts.
   */
  readonly idleMs: number;
}

/** The minimum speed of a client. A slower one would occupy a connection and memory for too long. */
const minBytesPerMs = 1;
const maxFiles = 20;
const maxMessage = 300;

/** A request that violates the specification or a limit. */
export class MalformedMultipart extends Error {
  override readonly name = 'MalformedMultipart';
  /** HTTP status of the response. */
  readonly status: 400 | 408 | 413;

  constructor(message: string, status: 400 | 408 | 413 = 400) {
    // A name of a part can be as long as the body.
    super(message.length > maxMessage ? `${message.slice(0, maxMessage)}…` : message);
    this.status = status;
  }
}

/** A request whose files are read when they are needed. */
export interface MultipartRequest {
  /** The parsed `operations`, with an {@link UploadedFile} in place of each null that `map` names. */
  readonly operations: unknown;
  /** Stops reading, deletes received files, and drops the rest of the body. */
  close(): Promise<void>;
}

/**
 * Reads the beginning of a GraphQL multipart request
 * (https://github.com/jaydenseric/graphql-multipart-request-spec), up to its first file: the operation can then start.
 *
 * Memory is bounded for files of any size: the socket is not read while no file is requested, and files are stored
 * in a {@link Spool}.
 *
 * @param contentType Of the request, with its boundary.
 * @throws MalformedMultipart
 */
export async function readMultipartRequest(
  body: Readable,
  contentType: string,
  limits: MultipartLimits,
): Promise<MultipartRequest> {
  const reader = new Reader(body, contentType, limits);
  try {
    await reader.opened;
    return reader;
  } catch (error) {
    await reader.close();
    throw error;
  }
}

/** A file that `map` names. */
interface Expected {
  readonly name: string;
  readonly received: Deferred<FileHead & SpooledFile>;
}

class Reader implements MultipartRequest {
  operations: unknown;
  /** Resolves when the operation can start; rejects if it cannot. */
  readonly opened: Promise<void>;
  readonly #opened = new Deferred<void>();
  readonly #body: Readable;
  readonly #limits: MultipartLimits;
  readonly #spool = new Spool();
  readonly #expected = new Map<string, Expected>();
  /** Resolves when the first file is requested. */
  readonly #requested = new Deferred<void>();
  readonly #seen = new Set<string>();
  #hasOperations = false;
  #hasMap = false;
  #fileBytes = 0;
  #receivedBytes = 0;
  /** How long the gateway has waited for the client. */
  #waitedMs = 0;
  #current: Readable | undefined;
  // biome-ignore lint/style/useReadonlyClassProperties: the rule does not see assignments inside of try
  #parser: BusboyInstance | undefined;
  #ended = false;
  #stopIdle: (() => void) | undefined;

  constructor(body: Readable, contentType: string, limits: MultipartLimits) {
    this.#body = body;
    this.#limits = limits;
    this.opened = this.#opened.promise;
    // Errors of the stream also end its iteration, which handles them.
    body.on('error', () => undefined);
    try {
      this.#parser = new Busboy({
        headers: { 'content-type': contentType },
        isPartAFile: (name) => name !== 'operations' && name !== 'map',
        limits: { fieldSize: limits.maxFieldBytes, fields: 3, headerPairs: 20, parts: 2 + maxFiles },
      });
    } catch {
      this.#fail(new MalformedMultipart('The Content-Type has no boundary between the parts.'));
      return;
    }
    const parser = this.#parser;
    parser.on('error', () =>
      this.#fail(new MalformedMultipart('The multipart body is malformed or cut off.')),
    );
    parser.on('field', (name, value, _nameTruncated, truncated) => this.#onField(name, value, truncated));
    parser.on('file', (name, stream, filename, _encoding, type) =>
      this.#onFile(name, stream, filename, type),
    );
    parser.on('partsLimit', () =>
      this.#fail(new MalformedMultipart(`A request can have at most ${maxFiles} files.`)),
    );
    parser.on('finish', () => this.#onFinish());
    this.#pump(parser).catch(() => this.#fail(new MalformedMultipart('The body is incomplete.')));
  }

  async close(): Promise<void> {
    this.#fail(new MalformedMultipart('The request is over.'));
    await this.#spool.close();
    this.#body.resume();
  }

  // ---- the body ----------------------------------------------------------------------------------

  async #pump(parser: BusboyInstance): Promise<void> {
    // An iterator that ends early must not destroy the request, because its response uses the same socket.
    const chunks = this.#body.iterator({ destroyOnReturn: false });
    const ended = new Promise<void>((resolve) => {
      this.#stopIdle = resolve;
    });
    while (!this.#ended) {
      const next = await this.#inTime(chunks.next());
      if (next.done || this.#ended) break;
      const chunk = next.value as Buffer;
      this.#receivedBytes += chunk.length;
      await Promise.race([write(parser, chunk), ended]);
    }
    await chunks.return?.();
    if (!this.#ended) parser.end();
    // Reads and drops the rest, so that the client can read its response.
    this.#body.resume();
  }

  /** Rejects if the client is silent for too long or too slow. */
  async #inTime<T>(work: Promise<T>): Promise<T> {
    const { idleMs } = this.#limits;
    const startedAt = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const tooSlow = new Promise<never>((_, reject) => {
      const error = new MalformedMultipart('The body arrived too slowly.', 408);
      timer = setTimeout(
        () => {
          this.#fail(error);
          reject(error);
        },
        Math.min(idleMs, idleMs + this.#receivedBytes / minBytesPerMs - this.#waitedMs),
      );
    });
    try {
      return await Promise.race([work, tooSlow]);
    } finally {
      clearTimeout(timer);
      this.#waitedMs += performance.now() - startedAt;
    }
  }

  /** Rejects all pending promises. Only the first call has an effect. */
  #fail(error: MalformedMultipart): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#opened.reject(error);
    for (const { received } of this.#expected.values())
      received.reject(new FileNotReceived({ problem: 'broken' }));
    this.#current?.destroy(error);
    this.#parser?.destroy();
    this.#stopIdle?.();
  }

  #onFinish(): void {
    if (!this.#hasOperations || !this.#hasMap) {
      const missing = this.#hasOperations ? 'map' : 'operations';
      this.#fail(new MalformedMultipart(`The part "${missing}" is missing.`));
      return;
    }
    const missing = [...this.#expected.values()].filter(({ name }) => !this.#seen.has(name));
    const [first] = missing;
    if (first)
      this.#opened.reject(new MalformedMultipart(`"map" names the file "${first.name}", which is missing.`));
    for (const { name, received } of missing)
      received.reject(new FileNotReceived({ problem: 'missing', name }));
    this.#opened.resolve();
  }

  // ---- the parts ---------------------------------------------------------------------------------

  #onField(name: string, value: string, truncated: boolean): void {
    try {
      if (truncated)
        throw new MalformedMultipart(`"${name}" is larger than ${this.#limits.maxFieldBytes} bytes.`, 413);
      if (name === 'operations') this.#readOperations(value);
      else this.#readMap(value);
    } catch (error) {
      this.#fail(error as MalformedMultipart);
    }
  }

  #readOperations(text: string): void {
    if (this.#hasOperations) throw new MalformedMultipart('"operations" occurs twice.');
    this.operations = parsePart('operations', text);
    if (typeof this.operations !== 'object' || this.operations === null)
      throw new MalformedMultipart('"operations" must be a JSON object with the operation in "query".');
    this.#hasOperations = true;
  }

  #readMap(text: string): void {
    if (!this.#hasOperations) throw new MalformedMultipart('"operations" must come before "map".');
    if (this.#hasMap) throw new MalformedMultipart('"map" occurs twice.');
    const map = parsePart('map', text);
    if (!isJsonObject(map))
      throw new MalformedMultipart(
        '"map" must be a JSON object of lists of paths, such as {"0": ["variables.file"]}.',
      );
    const entries = Object.entries(map);
    if (entries.length > maxFiles)
      throw new MalformedMultipart(`A request can have at most ${maxFiles} files.`);
    for (const [name, paths] of entries) {
      if (!Array.isArray(paths) || paths.length === 0 || !paths.every((path) => typeof path === 'string'))
        throw new MalformedMultipart(`"map" must have a list of paths for the file "${name}".`);
      const expected: Expected = { name, received: new Deferred() };
      this.#expected.set(name, expected);
      const file = new UploadedFile(() => {
        this.#requested.resolve();
        return expected.received.promise;
      });
      for (const path of paths as string[]) putFile(this.operations, path, file);
    }
    this.#hasMap = true;
  }

  #onFile(name: string, stream: Readable, filename: string | undefined, type: string): void {
    // Without a listener, a body that ends inside of the file would crash the process.
    stream.on('error', () => undefined);
    this.#current = stream;
    const expected = this.#expected.get(name);
    if (!this.#hasMap || this.#ended || !expected || this.#seen.has(name)) {
      const problem = this.#hasMap
        ? `"map" does not name the file "${name}", or it occurs twice.`
        : `The file "${name}" comes before "map": "operations" comes first, then "map", then the files.`;
      this.#fail(new MalformedMultipart(problem));
      stream.resume();
      return;
    }
    this.#seen.add(name);
    this.#opened.resolve();
    this.#keep(expected, stream, { filename: filename || null, contentType: knownType(type) }).catch(() => {
      const { maxFileBytes: maxBytes } = this.#limits;
      const isTooLarge = this.#fileBytes > maxBytes;
      expected.received.reject(
        new FileNotReceived(isTooLarge ? { problem: 'too-large', maxBytes } : { problem: 'broken' }),
      );
      this.#fail(new MalformedMultipart('A file did not arrive.'));
    });
  }

  /** Stores a file. The client cannot send the next file before. */
  async #keep({ received }: Expected, stream: Readable, head: FileHead): Promise<void> {
    await this.#requested.promise;
    const { size, open } = await this.#spool.keep(this.#counted(stream));
    const { filename, contentType } = head;
    received.resolve({ filename, contentType, size, open });
  }

  async *#counted(stream: Readable): AsyncGenerator<Buffer> {
    for await (const chunk of stream) {
      this.#fileBytes += (chunk as Buffer).length;
      if (this.#fileBytes > this.#limits.maxFileBytes) throw new Error('too large');
      yield chunk as Buffer;
    }
  }
}

function write(parser: BusboyInstance, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}

function parsePart(name: string, text: string): unknown {
  const value = parseJson(text);
  if (value === undefined) throw new MalformedMultipart(`"${name}" is not valid JSON.`);
  return value;
}

/** Null for an unknown type: most clients send octet-stream for it, and the parser reports text without a type. */
function knownType(type: string): string | null {
  return type === 'application/octet-stream' || type === 'text/plain' ? null : type;
}

/** Replaces the null at a path such as `variables.input.file` by a file. */
function putFile(operations: unknown, path: string, file: UploadedFile): void {
  const steps = path.split('.');
  const last = steps.pop() as string;
  let at: unknown = operations;
  for (const step of steps) at = own(at, step);
  if (steps[0] !== 'variables' || own(at, last) !== null)
    throw new MalformedMultipart(
      `"map" names "${path}", where "operations" has no variable with the value null.`,
    );
  (at as Record<string, unknown>)[last] = file;
}

/** An own property of a JSON value; undefined for a property that all objects have. */
function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** A promise that is settled from outside. Nobody has to handle its rejection. */
class Deferred<T> {
  readonly promise: Promise<T>;
  resolve!: (value: T) => void;
  reject!: (error: Error) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.promise.catch(() => undefined);
  }
}
