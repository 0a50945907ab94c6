import { finished, Readable } from 'node:stream';
import type { ExecutionResult } from 'graphql';
import { resultTooLarge } from '../../request/execution/result-size.ts';
import type { PreparedOperation } from '../../request/prepared-operation.ts';
import { joinObjects } from '../../values.ts';
import { joinVary } from '../http/compress.ts';
import type { HttpResponse } from '../http/http-message.ts';
import type { ServerRequest } from '../server-request.ts';
import { executeOperation } from './execute-operation.ts';
import { chooseMediaType } from './media-type.ts';
import { checkEntry, executeList } from './operation-list.ts';
import { isSubscription, prepareOperation } from './prepare-operation.ts';
import { readHeaders } from './read-headers.ts';
import { readOperation } from './read-operation.ts';
import type { GraphqlParams } from './read-params.ts';
import { requestError } from './request-error.ts';
import { asGraphqlErrors, finish, respond } from './respond.ts';
import { ServedOperation } from './served-operation.ts';
import { createYogaServer, type GraphqlOptions, type YogaServer } from './yoga-server.ts';

/** GraphQL over HTTP: takes each operation through the steps read, prepare, execute, respond. */
export class GraphqlHandler {
  readonly #options: GraphqlOptions;
  readonly #yoga: YogaServer;

  constructor(options: GraphqlOptions) {
    this.#options = options;
    this.#yoga = createYogaServer(options);
  }

  async handle(request: ServerRequest): Promise<HttpResponse> {
    const { http } = request;
    const { config } = this.#options;
    const { maxResponseBytes, getMaxAgeMs } = config;
    const served = new ServedOperation(request, config);
    http.onDisconnect(() => {
      request.disconnected = true;
      served.deadline.abandon();
    });
    const mediaType = http.method === 'POST' ? chooseMediaType(http.header('accept')) : null;
    let response: HttpResponse | null = null;
    try {
      if (mediaType !== null) {
        // JSON in one piece, without the Fetch API objects of Yoga's server, which cost more than all other
        // steps.
        let result: ExecutionResult | ExecutionResult[] | null;
        try {
          result = await this.#resultOf(served, await readOperation(served, this.#options));
        } catch (error) {
          result = { errors: asGraphqlErrors(error) };
        }
        if (Array.isArray(result)) response = respond(result, 'application/json');
        else if (result !== null) response = respond(finish(result, served), mediaType);
      }
      response ??= await this.#yoga.handle(served);
      if (isLarger(response.body, maxResponseBytes)) {
        const rejected = finish({ errors: [resultTooLarge(maxResponseBytes, request.hasMutation)] }, served);
        response = respond(rejected, mediaType ?? 'application/json');
      }
      return getMaxAgeMs > 0 ? withMaxAge(response, request, getMaxAgeMs) : response;
    } finally {
      const body = response?.body;
      if (body instanceof Readable) finished(body, () => void served.end());
      else if (served.multipart) await served.end();
      else served.deadline.clear();
    }
  }

  /** The result of an operation, or of each operation of a list; null if Yoga must make the response. */
  #resultOf(
    served: ServedOperation,
    params: GraphqlParams,
  ): Promise<ExecutionResult | ExecutionResult[]> | ExecutionResult | null {
    const { config, documents } = this.#options;
    if (Array.isArray(params)) {
      if (config.maxBatch <= 1 || served.multipart !== null) return null;
      return executeList(served, params, config, (one, entry) => this.#executeEntry(one, entry));
    }
    const prepared = prepareOperation(served, documents, params);
    if (!prepared) return this.#yoga.resultOf(served, params);
    if (isStream(served, prepared)) return null;
    return executeOperation(served, prepared, params.variables, this.#options);
  }

  async #executeEntry(served: ServedOperation, entry: unknown): Promise<ExecutionResult> {
    const { request } = served;
    const { config, persisted } = this.#options;
    let result: ExecutionResult;
    try {
      const sent = checkEntry(entry);
      readHeaders(served, this.#options);
      const given = await this.#resultOf(served, persisted.resolve(sent));
      if (given === null) throw requestError(400, 'An operation whose response is a stream must come alone.');
      result = given as ExecutionResult;
      // Their results become one text in the end.
      request.resultCharacters += served.size.characters;
      if (request.resultCharacters > config.maxResponseBytes)
        throw resultTooLarge(config.maxResponseBytes, served.prepared?.operation.operation === 'mutation');
    } catch (error) {
      result = { errors: asGraphqlErrors(error) };
    } finally {
      served.deadline.clear();
    }
    return finish(result, served);
  }
}

/** Whether the response is a stream. The plan of a subscription is not. */
function isStream({ explain }: ServedOperation, prepared: PreparedOperation): boolean {
  return isSubscription(prepared) ? explain !== 'plan' : prepared.isIncremental;
}

/** A character has up to three bytes, so most responses need no count. */
function isLarger(body: HttpResponse['body'], bytes: number): boolean {
  return typeof body === 'string' && body.length * 3 > bytes && Buffer.byteLength(body) > bytes;
}

/** The request headers that a client's cache must compare. */
const varyingHeaders = 'authorization, cookie, accept, x-clio-region, x-clio-explain';

/** Only the complete result of a query may be cached, and only by the client, for its login. */
function withMaxAge(
  response: HttpResponse,
  { http, errorCodes }: ServerRequest,
  maxAgeMs: number,
): HttpResponse {
  if (http.method !== 'GET' || response.status !== 200 || errorCodes.length > 0) return response;
  const { status, headers: given, body } = response;
  if (body instanceof Readable) return response;
  const headers = joinObjects(given, {
    'cache-control': `private, max-age=${Math.floor(maxAgeMs / 1000)}`,
    vary: joinVary(given.vary, varyingHeaders),
  });
  return { status, headers, body };
}
