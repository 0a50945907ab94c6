/** Relay without React: a connection that grows, a record refetched by its id, live changes, documents sent by their ids. */
import {
  commitMutation,
  createOperationDescriptor,
  Environment,
  type FetchFunction,
  fetchQuery,
  getFragment,
  getRequest,
  getSingularSelector,
  Network,
  Observable,
  RecordSource,
  requestSubscription,
  Store,
  type SubscribeFunction,
} from 'relay-runtime';
import { headers, url } from '../endpoint.ts';
import listFragment, { type matters_list$data } from './__generated__/matters_list.graphql.ts';
import changed, {
  type mattersChangedSubscription,
} from './__generated__/mattersChangedSubscription.graphql.ts';
import listQuery, { type mattersListQuery } from './__generated__/mattersListQuery.graphql.ts';
import move, { type mattersMoveMutation } from './__generated__/mattersMoveMutation.graphql.ts';
import pageQuery, { type mattersPageQuery } from './__generated__/mattersPageQuery.graphql.ts';
import rowQuery, { type mattersRowQuery } from './__generated__/mattersRowQuery.graphql.ts';

/** relay-compiler writes the documents to persisted-documents.json, which is the gateway's TRUSTED_DOCUMENTS. */
const send: FetchFunction = async ({ id }, variables) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ documentId: id, variables }),
  });
  return response.json();
};

/** Server-Sent Events: a request that stays open for each subscription. */
const subscribe: SubscribeFunction = ({ id }, variables) =>
  Observable.create((sink) => {
    const stop = new AbortController();
    const read = async (): Promise<void> => {
      const { body } = await fetch(url, {
        method: 'POST',
        signal: stop.signal,
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
        body: JSON.stringify({ documentId: id, variables }),
      });
      const decoder = new TextDecoder();
      let text = '';
      for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(chunk, { stream: true });
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          const data = /^data: ?(.+)$/m.exec(event)?.[1];
          if (data !== undefined) sink.next(JSON.parse(data));
        }
      }
      sink.complete();
    };
    read().catch((error: Error) => {
      if (!stop.signal.aborted) sink.error(error);
    });
    return () => stop.abort();
  });

const environment = new Environment({
  network: Network.create(send, subscribe),
  store: new Store(new RecordSource()),
  // A change and the result of a deletion have the id of the record, but are not that record.
  getDataID: ({ id }, type) => (/(Change|DeletePayload)$/.test(type) ? null : id),
});

/** What usePaginationFragment returns in a component: the connection so far. */
function readList(): matters_list$data {
  const { fragment } = createOperationDescriptor(getRequest(listQuery), { first: 2 });
  const root = environment.lookup(fragment).data;
  const selector = getSingularSelector(getFragment(listFragment), root);
  if (!selector) throw new Error('The query has no list.');
  return environment.lookup(selector).data as unknown as matters_list$data;
}

const variables = { first: 2 };
const kept = environment.retain(createOperationDescriptor(getRequest(listQuery), variables));
await fetchQuery<mattersListQuery>(environment, listQuery, variables).toPromise();
console.log(`matters: ${readList().matters?.edges.length}`);

// loadNext, twice: each page is joined to the connection in the store.
for (let page = 0; page < 2; page += 1) {
  const { pageInfo } = readList().matters as unknown as { pageInfo: { endCursor: string } };
  await fetchQuery<mattersPageQuery>(environment, pageQuery, {
    first: 2,
    after: pageInfo.endCursor,
  }).toPromise();
}
const edges = readList().matters?.edges ?? [];
console.log(`matters: ${edges.length}, different: ${new Set(edges.map(({ node }) => node.id)).size}`);

const [first] = edges;
await fetchQuery<mattersRowQuery>(environment, rowQuery, { id: first?.node.id ?? '' }).toPromise();
console.log(`fetched again: ${first?.node.id}`);

// Moves the matter's files until the subscription has seen it. Relay puts the change into its store.
await new Promise<void>((resolve) => {
  const id = 'Matter:1';
  let times = 0;
  const timer = setInterval(() => {
    times += 1;
    const variables = { id, location: `Box ${times}` };
    commitMutation<mattersMoveMutation>(environment, { mutation: move, variables });
  }, 500);
  const subscription = requestSubscription<mattersChangedSubscription>(environment, {
    subscription: changed,
    variables: { id },
    onNext(message) {
      clearInterval(timer);
      subscription.dispose();
      const { location } = environment.getStore().getSource().get(id) ?? {};
      console.log(`${message?.matterChanged.event} ${id}: ${String(location).replace(/\d+/, 'n')}`);
      resolve();
    },
  });
});
kept.dispose();
