import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql';
import {
  type Context,
  GRAPHQL_TRANSPORT_WS_PROTOCOL,
  makeServer,
  type Server,
  type SubscribePayload,
} from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { badInput, GatewayError } from '../../errors.ts';
import type { PreparedDocuments } from '../../request/prepared-documents.ts';
import type { SessionLogin } from '../../request/request-context.ts';
import type { HttpRequest } from '../http/http-message.ts';
import { NodeHttpRequest, type NodeListenerOptions } from '../http/node-listener.ts';
import { ServerRequest } from '../server-request.ts';
import type { SignInRoutes } from '../within-session.ts';
import { finishErrors, rebuild } from './finish-result.ts';
import type { PersistedDocuments } from './persisted-documents.ts';
import { isSubscription } from './prepare-operation.ts';
import { type ReadOptions, readHeaders } from './read-headers.ts';
import type { GraphqlParams } from './read-params.ts';
import { asGraphqlErrors, codeOf } from './respond.ts';
import { serveSocket } from './serve-socket.ts';
import { ServedOperation } from './served-operation.ts';
import { type SubscribeOptions, subscribe } from './subscribe.ts';

export interface WebSocketOptions extends ReadOptions, SubscribeOptions {
  readonly documents: PreparedDocuments;
  readonly persisted: PersistedDocuments;
  readonly signIn?: SignInRoutes;
  readonly logger: Logger;
}

interface Login {
  readonly http: HttpRequest;
  readonly login: SessionLogin | null;
}

/** The request for a connection. */
export interface Upgrade {
  readonly message: IncomingMessage;
  readonly options: NodeListenerOptions;
}

/** What the gateway knows about a connection, besides the protocol's own state. */
interface SocketExtra {
  readonly socket: WebSocket;
  readonly upgrade: Upgrade;
  /** Ids of subscriptions that are about to begin. */
  readonly beginning: Set<string>;
  login?: Login;
}

type SocketContext = Context<Record<string, unknown>, SocketExtra>;

/** How long the gateway waits for clients to close their connections when it stops. */
const closeMs = 1000;
/** The protocol's close code for an invalid login. */
const unauthorized = 4401;

/**
 * Subscriptions over WebSocket, by the `graphql-transport-ws` protocol. Queries and mutations are rejected.
 */
export class WebSockets {
  readonly #options: WebSocketOptions;
  readonly #server: WebSocketServer;
  readonly #protocol: Server<SocketExtra>;

  constructor(options: WebSocketOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: options.config.maxBodyBytes,
      handleProtocols: (offered) =>
        offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false,
    });
    this.#protocol = makeServer<Record<string, unknown>, SocketExtra>({
      onConnect: (context) => this.#connect(context),
      onSubscribe: (context, id, payload) => this.#subscribe(context, id, payload),
      // `#begin` has put it there.
      subscribe: ({ contextValue }) => contextValue as AsyncIterable<ExecutionResult>,
    });
  }

  accept(upgrade: Upgrade, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(upgrade.message, socket, head, (opened) => {
      const extra: SocketExtra = { socket: opened, upgrade, beginning: new Set() };
      serveSocket(opened, (connection) => this.#protocol.opened(connection, extra), this.#options.logger);
    });
  }

  async close(): Promise<void> {
    const { clients } = this.#server;
    for (const client of clients) client.close(1001, 'The gateway is shutting down.');
    const timer = setTimeout(() => {
      for (const client of clients) client.terminate();
    }, closeMs);
    await new Promise((resolve) => this.#server.close(resolve));
    clearTimeout(timer);
  }

  async #connect(context: SocketContext): Promise<boolean> {
    const rejection = await this.#logIn(context);
    if (rejection === null) return true;
    this.#options.logger.info({ reason: rejection }, 'a WebSocket was rejected');
    context.extra.socket.close(unauthorized, rejection.slice(0, 120));
    return false;
  }

  /** Reads the login of the connection, for all its subscriptions. Returns the reason if it is rejected. */
  async #logIn({ extra, connectionParams = {} }: SocketContext): Promise<string | null> {
    const http = new SocketRequest(extra.upgrade, connectionParams);
    const session = (await this.#options.signIn?.open(http)) ?? null;
    if (session?.login instanceof Error) return session.login.message;
    extra.login = { http, login: session?.login ?? null };
    try {
      readHeaders(this.#served(extra.login), this.#options);
      return null;
    } catch (error) {
      return error instanceof GatewayError ? error.message : 'The connection is rejected.';
    }
  }

  async #subscribe(
    context: SocketContext,
    id: string,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> {
    const { beginning, login } = context.extra;
    // If two subscriptions with one id begin at the same time, the library loses the first.
    if (beginning.has(id)) return [badInput(`The id ${id} is still in use.`)];
    if (!login) return [new GatewayError('UNAUTHENTICATED', 'The connection has no login.')];
    beginning.add(id);
    const served = this.#served(login);
    try {
      return await this.#begin(served, Object.keys(context.subscriptions).length, payload);
    } catch (error) {
      const errors = finishErrors(asGraphqlErrors(error), served).map(withoutHttp);
      const { operation } = served.request;
      served.logger.info({ operation, codes: errors.map(codeOf) }, 'a subscription was rejected');
      return errors;
    } finally {
      served.deadline.clear();
      beginning.delete(id);
    }
  }

  /** @param open Subscriptions of the connection, with this one. */
  async #begin(served: ServedOperation, open: number, payload: SubscribePayload): Promise<ExecutionArgs> {
    const { config, persisted, documents } = this.#options;
    const most = config.maxSubscriptionsPerConnection;
    if (open > most) {
      const message = `A connection can have at most ${most} subscriptions. End one first.`;
      throw new GatewayError('RATE_LIMITED', message);
    }
    readHeaders(served, this.#options);
    if (served.token === null && served.explain !== 'plan')
      throw new GatewayError(
        'UNAUTHENTICATED',
        'This connection has no access token. Send connectionParams: { authorization: "Bearer <Clio access token>" }.',
      );
    const { query = '', operationName, variables } = persisted.resolve(readParams(payload));
    const document = documents.prepare(query);
    if (document.errors.length > 0) {
      // Over HTTP, Yoga gives these errors their codes.
      const code = document.document === null ? 'GRAPHQL_PARSE_FAILED' : 'GRAPHQL_VALIDATION_FAILED';
      const errors = document.errors.map((one) => rebuild(one, one.message, { code, ...one.extensions }));
      throw new AggregateError(errors, 'The document is not valid.');
    }
    const prepared = document.operation(operationName);
    if (!prepared)
      throw badInput(
        'The document has no operation of this name, or it has several and the request does not name one.',
      );
    if (!isSubscription(prepared)) throw badInput('Send queries and mutations by HTTP.');
    const contextValue = await subscribe(served, prepared, variables, this.#options);
    return { schema: prepared.schema, document: prepared.document, operationName, contextValue };
  }

  #served({ http, login }: Login): ServedOperation {
    const request = new ServerRequest(http, this.#options.logger);
    request.login = login;
    return new ServedOperation(request, this.#options.config);
  }
}

/** The protocol requires the text of a document. A client that sends an id instead sends an empty text. */
function readParams({
  query,
  operationName,
  variables,
  extensions,
  documentId,
}: SubscribePayload & { readonly documentId?: unknown }): GraphqlParams {
  const params: GraphqlParams = {
    query: query === '' ? undefined : query,
    operationName: operationName ?? undefined,
    variables: variables ?? undefined,
    extensions: extensions ?? undefined,
  };
  return documentId === undefined ? params : Object.assign(params, { documentId });
}

/** Removes the HTTP status, which a WebSocket does not have. */
function withoutHttp(error: GraphQLError): GraphQLError {
  const { http: _, ...extensions } = error.extensions;
  return rebuild(error, error.message, extensions);
}

/** Headers that `connectionParams` replace, since browsers cannot set those of an upgrade. */
const replaceable: ReadonlySet<string> = new Set(['authorization', 'x-clio-region', 'x-clio-explain']);

/** An upgrade request with what the client sent in `connectionParams`. */
class SocketRequest extends NodeHttpRequest {
  readonly #params: Readonly<Record<string, unknown>>;

  constructor({ message, options }: Upgrade, params: Readonly<Record<string, unknown>>) {
    super(message, options);
    this.#params = params;
  }

  override header(name: string): string | null {
    // Each subscription gets its own.
    if (name === 'x-request-id') return null;
    if (replaceable.has(name))
      for (const [key, value] of Object.entries(this.#params))
        if (key.toLowerCase() === name && typeof value === 'string') return value;
    return super.header(name);
  }
}
