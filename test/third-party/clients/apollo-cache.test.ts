import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { describe, expect, it } from 'vitest';
import { connectionPolicy } from '../../../src/clients/apollo-cache.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

const running = forAllTests(() => startListeningGateway());

interface Page {
  readonly matters: {
    readonly totalCount: number | null;
    readonly edges: readonly { readonly node: { readonly id: string } }[];
    readonly nodes: readonly { readonly id: string }[];
    readonly pageInfo: {
      readonly startCursor: string;
      readonly endCursor: string;
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
    };
  };
}

const query = gql`
  query Matters($first: Int, $after: String, $last: Int, $before: String, $filter: MatterFilter) {
    matters(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
      totalCount
      edges {
        node {
          id
        }
      }
      nodes {
        id
      }
      pageInfo {
        startCursor
        endCursor
        hasNextPage
        hasPreviousPage
      }
    }
  }
`;

function createClient(): ApolloClient {
  const headers = { authorization: `Bearer ${running.sandbox.tokens.owner}` };
  return new ApolloClient({
    link: new HttpLink({ uri: `${running.url}/graphql`, headers }),
    cache: new InMemoryCache({ typePolicies: { Query: { fields: { matters: connectionPolicy() } } } }),
  });
}

const idsOf = (page: Page | undefined): readonly [readonly string[], readonly string[]] => [
  (page?.matters.edges ?? []).map(({ node }) => node.id),
  (page?.matters.nodes ?? []).map(({ id }) => id),
];

const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `Matter:${from + index}`);

describe('connectionPolicy in Apollo Client’s cache', () => {
  it('appends the edges and nodes of the next page, and leaves other lists alone', async () => {
    const client = createClient();
    const list = client.watchQuery<Page>({ query, variables: { first: 3 } });
    list.subscribe({});
    const { data: first } = await client.query<Page>({ query, variables: { first: 3 } });
    running.sandbox.resetCalls();
    await list.fetchMore({ variables: { first: 3, after: first?.matters.pageInfo.endCursor } });
    const cached = client.readQuery<Page>({ query, variables: { first: 3 } });
    expect(idsOf(cached ?? undefined)).toEqual([ids(1, 6), ids(1, 6)]);
    expect(cached?.matters.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
    expect(cached?.matters.pageInfo.startCursor).toBe(first?.matters.pageInfo.startCursor);
    expect(running.sandbox.calls).toHaveLength(1);

    const variables = { first: 3, filter: { ids: ['4'] } };
    const { data: other } = await client.query<Page>({ query, variables });
    expect(idsOf(other)).toEqual([ids(4, 4), ids(4, 4)]);
    expect(idsOf(client.readQuery<Page>({ query, variables: { first: 3 } }) ?? undefined)[1]).toEqual(
      ids(1, 6),
    );
    client.stop();
  });

  it('prepends the previous page, and starts again with a page from elsewhere', async () => {
    const client = createClient();
    const { data: all } = await client.query<Page>({ query, variables: { first: 6 } });
    const end = all?.matters.pageInfo.endCursor;
    const { data: middle } = await client.query<Page>({
      query,
      variables: { last: 2, before: end },
      fetchPolicy: 'network-only',
    });
    expect(idsOf(middle)).toEqual([ids(4, 5), ids(4, 5)]);
    const { data: grown } = await client.query<Page>({
      query,
      variables: { last: 2, before: middle?.matters.pageInfo.startCursor },
      fetchPolicy: 'network-only',
    });
    expect(idsOf(grown)).toEqual([ids(2, 5), ids(2, 5)]);
    expect(grown?.matters.pageInfo.endCursor).toBe(middle?.matters.pageInfo.endCursor);
    await client.query({ query, variables: { first: 3 }, fetchPolicy: 'network-only' });
    expect(idsOf(client.readQuery<Page>({ query, variables: { first: 3 } }) ?? undefined)).toEqual([
      ids(1, 3),
      ids(1, 3),
    ]);
    client.stop();
  });
});
