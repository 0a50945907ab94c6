import type { Config } from '../../config/types.ts';
import type { RequestInfo } from '../../request/request-context.ts';
import type { RequestTotals } from '../../rest/types.ts';
import type { ServerRequest } from '../server-request.ts';
import type { PersistedDocuments } from './persisted-documents.ts';
import { type DefaultToken, type Login, readCacheUse, readExplain, readLogin } from './read-headers.ts';
import { isMultipart, readMultipart } from './read-multipart.ts';
import type { GraphqlParams } from './read-params.ts';
import { readParams } from './read-params.ts';
import type { ServedOperation } from './served-operation.ts';

export interface ReadOptions {
  readonly config: Config;
  readonly defaultToken: DefaultToken;
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
  const { config } = options;
  served.info ??= readInfo(served, options);
  const sent = isMultipart(served.request)
    ? readFiles(served, config)
    : readParams(served.request, config.maxBodyBytes);
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

async function readFiles(served: ServedOperation, config: Config): Promise<GraphqlParams> {
  const multipart = await readMultipart(served.request.http, config);
  served.multipart = multipart;
  return multipart.operations;
}

export function readInfo({ request, deadline }: ServedOperation, options: ReadOptions): RequestInfo {
  const login = readLogin(request, options.defaultToken);
  const explain = readExplain(request.http, options.config.explain);
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
