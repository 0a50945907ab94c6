/**
 * The command line with a small schema instead of Clio's, so that a test can hold a request open. Tests run it as a
 * process.
 */
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { runCli } from '../../../src/cli/run-cli.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { eventQuery } from '../../../src/live/event-query.ts';
import { explainOperation } from '../../../src/request/explain-operation.ts';
import { createServer } from '../../../src/server/server.ts';
import { unused } from '../gateways/start-small-server.ts';

await runCli(process.argv.slice(2), {
  createGateway: async ({ config, logger, upstream }) => {
    const typeDefs = 'type Query { upstream: String token: String slow: String }';
    const schema = makeExecutableSchema({
      typeDefs,
      resolvers: {
        Query: {
          upstream: () => upstream.baseUrl,
          token: (_source, _args, { token }: { token: string | null }) => token,
          // Held until the test writes a line.
          slow: () => {
            process.stdout.write('slow: entered\n');
            return new Promise((resolve) => {
              process.stdin.once('data', () => {
                process.stdin.pause();
                resolve('done');
              });
            });
          },
        },
      },
    });
    const server = createServer({
      schema,
      sdl: () => typeDefs,
      createContext: (info) => ({ ...info, extensions: () => undefined }),
      defaultToken: upstream.defaultToken,
      config,
      logger,
      ...unused,
    });
    return { ...server, agents: null };
  },
  createServedSchema: (options) => createServedSchema(loadCatalog(), options),
  explainOperation: (served, request) => explainOperation(served, request, eventQuery),
  startSandbox: async ({ port }) => {
    const http = createHttpServer((_request, response) => response.end());
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(port, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    return {
      url,
      baseUrl: `${url}/api/v4`,
      today: '2026-03-16',
      tokens: { owner: 'sandbox-owner', restricted: 'sandbox-restricted' },
      close: () => new Promise((resolve) => http.close(() => resolve())),
    };
  },
});
