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

/** Ids of this process begin alike and count up: a random one for each request costs more than the rest of its headers. */
const idPrefix = randomUUID().slice(0, 28);
/** The first number of eight digits. */
let lastId = 10_000_000;

function nextRequestId(): string {
  lastId += 1;
  return `${idPrefix}${lastId}`;
}

/** The client's `X-Request-Id` where it is harmless in a header and a log line, else a new one. */
function readRequestId(http: HttpRequest): string {
  const given = http.header('x-request-id');
  return given !== null && acceptableRequestId.test(given) ? given : nextRequestId();
}

/** One request on its way through the server, and what its log line will say. */
export class ServerRequest implements RequestTotals {
  readonly http: HttpRequest;
  readonly requestId: string;
  /** Of its body, without parameters. */
  readonly mediaType: string | null;
  route: Route = 'other';
  /** Null where no trace follows this request. */
  trace: ServerTrace | null = null;
  /** `query` or `mutation`; null while unknown. */
  operationType: string | null = null;
  /** Name of the operation; null while unknown, for other paths, and for an operation without one. */
  operation: string | null = null;
  /** Codes of the errors answered, in their order. */
  errorCodes: readonly string[] = [];
  /** Whether it has executed a mutation. */
  hasMutation = false;
  /** Characters of the answers to the operations of a list, as far as they have been executed. */
  resultCharacters = 0;
  /** Values that its operations have asked for about the schema itself. */
  introspectedValues = 0;
  calls = 0;
  waitMs = 0;
  cacheHits = 0;
  /** The login of the session cookie, where the request has one. */
  login: SessionLogin | null = null;
  /** Whether the response has data besides the errors. */
  hasData = false;
  /** Whether the client went away before it had its response. */
  disconnected = false;
  readonly #parentLogger: Logger;
  #logger: Logger | undefined;

  constructor(http: HttpRequest, logger: Logger) {
    this.http = http;
    this.requestId = readRequestId(http);
    this.mediaType = readMediaType(http.header('content-type'));
    this.#parentLogger = logger;
  }

  /** Puts the request id on each line. Made with the first line: most requests log none. */
  get logger(): Logger {
    const { requestId, trace } = this;
    this.#logger ??= this.#parentLogger.child(trace ? { requestId, traceId: trace.traceId } : { requestId });
    return this.#logger;
  }

  /** Notes what is executed. */
  noteOperation({ operation, name }: OperationDefinitionNode): void {
    this.operation = name?.value ?? null;
    this.operationType = operation;
    this.hasMutation ||= operation === OperationTypeNode.MUTATION;
  }

  /** The response to a request that fails as a whole, outside GraphQL. */
  reject({ code, message, retryAfter }: GatewayError): HttpResponse {
    this.errorCodes = [code];
    const { httpStatus } = codes[code];
    return errorResponse(httpStatus, code, message, errorHeaders(httpStatus, retryAfter));
  }

  /** Whether lines of this level are written at all. */
  logs(level: 'info' | 'debug'): boolean {
    return this.#parentLogger.isLevelEnabled(level);
  }
}
