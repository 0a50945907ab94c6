import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { bodyTooLarge, type HttpRequest, type HttpResponse } from './http-message.ts';

/**
 * Converts a Fetch API request to the server's own form.
 *
 * @param surroundings Hono's second argument; on Node it holds the request as it arrived.
 */
export function fromFetchRequest(request: Request, surroundings?: unknown): HttpRequest {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    path: pathname,
    originalPath: readArrivedPath(surroundings),
    search: search.slice(1),
    // The server that holds the socket compresses. Next.js drops the `Content-Encoding` of a compressed
    // response, so its body could not be read.
    header: (name) => (name === 'accept-encoding' ? null : request.headers.get(name)),
    headers: () => request.headers,
    readBody: (maxBytes) => readBody(request, maxBytes),
    body: () =>
      request.body === null ? Readable.from([]) : Readable.fromWeb(request.body as ReadableStream),
    onDisconnect: (listener) => {
      if (request.signal.aborted) listener();
      else request.signal.addEventListener('abort', listener, { once: true });
    },
    // A caller in the same process has chosen the host name itself.
    mayBorrowToken: true,
  };
}

function readArrivedPath(surroundings: unknown): string | undefined {
  const { incoming } = Object(surroundings) as { readonly incoming?: { readonly url?: string } };
  return incoming?.url?.split('?', 1)[0];
}

async function readBody(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get('content-length')) > maxBytes) throw bodyTooLarge(maxBytes);
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    bytes += part.value.byteLength;
    if (bytes > maxBytes) {
      await reader?.cancel();
      throw bodyTooLarge(maxBytes);
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks, bytes).toString('utf8');
}

/** Converts a response to one of the Fetch API. */
export function toFetchResponse(
  { status, headers: given, cookies = [], body }: HttpResponse,
  method: string,
): Response {
  if (body instanceof Readable && method === 'HEAD') body.destroy();
  const content = body instanceof Readable ? Readable.toWeb(body) : body;
  const headers = new Headers(given);
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(method === 'HEAD' ? null : (content as BodyInit | null), { status, headers });
}
