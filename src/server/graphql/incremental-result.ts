import { Readable } from 'node:stream';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { GatewayError } from '../../errors.ts';
import { executeInParts } from '../../request/execution/execute.ts';
import type { ResultPart } from '../../request/execution/result.ts';
import { resultTooLarge } from '../../request/execution/result-size.ts';
import type { PreparedOperation } from '../../request/prepared-operation.ts';
import { joinObjects } from '../../values.ts';
import type { HttpResponse } from '../http/http-message.ts';
import { finishErrors, finishResult } from './finish-result.ts';
import { jsonBytes } from './json-bytes.ts';
import { choosePartsFormat, type PartsFormat } from './media-type.ts';
import { PendingParts } from './pending-parts.ts';
import { codeOf, hasAny } from './respond.ts';
import type { ServedOperation } from './served-operation.ts';

export function isIncremental(result: object): result is AsyncIterable<ResultPart> {
  return Symbol.asyncIterator in result;
}

/**
 * Executes an operation up to its first part, and makes the response that sends all of them: `served.parts`.
 * If the request is rejected as a whole, its status says so. The status is sent before the first part, so
 * such a response comes whole.
 */
export async function startParts(
  served: ServedOperation,
  prepared: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
): Promise<ExecutionResult> {
  const parts = await executeInParts(prepared, variables, served.context, served.executor);
  if (!isIncremental(parts)) return parts;
  const iterator = parts[Symbol.asyncIterator]();
  const first = await iterator.next();
  const { hasNext: _, ...result } = first.value as ResultPart;
  const whole = finishResult(result, served);
  const publisher = new PartPublisher(served, first, iterator);
  if (whole.data === undefined || publisher.isTooLarge) {
    publisher.stop();
    return whole.data === undefined ? result : { errors: [publisher.tooLarge()] };
  }
  const format = choosePartsFormat(served.request.http.header('accept')) as PartsFormat;
  const pending = format.spec === 'incrementalSpec=v0.2' ? new PendingParts(prepared, variables) : null;
  const body = streamParts(publisher, format, (part) => JSON.stringify(pending?.convert(part) ?? part));
  served.parts = streamedResponse(
    200,
    { 'content-type': framings[format.mediaType].contentType(format), 'cache-control': 'private, no-store' },
    body,
  );
  return {};
}

/** Finishes each part. The report on the request goes with the last one. */
class PartPublisher {
  readonly #served: ServedOperation;
  readonly #rest: AsyncIterator<ResultPart>;
  #upcoming: IteratorResult<ResultPart> | null;
  #bytes: number;
  #isDone = false;

  /** @param first The part that has already been read. */
  constructor(served: ServedOperation, first: IteratorResult<ResultPart>, rest: AsyncIterator<ResultPart>) {
    this.#served = served;
    this.#upcoming = first;
    this.#rest = rest;
    this.#bytes = jsonBytes(first.value, served.size.mostBytes);
  }

  get isTooLarge(): boolean {
    return this.#bytes > this.#served.size.mostBytes;
  }

  tooLarge(): GatewayError {
    const { size, request } = this.#served;
    return resultTooLarge(size.mostBytes, request.hasMutation);
  }

  /** Null after the last. */
  async next(): Promise<ResultPart | null> {
    if (this.#isDone) return null;
    let next = this.#upcoming;
    this.#upcoming = null;
    if (next === null) {
      next = await this.#rest.next();
      this.#bytes += jsonBytes(next.value, this.#served.size.mostBytes);
    }
    if (this.isTooLarge) {
      this.stop();
      return this.#publish({ errors: [this.tooLarge()], hasNext: false });
    }
    this.#isDone = next.done === true;
    return next.done ? null : this.#publish(next.value);
  }

  stop(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#served.deadline.abandon();
    void this.#rest.return?.();
  }

  #publish(part: ResultPart): ResultPart {
    const { request, context } = this.#served;
    request.hasData ||= hasAny(part.data);
    const extensions = part.hasNext ? undefined : context?.extensions?.();
    const { incremental } = part;
    let published = this.#withErrors(part);
    if (incremental)
      published = joinObjects(published, {
        incremental: incremental.map((patch) => this.#withErrors(patch)),
      });
    return extensions ? joinObjects(published, { extensions }) : published;
  }

  #withErrors<T extends { readonly errors?: readonly GraphQLError[] }>(part: T): T {
    if (part.errors === undefined) return part;
    const { request } = this.#served;
    const errors = finishErrors(part.errors, this.#served);
    request.errorCodes = [...request.errorCodes, ...errors.map(codeOf)];
    return joinObjects(part, { errors });
  }
}

/** What is written before the parts, around each part, and after the last. */
const framings = {
  'multipart/mixed': {
    contentType: ({ spec }: PartsFormat) => `multipart/mixed; boundary="-"; ${spec}`,
    begin: '\r\n---',
    frame: (json: string) =>
      `\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}\r\n---`,
    end: '--\r\n',
  },
  'text/event-stream': {
    contentType: () => 'text/event-stream',
    // Some browsers report the headers only with the first byte.
    begin: ':\n\n',
    frame: (json: string) => `event: next\ndata: ${json}\n\n`,
    end: 'event: complete\ndata:\n\n',
  },
} as const;

/** Not a generator: one that waits for the next part cannot be stopped before that part arrives. */
function streamParts(
  publisher: PartPublisher,
  { mediaType }: PartsFormat,
  print: (part: ResultPart) => string,
): Readable {
  const { begin, frame, end } = framings[mediaType];
  let start: string = begin;
  return new Readable({
    read() {
      const pushNext = async (): Promise<void> => {
        const part = await publisher.next();
        if (this.destroyed) return;
        if (part) {
          this.push(start + frame(print(part)));
          start = '';
        } else {
          this.push(end);
          this.push(null);
        }
      };
      pushNext().catch((error: Error) => this.destroy(error));
    },
    destroy(error, done) {
      publisher.stop();
      done(error);
    },
  });
}

/** The HTTP response for a body that comes in parts. */
export function streamedResponse(
  status: number,
  headers: Record<string, string>,
  body: Readable,
): HttpResponse {
  // Proxies that buffer a response would delay the parts.
  headers['x-accel-buffering'] = 'no';
  // No encoding has that name. Yoga sends it to stop proxies from buffering.
  if (headers['content-encoding'] === 'none') delete headers['content-encoding'];
  return { status, headers, body };
}
