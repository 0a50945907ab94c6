import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Passes requests on to an upstream, and changes the JSON of its responses. */
export interface MutatingProxy extends AsyncDisposable {
  readonly baseUrl: string;
  /** Changes `data` of each response. @default leaves it unchanged */
  mutate: (data: unknown) => unknown;
}

/** Starts a proxy on a free port. @param upstream REST base. */
export async function startMutatingProxy(upstream: string): Promise<MutatingProxy> {
  const { origin, pathname } = new URL(upstream);
  const server = createServer(async (request, response) => {
    const result = await fetch(`${origin}${request.url}`, {
      // Not compressed: it would be decompressed at once.
      headers: { authorization: request.headers.authorization ?? '', 'accept-encoding': 'identity' },
    });
    const body = (await result.json()) as { data?: unknown };
    if (result.ok) body.data = proxy.mutate(body.data);
    response.writeHead(result.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: MutatingProxy = {
    baseUrl: `http://127.0.0.1:${port}${pathname}`,
    mutate: (data) => data,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}
