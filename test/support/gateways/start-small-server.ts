import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { completeConfig } from '../../../src/config/complete-config.ts';
import type { Config } from '../../../src/config/types.ts';
import { GatewayError } from '../../../src/errors.ts';
import { InFlight } from '../../../src/in-flight.ts';
import type { RequestContext, RequestInfo } from '../../../src/request/request-context.ts';
import { createLogger } from '../../../src/server/create-logger.ts';
import { createNodeListener } from '../../../src/server/http/node-listener.ts';
import { UnreadResponses } from '../../../src/server/http/unread-responses.ts';
import { createServer, type GatewayServer, type ServerOptions } from '../../../src/server/server.ts';

export const sdl = /* GraphQL */ `
  "Where reading starts."
  type Query {
    hello(name: String): String
    add(a: Int!, b: Int!): Int
    "What the context gets of the request."
    request: RequestView
    needsLogin: String
    forbidden: String
    slow: String
    "Waits until the request's signal is aborted, and fails with its reason."
    aborted: String
    deaf: String
    boom: String
    boomText: String
    badNumber: Int
    self: Query
  }

  type RequestView {
    token: String
    region: String
    requestId: String
    explain: String
    deadlineMs: Int
  }

  type Mutation {
    touch: Int
  }
`;

/** A context with a method, as a class has it. */
export class TestContext implements RequestContext {
  readonly info: RequestInfo;

  constructor(info: RequestInfo) {
    this.info = info;
  }

  extensions(): Record<string, unknown> | undefined {
    return this.info.explain === 'off' ? undefined : { clio: { explain: this.info.explain } };
  }
}

/** Lets a test hold a resolver: `entered` when it has started, `open()` to continue. */
export class Gate {
  readonly entered: Promise<void>;
  readonly #opened: Promise<void>;
  #enter = (): void => undefined;
  open = (): void => undefined;

  constructor() {
    this.entered = new Promise((resolve) => {
      this.#enter = resolve;
    });
    this.#opened = new Promise((resolve) => {
      this.open = resolve;
    });
  }

  pass(): Promise<void> {
    this.#enter();
    return this.#opened;
  }
}

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly requestId?: string;
  readonly [key: string]: unknown;
}

export interface TestServer extends AsyncDisposable {
  readonly server: GatewayServer;
  readonly url: string;
  /** Holds the `slow` field. */
  readonly gate: Gate;
  /** The number of times that `touch` was executed. */
  readonly touched: () => number;
  readonly logs: () => readonly LogLine[];
  readonly logText: () => string;
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
}

const wanted = 'application/graphql-response+json';

interface TestServerOptions extends Partial<Omit<ServerOptions, 'config'>> {
  readonly config?: Partial<Config>;
}

/** Parts of a server that a small schema does not use. */
export const unused = {
  basePath: '',
  exampleQuery: '{ hello(name: "</script>") }',
  files: async () => null,
  webhooks: async () => null,
  subscriptions: {
    subscribe: () => Promise.reject(new GatewayError('BAD_USER_INPUT', 'The schema has no subscriptions.')),
  },
  telemetry: { begin: () => null, onRequest: () => undefined },
} as const satisfies Partial<ServerOptions>;

/** Listens on another free port, with other limits for slow clients than a gateway's own server has. */
export async function listenWithLimits(
  { server: { handle } }: TestServer,
  { sendTimeoutMs = 30_000, stalledMs = 30_000 }: { sendTimeoutMs?: number; stalledMs?: number },
): Promise<AsyncDisposable & { readonly http: Server; readonly url: string }> {
  const listener = createNodeListener(handle, {
    inFlight: new InFlight(),
    isDraining: () => false,
    borrowOnLoopbackOnly: () => true,
    sendTimeoutMs,
    unread: new UnreadResponses({ maxBytes: Number.POSITIVE_INFINITY, stalledMs, onCut: () => undefined }),
  });
  const http = createHttpServer(listener).listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    http,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** Starts a server on a free port with a small schema of its own. */
export async function startSmallServer({
  config,
  ...overrides
}: TestServerOptions = {}): Promise<TestServer> {
  const gate = new Gate();
  const counter = { touched: 0 };
  let log = '';
  const server = createServer({
    schema: createSmallSchema(gate, counter),
    createContext: (info) => new TestContext(info),
    sdl: () => sdl,
    defaultToken: null,
    config: completeConfig({ maxBodyBytes: 10_000, requestDeadlineMs: 10_000, explain: true, ...config }),
    logger: createLogger('debug', {
      write: (line) => {
        log += line;
      },
    }),
    ...unused,
    ...overrides,
  });
  const { url } = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    server,
    url,
    gate,
    touched: () => counter.touched,
    logs: () =>
      log
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    logText: () => log,
    post: (body, headers = {}) =>
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: wanted, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    [Symbol.asyncDispose]: async () => {
      gate.open();
      await server.close();
    },
  };
}

export function createSmallSchema(gate: Gate, counter: { touched: number }): GraphQLSchema {
  return makeExecutableSchema<TestContext>({
    typeDefs: sdl,
    resolvers: {
      Query: {
        hello: (_source, { name }: { name?: string | null }) => `Hello ${name ?? 'world'}`,
        add: (_source, { a, b }: { a: number; b: number }) => a + b,
        request: (_source, _args, { info }) => info,
        needsLogin: (_source, _args, { info }) => {
          if (info.token === null) throw new GatewayError('UNAUTHENTICATED', 'Send a token.');
          return 'in';
        },
        forbidden: () => {
          throw new GatewayError('FORBIDDEN', 'Not for you.', {
            clio: { status: 403, type: 'ForbiddenError', message: 'No' },
          });
        },
        slow: async () => {
          await gate.pass();
          return 'done';
        },
        aborted: (_source, _args, { info: { signal } }) =>
          new Promise((_resolve, reject) => {
            void gate.pass();
            signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          }),
        deaf: () => {
          void gate.pass();
          return new Promise(() => undefined);
        },
        boom: (_source, _args, { info }) => {
          throw new Error(`secret detail, token ${info.token}`, { cause: new Error('deeper') });
        },
        boomText: () => Promise.reject('secret text'),
        badNumber: () => 'not a number',
        self: () => ({}),
      },
      Mutation: {
        touch: () => {
          counter.touched += 1;
          return counter.touched;
        },
      },
    },
  });
}
