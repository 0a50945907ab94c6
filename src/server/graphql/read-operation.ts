import type { RequestInfo } from '../../request/request-context.ts';
import type { RequestTotals } from '../../rest/types.ts';
import type { ServerRequest } from '../server-request.ts';
import type { GraphqlParams } from './graphql-params.ts';
import type { PersistedDocuments } from './persisted-documents.ts';
import { readCacheUse, readExplain } from './read-headers.ts';
import { type DefaultToken, type Login, readLogin } from './read-login.ts';
import { isMultipart, readMultipart, type UploadLimits } from './read-multipart.ts';
import { readParams } from './read-params.ts';
import type { ServedOperation } from './served-operation.ts';

export interface ReadOptions {
  /** Lent to requests that bring no token; null to refuse them. */
  readonly defaultToken: DefaultToken;
  /** Whether `X-Clio-Explain` is obeyed; otherwise a request with it is refused. */
  readonly allowExplain: boolean;
  readonly maxBodyBytes: number;
  /** What multipart requests may bring; without it they are refused. */
  readonly uploads?: UploadLimits;
}

/**
 * First step: who asks, and what for. One operation, or a list of them.
 *
 * @throws GatewayError for headers that are not as they should be, GraphQLError for a body that is not.
 */
export function readOperation(
  served: ServedOperation,
  options: ReadOptions,
  persisted: PersistedDocuments,
): Promise<GraphqlParams> | GraphqlParams {
  served.info ??= readInfo(served, options);
  const sent = readSent(served, options);
  return sent instanceof Promise
    ? sent.then((params) => keepParams(served, params, persisted))
    : keepParams(served, sent, persisted);
}

function keepParams(
  served: ServedOperation,
  sent: GraphqlParams,
  persisted: PersistedDocuments,
): GraphqlParams {
  served.params = Array.isArray(sent) ? sent : persisted.resolve(sent);
  return served.params;
}

function readSent(served: ServedOperation, options: ReadOptions): Promise<GraphqlParams> | GraphqlParams {
  const { request } = served;
  return options.uploads && isMultipart(request)
    ? readParts(served, options.uploads, options.maxBodyBytes)
    : readParams(request, options.maxBodyBytes);
}

async function readParts(
  served: ServedOperation,
  limits: UploadLimits,
  maxBodyBytes: number,
): Promise<GraphqlParams> {
  const multipart = await readMultipart(served.request.http, limits, maxBodyBytes);
  served.multipart = multipart;
  return multipart.operations as GraphqlParams;
}

export function readInfo({ request, deadline }: ServedOperation, options: ReadOptions): RequestInfo {
  const login = readLogin(request, options.defaultToken);
  const explain = readExplain(request.http, options.allowExplain);
  return new ServedRequestInfo(request, login, explain, deadline.signal, deadline.ms);
}

/** A class, so that all requests share one hidden class: their information is read all along the way. */
class ServedRequestInfo implements RequestInfo {
  readonly token: string | null;
  readonly region: RequestInfo['region'];
  readonly login: RequestInfo['login'];
  readonly explain: RequestInfo['explain'];
  readonly cacheUse: RequestInfo['cacheUse'];
  readonly requestId: string;
  readonly signal: RequestInfo['signal'];
  readonly trace: RequestInfo['trace'];
  readonly deadlineMs: number;
  readonly #request: ServerRequest;

  constructor(
    request: ServerRequest,
    { token, region, login }: Login,
    explain: RequestInfo['explain'],
    signal: RequestInfo['signal'],
    deadlineMs: number,
  ) {
    this.token = token;
    this.region = region;
    this.login = login;
    this.explain = explain;
    this.cacheUse = readCacheUse(request.http);
    this.requestId = request.requestId;
    this.signal = signal;
    this.trace = request.trace;
    this.deadlineMs = deadlineMs;
    this.#request = request;
  }

  get totals(): RequestTotals {
    return this.#request;
  }

  get logger(): RequestInfo['logger'] {
    return this.#request.logger;
  }
}
