/** Relay without React: a connection that grows, a record fetched again by its id, documents that are sent by their ids. */
import {
  createOperationDescriptor,
  Environment,
  type FetchFunction,
  fetchQuery,
  getFragment,
  getRequest,
  getSingularSelector,
  Network,
  RecordSource,
  Store,
} from 'relay-runtime';
import { headers, url } from '../endpoint.ts';
import listFragment, { type matters_list$data } from './__generated__/matters_list.graphql.ts';
import listQuery, { type mattersListQuery } from './__generated__/mattersListQuery.graphql.ts';
import pageQuery, { type mattersPageQuery } from './__generated__/mattersPageQuery.graphql.ts';
import rowQuery, { type mattersRowQuery } from './__generated__/mattersRowQuery.graphql.ts';

/** relay-compiler has put the documents into persisted-documents.json, which the gateway has as TRUSTED_DOCUMENTS. */
const send: FetchFunction = async ({ id }, variables) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ documentId: id, variables }),
  });
  return response.json();
};

const environment = new Environment({
  network: Network.create(send),
  store: new Store(new RecordSource()),
});

/** What usePaginationFragment gives to a component: all that the connection has so far. */
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
kept.dispose();
