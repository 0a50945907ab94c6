import { finished, Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Executor } from '../../request/execution/result.ts';
import type { PreparedDocuments } from '../../request/prepared-documents.ts';
import { errorResponse, type HttpResponse } from '../http/http-message.ts';
import { type ExecuteOptions, executeOperation } from './execute-operation.ts';
import { isIncremental, streamedResponse } from './incremental-result.ts';
import type { PersistedDocuments } from './persisted-documents.ts';
import { mayComeInParts, streamNeeded, takesEvents } from './prepare-operation.ts';
import type { ReadOptions } from './read-headers.ts';
import { readOperation } from './read-operation.ts';
import type { GraphqlParams } from './read-params.ts';
import { asGraphqlErrors, finish } from './respond.ts';
import type { ServedOperation } from './served-operation.ts';
import { type SubscribeOptions, subscribe } from './subscribe.ts';

/** What the steps of an operation need. */
export interface GraphqlOptions extends ReadOptions, ExecuteOptions, SubscribeOptions {
  readonly schema: GraphQLSchema;
  readonly documents: PreparedDocuments;
  readonly persisted: PersistedDocuments;
}

/** Yoga's HTTP server around our steps. */
export interface YogaServer {
  /** Handles a request through Yoga's Fetch server: any method, media type and form of response. */
  handle(served: ServedOperation): Promise<HttpResponse>;
  /** Executes parameters that have been read; Yoga describes what is wrong with them. */
  resultOf(served: ServedOperation, params: GraphqlParams): Promise<ExecutionResult>;
}

// Yoga uses the path only to recognise its requests. Parameters are read from our request.
const url = 'http://localhost/graphql';

interface YogaContext {
  readonly served: ServedOperation;
}

export function createYogaServer(options: GraphqlOptions): YogaServer {
  const yoga = createYoga<YogaContext>({
    schema: options.schema,
    plugins: [useSteps(options)],
    // Turned off: our steps do these, or code in front of Yoga.
    logging: false,
    maskedErrors: false,
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    maxRequestBodySize: false,
    healthCheckEndpoint: '/healthz',
    parserAndValidationCache: false,
  });
  return {
    async handle(served) {
      const { http } = served.request;
      const accept = http.header('accept');
      const request = new yoga.fetchAPI.Request(url, {
        method: http.method,
        headers: accept === null ? {} : { accept },
      });
      const response = await yoga.fetch(request, { served });
      return served.parts ?? toHttpResponse(response, served);
    },
    async resultOf(served, params) {
      // Yoga's plugins read nothing else of a request whose parameters have been read. It is not created
      // earlier, because the first use of a global of the Fetch API loads all of it, a twentieth of the time
      // to start.
      const request = { method: 'POST', headers: new Headers() } as Request;
      return (await yoga.getResultForParams({ params, request }, { served })) as ExecutionResult;
    },
  };
}

function useSteps(options: GraphqlOptions): Plugin<YogaContext, YogaContext> {
  return {
    onRequestParse({ serverContext: { served }, setRequestParser }) {
      setRequestParser(() => served.params ?? readOperation(served, options));
    },

    onParse({ context: { served }, params: { source }, setParseFn }) {
      setParseFn(() => {
        served.document = options.documents.prepare(String(source));
        const { document, errors } = served.document;
        if (document === null) throw errors[0];
        return document;
      });
    },

    onValidate({ context: { served }, setResult }) {
      setResult([...(served.document?.errors ?? [])]);
    },

    onExecute({ args, executeFn, setExecuteFn }) {
      const { served } = args.contextValue;
      const prepared = served.document?.operation(args.operationName, mayComeInParts(served));
      // Yoga's executor reports that there is no such operation.
      if (!prepared) return;
      served.executor = executeFn as Executor;
      setExecuteFn(() => executeOperation(served, prepared, args.variableValues, options));
    },

    onSubscribe({ args, setSubscribeFn }) {
      const { served } = args.contextValue;
      const prepared = served.document?.operation(args.operationName);
      if (!prepared) return;
      served.request.operationType = 'subscription';
      setSubscribeFn(async () => {
        try {
          if (!takesEvents(served)) throw streamNeeded();
          const messages = await subscribe(served, prepared, args.variableValues, options);
          served.messages = messages;
          return messages;
        } catch (error) {
          return { errors: [...asGraphqlErrors(error)] };
        }
      });
    },

    onResultProcess({ result, setResult, serverContext: { served } }) {
      // Yoga's batches are turned off, and each part of a stream is finished on its own.
      if (Array.isArray(result) || isIncremental(result)) return;
      setResult(finish(result as ExecutionResult, served));
    },
  };
}

/** Headers about the connection, which Yoga sets for streams. Here the whole body is known. */
const ofConnection: ReadonlySet<string> = new Set(['connection', 'content-length', 'transfer-encoding']);

async function toHttpResponse(
  response: Response,
  { request: { operationType }, messages }: ServedOperation,
): Promise<HttpResponse> {
  const { status } = response;
  // Without a media type for it, Yoga's 406 has no body. A 406 with a body is the gateway's own.
  if (status === 406 && response.body === null) {
    const offer = 'application/graphql-response+json or application/json';
    const rejection = `The gateway responds with ${offer}; put one of them into Accept.`;
    const message = operationType === 'subscription' ? streamNeeded().message : rejection;
    return errorResponse(406, 'BAD_REQUEST', message);
  }
  const headers: Record<string, string> = {};
  for (const [givenName, value] of response.headers) {
    // Yoga's own Response keeps the case in which a header was set.
    const name = givenName.toLowerCase();
    if (!ofConnection.has(name)) headers[name] = value;
  }
  headers['cache-control'] = 'private, no-store';
  if (/multipart\/mixed|text\/event-stream/i.test(headers['content-type'] ?? '')) {
    const chunks = response.body as ReadableStream<Uint8Array>;
    const body = Readable.from(endable(chunks), { objectMode: false });
    if (messages) finished(body, () => void messages.return?.());
    return streamedResponse(status, headers, body);
  }
  return { status, headers, body: await response.text() };
}

/**
 * If Yoga's stream is ended before it has been read, it throws an error that nothing can catch, which ends
 * the process.
 */
function endable(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let isRead = false;
  return {
    [Symbol.asyncIterator]: () => ({
      next() {
        isRead = true;
        return iterator.next();
      },
      async return() {
        if (isRead) await iterator.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}
