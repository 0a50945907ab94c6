import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Duplex, finished, Readable } from 'node:stream';
import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config/types.ts';
import { InFlight } from '../in-flight.ts';
import { isLoopbackAddress } from '../loopback.ts';
import { PreparedDocuments } from '../request/prepared-documents.ts';
import { waitAtMost } from '../values.ts';
import { PersistedDocuments } from './graphql/persisted-documents.ts';
import { Upgrades } from './graphql/upgrades.ts';
import { fromFetchRequest, toFetchResponse } from './http/fetch-adapter.ts';
import type { HttpRequest, HttpResponse } from './http/http-message.ts';
import { createNodeListener, type NodeListenerOptions } from './http/node-listener.ts';
import { UnreadResponses } from './http/unread-responses.ts';
import { createRequestHandler, type RequestHandlerOptions } from './request-handler.ts';

/** Options of {@link createServer}. */
export interface ServerOptions extends Omit<RequestHandlerOptions, 'documents' | 'persisted' | 'isDraining'> {
  /** Trusted documents by the ids that clients send. */
  readonly trusted?: ReadonlyMap<string, string>;
  /** The schema for documents of federation routers; absent if the gateway is not a subgraph. */
  readonly routerSchema?: () => GraphQLSchema;
  /**
   * How long a client may read nothing of a response, in milliseconds, before the connection is closed.
   * @default 30_000
   */
  readonly stalledReaderMs?: number;
  /**
   * How long a client may take to send a body without files, in milliseconds.
   * @default 30_000
   */
  readonly slowSenderMs?: number;
}

/** A gateway's HTTP side. */
export interface GatewayServer {
  /** Handles a request that the gateway makes itself. Never rejects. */
  readonly handle: (http: HttpRequest) => Promise<HttpResponse>;
  /**
   * Handles a request of the Fetch API. Does not use `this`, so it can be passed on alone. Routers pass more
   * arguments; only Hono's original path is read. The response is not compressed: the server that sends it
   * may do so.
   */
  readonly fetch: (request: Request, surroundings?: unknown) => Promise<Response>;
  /**
   * Handles a request of `node:http`, for a server that is opened elsewhere. It reads the body itself, so it
   * belongs before body parsers.
   */
  readonly listener: RequestListener;
  /**
   * Takes over a connection for subscriptions by WebSocket: a listener for `upgrade` of a server that is
   * opened elsewhere. It closes the connections that it does not take over.
   */
  readonly upgrade: (message: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Starts listening; port 0 takes any free one. */
  listen(address: {
    readonly host: string;
    readonly port: number;
  }): Promise<{ readonly url: string; readonly port: number }>;
  /**
   * Stops the server. `/readyz` responds with 503 at once, and no new connection is accepted. Requests in
   * flight may finish within their deadline; then the rest are cut. A second call waits for the same end.
   */
  close(): Promise<void>;
}

/**
 * Longer than load balancers keep an idle connection (usually 60 s). The load balancer must close first, or
 * its next request meets a closed connection.
 */
const keepAliveTimeoutMs = 65_000;

/**
 * How long a client may take to send a request: a protection against clients that hold connections by sending
 * slowly.
 */
const sendTimeoutMs = 30_000;
/** How often the server looks for clients that exceed a time limit. */
const slowClientsCheckMs = 1000;

/** This many responses of the maximum size may wait for slow clients at the same time. */
const largestUnreadResponses = 8;

/** At shutdown, a request without a response is cut this long after its deadline. */
const closeGraceMs = 1_000;

/** Creates the HTTP side of a gateway: GraphQL, GraphiQL, health, readiness, the schema document. */
export function createServer(given: ServerOptions): GatewayServer {
  const { config } = given;
  const inFlight = new InFlight();
  let draining = false;
  let onLoopback = false;
  let closing: Promise<void> | null = null;
  const isDraining = (): boolean => draining;
  const options = {
    ...given,
    documents: new PreparedDocuments(given),
    persisted: new PersistedDocuments(config, given.trusted),
    isDraining,
  };
  const handle = createRequestHandler(options);
  const upgrades = new Upgrades(options);
  const listening = {
    sendTimeoutMs: given.slowSenderMs ?? sendTimeoutMs,
    inFlight,
    isDraining,
    unread: createUnreadResponses(given),
  };
  // The sandbox's token gives access only to invented data.
  const lendToAnyHost = config.upstream.kind === 'sandbox';
  const own = { ...listening, borrowOnLoopbackOnly: () => onLoopback && !lendToAnyHost };
  const mounted: NodeListenerOptions = {
    ...listening,
    // Only its connections show where the other server listens.
    borrowOnLoopbackOnly: ({ socket }) => !lendToAnyHost && isLoopbackAddress(socket.localAddress ?? ''),
  };
  const http = createOwnServer(config, createNodeListener(handle, own));
  http.on('upgrade', (message, socket, head) => upgrades.take(message, socket, head, own));

  return {
    handle,

    async fetch(request, surroundings) {
      inFlight.enter();
      // `handle` never rejects.
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
    await waitAtMost(config.requestDeadlineMs + closeGraceMs, inFlight.idle());
    http.closeAllConnections();
    await closed;
  }
}

function createUnreadResponses({ config, logger, stalledReaderMs }: ServerOptions): UnreadResponses {
  return new UnreadResponses({
    maxBytes: largestUnreadResponses * config.maxResponseBytes,
    stalledMs: stalledReaderMs ?? sendTimeoutMs,
    onCut: (bytes) => logger.warn({ bytes }, 'cut a response: too many wait for slow clients'),
  });
}

function createOwnServer({ uploadDeadlineMs }: Config, listener: RequestListener): Server {
  const options = {
    keepAliveTimeout: keepAliveTimeoutMs,
    headersTimeout: sendTimeoutMs,
    // By default Node looks for slow clients every 30 s, so a limit of 30 s could become 60 s.
    connectionsCheckingInterval: slowClientsCheckMs,
    // Files may take longer. Other bodies have a shorter limit where they are read.
    requestTimeout: Math.max(sendTimeoutMs, uploadDeadlineMs),
  };
  return createHttpServer(options, listener);
}

/** A host as people write it in a URL. */
function nameInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
