/** Live changes without a client library: Server-Sent Events over `fetch`, without a gap when the connection breaks. */
import { headers, url } from '../../endpoint.ts';

interface Change {
  readonly event: string;
  readonly id: string;
  readonly at: string;
  readonly matter: { readonly description: string | null } | null;
}

interface Message {
  readonly data?: { readonly matterChanged: Change } | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly since?: string };
  }[];
}

/** The messages of one subscription, until it ends. */
async function* subscribe(query: string, since: string | null, signal: AbortSignal): AsyncGenerator<Message> {
  const response = await fetch(url, {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query, variables: { since } }),
  });
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      if (event.includes('event: complete')) return;
      const data = /^data: ?(.+)$/m.exec(event)?.[1];
      if (data !== undefined) yield JSON.parse(data) as Message;
    }
  }
}

/** Changes until the signal. When a subscription or its connection ends, another one continues from there. */
async function* follow(query: string, signal: AbortSignal): AsyncGenerator<Change> {
  let since: string | null = null;
  while (!signal.aborted) {
    try {
      const messages: AsyncGenerator<Message> = subscribe(query, since, signal);
      for await (const { data, errors = [] } of messages) {
        const change = data?.matterChanged;
        const [error] = errors;
        if (!change && error?.extensions?.code !== 'SUBSCRIPTION_ENDED') throw new Error(error?.message);
        since = change?.at ?? error?.extensions?.since ?? since;
        if (change) yield change;
      }
    } catch (error) {
      // A TypeError means that the connection broke.
      if (!(error instanceof TypeError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

const stop = new AbortController();
const changes = follow(
  'subscription ($since: DateTime) { matterChanged(id: "Matter:1", since: $since) { event id at matter { description } } }',
  stop.signal,
);
const first = changes.next();

// Changes the matter until the subscription, which needs a moment to start, has seen a change.
let change: Change | undefined;
for (let time = 1; change === undefined; time += 1) {
  await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      query:
        'mutation ($text: String) { updateMatter(input: { id: 1, description: $text }) { userErrors { message } } }',
      variables: { text: `Changed ${time}` },
    }),
  });
  change = await Promise.race([
    first.then(({ value }) => value as Change),
    new Promise<undefined>((resolve) => setTimeout(resolve, 500)),
  ]);
}
const { event, id, matter } = change;
console.log(`${event} ${id}: ${matter?.description?.replace(/\d+/, 'n')}`);
stop.abort();
