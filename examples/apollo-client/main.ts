/** Apollo Client without a framework: pages merged in its cache, records known by their ids, persisted queries, form errors. */
import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { connectionPolicy } from 'clio-graphql/apollo-cache';
import { headers, url } from '../endpoint.ts';

const client = new ApolloClient({
  link: ApolloLink.from([
    new PersistedQueryLink({ sha256: (text: string) => createHash('sha256').update(text).digest('hex') }),
    new HttpLink({ uri: url, headers }),
  ]),
  cache: new InMemoryCache({
    // Global ids are all that Apollo needs to recognize a record; lists grow page by page.
    typePolicies: { Query: { fields: { matters: connectionPolicy() } } },
  }),
});

interface Matters {
  readonly matters: {
    readonly nodes: readonly {
      readonly id: string;
      readonly displayNumber: string;
      readonly description: string;
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

const matters = gql`
  query Matters($first: Int!, $after: String) {
    matters(first: $first, after: $after, filter: { status: [OPEN] }) {
      nodes {
        id
        displayNumber
        description
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

const first = await client.query<Matters>({ query: matters, variables: { first: 3 } });
// What useQuery does in a component: it shows what is in the cache, and again when the cache changes.
const list = client.watchQuery<Matters>({ query: matters, variables: { first: 3 } });
const shown = list.subscribe({});
await list.fetchMore({ variables: { after: first.data?.matters.pageInfo.endCursor } });
const all = await client.query<Matters>({
  query: matters,
  variables: { first: 3 },
  fetchPolicy: 'cache-only',
});
console.log(`in the cache: ${all.data?.matters.nodes.length}`);

// A record has one entry in the cache, under its id: the result of a mutation appears wherever the record is shown.
const changed = all.data?.matters.nodes[4];
await client.mutate({
  mutation: gql`
    mutation Describe($id: ID!, $description: String!) {
      updateMatter(input: { id: $id, description: $description }) {
        matter {
          id
          description
        }
        userErrors {
          code
        }
      }
    }
  `,
  variables: { id: changed?.id, description: 'Settled out of court' },
});
const again = await client.query<Matters>({
  query: matters,
  variables: { first: 3 },
  fetchPolicy: 'cache-only',
});
const place = again.data?.matters.nodes.findIndex(
  ({ description }) => description === 'Settled out of court',
);
console.log(`in the list, without asking again: ${place}`);

const created = await client.mutate<{
  createContact: {
    contact: { id: string } | null;
    userErrors: readonly { code: string; field: readonly string[] }[];
  };
}>({
  mutation: gql`
    mutation Create($input: CreateContactInput!) {
      createContact(input: $input) {
        contact {
          id
        }
        userErrors {
          code
          field
        }
      }
    }
  `,
  variables: { input: { type: 'PERSON', firstName: '' } },
});
console.log(`form error: ${JSON.stringify(created.data?.createContact.userErrors[0])}`);
shown.unsubscribe();
client.stop();
