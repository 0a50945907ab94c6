/** No client library: `fetch`, all pages of a list, and error codes. */
import { headers as ofLogin, url } from '../endpoint.ts';

interface Result<Data> {
  /** Null if the whole operation failed. A field that failed is null, with an entry in `errors`. */
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string; readonly retryAfter?: number };
  }[];
}

async function ask<Data>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Result<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...ofLogin,
    },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Result<Data>;
}

interface Page {
  readonly matters: {
    readonly nodes: readonly {
      readonly displayNumber: string;
      readonly client: { readonly name: string } | null;
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  } | null;
}

const page = /* GraphQL */ `
  query MattersPage($after: String) {
    matters(first: 20, after: $after) {
      nodes {
        displayNumber
        client {
          name
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

let after: string | null = null;
let count = 0;
do {
  const result: Result<Page> = await ask<Page>(page, { after });
  if (!result.data?.matters) throw new Error(result.errors?.[0]?.message ?? 'no response');
  count += result.data.matters.nodes.length;
  const { pageInfo }: NonNullable<Page['matters']> = result.data.matters;
  after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
} while (after !== null);
console.log(`matters: ${count}`);

const { data, errors } = await ask<Record<string, unknown>>('{ viewer { id } documentVersions { id } }', {});
console.log(`wrong query: ${errors?.[0]?.extensions?.code}, data: ${data ?? 'none'}`);
