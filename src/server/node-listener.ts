import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { BodyTooLarge, type Incoming, type Outgoing } from './http-message.ts';
import type { InFlight } from './in-flight.ts';
import { isLoopbackHost } from './loopback.ts';
import type { Pipeline } from './pipeline.ts';

export interface NodeListenerOptions {
  readonly inFlight: InFlight;
  readonly isDraining: () => boolean;
  /** Whether the own token is lent only where the `Host` header names this machine. */
  readonly borrowOnLoopbackOnly: () => boolean;
}

/** Carries requests from node:http to the pipeline and answers back, without Fetch API objects in between. */
export function createNodeListener(pipeline: Pipeline, options: NodeListenerOptions): RequestListener {
  return async (request, response) => {
    options.inFlight.enter();
    response.once('close', () => options.inFlight.leave());
    const incoming = fromNodeRequest(request, response, options);
    const outgoing = await pipeline(incoming);
    // The connection is of no use to the client after this answer.
    if (options.isDraining()) response.shouldKeepAlive = false;
    send(response, outgoing, incoming.method);
  };
}

function fromNodeRequest(
  request: IncomingMessage,
  response: ServerResponse,
  options: NodeListenerOptions,
): Incoming {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    search: mark < 0 ? '' : target.slice(mark + 1),
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : (value ?? null);
    },
    readBody: (maxBytes) => readBody(request, maxBytes),
    onDisconnect: (listener) => {
      response.once('close', () => {
        if (!response.writableFinished) listener();
      });
    },
    mayBorrowToken: !options.borrowOnLoopbackOnly() || isLoopbackHost(request.headers.host ?? ''),
  };
}

function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    // What comes after the limit is read and thrown away, so that the client gets to read its answer;
    // the server's requestTimeout bounds it.
    const refuse = (): void => {
      request.off('data', onData);
      request.resume();
      reject(new BodyTooLarge());
    };
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > maxBytes) refuse();
      else chunks.push(chunk);
    };
    request.on('data', onData);
    request.once('end', () => resolve(Buffer.concat(chunks, bytes).toString('utf8')));
    request.once('error', reject);
    if (Number(request.headers['content-length']) > maxBytes) refuse();
  });
}

function send(response: ServerResponse, { status, headers, body }: Outgoing, method: string): void {
  if (response.destroyed) return;
  const bytes = body === null ? 0 : Buffer.byteLength(body);
  response.writeHead(status, status === 304 ? headers : { ...headers, 'content-length': bytes });
  response.end(method === 'HEAD' ? null : body);
}
