import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { completeConfig } from '../../../src/config/complete-config.ts';
import type { GatewayError } from '../../../src/errors.ts';
import { RestClient, type RestClientOptions, type RestConfig } from '../../../src/rest/client.ts';
import type { Clock } from '../../../src/rest/clock.ts';
import type { Call, CallContext } from '../../../src/rest/types.ts';

/** A request that a test server got. */
interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Reply = (request: Received, response: ServerResponse) => unknown;

interface TestServer extends AsyncDisposable {
  readonly origin: string;
  /** Base URL for a client. */
  readonly baseUrl: string;
  readonly received: Received[];
  /** Connections accepted so far. */
  connections(): number;
}

/** A real HTTP server; the n-th request gets the n-th reply, later ones the last. */
export async function startTestServer(...replies: [Reply, ...Reply[]]): Promise<TestServer> {
  const received: Received[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const body = await text(request).catch(() => null);
    // The client disconnected before its request was complete.
    if (body === null) return;
    const entry = { method, url, headers, body };
    const reply = replies[Math.min(received.length, replies.length - 1)]!;
    received.push(entry);
    await reply(entry, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    baseUrl: `${origin}/api/v4`,
    received,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A server below HTTP, for responses that no HTTP server would send. */
export async function startTcpServer(onData: (socket: Socket) => void): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createTcpServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('data', () => onData(socket));
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    baseUrl: `${origin}/api/v4`,
    received: [],
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A base URL at which nothing listens. */
export async function unusedBaseUrl(): Promise<string> {
  const server = await startTcpServer(() => undefined);
  await server[Symbol.asyncDispose]();
  return server.baseUrl;
}

/** A clock that moves only when something sleeps. */
interface TestClock extends Clock {
  readonly slept: number[];
}

export const testStart = Date.parse('2026-03-02T09:00:00Z');

export function testClock(): TestClock {
  const slept: number[] = [];
  let nowMs = testStart;
  return {
    slept,
    now: () => nowMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      nowMs += ms;
    },
  };
}

export const token = 'test-token-Zq81';

/** Options and settings of a client that differ from the defaults. */
export type ClientOptions = Partial<Omit<RestClientOptions, 'config'> & RestConfig>;

export function startClient(baseUrl: string, options: ClientOptions = {}): RestClient {
  const config = { ...completeConfig({}), ...options };
  return new RestClient({ baseUrl, config, clock: testClock(), random: () => 1, ...options });
}

export function call(path = '/matters.json', rest: Partial<Call> = {}): Call {
  return { method: 'GET', path, query: [], ...rest };
}

export function context(rest: Partial<CallContext> = {}): CallContext {
  return { token, ...rest };
}

/** The error with which a call ends. */
export async function failure(sending: Promise<unknown>): Promise<GatewayError> {
  try {
    await sending;
  } catch (error) {
    return error as GatewayError;
  }
  throw new Error('The call was expected to fail');
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify(body));
  };
}

export function reply(status: number, headers: Record<string, string>, body: string | Buffer = ''): Reply {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

/** Closes the connection before a byte of the response. */
export const drop: Reply = (_request, response) => {
  response.socket?.destroy();
};

/** Never sends the headers. */
export const silence: Reply = () => undefined;
