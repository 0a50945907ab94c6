import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy between a gateway and its upstream that holds chosen calls. */
export interface HoldingProxy extends AsyncDisposable {
  readonly baseUrl: string;
  /** Resolves when so many calls are held. */
  kept(count: number): Promise<void>;
  /** The number of clients that have disconnected from held calls. */
  readonly gone: () => number;
  /** Passes on all held and later calls. */
  release(): void;
}

/** @param isKept Gets the path with its query. */
export async function startHoldingProxy(
  upstream: string,
  isKept: (path: string) => boolean,
): Promise<HoldingProxy> {
  const { hostname, port, pathname } = new URL(upstream);
  let waiting: (() => void)[] = [];
  let isOpen = false;
  let gone = 0;
  let onKept = (): void => undefined;
  const server = createServer((incoming, response) => {
    const pass = (): void => {
      const { method, url: path, headers } = incoming;
      const outgoing = forward({ hostname, port, method, path, headers }, (result) => {
        response.writeHead(result.statusCode ?? 502, result.headers);
        result.pipe(response);
      });
      outgoing.on('error', () => response.destroy());
      incoming.pipe(outgoing);
    };
    if (isOpen || !isKept(decodeURIComponent(incoming.url ?? ''))) {
      pass();
      return;
    }
    waiting.push(pass);
    response.once('close', () => {
      if (!response.writableEnded) gone += 1;
    });
    onKept();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    async kept(count) {
      while (waiting.length < count)
        await new Promise<void>((resolve) => {
          onKept = resolve;
        });
    },
    gone: () => gone,
    release() {
      isOpen = true;
      for (const pass of waiting) pass();
      waiting = [];
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
