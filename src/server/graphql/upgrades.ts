import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { NodeHttpRequest, type NodeListenerOptions } from '../http/node-listener.ts';
import type { WebSockets } from './websocket.ts';

export interface UpgradesOptions {
  /** Path of GraphQL. */
  readonly path: string;
  /** Origins whose pages may connect, beside the gateway's own. */
  readonly corsOrigins: readonly string[];
  readonly isDraining: () => boolean;
  /** Loads what WebSockets take: most gateways never need it. */
  readonly load: () => Promise<WebSockets>;
}

/** Decides which connections become WebSockets. */
export interface Upgrades {
  take(message: IncomingMessage, socket: Duplex, head: Buffer, options: NodeListenerOptions): void;
  close(): Promise<void>;
}

export function createUpgrades({ path, corsOrigins, isDraining, load }: UpgradesOptions): Upgrades {
  let loading: Promise<WebSockets> | null = null;

  function refusal({ headers }: IncomingMessage, asked: string): string | null {
    if (asked !== path && asked !== `${path}/`) return '404 Not Found';
    if (isDraining()) return '503 Service Unavailable';
    if (headers.upgrade?.toLowerCase() !== 'websocket') return '400 Bad Request';
    return isForeign(headers.origin, headers.host) ? '403 Forbidden' : null;
  }

  /** No browser asks before it opens a WebSocket of another origin: without this every page could use a lent token. */
  function isForeign(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined || corsOrigins.includes(origin)) return false;
    return !URL.canParse(origin) || new URL(origin).host !== host;
  }

  return {
    take(message, socket, head, options) {
      // An error that nobody listens to would end the process, and Node has taken its own listener away.
      socket.on('error', () => socket.destroy());
      const http = new NodeHttpRequest(message, options);
      const refused = refusal(message, http.path);
      if (refused !== null) {
        // Nor does Node close it any more where its client does not.
        socket.once('finish', () => socket.destroy());
        socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      loading ??= load();
      loading.then(
        (sockets) => sockets.accept(message, socket, head, http),
        () => socket.destroy(),
      );
    },
    async close() {
      const sockets = await loading?.catch(() => null);
      await sockets?.close();
    },
  };
}
