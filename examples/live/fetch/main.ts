/** Live changes without a client library: Server-Sent Events over `fetch`. */
import { headers, url } from '../../endpoint.ts';

interface Message {
  readonly data?: {
    readonly matterChanged: {
      readonly event: string;
      readonly id: string;
      readonly matter: { readonly description: string | null } | null;
    };
  };
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly since?: string };
  }[];
}

async function* subscribe(query: string, signal: AbortSignal): AsyncGenerator<Message> {
  const response = await fetch(url, {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
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

const stop = new AbortController();
const changes = subscribe(
  'subscription { matterChanged(id: "Matter:1") { event id matter { description } } }',
  stop.signal,
);
const first = changes.next();

// Once the subscription stands, somebody changes the matter. Until then a change would not be seen.
let change: Message | undefined;
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
    first.then(({ value }) => value as Message),
    new Promise<undefined>((resolve) => setTimeout(resolve, 500)),
  ]);
}
const { event, id, matter } = change.data?.matterChanged ?? {};
console.log(`${event} ${id}: ${matter?.description?.replace(/\d+/, 'n')}`);
stop.abort();
