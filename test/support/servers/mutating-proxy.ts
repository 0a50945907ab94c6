import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { ask } from '../ask-sandbox.ts';

/** Passes requests on to a sandbox, and changes the JSON of its responses. */
export interface MutatingProxy extends AsyncDisposable {
  readonly baseUrl: string;
  /** Changes `data` of each response. @default leaves it unchanged */
  mutate: (data: unknown) => unknown;
}

/** Starts a proxy for a sandbox on a free port. */
export async function startMutatingProxy(sandbox: Sandbox): Promise<MutatingProxy> {
  const server = createServer(async (request, response) => {
    const { authorization = '' } = request.headers;
    const { status, body } = await ask(sandbox, `${sandbox.url}${request.url}`, {
      headers: { authorization },
    });
    const sent = status < 300 ? { ...body, data: proxy.mutate(body.data) } : body;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(sent));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: MutatingProxy = {
    baseUrl: sandbox.baseUrl.replace(sandbox.url, `http://127.0.0.1:${port}`),
    mutate: (data) => data,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}
