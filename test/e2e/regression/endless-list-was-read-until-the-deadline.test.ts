import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';

// Clio's response to a page named the same page as the next one, or led through empty pages for ever. The gateway continued
// until the deadline: 13,536 calls in 7 seconds. An unreadable link looked like the end of the list.

interface Page {
  readonly ids: readonly number[];
  /** Token of the next page. */
  readonly next: string | null;
  /** Token of the previous page. */
  readonly previous?: string;
  /** `meta` of the response, instead of these. */
  readonly meta?: unknown;
}

/** A Clio with one list whose pages are generated from their token. */
async function startLists(page: (token: string | null, offset: number, limit: number) => Page) {
  const tokens: (string | null)[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`);
    const token = url.searchParams.get('page_token');
    tokens.push(token);
    const [offset, limit] = ['offset', 'limit'].map((name) => Number(url.searchParams.get(name)));
    const { ids, next, previous, meta } = page(token, offset ?? 0, limit ?? 0);
    const linkTo = (pageToken: string): string => {
      url.searchParams.set('page_token', pageToken);
      return url.href;
    };
    const paging = {
      ...(next === null ? {} : { next: linkTo(next) }),
      ...(previous === undefined ? {} : { previous: linkTo(previous) }),
    };
    response.setHeader('content-type', 'application/json');
    const data = ids.map((id) => ({ id }));
    response.end(JSON.stringify({ data, meta: meta === undefined ? { paging, records: 100_000 } : meta }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    tokens,
    baseUrl: `http://127.0.0.1:${port}/api/v4`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

it.each([
  ['names itself as the next', (token) => ({ ids: token === null ? [1] : [2], next: 'a' }), [null, 'a'], 2],
  [
    'names an earlier one as the next',
    (token) => ({ ids: [1], next: token === 'a' ? 'b' : 'a' }),
    [null, 'a', 'b'],
    3,
  ],
  [
    'is empty, like those after it',
    (token) => ({ ids: token === null ? [1] : [], next: `after ${token}` }),
    [null, 'after null', 'after after null', 'after after after null'],
    1,
  ],
] satisfies readonly (readonly [
  string,
  (token: string | null) => Page,
  readonly (string | null)[],
  number,
])[])('ends if a page %s', async (_title, page, tokens, came) => {
  await using lists = await startLists(page);
  await using gateway = await startGateway({ baseUrl: lists.baseUrl, token: 'token' });
  const { data, errors } = await gateway.gql(
    '{ matters(first: 1000) { nodes { id } pageInfo { hasNextPage } } viewer: __typename }',
  );
  expect(data).toMatchObject({
    matters: { nodes: Array.from({ length: came }, () => ({})), pageInfo: { hasNextPage: true } },
    viewer: 'Query',
  });
  // The records that arrived are kept, and the error is in the place of the rest.
  expect(errors).toMatchObject([
    { path: ['matters', 'nodes', came], extensions: { code: 'UPSTREAM_ERROR' } },
  ]);
  expect(lists.tokens).toEqual(tokens);
});

const link = 'http://clio.example/matters.json';
const unreadable: readonly (readonly [string, unknown])[] = [
  ['is no URL', { paging: { next: 'next' } }],
  ['is empty', { paging: { next: '' } }],
  ['has no page', { paging: { next: link } }],
  ['has an empty page token', { paging: { next: `${link}?page_token=` } }],
  ['has an offset that is not a number', { paging: { next: `${link}?offset=-3` } }],
  ['is longer than a call', { paging: { next: `${link}?page_token=${'a'.repeat(20_000)}` } }],
  ['is longer than a call when it is encoded', { paging: { next: `${link}?page_token=${'é'.repeat(400)}` } }],
  ['is a number', { paging: { next: 17 } }],
  ['is false', { paging: { next: false } }],
  ['is a list', { paging: { next: [`${link}?page_token=a`] } }],
  ['stands in a paging that is a list', { paging: [`${link}?page_token=a`] }],
  ['stands in a paging that is text', { paging: `${link}?page_token=a` }],
  ['stands in a meta that is text', `${link}?page_token=a`],
  ['leads to the start by offset', { paging: { next: `${link}?offset=0` } }],
];

it.each(unreadable)('keeps the records before a link that %s', async (_title, meta) => {
  await using lists = await startLists((token) =>
    token === null ? { ids: [1], next: 'a' } : { ids: [2, 3], next: null, meta },
  );
  const config = { cacheTtlMs: 60_000 };
  await using gateway = await startGateway({ baseUrl: lists.baseUrl, token: 'token', config });
  const query = '{ matters(first: 1000) { nodes { clioId } edges { cursor } pageInfo { hasNextPage } } }';
  const { data, errors } = await gateway.gql(query);
  expect(data).toMatchObject({
    matters: {
      nodes: ['1', '2', '3'].map((clioId) => ({ clioId })),
      pageInfo: { hasNextPage: true },
    },
  });
  expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
    [['matters', 'nodes', 3], 'UPSTREAM_ERROR'],
    [['matters', 'edges', 3], 'UPSTREAM_ERROR'],
  ]);
  // A request that needs no more records gets no error, and the next page does: the response with the link is not kept for it.
  const { edges } = (data as { matters: { edges: { cursor: string }[] } }).matters;
  const next = `{ matters(first: 1, after: "${edges[1]?.cursor}") { nodes { clioId } } }`;
  expect((await gateway.gql(next)).errors).toBeUndefined();
  const calls = lists.tokens.length;
  const beyond = `{ matters(first: 1, after: "${edges[2]?.cursor}") { nodes { clioId } } }`;
  expect((await gateway.gql(beyond)).errors).toMatchObject([
    { path: ['matters', 'nodes', 0], extensions: { code: 'UPSTREAM_ERROR' } },
  ]);
  expect(lists.tokens.length).toBeGreaterThan(calls);
});

it('takes only the page from a link: no other host gets a call', async () => {
  await using lists = await startLists((token) =>
    token === null
      ? { ids: [1], next: null, meta: { paging: { next: 'https://evil.example:1/steal?a=1&page_token=b' } } }
      : { ids: [2], next: null },
  );
  await using gateway = await startGateway({ baseUrl: lists.baseUrl, token: 'token' });
  const { data, errors } = await gateway.gql('{ matters(first: 1000) { nodes { clioId } } }');
  expect([errors, data]).toEqual([undefined, { matters: { nodes: [{ clioId: '1' }, { clioId: '2' }] } }]);
  expect(lists.tokens).toEqual([null, 'b']);
});

it('keeps the records before a link beyond what Clio lists by offset', async () => {
  await using lists = await startLists(() => ({
    ids: [1],
    next: null,
    meta: { paging: { next: `${link}?offset=10000` } },
  }));
  await using gateway = await startGateway({ baseUrl: lists.baseUrl, token: 'token' });
  const { data, errors } = await gateway.gql('{ matters(first: 1000) { nodes { clioId } } }');
  expect(data).toEqual({ matters: { nodes: [{ clioId: '1' }] } });
  expect(errors).toMatchObject([
    { path: ['matters', 'nodes', 1], extensions: { code: 'PAGINATION_WINDOW_EXCEEDED' } },
  ]);
});

it('keeps the records before an unreadable link to the previous page', async () => {
  await using lists = await startLists((token) =>
    token === 'back'
      ? { ids: [2], next: null, meta: { paging: { previous: 'http://[' } } }
      : { ids: token === null ? [1] : [3], next: token === null ? 'a' : null, previous: 'back' },
  );
  await using gateway = await startGateway({ baseUrl: lists.baseUrl, token: 'token' });
  const { data } = await gateway.gql('{ matters(first: 1000) { pageInfo { endCursor } } }');
  const matters = data?.matters as { pageInfo: { endCursor: string } } | undefined;
  const before = await gateway.gql(
    'query ($before: String!) { matters(last: 600, before: $before) { nodes { clioId } pageInfo { hasPreviousPage } } }',
    { variables: { before: matters?.pageInfo.endCursor } },
  );
  expect(before.data).toEqual({
    matters: { nodes: [{ clioId: '2' }], pageInfo: { hasPreviousPage: true } },
  });
  expect(before.errors).toMatchObject([
    { path: ['matters', 'nodes'], extensions: { code: 'UPSTREAM_ERROR' } },
  ]);
});

it('does not take records for missing if the response to their ids has another page', async () => {
  await using lists = await startLists(() => ({ ids: [1], next: 'a' }));
  await using gateway = await startGateway({ baseUrl: lists.baseUrl, token: 'token' });
  const { data, errors } = await gateway.gql('{ nodes(ids: ["Matter:1", "Matter:2"]) { id } }');
  expect(data).toEqual({ nodes: [{ id: 'Matter:1' }, null] });
  expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'UPSTREAM_ERROR' } }]);
});

it('continues after an empty page', async () => {
  const pages: Readonly<Record<string, Page>> = { a: { ids: [], next: 'b' }, b: { ids: [2], next: null } };
  await using lists = await startLists((token) => pages[token ?? ''] ?? { ids: [1], next: 'a' });
  await using gateway = await startGateway({ baseUrl: lists.baseUrl, token: 'token' });
  const { data } = await gateway.gql('{ matters(first: 1000) { nodes { clioId } } }');
  expect(data).toEqual({ matters: { nodes: [{ clioId: '1' }, { clioId: '2' }] } });
});

it('stops at the maximum number of calls of a request, and keeps what it has', async () => {
  await using lists = await startLists((token) => {
    const page = Number(token ?? 0);
    return { ids: [page + 1], next: String(page + 1) };
  });
  const config = { maxPlannedCalls: 5 };
  await using gateway = await startGateway({ baseUrl: lists.baseUrl, token: 'token', config });
  const { data, errors } = await gateway.gql('{ matters(first: 800) { edges { node { clioId } } } }');
  expect(lists.tokens).toHaveLength(5);
  expect(data).toEqual({
    matters: { edges: ['1', '2', '3', '4', '5'].map((clioId) => ({ node: { clioId } })) },
  });
  expect(errors).toMatchObject([
    { path: ['matters', 'edges', 5], extensions: { code: 'QUERY_TOO_COMPLEX' } },
  ]);
});

it.each([
  ['by offset', 'first: 800, orderBy: CREATED_AT_ASC', ['1', '2', '3'], [3]],
  ['from its end', 'last: 800', ['3', '2', '1'], []],
] as const)('keeps what it has of a list that is read %s', async (_title, window, came, missing) => {
  await using lists = await startLists((_token, offset) => ({ ids: [offset / 200 + 1], next: 'more' }));
  const config = { maxPlannedCalls: 3 };
  await using gateway = await startGateway({ baseUrl: lists.baseUrl, token: 'token', config });
  const { data, errors } = await gateway.gql(
    `{ matters(${window}) { nodes { clioId } pageInfo { hasNextPage hasPreviousPage } } }`,
  );
  const isFromEnd = missing.length === 0;
  expect(data).toEqual({
    matters: {
      nodes: came.map((clioId) => ({ clioId })),
      pageInfo: { hasNextPage: !isFromEnd, hasPreviousPage: isFromEnd },
    },
  });
  // Missing records before the first one have no place of their own.
  expect(errors).toMatchObject([
    { path: ['matters', 'nodes', ...missing], extensions: { code: 'QUERY_TOO_COMPLEX' } },
  ]);
  expect(lists.tokens).toHaveLength(3);
});

it('keeps what it has of the pages before a cursor', async () => {
  await using lists = await startLists((token) => {
    const page = Number(token ?? 0);
    return { ids: [page + 1], next: String(page + 1), previous: String(page - 1) };
  });
  const config = { maxPlannedCalls: 5 };
  await using gateway = await startGateway({ baseUrl: lists.baseUrl, token: 'token', config });
  const { data } = await gateway.gql('{ matters(first: 5) { pageInfo { endCursor } } }');
  const matters = data?.matters as { pageInfo: { endCursor: string } } | undefined;
  const backward =
    'query ($before: String!) { matters(last: 600, before: $before) { nodes { clioId } pageInfo { hasPreviousPage } } }';
  const before = await gateway.gql(backward, { variables: { before: matters?.pageInfo.endCursor } });
  expect(before.errors).toMatchObject([
    { path: ['matters', 'nodes'], extensions: { code: 'QUERY_TOO_COMPLEX' } },
  ]);
  expect(before.data).toEqual({
    matters: {
      nodes: ['0', '1', '2', '3', '4'].map((clioId) => ({ clioId })),
      pageInfo: { hasPreviousPage: true },
    },
  });
});

it.each([
  [
    'before an offset',
    'first: 500, after: $cursor, orderBy: CREATED_AT_ASC',
    'last: 1000, before: $cursor, orderBy: CREATED_AT_ASC',
    'endCursor',
    Array.from({ length: 600 }, (_, index) => 400 + index),
    [],
  ],
  [
    'after a place counted from the end',
    'last: 500, before: $cursor',
    'first: 1000, after: $cursor',
    'startCursor',
    Array.from({ length: 600 }, (_, index) => 999 - index),
    [600],
  ],
] as const)('keeps the records next to a cursor: %s', async (_title, there, back, cursor, came, missing) => {
  await using lists = await startLists((_token, offset, limit) => ({
    ids: Array.from({ length: limit }, (_, index) => offset + index + 1),
    next: 'more',
  }));
  const config = { maxPlannedCalls: 3 };
  await using gateway = await startGateway({ baseUrl: lists.baseUrl, token: 'token', config });
  const ask = async (window: string, variables: Readonly<Record<string, unknown>>) => {
    const query = `query ($cursor: String) { matters(${window}) { nodes { clioId } pageInfo { ${cursor} hasNextPage hasPreviousPage } } }`;
    const { data, errors } = await gateway.gql(query, { variables });
    const matters = data?.matters as
      | { nodes: { clioId: string }[]; pageInfo: Readonly<Record<string, unknown>> }
      | undefined;
    const ids = matters?.nodes.map(({ clioId }) => Number(clioId));
    return { ids, pageInfo: matters?.pageInfo ?? {}, errors };
  };
  const first = await ask(there, {});
  const second = await ask(there, { cursor: first.pageInfo[cursor] });
  lists.tokens.length = 0;
  const { ids, pageInfo, errors } = await ask(back, { cursor: second.pageInfo[cursor] });
  expect(ids).toEqual(came);
  expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  expect(errors).toMatchObject([
    { path: ['matters', 'nodes', ...missing], extensions: { code: 'QUERY_TOO_COMPLEX' } },
  ]);
  expect(lists.tokens).toHaveLength(3);
});

it('also stops below records', async () => {
  await using lists = await startLists((token) =>
    token === null ? { ids: [1, 2, 3, 4, 5], next: null } : { ids: [], next: null },
  );
  const config = { maxPlannedCalls: 4 };
  await using gateway = await startGateway({ baseUrl: lists.baseUrl, token: 'token', config });
  const query = '{ matters(filter: { ids: ["1", "2", "3"] }) { nodes { tasks { nodes { clioId } } } } }';
  const { data, errors } = await gateway.gql(query);
  expect(JSON.stringify(data).match(/"tasks":\{/g)).toHaveLength(3);
  expect(errors?.map(({ path }) => path?.slice(0, 2))).toEqual([
    ['matters', 'nodes'],
    ['matters', 'nodes'],
  ]);
  expect(lists.tokens).toHaveLength(4);
});
