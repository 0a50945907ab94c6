import { once } from 'node:events';
import { createServer } from 'node:http';
import { escapeHtml, htmlPage } from '../html-page.ts';
import { UsageError } from './usage-error.ts';

/** Clio's codes are valid for ten minutes. */
const timeoutMs = 10 * 60_000;

export interface CallbackServer extends AsyncDisposable {
  /**
   * Waits for the browser to come back from Clio.
   *
   * @param finish Turns the parameters into a result; a rejected promise is shown in the browser as well.
   */
  receive<T>(state: string, finish: (parameters: URLSearchParams) => Promise<T>): Promise<T>;
}

/** Listens at the redirect address on this machine. */
export async function openCallbackServer(redirectUri: string): Promise<CallbackServer> {
  const { hostname, port, pathname } = new URL(redirectUri);
  const server = createServer();
  server.listen(Number(port), hostname);
  await once(server, 'listening');
  return {
    receive: (state, finish) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new UsageError('Nobody signed in within ten minutes. Run clio-graphql login again.')),
          timeoutMs,
        );
        server.on('request', (request, response) => {
          const url = new URL(request.url ?? '/', redirectUri);
          const respond = (status: number, title: string, text: string): void => {
            const { headers, body } = htmlPage(title, `<p>${escapeHtml(text)}</p>`);
            response.writeHead(status, { ...headers, connection: 'close' });
            response.end(body);
          };
          // Any program on this machine can call this address: only this login's state is accepted.
          if (url.pathname !== pathname || url.searchParams.get('state') !== state) {
            respond(
              400,
              'Not signed in',
              'This address belongs to another login. Start again in the terminal.',
            );
            return;
          }
          clearTimeout(timer);
          finish(url.searchParams).then(
            (result) => {
              respond(200, 'Signed in', 'You can close this page and return to the terminal.');
              response.once('close', () => resolve(result));
            },
            (error: unknown) => {
              respond(400, 'Not signed in', 'The terminal shows the reason.');
              response.once('close', () => reject(error));
            },
          );
        });
      }),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
