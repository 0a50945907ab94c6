import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental';
import { Client, fetchExchange } from '@urql/core';
import {
  type ConcreteRequest,
  createOperationDescriptor,
  Environment,
  getFragment,
  getSingularSelector,
  Network,
  Observable,
  type ReaderFragment,
  RecordSource,
  Store,
} from 'relay-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { acceptParts, readParts } from '../../support/clients/read-parts.ts';
import { startHoldingProxy } from '../../support/servers/holding-proxy.ts';
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

/** On a busy machine. */
const patient = { timeout: 10_000 };

type Listen = (url: string, headers: Record<string, string>, onData: (data: unknown) => void) => void;

const apollo =
  (incrementalHandler: Defer20220824Handler | GraphQL17Alpha9Handler): Listen =>
  (uri, headers, onData) => {
    const client = new ApolloClient({
      link: new HttpLink({ uri, headers }),
      cache: new InMemoryCache(),
      incrementalHandler,
    });
    client.watchQuery({ query: gql(text) }).subscribe(({ data }) => {
      if (data) onData(data);
    });
  };

const urql =
  (accept?: string): Listen =>
  (url, headers, onData) => {
    const client = new Client({
      url,
      exchanges: [fetchExchange],
      fetchOptions: { headers: accept === undefined ? headers : { ...headers, accept } },
      preferGetMethod: false,
    });
    client.query(text, {}).subscribe(({ data }) => {
      if (data) onData(data);
    });
  };

/** A query with a deferred fragment, as relay-compiler writes both. */
const relayDocuments = `import { graphql } from 'relay-runtime';
graphql\`fragment documents_client on Matter { client { addresses { city } } }\`;
graphql\`query documentsQuery { matter(id: "1") { displayNumber ...documents_client @defer(label: "client") } }\`;
`;
const project = fileURLToPath(new URL('../../../', import.meta.url));
let folder: string;
let relayQuery: ConcreteRequest;
let relayFragment: ReaderFragment;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relay-'));
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'schema.graphql'), createServedSchema(loadCatalog()).sdl());
  await writeFile(join(folder, 'documents.ts'), relayDocuments);
  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
  await writeFile(
    join(folder, 'relay.config.json'),
    '{"src": ".", "schema": "schema.graphql", "language": "typescript", "eagerEsModules": true, "useImportTypeSyntax": true}',
  );
  await promisify(execFile)(join(project, 'node_modules/.bin/relay-compiler'), ['relay.config.json'], {
    cwd: folder,
  });
  const read = async (name: string) =>
    (await import(pathToFileURL(join(folder, `__generated__/${name}.graphql.ts`)).href)).default;
  relayQuery = await read('documentsQuery');
  relayFragment = await read('documents_client');
});
afterAll(() => rm(folder, { recursive: true }));

/** What Relay gets for each part of the format of 2022. */
function relay(accept: string): Listen {
  return (url, headers, onData) => {
    const environment = new Environment({
      network: Network.create(({ text: query }, variables) =>
        Observable.create((sink) => {
          const send = async (): Promise<void> => {
            const response = await fetch(url, {
              method: 'POST',
              headers: { 'content-type': 'application/json', accept, ...headers },
              body: JSON.stringify({ query, variables }),
            });
            if (!response.headers.get('content-type')?.startsWith('multipart/')) {
              sink.next({ ...(await response.json()), extensions: { is_final: true } });
              return sink.complete();
            }
            for await (const { data, hasNext, incremental = [] } of readParts(response)) {
              if (data) sink.next({ data, extensions: { is_final: !hasNext } } as never);
              for (const patch of incremental)
                sink.next({ ...patch, extensions: { is_final: !hasNext } } as never);
            }
            sink.complete();
          };
          send().catch((error: Error) => sink.error(error));
        }),
      ),
      store: new Store(new RecordSource()),
    });
    const operation = createOperationDescriptor(relayQuery, {});
    environment.retain(operation);
    environment.execute({ operation }).subscribe({
      next: () => {
        const { data } = environment.lookup(operation.fragment);
        const matter = (data as { matter?: { displayNumber: string } } | undefined)?.matter;
        if (!matter) return;
        const selector = getSingularSelector(getFragment(relayFragment), matter);
        const deferred = selector && environment.lookup(selector).data;
        onData({ displayNumber: matter.displayNumber, deferred });
      },
    });
  };
}

describe('a client that accepts results in parts', () => {
  it.each<[string, () => Listen]>([
    ['Apollo Client, format of 2022', () => apollo(new Defer20220824Handler())],
    ['Apollo Client, v0.2', () => apollo(new GraphQL17Alpha9Handler())],
    ['urql, format of 2022', () => urql(acceptParts[2022])],
    ['urql, v0.2', () => urql(acceptParts['v0.2'])],
    ['Relay', () => relay(acceptParts[2022])],
  ])('has the first part before the calls of the others end: %s', async (_name, listen) => {
    await using sandbox = await startSandbox();
    await using upstream = await startHoldingProxy(sandbox.baseUrl, (path) => path.includes('/contacts'));
    await using gateway = await startGateway({ baseUrl: upstream.baseUrl, token: null });
    const { url } = await gateway.listen();
    const seen: string[] = [];
    const headers = { authorization: `Bearer ${sandbox.tokens.owner}` };
    listen()(`${url}/graphql`, headers, (data) => seen.push(JSON.stringify(data)));
    await upstream.kept(1);
    await expect.poll(() => seen.at(-1), patient).toContain('displayNumber');
    expect(seen.join()).not.toContain('city');
    upstream.release();
    await expect.poll(() => seen.at(-1), patient).toContain('city');
    expect(seen.at(-1)).toContain('displayNumber');
    expect(sandbox.calls).toHaveLength(2);
  });
});

describe('a client that names no format', () => {
  it.each<[string, () => Listen]>([
    ['urql, as it comes', () => urql()],
    ['Relay, with one response', () => relay('application/json')],
  ])('has the whole response at once: %s', async (_name, listen) => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: null });
    const { url } = await gateway.listen();
    const seen: string[] = [];
    const headers = { authorization: `Bearer ${sandbox.tokens.owner}` };
    listen()(`${url}/graphql`, headers, (data) => seen.push(JSON.stringify(data)));
    await expect.poll(() => seen, patient).toHaveLength(1);
    expect(seen[0]).toContain('displayNumber');
    expect(seen[0]).toContain('city');
  });
});
