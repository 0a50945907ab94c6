import { once, setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { parseJson } from '../values.ts';
import type { Api } from './api.ts';
import { ApiError, forbidden, notFound } from './api-error.ts';
import { BASE_PATH, recordCall, type SandboxCall } from './calls.ts';
import { type Faults, faultResponse } from './faults.ts';
import { bearerToken, compress, hasBody, isJson, readHeader, sendResponse } from './http.ts';
import type { Login, Logins } from './logins.ts';
import type { SandboxOauth } from './oauth.ts';
import type { RateState } from './rate-limit.ts';
import { emptyResponse, errorResponse, type SandboxResponse, unauthorizedResponse } from './response.ts';
import { serveStorage } from './storage.ts';
import type { Store } from './store.ts';
import { type Stored, type StoredFiles, storedBytes } from './stored-files.ts';
import type { Uploads } from './writes/uploads.ts';

/** The records of a firm and the API over them. */
export interface Firm {
  readonly store: Store;
  readonly uploads: Uploads;
  readonly api: Api;
}

/** What requests are answered with. */
export interface ServerParts {
  readonly firm: () => Firm;
  /** Creates the firm's records again. */
  readonly reset: () => void;
  readonly files: StoredFiles;
  readonly faults: Faults;
  readonly logins: Logins;
  readonly oauth: SandboxOauth;
  readonly calls: SandboxCall[];
  /** Counts a call of a token. */
  readonly rate: (token: string) => RateState;
  /** `http://127.0.0.1:PORT` */
  readonly url: () => string;
  /** Ends delays. */
  readonly closing: AbortSignal;
}

const DEFAULT_VERSION = '4.0.13';
const VERSIONS: ReadonlySet<string> = new Set(Array.from({ length: 10 }, (_, index) => `4.0.${index + 4}`));
const NO_BYTES = Buffer.alloc(0);

/** Answers all requests of the server: the API, OAuth and the storage host. */
export class RequestListener {
  readonly #parts: ServerParts;
  #inFlight = 0;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    // Each delayed response adds a listener.
    setMaxListeners(0, parts.closing);
  }

  listen(request: IncomingMessage, response: ServerResponse): void {
    this.#inFlight += 1;
    response.once('close', () => {
      this.#inFlight -= 1;
    });
    this.#respond(request, response).catch(() => response.destroy());
  }

  #answer(request: IncomingMessage, target: URL, call: SandboxCall, body: Buffer | Stored): SandboxResponse {
    const { pathname } = target;
    const { method } = call;
    const { logins, oauth } = this.#parts;
    const { store, uploads, api } = this.#parts.firm();
    const header = (name: string): string | undefined => readHeader(request, name);
    const text = Buffer.isBuffer(body) ? body.toString() : '';
    if (pathname.startsWith('/storage/')) {
      const stored = Buffer.isBuffer(body) ? storedBytes(body) : body;
      return serveStorage(store, uploads, { method, url: target, header, body: stored });
    }
    if (pathname.startsWith('/oauth/')) {
      const query = target.searchParams;
      return oauth.answer({ method, path: pathname, query, header, body: text }) ?? errorResponse(notFound());
    }
    if (pathname === '/reset') return resetResponse(request, this.#parts.reset);
    const path = pathname.slice(BASE_PATH.length);
    if (!pathname.startsWith(`${BASE_PATH}/`) || !api.knows(path)) return errorResponse(notFound());
    const token = bearerToken(request);
    const login = logins.of(token);
    if (token === undefined || !login || !logins.isValid(login)) return unauthorizedResponse();
    const state = this.#parts.rate(token);
    const version = header('x-api-version') ?? DEFAULT_VERSION;
    const origin = this.#parts.url();
    const answer =
      rejection(state, version) ??
      api.answer({
        method,
        path,
        query: call.query,
        header,
        body: text,
        login,
        baseUrl: `${origin}${BASE_PATH}`,
        origin,
      });
    const headers: Record<string, string> = {
      ...answer.headers,
      'x-ratelimit-limit': String(state.limit),
      'x-ratelimit-remaining': String(state.remaining),
      'x-ratelimit-reset': String(state.reset),
    };
    if (VERSIONS.has(version)) headers['x-api-version'] = version;
    return { ...markTexts(answer, login), headers };
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { calls, closing, faults, files, logins, url } = this.#parts;
    const target = new URL(request.url ?? '/', url());
    const call = recordCall(calls, request, target, logins, this.#inFlight);
    const isUpload = target.pathname.startsWith('/storage/') && hasBody(request);
    // A file may be large, so faults decide before it arrives whether it is read at all.
    const bytes = hasBody(request) && !isUpload ? await buffer(request) : NO_BYTES;
    const text = bytes.toString();
    const parsed = parseJson(text);
    if (text !== '') call.body = parsed === undefined ? text : parsed;
    const met = faults.take(call);
    for (const { kind, delayMs } of met) {
      if (kind === 'delay') await wait(delayMs ?? 100, undefined, { signal: closing });
    }
    const fault = met.find(({ kind }) => kind !== 'delay');
    if (fault?.kind === 'drop-receiving' && isUpload) await once(request, 'data');
    if (fault?.kind === 'drop-before' || fault?.kind === 'drop-receiving') {
      request.socket.destroy();
      return;
    }
    let answer = fault && faultResponse(fault);
    if (!answer) {
      const body = isUpload ? await files.receive(request) : bytes;
      answer = this.#answer(request, target, call, body);
      if (!fault) answer = compress(request, answer);
    }
    sendResponse(request, response, call, answer, fault);
  }
}

/** Resets for programs on this machine. Browsers send an `Origin`: no web page can reset the sandbox. */
function resetResponse(request: IncomingMessage, reset: () => void): SandboxResponse {
  const isLocal = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(request.socket.remoteAddress ?? '');
  if (request.method !== 'POST' || !isLocal || request.headers.origin !== undefined)
    return errorResponse(forbidden('Only a POST from this machine resets the sandbox.'));
  reset();
  return emptyResponse(204);
}

/** The response to a call beyond the limit, or with a version that Clio no longer has. */
function rejection({ retryAfter }: RateState, version: string): SandboxResponse | undefined {
  if (retryAfter !== undefined) {
    const message = `Rate limit exceeded. Retry after ${retryAfter} seconds.`;
    return errorResponse(new ApiError(429, 'RateLimited', message, { 'retry-after': String(retryAfter) }));
  }
  if (VERSIONS.has(version)) return undefined;
  return errorResponse(new ApiError(410, 'VersionGone', `API version ${version} is not supported.`));
}

/** Texts of a kind that most records have, in the JSON of a response. */
const TEXTS = /("(?:name|display_number|description|subject|title|message)":")((?:[^"\\]|\\.)*)"/g;

function markTexts(answer: SandboxResponse, { mark }: Login): SandboxResponse {
  if (mark === undefined || !isJson(answer) || typeof answer.body !== 'string') return answer;
  return { ...answer, body: answer.body.replace(TEXTS, `$1$2 ${mark}"`) };
}
