import { finished, Readable } from 'node:stream';
import { describeError } from './describe-error.ts';
import { internalError } from './graphql/finish-result.ts';
import { compressResponse, isWorthCompressing, joinVary } from './http/compress.ts';
import { Cors } from './http/cors.ts';
import { errorResponse, type HandleRequest, type HttpResponse } from './http/http-message.ts';
import { logRequest, reportRequest } from './report-request.ts';
import { type RouteOptions, Router } from './route.ts';
import { ServerRequest } from './server-request.ts';

/** Handles requests of any transport. */
export class RequestHandler {
  readonly #options: RouteOptions;
  readonly #router: Router;
  readonly #cors: Cors;

  constructor(options: RouteOptions) {
    this.#options = options;
    this.#router = new Router(options);
    this.#cors = new Cors(options.config.corsOrigins);
  }

  readonly handle: HandleRequest = async (http) => {
    const startedAt = performance.now();
    const request = new ServerRequest(http, this.#options.logger);
    let response: HttpResponse;
    try {
      response = this.#cors.preflight(http) ?? (await this.#router.route(request));
    } catch (error) {
      response = unexpected(request, error);
    }
    if (this.#options.config.compression && isWorthCompressing(response))
      response = await compressResponse(http, response);
    const { status, cookies, body } = response;
    // The outcome of a result in parts is known only after the last part.
    if (request.route === 'graphql' && body instanceof Readable)
      finished(body, () => this.#report(request, status, startedAt));
    else this.#report(request, status, startedAt);
    return { status, headers: this.#withCommonHeaders(response, request), cookies, body };
  };

  #report(request: ServerRequest, status: number, startedAt: number): void {
    const { basePath, telemetry } = this.#options;
    const ms = performance.now() - startedAt;
    logRequest(request, basePath, status, ms);
    reportRequest(telemetry, request, status, ms);
  }

  #withCommonHeaders({ headers: own }: HttpResponse, request: ServerRequest): Record<string, string> {
    const ofCors = this.#cors.headers(request.http);
    // New names first: on Node 20, each object whose new names follow a spread gets its own hidden class.
    const headers: Record<string, string> = {
      'x-content-type-options': 'nosniff',
      'x-request-id': request.requestId,
      ...own,
      ...ofCors,
    };
    if (own.vary !== undefined && ofCors.vary !== undefined) headers.vary = joinVary(own.vary, ofCors.vary);
    return headers;
  }
}

function unexpected(request: ServerRequest, error: unknown): HttpResponse {
  request.logger.error({ err: describeError(error, null) }, 'unexpected error');
  request.errorCodes = ['INTERNAL_SERVER_ERROR'];
  return errorResponse(500, 'INTERNAL_SERVER_ERROR', internalError(request.requestId));
}
