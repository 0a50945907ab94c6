import { type ExecutionResult, execute } from 'graphql';
import type { Logger } from 'pino';
import type { Region } from '../../config/regions.ts';
import type { Config } from '../../config/types.ts';
import type { MultipartRequest } from '../../files/multipart-request.ts';
import type { CacheUse } from '../../loaders/cache.ts';
import type { Executor } from '../../request/execution/result.ts';
import { ResultSize } from '../../request/execution/result-size.ts';
import type { PreparedDocument } from '../../request/prepared-documents.ts';
import type { PreparedOperation } from '../../request/prepared-operation.ts';
import type { Explain, RequestContext, RequestInfo, SessionLogin } from '../../request/request-context.ts';
import type { CancelSignal } from '../../rest/cancellation.ts';
import type { HttpResponse } from '../http/http-message.ts';
import type { ServerRequest } from '../server-request.ts';
import { isMultipart } from './read-multipart.ts';
import type { GraphqlParams } from './read-params.ts';
import { RequestDeadline } from './request-deadline.ts';

/** One operation of an HTTP request on its way through the steps: read, prepare, execute, respond. */
export class ServedOperation implements RequestInfo {
  readonly request: ServerRequest;
  readonly requestId: string;
  readonly trace: RequestInfo['trace'];
  readonly totals: ServerRequest;
  readonly deadline: RequestDeadline;
  readonly deadlineMs: number;
  readonly signal: CancelSignal;
  /** Whether it came in a list of operations. */
  readonly isListed: boolean;
  token: string | null = null;
  region: Region | null = null;
  login: SessionLogin | undefined;
  explain: Explain = 'off';
  cacheUse: CacheUse = 'full';
  /** Set once the body has been read: it can be read only once. */
  params: GraphqlParams | null = null;
  /** Set if the request has files. */
  multipart: MultipartRequest | null = null;
  document: PreparedDocument | null = null;
  /** Null if the request is invalid. */
  prepared: PreparedOperation | null = null;
  context: RequestContext | null = null;
  /** Set if the response is sent in parts. */
  parts: HttpResponse | null = null;
  /** Set if the response is a stream of messages. */
  messages: AsyncIterator<ExecutionResult> | null = null;
  /** Used if Yoga makes the response: executes operations whose result comes in parts. */
  executor: Executor = execute;
  readonly size: ResultSize;

  constructor(request: ServerRequest, config: Config, { isListed = false } = {}) {
    const { uploadDeadlineMs, requestDeadlineMs, maxResponseBytes } = config;
    this.request = request;
    this.requestId = request.requestId;
    this.trace = request.trace;
    this.totals = request;
    this.deadlineMs = isMultipart(request) ? uploadDeadlineMs : requestDeadlineMs;
    this.deadline = new RequestDeadline(this.deadlineMs);
    this.signal = this.deadline.signal;
    this.size = new ResultSize(maxResponseBytes);
    this.isListed = isListed;
  }

  /** Created when it is first used. */
  get logger(): Logger {
    return this.request.logger;
  }

  /** Stops the deadline, and removes the files that have arrived. */
  async end(): Promise<void> {
    this.deadline.clear();
    await this.multipart?.close();
  }
}
