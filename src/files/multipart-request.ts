import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { isJsonObject, parseJson } from '../values.ts';
import { Spool, type SpooledFile } from './spool.ts';
import { type FileHead, FileNotReceived, UploadedFile } from './uploaded-file.ts';

/** Bounds of a multipart request. */
export interface MultipartLimits {
  /** Most bytes of `operations`, and of `map`. */
  readonly maxFieldBytes: number;
  /** Most bytes of all files together. */
  readonly maxFileBytes: number;
  /**
   * Longest silence of the client, and the time that it has on top of what its bytes take at the minimum speed. Only the time in
   * which the gateway waits for the client counts.
   */
  readonly idleMs: number;
}

/** A client that sends less than a kilobyte a second holds its connection and its share of memory for too long. */
const minBytesPerMs = 1;
/** Most files in a request. */
const maxFiles = 20;

const maxMessage = 300;

/** A request that is not as the specification has it. */
export class MalformedMultipart extends Error {
  override readonly name = 'MalformedMultipart';
  /** HTTP status of the response. */
  readonly status: 400 | 408 | 413;

  constructor(message: string, status: 400 | 408 | 413 = 400) {
    // Names of parts may be as long as the body.
    super(message.length > maxMessage ? `${message.slice(0, maxMessage)}…` : message);
    this.status = status;
  }
}

/** A request whose files are read when they are needed. */
export interface MultipartRequest {
  /** The parsed `operations`, with an {@link UploadedFile} in place of each null that `map` names. */
  readonly operations: unknown;
  /** Ends the reading and removes what has come; what is still to come is thrown away. */
  close(): Promise<void>;
}

/**
 * Begins to read a GraphQL multipart request (https://github.com/jaydenseric/graphql-multipart-request-spec): until
 * the first file, which is where the operation can start.
 *
 * Memory is bounded for files of any size: nothing is read from the socket while no file is requested,
 * and files go through a {@link Spool}.
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

/** A file that `map` names, and where it is wanted. */
interface Expected {
  readonly name: string;
  readonly received: Deferred<FileHead & SpooledFile>;
}

class Reader implements MultipartRequest {
  operations: unknown;
  /** Settled when the operation can start, or cannot. */
  readonly opened: Promise<void>;
  readonly #opened = new Deferred<void>();
  readonly #body: Readable;
  readonly #limits: MultipartLimits;
  readonly #spool = new Spool();
  readonly #expected = new Map<string, Expected>();
  readonly #wanted = new Deferred<void>();
  readonly #seen = new Set<string>();
  #hasOperations = false;
  #hasMap = false;
  #fileBytes = 0;
  #receivedBytes = 0;
  /** How long the gateway has waited for the client. */
  #waitedMs = 0;
  #current: Readable | undefined;
  // biome-ignore lint/style/useReadonlyClassProperties: it is assigned inside of try, where the rule does not look
  #parser: BusboyInstance | undefined;
  #ended = false;
  #stopIdle: (() => void) | undefined;

  constructor(body: Readable, contentType: string, limits: MultipartLimits) {
    this.#body = body;
    this.#limits = limits;
    this.opened = this.#opened.promise;
    // Errors of the stream also end its iteration, which is where they are dealt with.
    body.on('error', () => undefined);
    try {
      this.#parser = new Busboy({
        headers: { 'content-type': contentType },
        isPartAFile: (name) => name !== 'operations' && name !== 'map',
        limits: { fieldSize: limits.maxFieldBytes, fields: 3, headerPairs: 20, parts: 2 + maxFiles },
      });
    } catch {
      this.#fail(new MalformedMultipart('The Content-Type names no boundary between the parts.'));
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
      this.#fail(new MalformedMultipart(`A request takes at most ${maxFiles} files.`)),
    );
    parser.on('finish', () => this.#onFinish());
    this.#pump(parser).catch(() => this.#fail(new MalformedMultipart('The body did not arrive in full.')));
  }

  async close(): Promise<void> {
    this.#fail(new MalformedMultipart('The request is over.'));
    await this.#spool.close();
    this.#body.resume();
  }

  // ---- the body ----------------------------------------------------------------------------------

  async #pump(parser: BusboyInstance): Promise<void> {
    // Left early, the iterator must not destroy the request: its response goes over the same socket.
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
    // The rest is read and dropped, so that the client can read its response.
    this.#body.resume();
  }

  /** Rejects when the client is silent for too long, or too slow as a whole. */
  async #inTime<T>(work: Promise<T>): Promise<T> {
    const { idleMs } = this.#limits;
    const startedAt = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const tooSlow = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => {
          this.#fail(new MalformedMultipart('The body came too slowly.', 408));
          reject(new Error('The body came too slowly.'));
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

  /** Ends everything that still waits; later calls change nothing. */
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
    if (this.#hasOperations) throw new MalformedMultipart('"operations" is there twice.');
    this.operations = parsePart('operations', text);
    if (typeof this.operations !== 'object' || this.operations === null)
      throw new MalformedMultipart('"operations" must be a JSON object with the operation in "query".');
    this.#hasOperations = true;
  }

  #readMap(text: string): void {
    if (!this.#hasOperations) throw new MalformedMultipart('"operations" must come before "map".');
    if (this.#hasMap) throw new MalformedMultipart('"map" is there twice.');
    const map = parsePart('map', text);
    if (!isJsonObject(map))
      throw new MalformedMultipart(
        '"map" must be a JSON object of lists of paths, such as {"0": ["variables.file"]}.',
      );
    const entries = Object.entries(map);
    if (entries.length > maxFiles) throw new MalformedMultipart(`A request takes at most ${maxFiles} files.`);
    for (const [name, paths] of entries) {
      if (!Array.isArray(paths) || paths.length === 0 || !paths.every((path) => typeof path === 'string'))
        throw new MalformedMultipart(`"map" must name a list of paths for the file "${name}".`);
      const expected: Expected = { name, received: new Deferred() };
      this.#expected.set(name, expected);
      const file = new UploadedFile(() => {
        this.#wanted.resolve();
        return expected.received.promise;
      });
      for (const path of paths as string[]) putFile(this.operations, path, file);
    }
    this.#hasMap = true;
  }

  #onFile(name: string, stream: Readable, filename: string | undefined, type: string): void {
    // The parser also reports here that the body ends inside of the file.
    stream.on('error', () => undefined);
    this.#current = stream;
    const expected = this.#expected.get(name);
    if (!this.#hasMap || this.#ended) {
      const order = '"operations" comes first, then "map", then the files.';
      this.#fail(new MalformedMultipart(`The file "${name}" comes before "map": ${order}`));
      stream.resume();
      return;
    }
    if (!expected || this.#seen.has(name)) {
      this.#fail(new MalformedMultipart(`"map" does not name the file "${name}", or it is there twice.`));
      stream.resume();
      return;
    }
    this.#seen.add(name);
    this.#opened.resolve();
    this.#keep(expected, stream, { filename: filename || null, contentType: knownType(type) }).catch(() => {
      const { maxFileBytes: maxBytes } = this.#limits;
      const why =
        this.#fileBytes > maxBytes
          ? ({ problem: 'too-large', maxBytes } as const)
          : ({ problem: 'broken' } as const);
      expected.received.reject(new FileNotReceived(why));
      this.#fail(new MalformedMultipart('A file did not arrive.'));
    });
  }

  /** Spools one file; those after it wait in the client. */
  async #keep({ received }: Expected, stream: Readable, head: FileHead): Promise<void> {
    await this.#wanted.promise;
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

/** Most clients send this type for files of unknown type, and the parser reports parts without a type as text. */
function knownType(type: string): string | null {
  return type === 'application/octet-stream' || type === 'text/plain' ? null : type;
}

/** Puts a file in the place of the null at `variables.input.file`. */
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

/** A property of the parsed JSON itself, not one that every object has. */
function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** A promise that is settled from outside. Its rejection may remain unhandled. */
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
