import { randomUUID } from 'node:crypto';
import { type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import type { Logger } from 'pino';
import { codes, type GatewayError } from '../errors.ts';
import type { SessionLogin } from '../request/request-context.ts';
import type { RequestTotals } from '../rest/types.ts';
import { readMediaType } from './graphql/media-type.ts';
import { errorHeaders, errorResponse, type HttpRequest, type HttpResponse } from './http/http-message.ts';
import type { Route, ServerTrace } from './telemetry.ts';

const acceptableRequestId = /^[A-Za-z0-9._:-]{1,128}$/;

/**
 * Ids of this process share a prefix and count up: a random id for each request costs more than its other
 * headers.
 */
const idPrefix = randomUUID().slice(0, 28);
/** Starts with eight digits, so that ids have one length. */
let lastId = 10_000_000;

/** The client's `X-Request-Id` if it is safe in a header and a log line, otherwise a new id. */
function readRequestId(http: HttpRequest): string {
  const given = http.header('x-request-id');
  if (given !== null && acceptableRequestId.test(given)) return given;
  lastId += 1;
  return `${idPrefix}${lastId}`;
}

/** One request to the server, with the facts for its log line. */
export class ServerRequest implements RequestTotals {
  readonly http: HttpRequest;
  readonly requestId: string;
  /** Media type of the body, without parameters. */
  readonly mediaType: string | null;
  route: Route = 'other';
  /** Null if this request has no trace. */
  trace: ServerTrace | null = null;
  /** `query` or `mutation`; null while unknown. */
  operationType: string | null = null;
  /** Name of the operation; null while unknown, for other paths, and for an operation without one. */
  operation: string | null = null;
  /** Codes of the response's errors, in their order. */
  errorCodes: readonly string[] = [];
  /** Whether it has executed a mutation. */
  hasMutation = false;
  /** Characters of the results of a list's operations so far. */
  resultCharacters = 0;
  /** Number of values of the schema that its operations have introspected. */
  introspectedValues = 0;
  calls = 0;
  waitMs = 0;
  cacheHits = 0;
  /** The login of the session cookie; null without one. */
  login: SessionLogin | null = null;
  /** Whether the response has data besides the errors. */
  hasData = false;
  /** Whether the client disconnected before it had its response. */
  disconnected = false;
  readonly #parentLogger: Logger;
  #logger: Logger | undefined;

  constructor(http: HttpRequest, logger: Logger) {
    this.http = http;
    this.requestId = readRequestId(http);
    this.mediaType = readMediaType(http.header('content-type'));
    this.#parentLogger = logger;
  }

  /** A logger that adds the request id. Created on first use, because most requests log nothing. */
  get logger(): Logger {
    const { requestId, trace } = this;
    this.#logger ??= this.#parentLogger.child(trace ? { requestId, traceId: trace.traceId } : { requestId });
    return this.#logger;
  }

  /** Notes the operation for the log and the trace. */
  noteOperation({ operation, name }: OperationDefinitionNode): void {
    this.operation = name?.value ?? null;
    this.operationType = operation;
    this.hasMutation ||= operation === OperationTypeNode.MUTATION;
  }

  /** The error response of a request that fails outside GraphQL. */
  reject({ code, message, retryAfter }: GatewayError): HttpResponse {
    this.errorCodes = [code];
    const { httpStatus } = codes[code];
    return errorResponse(httpStatus, code, message, errorHeaders(httpStatus, retryAfter));
  }

  /** Whether lines of this level are written. */
  logs(level: 'info' | 'debug'): boolean {
    return this.#parentLogger.isLevelEnabled(level);
  }
}
