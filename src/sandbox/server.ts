import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { parseJson } from '../values.ts';
import type { Api } from './api.ts';
import { ApiError, forbidden, notFound } from './api-error.ts';
import { BASE_PATH, describeCall, type SandboxCall } from './calls.ts';
import { Faults, faultResponse } from './faults.ts';
import { bearerToken, compress, hasBody, isJson, readHeader, sendResponse } from './http.ts';
import type { Login, Logins } from './logins.ts';
import type { SandboxOauth } from './oauth.ts';
import type { RateState } from './rate-limit.ts';
import { emptyResponse, errorResponse, type SandboxResponse, unauthorizedResponse } from './response.ts';
import { serveStorage } from './storage.ts';
import { type Stored, StoredFiles, storedBytes } from './stored-files.ts';

/** The parts of the sandbox that requests use. */
export interface ServerParts {
  readonly api: () => Api;
  /** Creates the firm's records again. */
  readonly reset: () => void;
  readonly logins: Logins;
  readonly oauth: SandboxOauth;
  /** Counts a call of a token. */
  readonly rate: (token: string) => RateState;
}

const DEFAULT_VERSION = '4.0.13';
const VERSIONS: ReadonlySet<string> = new Set(Array.from({ length: 10 }, (_, index) => `4.0.${index + 4}`));
const NO_BYTES = Buffer.alloc(0);

/** Maximum number of kept calls, because a demo can run for weeks. Then the older half is dropped. */
const MOST_CALLS = 200_000;

/** The HTTP server: the API, OAuth and the storage host, with faults. */
export class SandboxServer {
  readonly calls: SandboxCall[] = [];
  readonly faults = new Faults();
  /** `http://127.0.0.1:PORT`, once it listens. */
  url = '';
  readonly #parts: ServerParts;
  readonly #files = new StoredFiles();
  /** Ends delays. */
  readonly #closing = new AbortController();
  readonly #server = createServer({ keepAliveTimeout: 60_000 }, (request, outgoing) => {
    this.#inFlight += 1;
    outgoing.once('close', () => {
      this.#inFlight -= 1;
    });
    this.#serve(request, outgoing).catch(() => outgoing.destroy());
  });
  #inFlight = 0;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    // Each delayed response adds a listener.
    setMaxListeners(0, this.#closing.signal);
  }

  async listen(port: number, host: string): Promise<void> {
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    const { address, port: bound, family } = this.#server.address() as AddressInfo;
    this.url = `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`;
  }

  /** Closes the connections as well, and ends delays. */
  async close(): Promise<void> {
    this.#closing.abort();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
    await this.#files.close();
  }

  async #serve(request: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const target = new URL(request.url ?? '/', this.url);
    const call = this.#record(request, target);
    const isUpload = target.pathname.startsWith('/storage/') && hasBody(request);
    // Files can be large, so faults apply before the file is read.
    const bytes = hasBody(request) && !isUpload ? await buffer(request) : NO_BYTES;
    const text = bytes.toString();
    const parsed = parseJson(text);
    if (text !== '') call.body = parsed === undefined ? text : parsed;
    const met = this.faults.take(call);
    for (const { kind, delayMs } of met)
      if (kind === 'delay') await wait(delayMs ?? 100, undefined, { signal: this.#closing.signal });
    const fault = met.find(({ kind }) => kind !== 'delay');
    if (fault?.kind === 'drop-receiving' && isUpload) await once(request, 'data');
    if (fault?.kind === 'drop-before' || fault?.kind === 'drop-receiving') {
      request.socket.destroy();
      return;
    }
    let response = fault && faultResponse(fault);
    if (!response) {
      const body = isUpload ? await this.#files.receive(request) : bytes;
      response = this.#respond(request, target, call, body);
      if (!fault) response = compress(request, response);
    }
    sendResponse({ request, outgoing, call }, response, fault);
  }

  #record(request: IncomingMessage, target: URL): SandboxCall {
    const token = bearerToken(request.headers.authorization);
    const name = token === undefined ? undefined : (this.#parts.logins.of(token)?.name ?? 'unknown');
    const call = describeCall(request, target, name, this.#inFlight);
    if (this.calls.length >= MOST_CALLS) this.calls.splice(0, MOST_CALLS / 2);
    this.calls.push(call);
    return call;
  }

  #respond(request: IncomingMessage, target: URL, call: SandboxCall, body: Buffer | Stored): SandboxResponse {
    const { pathname } = target;
    const { method } = call;
    const api = this.#parts.api();
    const header = (name: string): string | undefined => readHeader(request, name);
    const text = Buffer.isBuffer(body) ? body.toString() : '';
    if (pathname.startsWith('/storage/')) {
      const stored = Buffer.isBuffer(body) ? storedBytes(body) : body;
      const { store, uploads } = api.firm;
      return serveStorage(store, uploads, { method, url: target, header, body: stored });
    }
    if (pathname.startsWith('/oauth/')) {
      const oauthRequest = { method, path: pathname, query: target.searchParams, header, body: text };
      return this.#parts.oauth.respond(oauthRequest) ?? errorResponse(notFound());
    }
    if (pathname === '/reset') return resetResponse(request, this.#parts.reset);
    const path = pathname.slice(BASE_PATH.length);
    if (!pathname.startsWith(`${BASE_PATH}/`) || !api.knows(path)) return errorResponse(notFound());
    const token = bearerToken(header('authorization'));
    const login = this.#parts.logins.of(token);
    if (token === undefined || !login || !this.#parts.logins.isValid(login)) return unauthorizedResponse();
    const state = this.#parts.rate(token);
    const version = header('x-api-version') ?? DEFAULT_VERSION;
    const origin = this.url;
    const apiRequest = { method, path, query: call.query, header, body: text, login };
    const response =
      rejection(state, version) ?? api.respond({ ...apiRequest, baseUrl: `${origin}${BASE_PATH}`, origin });
    const headers: Record<string, string> = {
      ...response.headers,
      'x-ratelimit-limit': String(state.limit),
      'x-ratelimit-remaining': String(state.remaining),
      'x-ratelimit-reset': String(state.reset),
    };
    if (VERSIONS.has(version)) headers['x-api-version'] = version;
    return { ...markTexts(response, login), headers };
  }
}

/** Resets the sandbox for programs on this machine. Requests of web pages have an `Origin` and are rejected. */
function resetResponse(request: IncomingMessage, reset: () => void): SandboxResponse {
  const isLocal = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(request.socket.remoteAddress ?? '');
  if (request.method !== 'POST' || !isLocal || request.headers.origin !== undefined)
    return errorResponse(forbidden('Only a POST from this machine resets the sandbox.'));
  reset();
  return emptyResponse(204);
}

/** The response to a call above the rate limit, or with an API version that Clio no longer has. */
function rejection({ retryAfter }: RateState, version: string): SandboxResponse | undefined {
  if (retryAfter !== undefined) {
    const message = `Rate limit exceeded. Retry after ${retryAfter} seconds.`;
    const headers = { 'retry-after': String(retryAfter) };
    return errorResponse(new ApiError(429, 'RateLimited', message, { headers }));
  }
  if (VERSIONS.has(version)) return undefined;
  return errorResponse(new ApiError(410, 'VersionGone', `API version ${version} is not supported.`));
}

/** Names, titles and messages in the JSON of a response. */
const TEXTS = /("(?:name|display_number|description|subject|title|message)":")((?:[^"\\]|\\.)*)"/g;

function markTexts(response: SandboxResponse, { mark }: Login): SandboxResponse {
  if (mark === undefined || !isJson(response) || typeof response.body !== 'string') return response;
  return { ...response, body: response.body.replace(TEXTS, `$1$2 ${mark}"`) };
}
