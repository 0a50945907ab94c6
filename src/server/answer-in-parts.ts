import { Readable } from 'node:stream';
import type { GraphQLError } from 'graphql';
import type { Result, ResultPart } from '../request/execution/result.ts';
import { finishErrors, finishResult } from './finish-result.ts';
import type { HttpResponse } from './http-message.ts';
import { codeOf, finishOptions, hasAny } from './respond.ts';
import type { ServedOperation } from './served-operation.ts';

export function isIncremental(result: object): result is AsyncIterable<ResultPart> {
  return Symbol.asyncIterator in result;
}

/**
 * The parts, each made fit to be sent. A request that is refused as a whole says so by its status, which is sent before the first
 * part: such an answer comes whole.
 */
export async function startParts(served: ServedOperation, work: Promise<Result> | Result): Promise<Result> {
  const parts = await work;
  if (!isIncremental(parts)) return parts;
  const iterator = parts[Symbol.asyncIterator]();
  const first = await iterator.next();
  const { hasNext: _, ...result } = first.value as ResultPart;
  const whole = finishResult(result, finishOptions(served));
  if (whole.data === undefined) {
    await iterator.return?.();
    return result;
  }
  return publishParts(first, iterator, partPublisher(served), () => served.deadline.abandon());
}

/** Finishes part by part; the report on the request goes with the last. */
function partPublisher(served: ServedOperation): (part: ResultPart) => ResultPart {
  const { request, context } = served;
  const options = finishOptions(served);
  const publish = <T extends { readonly errors?: readonly GraphQLError[] }>(part: T): T => {
    if (part.errors === undefined) return part;
    const errors = finishErrors(part.errors, options);
    request.errorCodes = [...request.errorCodes, ...errors.map(codeOf)];
    return { ...part, errors };
  };
  return (part) => {
    request.hasData ||= hasAny(part.data);
    const extensions = part.hasNext ? undefined : context?.extensions?.();
    return {
      ...publish(part),
      ...(part.incremental ? { incremental: part.incremental.map(publish) } : {}),
      ...(extensions ? { extensions } : {}),
    };
  };
}

/**
 * Written out, since a generator that waits for the next part could not be stopped before that has come.
 *
 * @param first Has been looked at already.
 * @param onStop Called when nobody reads any further.
 */
function publishParts(
  first: IteratorResult<ResultPart>,
  rest: AsyncIterator<ResultPart>,
  publish: (part: ResultPart) => ResultPart,
  onStop: () => void,
): AsyncIterableIterator<ResultPart> {
  let upcoming: IteratorResult<ResultPart> | null = first;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const next = upcoming ?? (await rest.next());
      upcoming = null;
      return next.done ? next : { done: false, value: publish(next.value) };
    },
    async return() {
      onStop();
      await rest.return?.();
      return { done: true, value: undefined };
    },
  };
}

/** The HTTP response for Yoga's answer in parts. */
export function streamedResponse(
  status: number,
  headers: Record<string, string>,
  body: AsyncIterable<Uint8Array>,
): HttpResponse {
  // Proxies that collect an answer before they pass it on would undo it.
  headers['x-accel-buffering'] = 'no';
  // No encoding has that name; Yoga means it for proxies, too.
  if (headers['content-encoding'] === 'none') delete headers['content-encoding'];
  return { status, headers, body: Readable.from(body, { objectMode: false }) };
}
