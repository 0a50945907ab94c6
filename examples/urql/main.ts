/** urql's core with Graphcache: typed results, pages joined in its cache, errors by code. */
import { Client, fetchExchange, gql } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { headers, url } from '../endpoint.ts';

const client = new Client({
  url,
  exchanges: [
    // Joins the pages of a list: `nodes` and `edges` alike. Lists with another filter or order are other lists.
    cacheExchange({ resolvers: { Query: { contacts: relayPagination() } } }),
    fetchExchange,
  ],
  fetchOptions: { headers },
  preferGetMethod: false,
});

interface Contacts {
  readonly contacts: {
    readonly nodes: readonly { readonly id: string; readonly name: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const contacts = gql<Contacts, { after: string | null }>`
  query Contacts($after: String) {
    contacts(first: 2, after: $after, filter: { type: COMPANY }) {
      nodes {
        id
        name
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

let after: string | null = null;
for (let page = 0; page < 2; page += 1) {
  const { data, error } = await client.query(contacts, { after }).toPromise();
  if (!data) throw error;
  after = data.contacts.pageInfo.endCursor;
  console.log(`companies so far: ${data.contacts.nodes.length}`);
}

const again = await client.query(contacts, { after: null });
console.log(`from the cache: ${again.data?.contacts.nodes.length}`);

const failed = await client.query(gql`{ contacts(first: 5000) { nodes { id } } }`, {});
console.log(`too large a page: ${failed.error?.graphQLErrors[0]?.extensions.code}`);
