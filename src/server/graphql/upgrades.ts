import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { NodeHttpRequest, type NodeListenerOptions } from '../http/node-listener.ts';
import type { WebSocketOptions, WebSockets } from './websocket.ts';

export interface UpgradesOptions extends WebSocketOptions {
  /** In front of the path of GraphQL. */
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
    // An error that nobody listens to would end the process, and Node has taken its own listener away.
    socket.on('error', () => socket.destroy());
    const http = new NodeHttpRequest(message, options);
    const rejected = this.#rejection(message, http.path);
    if (rejected !== null) {
      // Nor does Node close it any more where its client does not.
      socket.once('finish', () => socket.destroy());
      socket.end(`HTTP/1.1 ${rejected}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#loading ??= this.#load();
    this.#loading.then(
      (sockets) => sockets.accept(message, socket, head, http),
      () => socket.destroy(),
    );
  }

  async close(): Promise<void> {
    const sockets = await this.#loading?.catch(() => null);
    await sockets?.close();
  }

  /** Most gateways never need what WebSockets take. */
  async #load(): Promise<WebSockets> {
    const { WebSockets } = await import('./websocket.ts');
    return new WebSockets(this.#options);
  }

  #rejection({ headers }: IncomingMessage, asked: string): string | null {
    const { basePath, isDraining } = this.#options;
    const path = `${basePath}/graphql`;
    if (asked !== path && asked !== `${path}/`) return '404 Not Found';
    if (isDraining()) return '503 Service Unavailable';
    if (headers.upgrade?.toLowerCase() !== 'websocket') return '400 Bad Request';
    return this.#isForeign(headers.origin, headers.host) ? '403 Forbidden' : null;
  }

  /** No browser asks before it opens a WebSocket of another origin: without this every page could use a lent token. */
  #isForeign(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined || this.#options.config.corsOrigins.includes(origin)) return false;
    return !URL.canParse(origin) || new URL(origin).host !== host;
  }
}
