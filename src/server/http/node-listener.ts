import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { InFlight } from '../../in-flight.ts';
import { isLoopbackHost } from '../../loopback.ts';
import { append } from '../../values.ts';
import {
  bodyTooLarge,
  type FinishedResponse,
  type HandleRequest,
  type HttpRequest,
  UnreadableBody,
} from './http-message.ts';
import type { UnreadResponses } from './unread-responses.ts';

export interface NodeListenerOptions {
  readonly inFlight: InFlight;
  readonly isDraining: () => boolean;
  /** Whether the gateway's own token is lent only if the `Host` header names this machine. */
  readonly borrowOnLoopbackOnly: (request: IncomingMessage) => boolean;
  /** How long a client may take to send a body that is read whole. */
  readonly sendTimeoutMs: number;
  readonly unread: UnreadResponses;
}

/** Passes requests of node:http to the handler and writes its responses, without Fetch API objects. */
export function createNodeListener(handle: HandleRequest, options: NodeListenerOptions): RequestListener {
  return async (message, output) => {
    options.inFlight.enter();
    const http = new NodeHttpRequest(message, options);
    output.on('close', () => {
      options.inFlight.leave();
      if (!output.writableFinished) http.disconnect();
    });
    const response = await handle(http);
    // The connection ends with this response.
    if (options.isDraining() || http.isTooSlow) output.shouldKeepAlive = false;
    send(output, response, http.method, options.unread);
  };
}

/** What other servers add to a request before they pass it on. */
interface MountedMessage extends IncomingMessage {
  /** `url` as the client sent it, if a router (Express, Connect) has removed a prefix. */
  readonly originalUrl?: string;
  /** The body as text, bytes or a parsed value, if a body parser has read it. */
  readonly body?: unknown;
  /** The bytes of the body, if a body parser has kept them to check a signature. */
  readonly rawBody?: Buffer;
}

/** A request from node:http. */
export class NodeHttpRequest implements HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly #request: IncomingMessage;
  readonly #options: NodeListenerOptions;
  #onDisconnect: (() => void) | null = null;
  /** Whether the body came too slowly. The gateway does not wait for the rest. */
  isTooSlow = false;

  constructor(request: IncomingMessage, options: NodeListenerOptions) {
    const target = request.url ?? '/';
    const mark = target.indexOf('?');
    this.method = request.method ?? 'GET';
    this.path = mark < 0 ? target : target.slice(0, mark);
    this.search = mark < 0 ? '' : target.slice(mark + 1);
    this.#request = request;
    this.#options = options;
  }

  get originalPath(): string | undefined {
    return (this.#request as MountedMessage).originalUrl?.split('?', 1)[0];
  }

  get mayBorrowToken(): boolean {
    const request = this.#request;
    return (
      !this.#options.borrowOnLoopbackOnly(request) ||
      isLoopbackHost((request.headers.host ?? '').replace(/:\d+$/, ''))
    );
  }

  header(name: string): string | null {
    const value = this.#request.headers[name];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  }

  headers(): Headers {
    const headers = new Headers();
    for (const [name, values] of Object.entries(this.#request.headersDistinct))
      for (const value of values ?? []) headers.append(name, value);
    return headers;
  }

  readBody(maxBytes: number): Promise<string> {
    const request: MountedMessage = this.#request;
    if (request.readableEnded) return bodyReadBefore(request, maxBytes);
    return new Promise((resolve, reject) => {
      let chunks: Buffer[] | null = null;
      let bytes = 0;
      const fail = (error: Error): void => {
        clearTimeout(timer);
        reject(error);
      };
      const timer = setTimeout(() => {
        this.isTooSlow = true;
        fail(new UnreadableBody(408, 'The body came too slowly.'));
      }, this.#options.sendTimeoutMs);
      const onData = (chunk: Buffer): void => {
        bytes += chunk.length;
        if (bytes > maxBytes) stopReading(request, onData, fail, maxBytes);
        else chunks = append(chunks, chunk);
      };
      request.on('data', onData);
      request.on('end', () => {
        clearTimeout(timer);
        resolve(textOf(chunks ?? []));
      });
      request.on('error', fail);
      if (Number(request.headers['content-length']) > maxBytes) stopReading(request, onData, fail, maxBytes);
    });
  }

  body(): Readable {
    return this.#request;
  }

  onDisconnect(listener: () => void): void {
    this.#onDisconnect = listener;
  }

  /** Called when the client has disconnected. */
  disconnect(): void {
    this.#onDisconnect?.();
  }
}

/**
 * Reads the rest of the body and throws it away, because the client reads its response only after it has sent
 * everything. The server's requestTimeout bounds that.
 */
function stopReading(
  request: IncomingMessage,
  onData: (chunk: Buffer) => void,
  fail: (error: Error) => void,
  maxBytes: number,
): void {
  request.off('data', onData);
  request.resume();
  fail(bodyTooLarge(maxBytes));
}

function textOf(chunks: readonly Buffer[]): string {
  const [only] = chunks;
  return (only && chunks.length === 1 ? only : Buffer.concat(chunks)).toString('utf8');
}

/** The body, if a body parser in front of the gateway has read it: the stream has ended and emits nothing. */
async function bodyReadBefore({ rawBody, body }: MountedMessage, maxBytes: number): Promise<string> {
  const read = rawBody ?? body;
  if (read === undefined) throw new Error('The body was read before.');
  const text = typeof read === 'string' || Buffer.isBuffer(read) ? read.toString() : JSON.stringify(read);
  if (Buffer.byteLength(text) > maxBytes) throw bodyTooLarge(maxBytes);
  return text;
}

function send(
  output: ServerResponse,
  { status, headers, cookies, body }: FinishedResponse,
  method: string,
  unread: UnreadResponses,
): void {
  if (output.destroyed) {
    if (body instanceof Readable) body.destroy();
    return;
  }
  if (cookies && cookies.length > 0) output.setHeader('set-cookie', cookies);
  if (body instanceof Readable) {
    output.writeHead(status, headers);
    if (method === 'HEAD') {
      body.destroy();
      output.end();
      return;
    }
    // If the file breaks off, the connection is closed, and its length shows the client that the file is
    // incomplete.
    pipeline(body, output, () => undefined);
    body.on('data', () => unread.followStream(output));
    return;
  }
  const bytes = body === null ? 0 : Buffer.byteLength(body);
  if (status !== 304) headers['content-length'] ??= String(bytes);
  output.writeHead(status, headers);
  output.end(method === 'HEAD' ? null : body);
  unread.follow(output);
}
