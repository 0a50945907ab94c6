import { getOperationAST, parse } from 'graphql';
import { failed, type Operation } from './ask.ts';

/** Whether the response to an operation is a stream of changes. */
export function isSubscription({
  query,
  operationName,
}: Pick<Operation, 'query' | 'operationName'>): boolean {
  try {
    return getOperationAST(parse(query), operationName)?.operation === 'subscription';
  } catch {
    return false;
  }
}

/** Yields the messages of a subscription, which arrive as Server-Sent Events, until the reader stops it. */
export function subscribe(
  endpoint: string,
  operation: Operation,
  headers: Readonly<Record<string, string>>,
): AsyncIterableIterator<object> {
  const aborter = new AbortController();
  const messages = readMessages(endpoint, operation, headers, aborter.signal);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => messages.next(),
    return() {
      aborter.abort();
      return messages.return(undefined);
    },
  };
}

async function* readMessages(
  endpoint: string,
  operation: Operation,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncGenerator<object, undefined> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      signal,
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify(operation),
    });
    if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body) {
      yield (await response.json()) as object;
      return;
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        if (/^event: ?complete$/m.test(event)) return;
        const data = /^data: ?(.+)$/m.exec(event)?.[1];
        if (data !== undefined) yield JSON.parse(data) as object;
      }
    }
  } catch (error) {
    if (!signal.aborted) yield failed(error);
  }
}
