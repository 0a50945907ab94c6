import type { Logger } from 'pino';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Config } from '../../src/config/types.ts';
import { createGatewayIn } from '../../src/gateway/gateway.ts';
import type { Clock } from '../../src/rest/clock.ts';
import { createLogger } from '../../src/server/create-logger.ts';

export interface GatewayOptions {
  /** REST base of the upstream. */
  readonly baseUrl: string;
  /** Token of requests without one. */
  readonly token: string | null;
  readonly config?: Partial<Config>;
  /** @default the machine's clock */
  readonly clock?: Clock;
  /** @default none */
  readonly logger?: Logger;
}

export interface GraphqlResponse {
  readonly status: number;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Record<string, unknown>;
  }[];
  readonly extensions?: Record<string, unknown>;
}

export interface RequestOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Null sends no Authorization header. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestGateway extends AsyncDisposable {
  gql(query: string, options?: RequestOptions): Promise<GraphqlResponse>;
  fetch(request: Request): Promise<Response>;
  /** Opens a socket on any free port of the loopback address. */
  listen(): Promise<{ readonly url: string }>;
}

/** The codes of a response's errors; undefined if it has none. */
export function errorCodes({ errors }: Pick<GraphqlResponse, 'errors'>): unknown[] | undefined {
  return errors?.map(({ extensions }) => extensions?.code);
}

/** A whole gateway in front of an upstream, used through `fetch`; the REST calls cross real sockets. */
export async function startGateway({
  baseUrl,
  token,
  config,
  clock,
  logger = createLogger('silent'),
}: GatewayOptions): Promise<TestGateway> {
  const gateway = await createGatewayIn(
    { clock },
    {
      config: {
        ...loadConfig({}),
        port: 0,
        upstream: { kind: 'clio', baseUrl, region: 'us' },
        accessToken: token,
        cacheTtlMs: 0,
        logLevel: 'silent',
        ...config,
      },
      logger,
      upstream: { baseUrl, defaultToken: token },
    },
  );
  return {
    async gql(query, { variables, token: own, headers } = {}) {
      const request = new Request('http://localhost/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          ...(own ? { authorization: `Bearer ${own}` } : {}),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      });
      const response = await gateway.fetch(request);
      return { status: response.status, ...((await response.json()) as Omit<GraphqlResponse, 'status'>) };
    },
    fetch: (request) => gateway.fetch(request),
    listen: () => gateway.listen({ host: '127.0.0.1', port: 0 }),
    [Symbol.asyncDispose]: () => gateway.close(),
  };
}
