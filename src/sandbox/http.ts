import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { SandboxCall } from './calls.ts';
import type { Fault } from './faults.ts';
import type { SandboxResponse } from './response.ts';

/** Smaller bodies gain nothing. */
const GZIP_FROM = 1024;

export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
}

export function readHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The etags of `If-Match` or `If-None-Match`. */
export function readEtags(header: string): string[] {
  return header.split(',').map((one) => one.trim().replace(/^W\//, ''));
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

export function isJson({ headers }: SandboxResponse): boolean {
  return headers['content-type']?.startsWith('application/json') === true;
}

/** Compresses JSON for clients that accept it. */
export function compress(request: IncomingMessage, response: SandboxResponse): SandboxResponse {
  const accepts = /\bgzip\b/.test(readHeader(request, 'accept-encoding') ?? '');
  if (!accepts || !isJson(response) || response.body.length < GZIP_FROM) return response;
  const headers = { ...response.headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' };
  return { status: response.status, headers, body: gzipSync(response.body, { level: 1 }) };
}

/** A request on its connection. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly call: SandboxCall;
}

/** Sends a response, spoiled by the fault if there is one. */
export function sendResponse(
  { request, outgoing, call }: Exchange,
  { status, headers, body, file }: SandboxResponse,
  fault: Fault | undefined,
): void {
  const isCut = fault?.kind === 'drop-mid-body';
  if (!isCut) call.status = status;
  const cutAfter = (chunk: Buffer): void => {
    outgoing.write(chunk, () => request.socket.destroy());
  };
  if (file) {
    outgoing.writeHead(status, { ...headers, 'content-length': String(file.size) });
    if (request.method === 'HEAD') outgoing.end();
    else if (isCut) {
      const bytes = file.open();
      bytes.once('data', (chunk: Buffer) => {
        bytes.destroy();
        cutAfter(chunk.subarray(0, Math.ceil(chunk.length / 2)));
      });
    } else pipeline(file.open(), outgoing, () => undefined);
    return;
  }
  const whole = Buffer.isBuffer(body) ? body : Buffer.from(body);
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  const sent = fault?.kind === 'truncated-json' ? half : whole;
  outgoing.writeHead(status, {
    ...headers,
    ...(fault?.kind === 'wrong-content-type' && { 'content-type': 'text/plain' }),
    ...(status !== 304 && { 'content-length': String(sent.length) }),
  });
  if (isCut) cutAfter(half);
  else outgoing.end(request.method === 'HEAD' ? undefined : sent);
}
