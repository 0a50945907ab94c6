import type { ExecutionResult } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** One message of a subscription. */
// biome-ignore lint/suspicious/noExplicitAny: tests say what they expect
export type Message = ExecutionResult<any>;

/** A subscription as a test reads it. */
export interface Messages {
  /** The next message; null if the subscription has ended. */
  next(): Promise<Message | null>;
  /** The client disconnects. */
  stop(): Promise<void>;
}

export interface SubscribeOptions {
  readonly token?: string | null;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** By WebSocket. */
  readonly extensions?: Record<string, unknown>;
}

/** Subscribes by Server-Sent Events, in the distinct connections mode of GraphQL over SSE. */
export async function subscribeSse(
  url: string,
  query: string,
  { token, variables, headers }: SubscribeOptions = {},
): Promise<Messages> {
  const aborter = new AbortController();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    signal: aborter.signal,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
    throw new Error(`No stream: ${response.status} ${await response.text()}`);
  // The body of a response is cancelled when the response is garbage collected before it is read: reading starts here.
  const messages = readEvents((response.body as ReadableStream<Uint8Array>).getReader());
  return {
    async next() {
      const { done, value } = await messages.next();
      return done ? null : value;
    },
    async stop() {
      aborter.abort();
      await messages.return(undefined);
    },
  };
}

async function* readEvents(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Message, void> {
  let text = '';
  const decoder = new TextDecoder();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += decoder.decode(read.value, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const fields = new Map(
          event.split('\n').map((line) => [line.split(':', 1)[0], line.slice(line.indexOf(':') + 1).trim()]),
        );
        if (fields.get('event') === 'complete') return;
        if (fields.get('event') === 'next') yield JSON.parse(fields.get('data') ?? '');
      }
    }
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
  }
}

/** Subscribes by WebSocket, with one connection per subscription. */
export function subscribeWebSocket(
  url: string,
  query: string,
  { token, variables, headers, extensions }: SubscribeOptions = {},
): Messages {
  const client = createClient({
    url: `${url.replace('http', 'ws')}${url.endsWith('/graphql/') ? '' : '/graphql'}`,
    webSocketImpl: headers ? socketWith(headers) : WebSocket,
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
    retryAttempts: 0,
  });
  const messages = client.iterate({ query, variables: { ...variables }, extensions });
  return {
    async next() {
      try {
        const { done, value } = await messages.next();
        return done ? null : (value as Message);
      } catch (error) {
        // The protocol's `error` message.
        if (Array.isArray(error)) return { errors: error } as unknown as Message;
        throw error;
      }
    },
    async stop() {
      await messages.return?.();
      await client.dispose();
    },
  };
}

function socketWith(headers: Readonly<Record<string, string>>): typeof WebSocket {
  return class extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, { headers });
    }
  } as typeof WebSocket;
}
