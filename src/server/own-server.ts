import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Config } from '../config/types.ts';
import { isLoopbackAddress } from '../loopback.ts';

/** Takes over a connection. */
export type UpgradeListener = (message: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Where to listen. Port 0 takes any free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Where a server listens. */
export interface Listening {
  readonly url: string;
  readonly port: number;
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
export const sendTimeoutMs = 30_000;
/** How often the server looks for clients that exceed a time limit. */
const slowClientsCheckMs = 1000;

/** The HTTP server that a gateway opens for itself. */
export class OwnServer {
  readonly #http: Server;
  /** Whether only this machine can reach it. */
  isOnLoopback = false;

  constructor({ uploadDeadlineMs }: Config, listener: RequestListener, upgrade: UpgradeListener) {
    const options = {
      keepAliveTimeout: keepAliveTimeoutMs,
      headersTimeout: sendTimeoutMs,
      // By default Node looks for slow clients every 30 s, so a limit of 30 s could become 60 s.
      connectionsCheckingInterval: slowClientsCheckMs,
      // Files may take longer. Other bodies have a shorter limit where they are read.
      requestTimeout: Math.max(sendTimeoutMs, uploadDeadlineMs),
    };
    this.#http = createServer(options, listener);
    this.#http.on('upgrade', upgrade);
  }

  async listen({ host, port }: ListenAddress): Promise<Listening> {
    this.#http.listen(port, host);
    await once(this.#http, 'listening');
    const address = this.#http.address() as AddressInfo;
    this.isOnLoopback = isLoopbackAddress(address.address);
    return { url: `http://${nameInUrl(host)}:${address.port}`, port: address.port };
  }

  /**
   * Takes no further connections, and cuts those that are left.
   *
   * @param finishRequests Waited for before they are cut.
   */
  async close(finishRequests: () => Promise<void>): Promise<void> {
    const closed = this.#http.listening ? once(this.#http, 'close') : null;
    if (closed) this.#http.close();
    await finishRequests();
    this.#http.closeAllConnections();
    await closed;
  }
}

/** A host as a URL for people has it. */
function nameInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
