/** urql's core: typed results, a list page by page, errors by code. */
import { Client, cacheExchange, fetchExchange, gql } from '@urql/core';
import { headers, url } from '../endpoint.ts';

const client = new Client({
  url,
  exchanges: [cacheExchange, fetchExchange],
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

const names: string[] = [];
let after: string | null = null;
for (let page = 0; page < 2; page += 1) {
  const { data, error } = await client.query(contacts, { after }).toPromise();
  if (!data) throw error;
  names.push(...data.contacts.nodes.map(({ name }) => name));
  after = data.contacts.pageInfo.endCursor;
}
console.log(`companies: ${names.length}`);

await client.query(contacts, { after: null });
console.log('the first page again, from the cache');

const failed = await client.query(gql`{ contacts(first: 5000) { nodes { id } } }`, {});
console.log(`too large a page: ${failed.error?.graphQLErrors[0]?.extensions.code}`);
