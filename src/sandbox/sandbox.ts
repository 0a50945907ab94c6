import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { loadCatalog } from '../catalog/catalog.ts';
import { type Answer, errorAnswer, unauthorizedAnswer } from './answer.ts';
import { createApi } from './api.ts';
import { ApiError, notFound } from './api-error.ts';
import type { SandboxCall } from './calls.ts';
import { Dataset } from './data/dataset.ts';
import { RECIPES } from './data/recipes.ts';
import { createFaults, type Fault } from './faults.ts';
import { createOauth, type SandboxApplication, type SandboxOauthOptions } from './oauth.ts';
import { createRateLimit, type RateState } from './rate-limit.ts';
import type { RawRecord } from './record.ts';
import { serveStorage } from './storage.ts';
import { createStore, type RecordId } from './store.ts';
import { createStoredFiles, type Stored, storedBytes } from './stored-files.ts';
import { type Area, type Login, lacksScope } from './tokens.ts';
import { createUploads } from './writes/uploads.ts';

export interface SandboxOptions {
  /** @default 0: any free port */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /**
   * Calls a token may make in a minute.
   * @default 600 (Clio's 50 would stop a demo within seconds)
   */
  readonly limit?: number;
  /** Which firm to invent. The same number gives the same records, byte for byte. @default 1 */
  readonly seed?: number;
  /** Milliseconds since 1970, for the rate limit's windows and the times of written records. @default Date.now */
  readonly clock?: () => number;
  /** Applications that people can be asked to let in, by OAuth. @default none */
  readonly applications?: readonly SandboxApplication[];
  readonly oauth?: SandboxOauthOptions;
}

/** What a login gets to see of a record. */
export type Visible =
  /** All of it. */
  | 'full'
  /** A time entry without its six amounts, `quantity_redacted: true`. */
  | 'hours'
  /** A private appointment: only its times and calendars, `redacted: true`. */
  | 'private'
  /** A contact: left out of lists, 404 alone, nested only id, asterisks for a name, type and `redacted: true`. */
  | 'hidden'
  /** The application lacks the scope: 403 at the endpoint, nested `{ id, redacted: true }`. */
  | 'forbidden'
  /** No such record, or one that was deleted. */
  | 'absent';

export interface Sandbox extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `url` and `/api/v4`. */
  readonly baseUrl: string;
  readonly tokens: {
    /** User 1, who sees everything. */
    readonly owner: string;
    /** User 2, from whom the firm hides contacts, other people's hours and private appointments. */
    readonly restricted: string;
    /** No longer valid. */
    readonly expired: string;
    /** User 3, whose application was not given the Billing scope. */
    readonly noBilling: string;
  };
  /**
   * A further login, with a rate limit of its own. The same name again changes it (`expired: true` revokes it). With a `mark`, names,
   * titles and messages in its answers end with it, so that a value that reaches somebody else can be told.
   */
  addToken(login: {
    name: string;
    userId?: number;
    restricted?: boolean;
    without?: readonly Area[];
    expired?: boolean;
    mark?: string;
  }): string;
  /** Registers an application: people can then be sent to `/oauth/authorize`. */
  addApplication(application: SandboxApplication): void;
  /** Withdraws all that has been allowed to applications, as users can inside Clio. */
  revokeGrants(): void;
  /** Every request seen, in the order of arrival. */
  readonly calls: readonly SandboxCall[];
  resetCalls(): void;
  /** Makes the sandbox misbehave; the returned function ends it. */
  fault(fault: Fault): () => void;
  clearFaults(): void;
  /**
   * The stored records of an entity, complete and unredacted, by id.
   *
   * A record holds each of the catalog's fields but `etag` (see `etag`), as Clio would send it. Associations hold
   * `{ entity, id }` (look it up in `records(entity)`; the id may be of a deleted record), an embedded record in the
   * same form, an array of these, or null. Keys beginning with `$` are the sandbox's own. A view (`LinkedFolder`)
   * gives the records it is a view of. `MatterContacts` and `RelatedContacts` are keyed `matter-contact`, `Item`
   * `Document-id` or `Folder-id`, and shapes without id by their place.
   */
  records(entity: string): ReadonlyMap<RecordId, RawRecord>;
  /** What a token's login gets to see of a record. */
  visible(token: string, entity: string, id: RecordId): Visible;
  /** The same for an embedded record (a participant, an attendee). */
  visibleRecord(token: string, entity: string, record: RawRecord): Visible;
  /** A record's etag, quotes included. */
  etag(record: RawRecord): string;
  /** Ends the server, its connections and pending delays. */
  close(): Promise<void>;
}

const BASE_PATH = '/api/v4';
const DEFAULT_VERSION = '4.0.13';
const VERSIONS: ReadonlySet<string> = new Set(Array.from({ length: 10 }, (_, index) => `4.0.${index + 4}`));
/** Calls kept; beyond that the older half is forgotten. */
const MOST_CALLS = 200_000;
/** Smaller bodies gain nothing. */
const GZIP_FROM = 1024;

/** Starts a local look-alike of Clio's API with the records of an invented firm. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const data = loadCatalog().data;
  const store = createStore(data, new Dataset(data, RECIPES, options.seed ?? 1));
  const clock = options.clock ?? Date.now;
  const uploads = createUploads(store);
  const api = createApi(data, store, uploads, clock);
  const files = createStoredFiles();
  const faults = createFaults();
  const rate = createRateLimit(options.limit ?? 600, clock);
  const closing = new AbortController();
  // One for each delayed answer, however many there are.
  setMaxListeners(0, closing.signal);
  const logins = new Map<string, Login>();
  const calls: SandboxCall[] = [];
  let inFlight = 0;
  let url = '';

  const addLogin = (name: string, login: Partial<Login>): string => {
    const token = `sandbox-${name}`;
    logins.set(token, { name, userId: 1, without: new Set(), restricted: false, expired: false, ...login });
    return token;
  };
  const tokens = {
    owner: addLogin('owner', {}),
    restricted: addLogin('restricted', { userId: 2, restricted: true }),
    expired: addLogin('expired', { expired: true }),
    noBilling: addLogin('noBilling', { userId: 3, without: new Set(['billing']) }),
  };
  const oauth = createOauth({
    ...options.oauth,
    clock,
    candidates: () => {
      const users = store.table('User');
      return Object.entries(remarks).map(([name, remark]) => {
        const userId = logins.get(`sandbox-${name}`)?.userId ?? 0;
        return [name, { name: String(users.get(userId)?.name ?? `User ${userId}`), remark }] as const;
      });
    },
    issue(name, token, expiresAtMs) {
      const login = logins.get(`sandbox-${name}`);
      if (login) logins.set(token, { ...login, expiresAtMs });
    },
    withdraw: (token) => logins.delete(token),
  });
  for (const application of options.applications ?? []) oauth.register(application);

  function record(request: IncomingMessage, target: URL): SandboxCall {
    const token = bearer(request);
    const query = [...target.searchParams];
    const below = target.pathname.startsWith(`${BASE_PATH}/`)
      ? target.pathname.slice(BASE_PATH.length)
      : target.pathname;
    const { authorization: _secret, ...headers } = request.headers;
    const call: SandboxCall = {
      method: request.method ?? 'GET',
      path:
        query.length > 0 ? `${below}?${query.map(([name, value]) => `${name}=${value}`).join('&')}` : below,
      query,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      token: token === undefined ? undefined : (logins.get(token)?.name ?? 'unknown'),
      inFlight,
      status: 0,
    };
    // A demo may run for weeks.
    if (calls.length >= MOST_CALLS) calls.splice(0, MOST_CALLS / 2);
    calls.push(call);
    return call;
  }

  function answerFor(
    request: IncomingMessage,
    target: URL,
    call: SandboxCall,
    body: Buffer | Stored,
  ): Answer {
    const { pathname } = target;
    if (pathname.startsWith('/storage/')) {
      return serveStorage(store, uploads, {
        method: call.method,
        url: target,
        header: (name) => header(request, name),
        body: Buffer.isBuffer(body) ? storedBytes(body) : body,
      });
    }
    const ofOauth = pathname.startsWith('/oauth/')
      ? oauth.answer({
          method: call.method,
          path: pathname,
          query: target.searchParams,
          header: (name) => header(request, name),
          body: Buffer.isBuffer(body) ? body.toString() : '',
        })
      : null;
    if (ofOauth) return ofOauth;
    const path = pathname.slice(BASE_PATH.length);
    if (!pathname.startsWith(`${BASE_PATH}/`) || !api.knows(path)) return errorAnswer(notFound());
    const token = bearer(request);
    const login = token === undefined ? undefined : logins.get(token);
    if (token === undefined || !login || hasExpired(login, clock())) return unauthorizedAnswer();
    const state = rate(token);
    const version = header(request, 'x-api-version') ?? DEFAULT_VERSION;
    const answer =
      limited(state, version) ??
      api.answer({
        method: call.method,
        path,
        query: call.query,
        header: (name) => header(request, name),
        body: Buffer.isBuffer(body) ? body.toString() : '',
        login,
        baseUrl: `${url}${BASE_PATH}`,
        origin: url,
      });
    const headers: Record<string, string> = {
      ...answer.headers,
      'x-ratelimit-limit': String(state.limit),
      'x-ratelimit-remaining': String(state.remaining),
      'x-ratelimit-reset': String(state.reset),
    };
    if (VERSIONS.has(version)) headers['x-api-version'] = version;
    return login.mark === undefined ? { ...answer, headers } : { ...marked(answer, login.mark), headers };
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = new URL(request.url ?? '/', url);
    const call = record(request, target);
    const isStorage = target.pathname.startsWith('/storage/');
    // A file may be large: whether it is taken at all is decided before it comes.
    const bytes = hasBody(request) && !isStorage ? await readBytes(request) : NO_BYTES;
    if (bytes.length > 0) call.body = parsed(bytes);
    const met = faults.take(call);
    for (const { kind, delayMs } of met) {
      if (kind === 'delay') await wait(delayMs ?? 100, undefined, { signal: closing.signal });
    }
    const fault = met.find(({ kind }) => kind !== 'delay');
    if (fault?.kind === 'drop-receiving' && isStorage && hasBody(request)) await once(request, 'data');
    if (fault?.kind === 'drop-before' || fault?.kind === 'drop-receiving') {
      request.socket.destroy();
      return;
    }
    const ofFault = fault && faultAnswer(fault);
    const body = isStorage && hasBody(request) && !ofFault ? await files.receive(request) : bytes;
    const answer = ofFault ?? compress(request, answerFor(request, target, call, body), fault);
    send(request, response, call, answer, fault);
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    inFlight += 1;
    response.once('close', () => {
      inFlight -= 1;
    });
    respond(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { address, port, family } = server.address() as AddressInfo;
  url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;

  const visibleRecord = (token: string, entity: string, record: RawRecord): Visible => {
    const login = logins.get(token);
    if (!login) throw new Error('The sandbox did not give out this token');
    if (lacksScope(login, entity)) return 'forbidden';
    const redaction = api.visibility.redaction(login, entity, record);
    if (redaction === 'contact') return 'hidden';
    return redaction === 'entry' ? 'private' : (redaction ?? 'full');
  };
  const close = async (): Promise<void> => {
    closing.abort();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
    await files.close();
  };

  return {
    url,
    baseUrl: `${url}${BASE_PATH}`,
    tokens,
    addToken: ({ name, without, ...login }) => addLogin(name, { ...login, without: new Set(without) }),
    addApplication: (application) => oauth.register(application),
    revokeGrants: () => oauth.revokeAll(),
    calls,
    resetCalls: () => {
      calls.length = 0;
    },
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    records: (entity) => store.table(entity),
    visible(token, entity, id) {
      const record = store.table(entity).get(id);
      return record ? visibleRecord(token, entity, record) : 'absent';
    },
    visibleRecord,
    etag: (record) => store.etag(record),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Texts of a kind that most records have, in the JSON of an answer. */
const MARKED = /("(?:name|display_number|description|subject|title|message)":")((?:[^"\\]|\\.)*)"/g;

function marked(answer: Answer, mark: string): Answer {
  const isJson = answer.headers['content-type']?.startsWith('application/json') === true;
  if (!isJson || typeof answer.body !== 'string') return answer;
  return { ...answer, body: answer.body.replace(MARKED, `$1$2 ${mark}"`) };
}

const NO_BYTES = Buffer.alloc(0);

/** Who can sign in by OAuth. */
const remarks: Readonly<Record<string, string>> = {
  owner: 'an account owner',
  restricted: 'who may not see everything',
  noBilling: 'whose application lacks the Billing permission',
};

function hasExpired({ expired, expiresAtMs }: Login, nowMs: number): boolean {
  return expired || (expiresAtMs !== undefined && expiresAtMs <= nowMs);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** A request's whole body: what comes of it is decided only once the client has sent everything. */
async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parsed(bytes: Buffer): unknown {
  const text = bytes.toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function limited(state: RateState, version: string): Answer | undefined {
  if (state.retryAfter !== undefined) {
    const wait = String(state.retryAfter);
    return errorAnswer(
      new ApiError(429, 'RateLimited', `Rate limit exceeded. Retry after ${wait} seconds.`, {
        'retry-after': wait,
      }),
    );
  }
  if (VERSIONS.has(version)) return undefined;
  return errorAnswer(new ApiError(410, 'VersionGone', `API version ${version} is not supported.`));
}

/** Answers that a fault gives by itself. */
function faultAnswer(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'status': {
      const plain = errorAnswer(
        new ApiError(fault.status ?? 500, 'InternalServerError', 'Something went wrong.'),
      );
      return {
        status: plain.status,
        headers: { ...plain.headers, ...fault.headers },
        body: fault.body ?? plain.body,
      };
    }
    case 'html': {
      const status = fault.status ?? 502;
      const body =
        fault.body ?? `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`;
      return { status, headers: { 'content-type': 'text/html', ...fault.headers }, body };
    }
    case 'base64-ratelimited': {
      const body = Buffer.from(
        fault.body ?? '{"error":{"type":"RateLimited","message":"Retry later"}}',
      ).toString('base64');
      return {
        status: 429,
        headers: { 'content-type': 'text/plain', 'retry-after': '1', ...fault.headers },
        body,
      };
    }
    case '401-no-headers':
      return { status: 401, headers: {}, body: '' };
    default:
      return undefined;
  }
}

function compress(request: IncomingMessage, answer: Answer, fault: Fault | undefined): Answer {
  const accepts = /\bgzip\b/.test(header(request, 'accept-encoding') ?? '');
  const isJson = answer.headers['content-type']?.startsWith('application/json') === true;
  if (!accepts || !isJson || answer.body.length < GZIP_FROM || fault !== undefined) return answer;
  const headers = { ...answer.headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' };
  return { status: answer.status, headers, body: gzipSync(answer.body, { level: 1 }) };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  call: SandboxCall,
  answer: Answer,
  fault: Fault | undefined,
): void {
  if (answer.open) {
    sendFile(request, response, call, answer, fault);
    return;
  }
  let body = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.body);
  const headers: Record<string, string> = { ...answer.headers };
  if (fault?.kind === 'wrong-content-type') headers['content-type'] = 'text/plain';
  if (fault?.kind === 'truncated-json') body = body.subarray(0, Math.floor(body.length / 2));
  if (answer.status !== 304) headers['content-length'] = String(body.length);
  if (fault?.kind === 'drop-mid-body') {
    response.writeHead(answer.status, headers);
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => request.socket.destroy());
    return;
  }
  call.status = answer.status;
  response.writeHead(answer.status, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
}

function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  call: SandboxCall,
  answer: Answer,
  fault: Fault | undefined,
): void {
  const isWhole = fault?.kind !== 'drop-mid-body';
  if (isWhole) call.status = answer.status;
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.file) });
  if (request.method === 'HEAD' || !answer.open) {
    response.end();
    return;
  }
  const bytes = answer.open();
  if (!isWhole) {
    bytes.once('data', (chunk: Buffer) => {
      bytes.destroy();
      response.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => request.socket.destroy());
    });
    return;
  }
  pipeline(bytes, response, () => undefined);
}

function bearer(request: IncomingMessage): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
