/** TanStack Query without a framework: a list that grows page by page, and again from its cache. */
import { InfiniteQueryObserver, QueryClient } from '@tanstack/query-core';
import { headers, url } from '../endpoint.ts';

interface Matters {
  readonly matters: {
    readonly nodes: readonly { readonly id: string; readonly displayNumber: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const document = `
  query Matters($after: String) {
    matters(first: 3, after: $after, filter: { status: [OPEN] }) {
      nodes {
        id
        displayNumber
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

async function request(after: string | null): Promise<Matters> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { accept: 'application/graphql-response+json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: document, variables: { after } }),
  });
  const { data, errors } = await response.json();
  // A page without data would end the list: TanStack Query keeps the pages so far and tries again.
  if (errors) throw new Error(errors[0].message);
  return data;
}

const client = new QueryClient();
// In a component: useInfiniteQuery with the same options.
const list = new InfiniteQueryObserver(client, {
  queryKey: ['matters', { status: ['OPEN'] }],
  queryFn: ({ pageParam }) => request(pageParam),
  initialPageParam: null as string | null,
  getNextPageParam: ({ matters: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
  select: ({ pages }) => pages.flatMap(({ matters }) => matters.nodes),
  staleTime: 60_000,
});
const shown = list.subscribe(() => undefined);
await list.fetchNextPage();
const { data: matters, hasNextPage } = await list.fetchNextPage();
console.log(`matters: ${matters?.length}, more: ${hasNextPage}`);
shown();
client.clear();
