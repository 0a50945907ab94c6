import { createHash, type Hash } from 'node:crypto';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SandboxCall } from '../../../src/sandbox/calls.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';

/** A part of a multipart body; a file if it has a filename. */
export interface FormPart {
  readonly name: string;
  readonly filename?: string;
  readonly type?: string;
  readonly content: string | Buffer | Iterable<Buffer>;
}

const boundary = 'a-boundary-of-the-tests';

/** The bytes of a multipart body, as they are needed. */
function* formBody(parts: readonly FormPart[]): Generator<Buffer> {
  for (const { name, filename, type, content } of parts) {
    const file = filename === undefined ? '' : `; filename="${filename}"`;
    const contentType = type === undefined ? '' : `\r\nContent-Type: ${type}`;
    yield Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}${contentType}\r\n\r\n`,
    );
    if (typeof content === 'string') yield Buffer.from(content);
    else if (Buffer.isBuffer(content)) yield content;
    else yield* content;
    yield Buffer.from('\r\n');
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

/** Repeats a chunk until there are so many bytes, and updates `hash` with them. */
export function* bytes(size: number, hash?: Hash): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, 'The quick brown fox jumps over the lazy dog. ');
  for (let left = size; left > 0; left -= chunk.length) {
    const next = chunk.subarray(0, Math.min(left, chunk.length));
    hash?.update(next);
    yield next;
  }
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a response of any shape
  readonly body: any;
}

export interface UploadOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Called with the request in flight. */
  readonly onRequest?: (request: ClientRequest) => void;
}

const usualHeaders = {
  'content-type': `multipart/form-data; boundary=${boundary}`,
  accept: 'application/graphql-response+json',
  'graphql-require-preflight': '1',
};

/** Posts a multipart body over a socket while it is generated. */
export async function post(
  url: string,
  parts: readonly FormPart[],
  { token, headers, onRequest }: UploadOptions = {},
): Promise<Reply> {
  const all = { ...usualHeaders, ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers };
  const given = Object.entries(all).filter((one): one is [string, string] => one[1] !== undefined);
  const sending = request(`${url}/graphql`, {
    method: 'POST',
    headers: Object.fromEntries(given),
    agent: false,
  });
  onRequest?.(sending);
  const returned = new Promise<IncomingMessage>((resolve, reject) => {
    sending.once('response', resolve).once('error', reject);
  });
  // A response may come before everything is sent; errors of sending do not matter then.
  const sent = pipeline(Readable.from(formBody(parts)), sending);
  sent.catch(() => undefined);
  return readReply(await returned);
}

/** Requests a path over a socket and reads the response. */
export async function get(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Reply> {
  return readReply(await open(url, path, headers, method));
}

/** Requests a path; the body is not read yet. */
export function open(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(`${url}${path}`, { method, headers, agent: false })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
}

async function readReply(response: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const isJson = /json/.test(response.headers['content-type'] ?? '');
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
}

export async function sha256(source: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of source) hash.update(chunk);
  return hash.digest('hex');
}

/** A mutation with one file, `file`. */
export function operations(query: string, variables: Readonly<Record<string, unknown>> = {}): FormPart {
  return { name: 'operations', content: JSON.stringify({ query, variables: { file: null, ...variables } }) };
}

export const map: FormPart = { name: 'map', content: '{"0":["variables.file"]}' };

/** `uploadDocument` into matter 3. */
export function uploadParts(content: FormPart['content'], more: Partial<FormPart> = {}): FormPart[] {
  const query = `mutation Upload($file: File!) {
    uploadDocument(input: { file: $file, parent: { id: "Matter:3", type: MATTER } }) {
      document { id name size latestDocumentVersion { fullyUploaded } matter { displayNumber } }
      userErrors { code message field }
    }
  }`;
  return [operations(query), map, { name: '0', filename: 'brief.txt', content, ...more }];
}

/** Calls such as `POST /documents.json`, without their queries and signatures. */
export function steps(calls: readonly SandboxCall[]): string[] {
  return calls.map(
    ({ method, path }) =>
      `${method} ${(path.split('?')[0] ?? '').replace(/[\da-f]{8}-[\da-f-]{27}/, 'UUID')}`,
  );
}

/** The number of documents that are neither in the trash nor complete. */
export function halfDocuments(sandbox: Sandbox): number {
  return [...sandbox.records('Document').values()].filter(
    (one) => one.$uncompleted === true && (one.deleted_at ?? null) === null,
  ).length;
}
