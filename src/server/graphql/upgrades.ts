import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { NodeListenerOptions } from '../http/node-listener.ts';
import type { WebSocketOptions, WebSockets } from './websocket.ts';

export interface UpgradesOptions extends WebSocketOptions {
  /** Path in front of GraphQL's own. */
  readonly basePath: string;
  readonly isDraining: () => boolean;
}

/** Decides which connections become WebSockets. */
export class Upgrades {
  readonly #options: UpgradesOptions;
  #loading: Promise<WebSockets> | null = null;

  constructor(options: UpgradesOptions) {
    this.#options = options;
  }

  take(message: IncomingMessage, socket: Duplex, head: Buffer, options: NodeListenerOptions): void {
    // Node has removed its own listener, and an error without a listener would end the process.
    socket.on('error', () => socket.destroy());
    const rejected = this.#rejection(message);
    if (rejected !== null) {
      // If the client does not close the connection, Node no longer does so either.
      socket.once('finish', () => socket.destroy());
      socket.end(`HTTP/1.1 ${rejected}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#loading ??= this.#load();
    this.#loading.then(
      (sockets) => sockets.accept({ message, options }, socket, head),
      () => socket.destroy(),
    );
  }

  async close(): Promise<void> {
    const sockets = await this.#loading?.catch(() => null);
    await sockets?.close();
  }

  /** Loads the WebSocket library when it is first needed: most gateways never need it. */
  async #load(): Promise<WebSockets> {
    const { WebSockets } = await import('./websocket.ts');
    return new WebSockets(this.#options);
  }

  #rejection({ headers, url }: IncomingMessage): string | null {
    const { basePath, isDraining } = this.#options;
    const path = url?.split('?', 1)[0];
    if (path !== `${basePath}/graphql` && path !== `${basePath}/graphql/`) return '404 Not Found';
    if (isDraining()) return '503 Service Unavailable';
    if (headers.upgrade?.toLowerCase() !== 'websocket') return '400 Bad Request';
    return this.#isForeign(headers.origin, headers.host) ? '403 Forbidden' : null;
  }

  /**
   * Browsers open WebSockets to other origins without a preflight. Without this check, any page could use a
   * lent token.
   */
  #isForeign(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined || this.#options.config.corsOrigins.includes(origin)) return false;
    return !URL.canParse(origin) || new URL(origin).host !== host;
  }
}
