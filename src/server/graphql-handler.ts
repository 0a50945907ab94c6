import { type ExecutionResult, GraphQLError, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { GatewayError } from '../errors.ts';
import { describeFault } from './describe-fault.ts';
import type { Exchange } from './exchange.ts';
import { finishResult } from './finish-result.ts';
import { errorAnswer, type Outgoing } from './http-message.ts';
import { readExplain, readRegion, readToken } from './read-headers.ts';
import { readParams } from './read-params.ts';
import type { RequestContext, RequestInfo } from './request-context.ts';
import { RequestDeadline } from './request-deadline.ts';

export interface GraphqlHandlerOptions {
  readonly schema: GraphQLSchema;
  readonly createContext: (request: RequestInfo) => Promise<RequestContext> | RequestContext;
  readonly defaultToken: string | null;
  readonly allowExplain: boolean;
  readonly maxBodyBytes: number;
  readonly maxTokens: number;
  readonly requestDeadlineMs: number;
}

/** What travels through Yoga along with a request. */
interface Passage {
  readonly exchange: Exchange;
  readonly deadline: RequestDeadline;
  info: RequestInfo | null;
  context: RequestContext | null;
}

// Yoga looks at the path only to see that the request is for it; parameters are read from the exchange.
const url = 'http://localhost/graphql';

/**
 * GraphQL over HTTP: Yoga parses, validates, executes and chooses the media type; reading the request,
 * the context, error codes and deadlines are ours, in one plugin.
 */
export function createGraphqlHandler(
  options: GraphqlHandlerOptions,
): (exchange: Exchange) => Promise<Outgoing> {
  const yoga = createYoga<{ passage: Passage }>({
    schema: options.schema,
    plugins: [usePassage(options)],
    // Off, since done by the plugin or in front of Yoga.
    logging: false,
    maskedErrors: false,
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    maxRequestBodySize: false,
    healthCheckEndpoint: '/healthz',
  });

  return async (exchange) => {
    const { incoming } = exchange;
    const deadline = new RequestDeadline(options.requestDeadlineMs);
    incoming.onDisconnect(() => {
      exchange.disconnected = true;
      deadline.abandon();
    });
    const passage: Passage = { exchange, deadline, info: null, context: null };
    const accept = incoming.header('accept');
    const request = new yoga.fetchAPI.Request(url, {
      method: incoming.method,
      headers: accept === null ? {} : { accept },
    });
    try {
      return await toOutgoing(await yoga.fetch(request, { passage }));
    } finally {
      deadline.clear();
      await dispose(passage);
    }
  };
}

function usePassage(options: GraphqlHandlerOptions): Plugin<{ passage: Passage }, { passage: Passage }> {
  return {
    onRequestParse({ serverContext: { passage }, setRequestParser }) {
      const { incoming, requestId, logger } = passage.exchange;
      passage.info = {
        token: readToken(incoming, options.defaultToken),
        region: readRegion(incoming),
        explain: readExplain(incoming, options.allowExplain),
        requestId,
        signal: passage.deadline.signal,
        logger,
        deadlineMs: options.requestDeadlineMs,
      };
      setRequestParser(() => readParams(incoming, options.maxBodyBytes));
    },

    onParse({ setParseFn }) {
      setParseFn((source, parseOptions) =>
        withinStack(
          () => parse(source, { ...parseOptions, maxTokens: options.maxTokens }),
          (error) => {
            throw error;
          },
        ),
      );
    },

    onValidate({ validateFn, setValidationFn }) {
      setValidationFn((...args) =>
        withinStack(
          () => validateFn(...args),
          (error) => [error],
        ),
      );
    },

    onExecute({ args, executeFn, setExecuteFn }) {
      const { passage } = args.contextValue;
      setExecuteFn(() => passage.deadline.within(execute()));

      async function execute(): Promise<ExecutionResult> {
        const { document, operationName, variableValues } = args;
        const operation = getOperationAST(document, operationName);
        passage.exchange.operation = operation?.name?.value ?? null;
        const context = await options.createContext(passage.info as RequestInfo);
        passage.context = context;
        if (operation) {
          const early = await context.prepare?.({ document, operation, variables: variableValues ?? {} });
          if (early !== undefined) return early;
        }
        // Resolvers get the context itself: Yoga would copy its own properties and lose methods.
        return executeFn({ ...args, contextValue: context });
      }
    },

    onResultProcess({ result, setResult, serverContext: { passage } }) {
      // Streams and batches are turned off.
      if (Array.isArray(result) || Symbol.asyncIterator in result) return;
      setResult(finish(result as ExecutionResult, passage));
    },
  };
}

/** Runs a recursive algorithm over a document; one nested so deeply that the stack ends is the client's fault. */
function withinStack<T>(run: () => T, refuse: (error: GraphQLError) => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) return refuse(new GraphQLError('The document is nested too deeply.'));
    throw error;
  }
}

function finish(result: ExecutionResult, { exchange, deadline, info, context }: Passage): ExecutionResult {
  const { logger, requestId } = exchange;
  const secret = info?.token ?? null;
  const finished = finishResult(withReason(result, deadline), {
    requestId,
    onHidden: ({ error, path }) =>
      logger.error({ err: describeFault(error, secret), path }, 'unexpected error'),
  });
  exchange.errorCodes = finished.errors?.map((error) => String(error.extensions.code)) ?? [];
  const extensions = context?.extensions?.();
  return extensions === undefined
    ? finished
    : { ...finished, extensions: { ...finished.extensions, ...extensions } };
}

/** Yoga drops abort errors, which leaves a result without data and errors. */
function withReason(result: ExecutionResult, deadline: RequestDeadline): ExecutionResult {
  if (result.data !== undefined || result.errors?.length !== 0) return result;
  const { reason } = deadline.signal;
  const error =
    reason instanceof GatewayError
      ? reason
      : new GatewayError('INTERNAL_SERVER_ERROR', 'The request was aborted.');
  return { ...result, errors: [error] };
}

/** Headers about the connection, which Yoga sets for streams; the body is known in full here. */
const ofConnection: ReadonlySet<string> = new Set(['connection', 'content-length', 'transfer-encoding']);

async function toOutgoing(response: Response): Promise<Outgoing> {
  if (response.status === 406) {
    const offer = 'application/graphql-response+json or application/json';
    return errorAnswer(406, 'BAD_REQUEST', `Answers are ${offer}; put one of them into Accept.`);
  }
  const headers: Record<string, string> = {};
  response.headers.forEach((value, givenName) => {
    // Yoga's own Response keeps the case in which a header was set.
    const name = givenName.toLowerCase();
    if (!ofConnection.has(name)) headers[name] = value;
  });
  headers['cache-control'] = 'private, no-store';
  return { status: response.status, headers, body: await response.text() };
}

async function dispose({ context, exchange, info }: Passage): Promise<void> {
  try {
    await context?.dispose?.();
  } catch (error) {
    exchange.logger.error(
      { err: describeFault(error, info?.token ?? null) },
      'disposing of the context failed',
    );
  }
}
