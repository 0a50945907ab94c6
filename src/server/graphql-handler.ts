import { finished, Readable } from 'node:stream';
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  parse,
} from 'graphql';
import {
  createYoga,
  type FetchAPI,
  type GraphQLParams,
  type Plugin,
  processRegularResult,
} from 'graphql-yoga';
import { GatewayError } from '../errors.ts';
import type { MultipartRequest } from '../files/multipart-request.ts';
import {
  checkDocument,
  checkPageSizes,
  type DocumentLimits,
  tooManyTokens,
} from '../request/document-limits.ts';
import { createCompiledExecutor, type Executor } from '../request/execution/compiled-executor.ts';
import type { RequestContext, RequestInfo } from '../request/request-context.ts';
import { joinVary } from './compress.ts';
import { describeFault } from './describe-fault.ts';
import type { Exchange } from './exchange.ts';
import { type FinishOptions, finishErrors, finishResult } from './finish-result.ts';
import { errorAnswer, type Outgoing } from './http-message.ts';
import { idempotentRule } from './idempotent-rule.ts';
import {
  isIncremental,
  namesIncremental,
  publishParts,
  type Result,
  type ResultPart,
  usesIncremental,
  withoutIncremental,
} from './incremental.ts';
import { KnownDocuments } from './known-documents.ts';
import { chooseMediaType, type JsonMediaType } from './media-type.ts';
import { noServiceRule } from './no-service-rule.ts';
import { PersistedDocuments, type PersistedDocumentsOptions } from './persisted-documents.ts';
import { PlainResponse } from './plain-response.ts';
import { readCacheUse, readExplain } from './read-headers.ts';
import { type Login, readLogin } from './read-login.ts';
import { isMultipart, readMultipart, type UploadLimits } from './read-multipart.ts';
import { readParams } from './read-params.ts';
import { RequestDeadline } from './request-deadline.ts';
import { requestError } from './request-error.ts';

export interface GraphqlHandlerOptions {
  readonly schema: GraphQLSchema;
  readonly createContext: (request: RequestInfo) => Promise<RequestContext> | RequestContext;
  readonly defaultToken: string | null;
  readonly allowExplain: boolean;
  readonly maxBodyBytes: number;
  readonly limits: DocumentLimits;
  /** Whether the schema may be asked for. */
  readonly introspection: boolean;
  readonly requestDeadlineMs: number;
  /** What multipart requests may take; without it they are refused. */
  readonly uploads?: UploadLimits;
  /**
   * How documents may be named instead of sent.
   * @default automatic persisted queries alone
   */
  readonly persisted?: PersistedDocumentsOptions;
  /**
   * Most operations in one request; a request with several is a list of what each alone would be.
   * @default 1: no lists
   */
  readonly maxBatch?: number;
  /**
   * How long a client may keep the answer to a `GET`, in milliseconds.
   * @default 0
   */
  readonly getMaxAgeMs?: number;
  /**
   * `compiled` works out once for each query what the `standard` executor works out for each value.
   * @default 'compiled'
   */
  readonly executor?: 'compiled' | 'standard';
  /**
   * How plain POSTs reach Yoga's plugins: `direct`, or through Yoga's Fetch API server as all else does.
   * @default 'direct'
   */
  readonly entrance?: 'direct' | 'fetch';
}

/** What travels through Yoga along with a request. */
interface Passage {
  readonly exchange: Exchange;
  readonly deadline: RequestDeadline;
  /** Time of `deadline`. */
  readonly deadlineMs: number;
  info: RequestInfo | null;
  context: RequestContext | null;
  /** Set once the body has been read: it can be read but once. */
  params: GraphQLParams | null;
  /** Set where the request brings files. */
  multipart: MultipartRequest | null;
  /** `refused` where an operation that answers with a stream has met an entrance that cannot carry one. */
  streams: 'allowed' | 'unable' | 'refused';
  /** Those of the operations, where the request is a list of them. */
  batch: readonly Passage[] | null;
  /** Whether it is one of such a list. */
  readonly isListed: boolean;
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
  const documents = new KnownDocuments();
  const persisted = new PersistedDocuments(options.persisted ?? {});
  const { maxBatch = 1, getMaxAgeMs = 0 } = options;
  let executors: Executors | undefined;
  const yoga = createYoga<{ passage: Passage }>({
    schema: options.schema,
    plugins: [
      usePassage(options, persisted, (args, standard) => {
        const { passage } = args.contextValue;
        executors ??= {
          whole: options.executor === 'standard' ? standard : createCompiledExecutor(standard),
          incremental: standard,
        };
        if (passage.params?.query) documents.add(passage.params.query, args.document);
        return execute(passage, executors, args);
      }),
    ],
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
    // Yoga's looks at the names of all rules each time; ours never change. Parsed documents are kept by Yoga.
    parserAndValidationCache: { validationCache: false },
  });

  // Lists go one way only.
  const direct = options.entrance !== 'fetch' || maxBatch > 1;

  return async (exchange) => {
    const { incoming } = exchange;
    const deadlineMs =
      options.uploads && isMultipart(incoming) ? options.uploads.deadlineMs : options.requestDeadlineMs;
    const deadline = new RequestDeadline(deadlineMs);
    const passage: Passage = {
      exchange,
      deadline,
      deadlineMs,
      info: null,
      context: null,
      params: null,
      multipart: null,
      streams: 'allowed',
      batch: null,
      isListed: false,
    };
    incoming.onDisconnect(() => {
      exchange.disconnected = true;
      deadline.abandon();
      for (const one of passage.batch ?? []) one.deadline.abandon();
    });
    const accept = incoming.header('accept');
    const mediaType = direct && incoming.method === 'POST' ? chooseMediaType(accept) : null;
    let streaming: Readable | null = null;
    const end = async (): Promise<void> => {
      deadline.clear();
      await dispose(passage);
      await passage.multipart?.close();
    };
    try {
      const answer = mediaType === null ? null : await answerDirectly(passage, mediaType);
      const outgoing = withMaxAge(answer ?? (await answerThroughFetch(passage, accept)), exchange);
      if (outgoing.body instanceof Readable) streaming = outgoing.body;
      return outgoing;
    } finally {
      if (streaming) finished(streaming, () => void end());
      else await end();
    }
  };

  function execute(passage: Passage, executor: Executors, args: ExecutionArgs): Promise<Result> {
    return passage.deadline.within(executeNow(passage, executor, args));
  }

  async function executeNow(passage: Passage, executors: Executors, args: ExecutionArgs): Promise<Result> {
    const { operationName, variableValues } = args;
    const incremental =
      usesIncremental(args.document) &&
      !passage.isListed &&
      namesIncremental(passage.exchange.incoming.header('accept'));
    if (incremental && passage.streams === 'unable') {
      passage.streams = 'refused';
      return { data: null };
    }
    const document = incremental ? args.document : withoutIncremental(args.document);
    const operation = getOperationAST(document, operationName);
    passage.exchange.operation = operation?.name?.value ?? null;
    passage.exchange.operationType = operation?.operation ?? null;
    checkPageSizes(document, variableValues ?? {}, options.limits.maxPageSize);
    const context = await options.createContext(passage.info as RequestInfo);
    passage.context = context;
    if (operation) {
      const variables = variableValues ?? {};
      const early = await context.prepare?.({ document, operation, variables, incremental });
      if (early !== undefined) return early;
    }
    const execute = incremental ? executors.incremental : executors.whole;
    // Resolvers get the context itself: Yoga would copy its own properties and lose methods.
    const { schema, rootValue } = args;
    const result = await execute({
      schema,
      document,
      rootValue,
      contextValue: context,
      variableValues,
      operationName,
    });
    return isIncremental(result) ? startParts(passage, result) : result;
  }

  /** A request that is refused as a whole says so by its status, which is sent before the first part. */
  async function startParts(passage: Passage, parts: AsyncIterable<ResultPart>): Promise<Result> {
    const iterator = parts[Symbol.asyncIterator]();
    const first = await iterator.next();
    const { hasNext: _, ...result } = first.value as ResultPart;
    const whole = finishResult(result, finishOptions(passage));
    if (whole.data === undefined) {
      await iterator.return?.();
      return result;
    }
    const publish = partPublisher(passage);
    return publishParts(first, iterator, publish, () => passage.deadline.abandon());
  }

  async function answerThroughFetch(passage: Passage, accept: string | null): Promise<Outgoing> {
    passage.streams = 'allowed';
    const request = new yoga.fetchAPI.Request(url, {
      method: passage.exchange.incoming.method,
      headers: accept === null ? {} : { accept },
    });
    return toOutgoing(await yoga.fetch(request, { passage }));
  }

  /**
   * The same steps that Yoga's server takes for a request with one operation and one answer, without the Fetch
   * API objects around them, which cost more than all the rest, and without those whose outcome is known from
   * an earlier request with the same document. Null for batches and streams: those are Yoga's.
   */
  async function answerDirectly(passage: Passage, mediaType: JsonMediaType): Promise<Outgoing | null> {
    passage.streams = 'unable';
    let result: ExecutionResult;
    try {
      passage.info = readInfo(passage, options);
      passage.params = await readRequest(passage, options, persisted);
      const { params } = passage;
      if (Array.isArray(params))
        return maxBatch > 1 && passage.multipart === null ? await answerBatch(passage, params) : null;
      result = await resultOf(passage, params);
      // Set by the plugin meanwhile.
      if ((passage.streams as Passage['streams']) === 'refused') return null;
    } catch (error) {
      result = { errors: asGraphqlErrors(error) };
    }
    const response: unknown = processRegularResult(finish(result, passage), plainFetchApi, mediaType);
    return toOutgoing(response as PlainResponse);
  }

  async function resultOf(passage: Passage, params: GraphQLParams): Promise<ExecutionResult> {
    const known = executors && documents.find(params);
    const result = known
      ? await execute(passage, executors as Executors, {
          schema: options.schema,
          document: known.document,
          variableValues: known.variableValues,
          operationName: known.operationName,
        })
      : await yoga.getResultForParams({ params, request: plainPost }, { passage });
    return result as ExecutionResult;
  }

  /** Each operation as if it had come alone, all at the same time. */
  async function answerBatch(passage: Passage, batch: readonly GraphQLParams[]): Promise<Outgoing> {
    const { exchange } = passage;
    if (batch.length === 0) throw requestError(400, 'BAD_REQUEST', 'The list of operations is empty.');
    if (batch.length > maxBatch) {
      throw new GatewayError(
        'QUERY_TOO_COMPLEX',
        `The request is a list of ${batch.length} operations, and ${maxBatch} are the most that are allowed. Send the others in requests of their own.`,
      );
    }
    passage.batch = batch.map(() => ({
      ...passage,
      deadline: new RequestDeadline(passage.deadlineMs),
      context: null,
      isListed: true,
    }));
    const results = await Promise.all(passage.batch.map((one, index) => answerOne(one, batch[index])));
    exchange.operation = null;
    exchange.errorCodes = results.flatMap(({ errors = [] }) =>
      errors.map((error) => String(error.extensions.code)),
    );
    const response: unknown = processRegularResult(results, plainFetchApi, 'application/json');
    return toOutgoing(response as PlainResponse);
  }

  async function answerOne(passage: Passage, given: unknown): Promise<ExecutionResult> {
    let result: ExecutionResult;
    try {
      if (typeof given !== 'object' || given === null || Array.isArray(given))
        throw requestError(
          400,
          'BAD_REQUEST',
          'Each entry of the list must be an object with the operation in "query".',
        );
      passage.info = readInfo(passage, options);
      passage.params = persisted.resolve(given);
      result = await resultOf(passage, passage.params);
      if ((passage.streams as Passage['streams']) === 'refused')
        throw requestError(400, 'BAD_REQUEST', 'An operation that answers with a stream must come alone.');
    } catch (error) {
      result = { errors: asGraphqlErrors(error) };
    } finally {
      passage.deadline.clear();
    }
    const sent = finish(result, passage);
    await dispose(passage);
    return sent;
  }

  /** Nothing but a query that has been answered in full may be kept, by the client alone, and for its login alone. */
  function withMaxAge(outgoing: Outgoing, { incoming, errorCodes }: Exchange): Outgoing {
    if (getMaxAgeMs === 0 || incoming.method !== 'GET') return outgoing;
    if (outgoing.status !== 200 || errorCodes.length > 0 || outgoing.body instanceof Readable)
      return outgoing;
    const headers = {
      vary: '',
      ...outgoing.headers,
      'cache-control': `private, max-age=${Math.floor(getMaxAgeMs / 1000)}`,
    };
    headers.vary = joinVary(outgoing.headers.vary, whatAnswersDependOn);
    return { ...outgoing, headers };
  }
}

/** The request headers that a client's cache must compare. */
const whatAnswersDependOn = 'authorization, cookie, accept, x-clio-region, x-clio-explain';

/** All that Yoga's plugins look at of a request whose parameters have been read: its method. */
const plainPost = { method: 'POST', headers: new Headers() } as Request;

/** The one class that Yoga needs to put an answer into words. */
const plainFetchApi = { Response: PlainResponse } as unknown as FetchAPI;

/** What was thrown outside the fields, in the form in which Yoga hands errors on. */
function asGraphqlErrors(error: unknown): readonly GraphQLError[] {
  if (error instanceof GraphQLError) return [error];
  if (error instanceof AggregateError) return error.errors.flatMap(asGraphqlErrors);
  // Nobody waits any more, or the deadline has its own error: see withReason.
  if (error instanceof DOMException && error.name === 'AbortError') return [];
  const originalError = error instanceof Error ? error : new Error(String(error));
  return [new GraphQLError(originalError.message, { originalError })];
}

async function readRequest(
  passage: Passage,
  options: GraphqlHandlerOptions,
  persisted: PersistedDocuments,
): Promise<GraphQLParams> {
  const params = await readSentParams(passage, options);
  return Array.isArray(params) ? params : persisted.resolve(params);
}

async function readSentParams(passage: Passage, options: GraphqlHandlerOptions): Promise<GraphQLParams> {
  const { incoming } = passage.exchange;
  if (!options.uploads || !isMultipart(incoming)) return readParams(incoming, options.maxBodyBytes);
  const multipart = await readMultipart(incoming, options.uploads, options.maxBodyBytes);
  passage.multipart = multipart;
  return multipart.operations;
}

function readInfo({ exchange, deadline, deadlineMs }: Passage, options: GraphqlHandlerOptions): RequestInfo {
  const { incoming } = exchange;
  const login = readLogin(exchange, options.defaultToken);
  const explain = readExplain(incoming, options.allowExplain);
  return new GraphqlRequestInfo(exchange, login, explain, deadline.signal, deadlineMs);
}

/** A class, so that all requests share one hidden class: their context is read all along the way. */
class GraphqlRequestInfo implements RequestInfo {
  readonly token: string | null;
  readonly region: RequestInfo['region'];
  readonly login: RequestInfo['login'];
  readonly explain: RequestInfo['explain'];
  readonly cacheUse: RequestInfo['cacheUse'];
  readonly requestId: string;
  readonly signal: RequestInfo['signal'];
  readonly trace: RequestInfo['trace'];
  readonly deadlineMs: number;
  readonly #exchange: Exchange;

  constructor(
    exchange: Exchange,
    { token, region, login }: Login,
    explain: RequestInfo['explain'],
    signal: RequestInfo['signal'],
    deadlineMs: number,
  ) {
    this.token = token;
    this.region = region;
    this.login = login;
    this.explain = explain;
    this.cacheUse = readCacheUse(exchange.incoming);
    this.requestId = exchange.requestId;
    this.signal = signal;
    this.trace = exchange.trace;
    this.deadlineMs = deadlineMs;
    this.#exchange = exchange;
  }

  get logger(): RequestInfo['logger'] {
    return this.#exchange.logger;
  }
}

/** Both are the same GraphQL; only the standard executor knows how to answer in parts. */
interface Executors {
  readonly whole: Executor;
  readonly incremental: Executor;
}

interface PassageArgs extends ExecutionArgs {
  readonly contextValue: { readonly passage: Passage };
}

function usePassage(
  options: GraphqlHandlerOptions,
  persisted: PersistedDocuments,
  run: (args: PassageArgs, standard: Executor) => Promise<Result>,
): Plugin<{ passage: Passage }, { passage: Passage }> {
  const validated = new WeakMap<DocumentNode, readonly GraphQLError[]>();
  const deferStream: Plugin = useDeferStream();
  const { limits, introspection } = options;
  const parseWithin: typeof parse = (source, parseOptions) => {
    try {
      return parse(source, { ...parseOptions, maxTokens: limits.maxTokens });
    } catch (error) {
      throw error instanceof GraphQLError ? tooManyTokens(error, limits.maxTokens) : error;
    }
  };
  return {
    onRequestParse({ serverContext: { passage }, setRequestParser }) {
      passage.info ??= readInfo(passage, options);
      setRequestParser(() => passage.params ?? readRequest(passage, options, persisted));
    },

    onParse({ setParseFn }) {
      setParseFn((source, parseOptions) =>
        withinStack(
          () => parseWithin(source, parseOptions),
          (error) => {
            throw error;
          },
        ),
      );
    },

    onValidate(payload) {
      const {
        params: { documentAST },
        validateFn,
        addValidationRule,
        setValidationFn,
        setResult,
      } = payload;
      const known = validated.get(documentAST);
      if (known) {
        setResult([...known]);
        return;
      }
      addValidationRule(idempotentRule);
      // Its rules take the place of some of GraphQL's own: other documents are not concerned.
      if (usesIncremental(documentAST)) deferStream.onValidate?.(payload);
      if (!introspection) {
        addValidationRule(NoSchemaIntrospectionCustomRule);
        addValidationRule(noServiceRule);
      }
      setValidationFn((...args) =>
        withinStack(
          () => {
            const refused = checkDocument(documentAST, limits);
            if (refused) return [refused];
            const errors = validateFn(...args);
            return introspection ? errors : errors.map(withoutSuggestion);
          },
          (error) => [error],
        ),
      );
      return ({ result }) => {
        validated.set(documentAST, result as readonly GraphQLError[]);
      };
    },

    onSubscribe({ args, setResultAndStopExecution }) {
      const { passage } = args.contextValue;
      if (passage.streams === 'allowed') return;
      passage.streams = 'refused';
      setResultAndStopExecution({ data: null });
    },

    onExecute({ args, executeFn, setExecuteFn }) {
      setExecuteFn(() => run(args, executeFn as Executor));
    },

    onResultProcess({ result, setResult, serverContext: { passage } }) {
      // Batches are turned off; parts are finished one by one.
      if (Array.isArray(result) || isIncremental(result)) return;
      setResult(finish(result as ExecutionResult, passage));
    },
  };
}

/** Runs a recursive algorithm over a document; one nested so deeply that the stack ends is the client's fault. */
function withinStack<T>(run: () => T, refuse: (error: GraphQLError) => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError)
      return refuse(new GatewayError('QUERY_TOO_COMPLEX', 'The document is nested too deeply.'));
    throw error;
  }
}

/** Names of the schema in "Did you mean …?" would tell what introspection must not. */
function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean .*\?$/s, '');
  return message === error.message ? error : new GraphQLError(message, { nodes: error.nodes });
}

function finishOptions({ exchange, info }: Passage): FinishOptions {
  const secret = info?.token ?? null;
  return {
    requestId: exchange.requestId,
    onHidden: ({ error, path }) =>
      exchange.logger.error({ err: describeFault(error, secret), path }, 'unexpected error'),
  };
}

const codeOf = (error: GraphQLError): string => String(error.extensions.code);

const hasAny = (data: ExecutionResult['data']): boolean =>
  Object.values(data ?? {}).some((value) => value !== null);

/** Like {@link finish}, part by part; what there is to tell about the request goes with the last. */
function partPublisher(passage: Passage): (part: ResultPart) => ResultPart {
  const { exchange, context } = passage;
  const options = finishOptions(passage);
  const publish = <T extends { readonly errors?: readonly GraphQLError[] }>(part: T): T => {
    if (part.errors === undefined) return part;
    const errors = finishErrors(part.errors, options);
    exchange.errorCodes = [...exchange.errorCodes, ...errors.map(codeOf)];
    return { ...part, errors };
  };
  return (part) => {
    exchange.hasData ||= hasAny(part.data);
    const extensions = part.hasNext ? undefined : context?.extensions?.();
    return {
      ...publish(part),
      ...(part.incremental ? { incremental: part.incremental.map(publish) } : {}),
      ...(extensions ? { extensions } : {}),
    };
  };
}

function finish(result: ExecutionResult, passage: Passage): ExecutionResult {
  const { exchange, deadline, context } = passage;
  const sent = finishResult(withReason(result, deadline), finishOptions(passage));
  exchange.errorCodes = sent.errors?.map(codeOf) ?? [];
  exchange.hasData = hasAny(sent.data);
  const extensions = context?.extensions?.();
  return extensions === undefined ? sent : { ...sent, extensions: { ...sent.extensions, ...extensions } };
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

async function toOutgoing(response: Response | PlainResponse): Promise<Outgoing> {
  if (response.status === 406) {
    const offer = 'application/graphql-response+json or application/json';
    return errorAnswer(406, 'BAD_REQUEST', `Answers are ${offer}; put one of them into Accept.`);
  }
  const given =
    response instanceof PlainResponse ? Object.entries(response.headers) : [...response.headers.entries()];
  const headers: Record<string, string> = {};
  for (const [givenName, value] of given) {
    // Yoga's own Response keeps the case in which a header was set.
    const name = givenName.toLowerCase();
    if (!ofConnection.has(name)) headers[name] = value;
  }
  headers['cache-control'] = 'private, no-store';
  if (!(response instanceof PlainResponse) && namesIncremental(headers['content-type'] ?? null)) {
    // Proxies that collect an answer before they pass it on would undo it.
    headers['x-accel-buffering'] = 'no';
    // No encoding has that name; Yoga means it for proxies, too.
    if (headers['content-encoding'] === 'none') delete headers['content-encoding'];
    const parts = response.body as unknown as AsyncIterable<Uint8Array>;
    return { status: response.status, headers, body: Readable.from(parts, { objectMode: false }) };
  }
  const body = response instanceof PlainResponse ? response.body : await response.text();
  return { status: response.status, headers, body };
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
