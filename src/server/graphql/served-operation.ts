import type { ExecutionResult } from 'graphql';
import type { MultipartRequest } from '../../files/multipart-request.ts';
import type { ResultSize } from '../../request/execution/result-size.ts';
import type { PreparedDocument } from '../../request/prepared-documents.ts';
import type { PreparedOperation } from '../../request/prepared-operation.ts';
import type { RequestContext, RequestInfo } from '../../request/request-context.ts';
import type { HttpResponse } from '../http/http-message.ts';
import type { ServerRequest } from '../server-request.ts';
import type { GraphqlParams } from './read-params.ts';
import { RequestDeadline } from './request-deadline.ts';

/** One operation of an HTTP request on its way through the steps: read, prepare, execute, respond. */
export class ServedOperation {
  readonly request: ServerRequest;
  readonly deadline: RequestDeadline;
  /** Whether it is one of a list. */
  readonly isListed: boolean;
  info: RequestInfo | null = null;
  /** Set once the body has been read: it can be read only once. */
  params: GraphqlParams | null = null;
  /** Set where the request brings files. */
  multipart: MultipartRequest | null = null;
  document: PreparedDocument | null = null;
  /** Null where the request has a fault. */
  prepared: PreparedOperation | null = null;
  context: RequestContext | null = null;
  /** Set where the response is sent in parts. */
  parts: HttpResponse | null = null;
  /** Set where the response is a stream of messages. */
  messages: AsyncIterator<ExecutionResult> | null = null;
  /** Set once it is executed. */
  size: ResultSize | null = null;

  constructor(request: ServerRequest, deadlineMs: number, isListed = false) {
    this.request = request;
    this.deadline = new RequestDeadline(deadlineMs);
    this.isListed = isListed;
  }
}
