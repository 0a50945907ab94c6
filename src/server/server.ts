import type { RequestListener } from 'node:http';
import { finished, Readable } from 'node:stream';
import type { GraphQLSchema } from 'graphql';
import { InFlight } from '../in-flight.ts';
import { isLoopbackAddress } from '../loopback.ts';
import { PreparedDocuments } from '../request/prepared-documents.ts';
import { waitAtMost } from '../values.ts';
import { PersistedDocuments } from './graphql/persisted-documents.ts';
import { Upgrades } from './graphql/upgrades.ts';
import { fromFetchRequest, toFetchResponse } from './http/fetch-adapter.ts';
import type { HandleRequest } from './http/http-message.ts';
import { createNodeListener, type NodeListenerOptions } from './http/node-listener.ts';
import { UnreadResponses } from './http/unread-responses.ts';
import {
  type ListenAddress,
  type Listening,
  OwnServer,
  sendTimeoutMs,
  type UpgradeListener,
} from './own-server.ts';
import { RequestHandler } from './request-handler.ts';
import type { RouteOptions } from './route.ts';

/** Options of {@link createServer}. */
export interface ServerOptions extends Omit<RouteOptions, 'documents' | 'persisted' | 'isDraining'> {
  /** Trusted documents by the ids that clients send. */
  readonly trusted?: ReadonlyMap<string, string>;
  /** The schema for documents of federation routers; absent if the gateway is not a subgraph. */
  readonly routerSchema?: () => GraphQLSchema;
}

/** A gateway's HTTP side. */
export interface GatewayServer {
  /** Handles a request that the gateway makes itself. Never rejects. */
  readonly handle: HandleRequest;
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
  readonly upgrade: UpgradeListener;
  /** Starts listening; port 0 takes any free one. */
  listen(address: ListenAddress): Promise<Listening>;
  /**
   * Stops the server. `/readyz` responds with 503 at once, and no new connection is accepted. Requests in
   * flight may finish within their deadline; then the rest are cut. A second call waits for the same end.
   */
  close(): Promise<void>;
}

/** This many responses of the maximum size may wait for slow clients at the same time. */
const largestUnreadResponses = 8;

/** At shutdown, a request without a response is cut this long after its deadline. */
const closeGraceMs = 1_000;

/** Creates the HTTP side of a gateway: GraphQL, GraphiQL, health, readiness, the schema document. */
export function createServer(given: ServerOptions): GatewayServer {
  const { config, logger } = given;
  const inFlight = new InFlight();
  let draining = false;
  let closing: Promise<void> | null = null;
  const isDraining = (): boolean => draining;
  const options = {
    ...given,
    documents: new PreparedDocuments(given),
    persisted: new PersistedDocuments(config, given.trusted),
    isDraining,
  };
  const { handle } = new RequestHandler(options);
  const upgrades = new Upgrades(options);
  const listening = {
    sendTimeoutMs,
    inFlight,
    isDraining,
    unread: new UnreadResponses({
      maxBytes: largestUnreadResponses * config.maxResponseBytes,
      stalledMs: sendTimeoutMs,
      onCut: (bytes) => logger.warn({ bytes }, 'cut a response: too many wait for slow clients'),
    }),
  };
  // The sandbox's token gives access only to invented data.
  const lendToAnyHost = config.upstream.kind === 'sandbox';
  const own = { ...listening, borrowOnLoopbackOnly: () => http.isOnLoopback && !lendToAnyHost };
  const mounted: NodeListenerOptions = {
    ...listening,
    // Only its connections show where the other server listens.
    borrowOnLoopbackOnly: ({ socket }) => !lendToAnyHost && isLoopbackAddress(socket.localAddress ?? ''),
  };
  const http = new OwnServer(config, createNodeListener(handle, own), (message, socket, head) =>
    upgrades.take(message, socket, head, own),
  );

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

    listen: (address) => http.listen(address),

    close() {
      draining = true;
      closing ??= http.close(async () => {
        await upgrades.close();
        await waitAtMost(config.requestDeadlineMs + closeGraceMs, inFlight.idle());
      });
      return closing;
    },
  };
}
