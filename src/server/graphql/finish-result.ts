import { type ExecutionResult, GraphQLError, type GraphQLErrorExtensions, Kind } from 'graphql';
import { codes, type ErrorCode, unexpectedValue } from '../../errors.ts';
import type { RequestInfo } from '../../request/request-context.ts';
import { joinObjects } from '../../values.ts';
import { describeError } from '../describe-error.ts';
import { errorHeaders } from '../http/http-message.ts';

/** What errors need of the request: its id, its logger, and its token, which must not be logged. */
type Origin = Pick<RequestInfo, 'requestId' | 'logger' | 'token'>;

/**
 * Prepares a result for sending: every error has a code from our table or one of GraphQL's own
 * (`GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`, `OPERATION_RESOLUTION_FAILURE`, `BAD_REQUEST`,
 * `REQUEST_ENTITY_TOO_LARGE`), every error that is not a `GraphQLError` is logged and replaced by a message
 * with the request id, and a request that failed as a whole has its HTTP status in `extensions.http`, where
 * Yoga reads it.
 */
export function finishResult(result: ExecutionResult, origin: Origin): ExecutionResult {
  if (result.errors === undefined) return result;
  const errors = finishErrors(result.errors, origin);
  const { data, extensions } = result;
  if (data !== undefined && !isRejection(data, errors)) return { errors, data, extensions };
  if (data === undefined) return { errors: errors.map(withStatus), extensions };
  // All have the same reason, which is not that of one place.
  const [first] = errors;
  const whole = new GraphQLError(first?.message ?? '', { extensions: first?.extensions });
  return { errors: [withStatus(whole)], extensions };
}

/**
 * Prepares the errors of a part for sending, like those of a whole result. The status has already been sent.
 */
export function finishErrors(errors: readonly GraphQLError[], origin: Origin): GraphQLError[] {
  return errors.map((error) => publish(error, origin));
}

function publish(error: GraphQLError, origin: Origin): GraphQLError {
  const type = unrepresentable(error);
  if (type !== null) {
    const { message, extensions } = unexpectedValue(type);
    return rebuild(error, message, extensions);
  }
  // Yoga turns other thrown values, such as a string, into a GraphQLError marked `unexpected`.
  if (!isDeliberate(error) || error.extensions.unexpected === true) {
    const { requestId, logger, token } = origin;
    // For example `matters.nodes.0.client`; null if no field was involved.
    const path = error.path?.join('.') ?? null;
    logger.error({ err: describeError(error.originalError ?? error, token), path }, 'unexpected error');
    return rebuild(error, internalError(requestId), { code: 'INTERNAL_SERVER_ERROR' });
  }
  if (typeof error.extensions.code === 'string') return error;
  return rebuild(error, error.message, joinObjects(error.extensions, { code: guessCode(error) }));
}

/** The only message that clients get for a bug of the gateway. */
export function internalError(requestId: string): string {
  return `Something went wrong in the gateway (request ${requestId}).`;
}

/** Whether the error was thrown as a `GraphQLError`, and not only wrapped in one later. */
function isDeliberate(error: Error): boolean {
  if (!(error instanceof GraphQLError)) return false;
  return error.originalError === undefined || isDeliberate(error.originalError);
}

/** The scalar that cannot represent a value from Clio. graphql-js reports it only in its message. */
function unrepresentable({ message, path, nodes, extensions }: GraphQLError): string | null {
  if (path === undefined || nodes?.[0]?.kind === Kind.VARIABLE || extensions.code !== undefined) return null;
  return /^(?:Clio sent a value that the type |Enum ")?(\w+)"? cannot represent/.exec(message)?.[1] ?? null;
}

/** The executor's own errors have no code. Those about variables are the client's; the others are ours. */
function guessCode(error: GraphQLError): ErrorCode {
  return error.path === undefined || error.nodes?.[0]?.kind === Kind.VARIABLE
    ? 'BAD_USER_INPUT'
    : 'INTERNAL_SERVER_ERROR';
}

/** Codes of field errors that can reject the whole request. */
const rejections: ReadonlySet<unknown> = new Set<ErrorCode>([
  'UNAUTHENTICATED',
  'RATE_LIMITED',
  'QUERY_TOO_COMPLEX',
]);

/**
 * Whether every root field failed for the same reason. The response to such a request has an error status
 * (401, 429, 400) and no data, as HTTP clients and proxies expect.
 */
function isRejection(
  data: NonNullable<ExecutionResult['data']> | null,
  errors: readonly GraphQLError[],
): boolean {
  const code = errors[0]?.extensions.code;
  return (
    rejections.has(code) &&
    errors.every((error) => error.extensions.code === code) &&
    (data === null || Object.values(data).every((value) => value === null))
  );
}

/**
 * Yoga's errors have their own status, except that a malformed request is 400 for every client. For other
 * errors, `spec` means 200 for clients that accept only application/json, as GraphQL over HTTP requires for
 * what GraphQL itself rejects. Those clients too get the statuses of HTTP's own (401, 403, 429, 5xx).
 */
function withStatus(error: GraphQLError): GraphQLError {
  const { code, http, retryAfter } = error.extensions;
  if (http !== undefined)
    return code === 'BAD_REQUEST' ? withHttp(error, joinObjects(http, { spec: false })) : error;
  const status = Object.hasOwn(codes, String(code)) ? codes[code as ErrorCode].httpStatus : 400;
  return withHttp(error, { status, headers: errorHeaders(status, retryAfter), spec: status === 400 });
}

function withHttp(error: GraphQLError, http: object): GraphQLError {
  return rebuild(error, error.message, joinObjects(error.extensions, { http }));
}

/** Copies the error: requests with the same document share its parse and validation errors. */
export function rebuild(
  error: GraphQLError,
  message: string,
  extensions: GraphQLErrorExtensions,
): GraphQLError {
  return new GraphQLError(message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions,
  });
}
