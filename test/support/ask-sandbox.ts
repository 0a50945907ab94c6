import { request } from 'node:http';
import type { RawRecord } from '../../src/sandbox/record.ts';
import type { Json } from '../../src/sandbox/render.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** A record as JSON has it. */
export type Row = Record<string, Json>;

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** The body if it is JSON. */
  readonly body: {
    readonly data: Row & Row[];
    readonly meta: {
      readonly paging: { readonly next?: string; readonly previous?: string };
      readonly records: number;
    };
    readonly error: {
      readonly type: string;
      readonly message: string;
      readonly errors?: Readonly<Record<string, readonly string[]>>;
    };
  };
}

export interface Ask {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  /** Sent as JSON, or unchanged if it is text or bytes. */
  readonly body?: unknown;
}

/** Sends a request over a socket, to a path below the API's base URL or to a whole address. */
export function ask(
  sandbox: Sandbox,
  path: string,
  { token, headers, method, body }: Ask = {},
): Promise<Reply> {
  const url = path.startsWith('http') ? path : sandbox.baseUrl + path;
  const authorization = token === null ? {} : { authorization: `Bearer ${token ?? sandbox.tokens.owner}` };
  const bytes =
    body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  // Node leaves it out for a DELETE, whose body would then be read as the next request.
  const length = bytes === undefined ? {} : { 'content-length': String(Buffer.byteLength(bytes)) };
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      { method: method ?? 'GET', headers: { ...authorization, ...length, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('aborted', () => reject(new Error('aborted')));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const isJson = response.headers['content-type']?.startsWith('application/json') === true;
          try {
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers as Reply['headers'],
              text,
              body: isJson && text !== '' ? JSON.parse(text) : undefined,
            });
          } catch (error) {
            reject(error);
          }
        });
      },
    );
    call.on('error', reject);
    call.end(bytes);
  });
}

/**
 * Writes to a sandbox as its owner, past the gateway, as somebody does who works in Clio itself.
 *
 * @returns The response's record; an empty object if there is none.
 */
export async function writeTo(sandbox: Sandbox, method: string, path: string, data?: object): Promise<Row> {
  const { status, text, body } = await ask(sandbox, path, { method, body: data && { data } });
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return body?.data ?? {};
}

/** The sandbox's webhooks that lead to a gateway. */
export function webhooksTo(sandbox: Sandbox, gatewayUrl: string): RawRecord[] {
  return [...sandbox.records('Webhook').values()].filter(({ url }) => String(url).startsWith(gatewayUrl));
}

/** Follows `next` (or `previous`) to the end. */
export async function walk(
  sandbox: Sandbox,
  path: string,
  way: 'next' | 'previous' = 'next',
): Promise<Row[][]> {
  const pages: Row[][] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const reply: Reply = await ask(sandbox, next);
    if (reply.status !== 200) throw new Error(reply.text);
    pages.push(reply.body.data);
    next = reply.body.meta.paging[way];
  }
  return pages;
}

export const ids = (rows: readonly Row[]): Json[] => rows.map(({ id }) => id ?? null);
