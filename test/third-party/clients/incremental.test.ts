import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Defer20220824Handler } from '@apollo/client/incremental';
import { Client, fetchExchange } from '@urql/core';
import { describe, expect, it } from 'vitest';
import { holdUpstream } from '../../support/held-upstream.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const text = `query Clients {
  matters(first: 2) {
    nodes {
      displayNumber
      ... @defer(label: "client") {
        client {
          addresses {
            city
          }
        }
      }
    }
  }
}`;

type Listen = (url: string, headers: Record<string, string>, onData: (data: unknown) => void) => void;

const apollo: Listen = (uri, headers, onData) => {
  const client = new ApolloClient({
    link: new HttpLink({ uri, headers }),
    cache: new InMemoryCache(),
    incrementalHandler: new Defer20220824Handler(),
  });
  client.watchQuery({ query: gql(text) }).subscribe(({ data }) => {
    if (data) onData(data);
  });
};

const urql: Listen = (url, headers, onData) => {
  const client = new Client({
    url,
    exchanges: [fetchExchange],
    fetchOptions: { headers },
    preferGetMethod: false,
  });
  client.query(text, {}).subscribe(({ data }) => {
    if (data) onData(data);
  });
};

describe('a client that takes answers in parts', () => {
  it.each([
    ['Apollo Client', apollo],
    ['urql', urql],
  ])('has the first before the calls of the others end: %s', async (_name, listen) => {
    await using sandbox = await startSandbox();
    await using upstream = await holdUpstream(sandbox.baseUrl, (path) => path.includes('/contacts.json'));
    await using gateway = await startGateway({ baseUrl: upstream.baseUrl, token: null });
    const { url } = await gateway.listen();
    const seen: string[] = [];
    const headers = { authorization: `Bearer ${sandbox.tokens.owner}` };
    listen(`${url}/graphql`, headers, (data) => seen.push(JSON.stringify(data)));
    await upstream.kept(1);
    await expect.poll(() => seen.at(-1)).toContain('displayNumber');
    expect(seen.join()).not.toContain('city');
    upstream.release();
    await expect.poll(() => seen.at(-1)).toContain('city');
    expect(seen.at(-1)).toContain('displayNumber');
    expect(sandbox.calls).toHaveLength(2);
  });
});
