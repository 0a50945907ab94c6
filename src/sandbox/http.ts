import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { SandboxCall } from './calls.ts';
import type { Fault } from './faults.ts';
import type { SandboxResponse } from './response.ts';

/** Smaller bodies gain nothing. */
const GZIP_FROM = 1024;

export function bearerToken(request: IncomingMessage): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

export function readHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

export function isJson(answer: SandboxResponse): boolean {
  return answer.headers['content-type']?.startsWith('application/json') === true;
}

/** Compresses JSON for clients that accept it. */
export function compress(request: IncomingMessage, answer: SandboxResponse): SandboxResponse {
  const accepts = /\bgzip\b/.test(readHeader(request, 'accept-encoding') ?? '');
  if (!accepts || !isJson(answer) || answer.body.length < GZIP_FROM) return answer;
  const headers = { ...answer.headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' };
  return { status: answer.status, headers, body: gzipSync(answer.body, { level: 1 }) };
}

/** Sends a response, spoiled by the fault if there is one. */
export function sendResponse(
  request: IncomingMessage,
  response: ServerResponse,
  call: SandboxCall,
  answer: SandboxResponse,
  fault: Fault | undefined,
): void {
  const isCut = fault?.kind === 'drop-mid-body';
  if (!isCut) call.status = answer.status;
  const cutAfter = (chunk: Buffer): void => {
    response.write(chunk, () => request.socket.destroy());
  };
  if (answer.open) {
    response.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.file) });
    if (request.method === 'HEAD') response.end();
    else if (isCut) {
      const bytes = answer.open();
      bytes.once('data', (chunk: Buffer) => {
        bytes.destroy();
        cutAfter(chunk.subarray(0, Math.ceil(chunk.length / 2)));
      });
    } else pipeline(answer.open(), response, () => undefined);
    return;
  }
  const whole = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.body);
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  const body = fault?.kind === 'truncated-json' ? half : whole;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(fault?.kind === 'wrong-content-type' && { 'content-type': 'text/plain' }),
    ...(answer.status !== 304 && { 'content-length': String(body.length) }),
  });
  if (isCut) cutAfter(half);
  else response.end(request.method === 'HEAD' ? undefined : body);
}
