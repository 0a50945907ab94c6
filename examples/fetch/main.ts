/** No client at all: `fetch`, a walk through all pages, and what to do about errors. */
import { headers as ofLogin, url } from '../endpoint.ts';

interface Answer<Data> {
  /** Null where nothing could be answered; a field that failed is null in it, with an entry in `errors`. */
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string; readonly retryAfter?: number };
  }[];
}

async function ask<Data>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Answer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...ofLogin,
    },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer<Data>;
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
  const answer: Answer<Page> = await ask<Page>(page, { after });
  if (!answer.data?.matters) throw new Error(answer.errors?.[0]?.message ?? 'no response');
  count += answer.data.matters.nodes.length;
  const { pageInfo }: NonNullable<Page['matters']> = answer.data.matters;
  after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
} while (after !== null);
console.log(`matters: ${count}`);

const { data, errors } = await ask<Record<string, unknown>>('{ viewer { id } documentVersions { id } }', {});
console.log(`wrong query: ${errors?.[0]?.extensions?.code}, data: ${data ?? 'none'}`);
