import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Duplex, finished, Readable } from 'node:stream';
import type { GraphQLSchema } from 'graphql';
import { isLoopbackAddress } from '../loopback.ts';
import { PreparedDocuments } from '../request/prepared-documents.ts';
import { PersistedDocuments } from './graphql/persisted-documents.ts';
import { createSubscribe, type SubscriptionSource } from './graphql/subscribe.ts';
import { createUpgrades } from './graphql/upgrades.ts';
import { fromFetchRequest, toFetchResponse } from './http/fetch-adapter.ts';
import type { HttpRequest, HttpResponse } from './http/http-message.ts';
import { InFlight } from './http/in-flight.ts';
import { createNodeListener, type NodeListenerOptions } from './http/node-listener.ts';
import { UnreadResponses } from './http/unread-responses.ts';
import { createRequestHandler, type RequestHandlerOptions } from './request-handler.ts';

/** What {@link createServer} serves, and how. */
export interface ServerOptions
  extends Omit<RequestHandlerOptions, 'documents' | 'persisted' | 'subscribe' | 'graphiql' | 'isDraining'> {
  /** Documents that are known from the start, by the ids that clients have for them. */
  readonly trusted?: ReadonlyMap<string, string>;
  /** Begins subscriptions. */
  readonly subscriptions: SubscriptionSource;
  /** The schema for documents of federation routers; absent where there are none. */
  readonly routerSchema?: () => GraphQLSchema;
  /** Operation GraphiQL opens with. */
  readonly exampleQuery: string;
  /**
   * How long a client may read nothing of a response, in milliseconds, before the connection is closed.
   * @default 30_000
   */
  readonly stalledReaderMs?: number;
  /**
   * How long a client may take to send a body that is no file, in milliseconds.
   * @default 30_000
   */
  readonly slowSenderMs?: number;
}

/** A gateway's HTTP side. */
export interface GatewayServer {
  /** Answers a request that the gateway makes itself. Never rejects. */
  readonly handle: (http: HttpRequest) => Promise<HttpResponse>;
  /**
   * Answers a request of the Fetch API. Needs no `this`: it can be handed on by itself. Routers pass their own values beside
   * the request; only the original path of Hono's is read. The response is not compressed: that is left to the server that sends it.
   */
  readonly fetch: (request: Request, surroundings?: unknown) => Promise<Response>;
  /**
   * Answers a request of `node:http`, for a server that was opened elsewhere. Reads the body itself, so it goes before
   * body parsers.
   */
  readonly listener: RequestListener;
  /**
   * Takes over a connection for subscriptions by WebSocket: a listener for `upgrade` of a server that was opened elsewhere.
   * It closes the connections that it does not take over.
   */
  readonly upgrade: (message: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Starts listening; port 0 takes any free one. */
  listen(address: {
    readonly host: string;
    readonly port: number;
  }): Promise<{ readonly url: string; readonly port: number }>;
  /**
   * Stops: `/readyz` answers 503 at once, no connection is taken any more, requests in flight are finished
   * within their deadline, then what is left is cut. Calling it again waits for the same end.
   */
  close(): Promise<void>;
}

/**
 * Longer than a load balancer keeps an idle connection (60 s is usual): the side that closes first must be
 * the other one, or its next request meets a closed connection.
 */
const keepAliveTimeoutMs = 65_000;

/** How long a client may take to send a request, against those that hold connections by sending slowly. */
const sendTimeoutMs = 30_000;
/** How often the server looks for clients that exceed a time limit. */
const slowClientsCheckMs = 1000;

/** This many of the largest answers may wait for slow clients at the same time. */
const largestUnreadResponses = 8;

/** A request still unanswered this long after its deadline is cut at shutdown. */
const closeGraceMs = 1_000;

/** Puts HTTP in front of a schema: GraphQL, GraphiQL, health, readiness, the schema document. */
export function createServer(options: ServerOptions): GatewayServer {
  const inFlight = new InFlight();
  let draining = false;
  let onLoopback = false;
  let closing: Promise<void> | null = null;
  const isDraining = (): boolean => draining;

  const { config, logger, stalledReaderMs = sendTimeoutMs, slowSenderMs = sendTimeoutMs } = options;
  // For a token that opens nothing real.
  const lendToAnyHost = config.upstream.kind === 'sandbox';
  const documents = new PreparedDocuments({
    schema: options.schema,
    routerSchema: options.routerSchema,
    config,
  });
  const persisted = new PersistedDocuments(config, options.trusted);
  const subscribe = createSubscribe(options.subscriptions, config);
  const handle = createRequestHandler({
    ...options,
    documents,
    persisted,
    subscribe,
    graphiql: config.graphiql
      ? {
          exampleQuery: options.exampleQuery,
          explain: config.explain,
          signIn: options.signIn !== undefined,
          lendsToken: options.defaultToken !== null,
          sandbox: lendToAnyHost,
          schemaPrefix: config.schemaPrefix ?? undefined,
        }
      : null,
    isDraining,
  });
  const unread = new UnreadResponses({
    maxBytes: largestUnreadResponses * config.maxResponseBytes,
    stalledMs: stalledReaderMs,
    onCut: (bytes) => logger.warn({ bytes }, 'cut a response: too many wait for slow clients'),
  });
  const listening = { sendTimeoutMs: slowSenderMs, inFlight, isDraining, unread };
  const own = { ...listening, borrowOnLoopbackOnly: () => onLoopback && !lendToAnyHost };
  const mounted: NodeListenerOptions = {
    ...listening,
    // Where the other server listens is known only from the connections that come in.
    borrowOnLoopbackOnly: ({ socket }) => !lendToAnyHost && isLoopbackAddress(socket.localAddress ?? ''),
  };
  const upgrades = createUpgrades({
    path: `${options.basePath}/graphql`,
    corsOrigins: config.corsOrigins,
    isDraining,
    load: async () => {
      const { createWebSockets } = await import('./graphql/websocket.ts');
      return createWebSockets({ ...options, documents, persisted, subscribe });
    },
  });
  const http = createHttpServer(
    {
      keepAliveTimeout: keepAliveTimeoutMs,
      headersTimeout: sendTimeoutMs,
      // Node looks for slow clients every 30 s otherwise, so that 30 s became 60.
      connectionsCheckingInterval: slowClientsCheckMs,
      // Files may take longer; for other bodies there is a shorter limit where they are read.
      requestTimeout: Math.max(sendTimeoutMs, config.uploadDeadlineMs),
    },
    createNodeListener(handle, own),
  );
  http.on('upgrade', (message, socket, head) => upgrades.take(message, socket, head, own));

  return {
    handle,

    async fetch(request, surroundings) {
      inFlight.enter();
      // The response never rejects.
      const response = await handle(fromFetchRequest(request, surroundings));
      if (response.body instanceof Readable) finished(response.body, () => inFlight.leave());
      else inFlight.leave();
      return toFetchResponse(response, request.method);
    },

    listener: createNodeListener(handle, mounted),

    upgrade: (message, socket, head) => upgrades.take(message, socket, head, mounted),

    async listen({ host, port }) {
      http.listen(port, host);
      await once(http, 'listening');
      const address = http.address() as AddressInfo;
      onLoopback = isLoopbackAddress(address.address);
      return { url: `http://${nameInUrl(host)}:${address.port}`, port: address.port };
    },

    close() {
      closing ??= close();
      return closing;
    },
  };

  async function close(): Promise<void> {
    draining = true;
    const closed = http.listening ? once(http, 'close') : null;
    if (closed) http.close();
    await upgrades.close();
    await inFlight.idle(config.requestDeadlineMs + closeGraceMs);
    http.closeAllConnections();
    await closed;
  }
}

/** A host as a URL for people has it. */
function nameInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
