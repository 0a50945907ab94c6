import { type ExecutionResult, GraphQLError } from 'graphql';
import { type FetchAPI, processRegularResult } from 'graphql-yoga';
import { GatewayError } from '../../errors.ts';
import { asError, joinObjects } from '../../values.ts';
import type { HttpResponse } from '../http/http-message.ts';
import { finishResult } from './finish-result.ts';
import type { JsonMediaType } from './media-type.ts';
import type { RequestDeadline } from './request-deadline.ts';
import type { ServedOperation } from './served-operation.ts';

/** Stands in for the Fetch API's `Response`: Yoga puts the response into it. */
class PlainResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;

  constructor(body: string | null, init: { status: number; headers: Readonly<Record<string, string>> }) {
    this.status = init.status;
    this.headers = init.headers;
    this.body = body;
  }
}

/** The one class that Yoga needs to serialise a response. */
const plainFetchApi = { Response: PlainResponse } as unknown as FetchAPI;

/**
 * Last step: makes the HTTP response for a finished result, or for a list of results. If there are errors,
 * Yoga chooses the status and the headers.
 */
export function respond(result: ExecutionResult | ExecutionResult[], mediaType: JsonMediaType): HttpResponse {
  if (!Array.isArray(result) && result.errors === undefined)
    return { status: 200, headers: jsonHeaders(mediaType), body: JSON.stringify(result) };
  const response: unknown = processRegularResult(result, plainFetchApi, mediaType);
  const { status, headers: given, body } = response as PlainResponse;
  const headers = jsonHeaders(mediaType);
  for (const [name, value] of Object.entries(given)) headers[name.toLowerCase()] = value;
  return { status, headers, body };
}

function jsonHeaders(mediaType: JsonMediaType): Record<string, string> {
  return { 'content-type': `${mediaType}; charset=utf-8`, 'cache-control': 'private, no-store' };
}

/** Prepares a result for sending, and notes its contents for the log. */
export function finish(result: ExecutionResult, served: ServedOperation): ExecutionResult {
  const { request, deadline, context } = served;
  const more = context?.errors?.() ?? [];
  const whole =
    more.length === 0 ? result : joinObjects(result, { errors: [...(result.errors ?? []), ...more] });
  const sent =
    whole.errors === undefined && whole.data !== undefined
      ? whole
      : finishResult(withReason(whole, deadline), served);
  request.errorCodes = sent.errors?.map(codeOf) ?? [];
  request.hasData = hasAny(sent.data);
  const extensions = context?.extensions?.();
  if (extensions === undefined) return sent;
  const { errors, data } = sent;
  return { errors, data, extensions: joinObjects(sent.extensions ?? {}, extensions) };
}

export function codeOf(error: GraphQLError): string {
  return String(error.extensions.code);
}

export function hasAny(data: ExecutionResult['data']): boolean {
  for (const key in data) if (data[key] !== null) return true;
  return false;
}

/** Converts what was thrown outside the fields to errors that Yoga passes on. */
export function asGraphqlErrors(error: unknown): readonly GraphQLError[] {
  if (error instanceof GraphQLError) return [error];
  if (error instanceof AggregateError) return error.errors.flatMap(asGraphqlErrors);
  // The client has gone, or the deadline has its own error: see withReason.
  if (error instanceof DOMException && error.name === 'AbortError') return [];
  const originalError = asError(error);
  return [new GraphQLError(originalError.message, { originalError })];
}

/** Yoga drops abort errors, which leaves a result without data and errors. */
function withReason(result: ExecutionResult, deadline: RequestDeadline): ExecutionResult {
  if (result.data !== undefined || result.errors?.length !== 0) return result;
  const { reason } = deadline.signal;
  const error =
    reason instanceof GatewayError
      ? reason
      : new GatewayError('INTERNAL_SERVER_ERROR', 'The request was aborted.');
  return { errors: [error], extensions: result.extensions };
}
