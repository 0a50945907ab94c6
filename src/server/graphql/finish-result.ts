import { type ExecutionResult, GraphQLError, type GraphQLErrorExtensions, Kind } from 'graphql';
import { codes, type ErrorCode, unexpectedValue } from '../../errors.ts';
import type { RequestInfo } from '../../request/request-context.ts';
import { joinObjects } from '../../values.ts';
import { describeError } from '../describe-error.ts';
import { errorHeaders } from '../http/http-message.ts';

/** Of the request: its id, its log, and its token, which no line may show. */
type Origin = Pick<RequestInfo, 'requestId' | 'logger' | 'token'>;

/**
 * Makes a result fit to be sent: every error has a code from our table or one of GraphQL's own
 * (`GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`, `OPERATION_RESOLUTION_FAILURE`, `BAD_REQUEST`,
 * `REQUEST_ENTITY_TOO_LARGE`), every error that is not a `GraphQLError` is logged and replaced by a line with the request id,
 * and a request that failed as a whole carries its HTTP status in `extensions.http`, where Yoga reads it.
 */
export function finishResult(result: ExecutionResult, origin: Origin): ExecutionResult {
  if (result.errors === undefined) return result;
  const errors = finishErrors(result.errors, origin);
  const { data, extensions } = result;
  if (data !== undefined && !isRejection(data, errors)) return { errors, data, extensions };
  return { errors: (data === undefined ? errors : [withoutPlace(errors)]).map(withStatus), extensions };
}

/** Makes the errors of a part fit to be sent, like those of a whole result; the status has been sent by then. */
export function finishErrors(errors: readonly GraphQLError[], origin: Origin): GraphQLError[] {
  return errors.map((error) => publish(error, origin));
}

function publish(error: GraphQLError, origin: Origin): GraphQLError {
  const type = unrepresentable(error);
  if (type !== null) {
    const { message, extensions } = unexpectedValue(type);
    return rebuild(error, message, extensions);
  }
  // Yoga turns whatever else is thrown (a string, say) into a GraphQLError marked `unexpected`.
  if (!isDeliberate(error) || error.extensions.unexpected === true) {
    const { requestId, logger, token } = origin;
    // Where it was: `matters.nodes.0.client`; null when no field was involved.
    const path = error.path?.join('.') ?? null;
    logger.error({ err: describeError(error.originalError ?? error, token), path }, 'unexpected error');
    return rebuild(error, internalError(requestId), { code: 'INTERNAL_SERVER_ERROR' });
  }
  if (typeof error.extensions.code === 'string') return error;
  return rebuild(error, error.message, joinObjects(error.extensions, { code: guessCode(error) }));
}

/** All that clients see of a bug of the gateway. */
export function internalError(requestId: string): string {
  return `Something went wrong in the gateway (request ${requestId}).`;
}

/** Whether the error was raised as a `GraphQLError`, not just wrapped in one on its way up. */
function isDeliberate(error: Error): boolean {
  if (!(error instanceof GraphQLError)) return false;
  return error.originalError === undefined || isDeliberate(error.originalError);
}

/** The scalar that cannot represent a value of Clio's. The standard executor reports it in words only. */
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

/** Codes of field errors for which a request can be rejected as a whole. */
const rejections: ReadonlySet<unknown> = new Set<ErrorCode>([
  'UNAUTHENTICATED',
  'RATE_LIMITED',
  'QUERY_TOO_COMPLEX',
]);

/**
 * Whether nothing at all could be answered, for one reason. Such a request is answered as rejected (401, 429, 400, no
 * data), as HTTP clients and gateways in between expect.
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

function withoutPlace(errors: readonly GraphQLError[]): GraphQLError {
  const [first] = errors;
  return new GraphQLError(first?.message ?? '', { extensions: first?.extensions });
}

/**
 * Yoga's errors bring their own status, except that a malformed request is 400 for every client. For the
 * others, `spec` means: 200 for clients that accept only application/json, as GraphQL over HTTP has it for
 * what GraphQL itself rejects. Rejections that HTTP knows (401, 403, 429, 5xx) show their status to those too.
 */
function withStatus(error: GraphQLError): GraphQLError {
  const { code, http, retryAfter } = error.extensions;
  if (http !== undefined && code !== 'BAD_REQUEST') return error;
  if (http !== undefined) {
    return rebuild(
      error,
      error.message,
      joinObjects(error.extensions, { http: joinObjects(http, { spec: false }) }),
    );
  }
  const status = typeof code === 'string' && isErrorCode(code) ? codes[code].httpStatus : 400;
  const ownHttp = { status, headers: errorHeaders(status, retryAfter), spec: status === 400 };
  return rebuild(error, error.message, joinObjects(error.extensions, { http: ownHttp }));
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(codes, code);
}

/** Copies: requests with the same document share its parse and validation errors. */
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
