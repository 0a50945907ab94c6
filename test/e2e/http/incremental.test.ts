import { isDeepStrictEqual } from 'node:util';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../../src/config/types.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { createLogger } from '../../../src/server/create-logger.ts';
import { acceptParts, mergeParts, type Part, readParts } from '../../support/clients/read-parts.ts';
import { type CorpusCase, printRestCall, readCorpus } from '../../support/corpus.ts';
import { deferEverything } from '../../support/differential/defer-everything.ts';
import { sdl } from '../../support/schema/printed-schema.ts';
import { type HoldingProxy, startHoldingProxy } from '../../support/servers/holding-proxy.ts';
import { startGateway, type TestGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const inParts = acceptParts[2022];

interface Started extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly gateway: TestGateway;
  readonly upstream: HoldingProxy;
  readonly url: string;
  readonly log: () => Record<string, unknown>[];
  send(
    query: string,
    options?: {
      accept?: string;
      variables?: Readonly<Record<string, unknown>>;
      token?: string | null;
      signal?: AbortSignal;
      headers?: Record<string, string>;
    },
  ): Promise<Response>;
}

/** A gateway whose calls to Clio can be held. */
async function start(
  isKept: (path: string) => boolean = () => false,
  config: Partial<Config> = {},
): Promise<Started> {
  const sandbox = await startSandbox();
  const upstream = await startHoldingProxy(sandbox.baseUrl, isKept);
  let lines = '';
  const gateway = await startGateway({
    baseUrl: upstream.baseUrl,
    token: null,
    config: { maxPlannedCalls: 10_000, ...config },
    logger: createLogger('info', { write: (line) => (lines += line) }),
  });
  const { url } = await gateway.listen();
  return {
    sandbox,
    gateway,
    upstream,
    url,
    log: () =>
      lines
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    send: (query, { accept = inParts, variables, token = sandbox.tokens.owner, signal, headers } = {}) =>
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept,
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
        signal,
      }),
    async [Symbol.asyncDispose]() {
      upstream.release();
      await gateway[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

async function all(response: Response): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of readParts(response)) parts.push(part);
  return parts;
}

const callsOf = (sandbox: Sandbox): string[] => sandbox.calls.map(printRestCall).sort();

const slowClient = `{
  matters(first: 3) {
    nodes { displayNumber ... @defer(label: "client") { client { addresses { city } } } }
  }
}`;

describe('@defer', () => {
  it.each([
    ['multipart/mixed;deferSpec=20220824', 'multipart/mixed; boundary="-"; deferSpec=20220824'],
    [
      'application/json;q=0.9, multipart/mixed; deferSpec="20220824", multipart/mixed;incrementalSpec=v0.2',
      'multipart/mixed; boundary="-"; deferSpec=20220824',
    ],
    [
      'multipart/mixed;incrementalSpec=v0.2;q=0.5, multipart/mixed; deferSpec=20220824;q=0.8',
      'multipart/mixed; boundary="-"; deferSpec=20220824',
    ],
    ['text/event-stream;deferSpec=20220824', 'text/event-stream'],
  ])('sends the rest before the calls of the fragment end, to %s', async (accept, contentType) => {
    await using running = await start((path) => path.includes('/contacts.json'));
    const response = await running.send(slowClient, { accept });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(contentType);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const parts = readParts(response);
    const first = (await parts.next()).value as Part;
    // The call for the clients is still held.
    await running.upstream.kept(1);
    expect(first).toEqual({
      data: { matters: { nodes: [1, 2, 3].map(() => ({ displayNumber: expect.any(String) })) } },
      hasNext: true,
    });
    running.upstream.release();
    const later: Part[] = [];
    for await (const part of parts) later.push(part);
    expect(later.at(-1)?.hasNext).toBe(false);
    const patches = later.flatMap(({ incremental = [] }) => incremental);
    expect(patches.map(({ label, path }) => [label, path?.join('.')])).toEqual(
      [0, 1, 2].map((index) => ['client', `matters.nodes.${index}`]),
    );
    const whole = await running.gateway.gql(slowClient, { token: running.sandbox.tokens.owner });
    expect(mergeParts([first, ...later])).toEqual({ data: whole.data, errors: [] });
    expect(callsOf(running.sandbox)).toHaveLength(4);
  });

  it('is ignored for clients that do not accept parts', async () => {
    await using running = await start();
    const plain = slowClient.replace('... @defer(label: "client")', '...');
    const expected = await (await running.send(plain, { accept: 'application/json' })).text();
    for (const accept of [
      'application/json',
      'application/graphql-response+json',
      '*/*',
      // The client names no format, so it could not know which one it gets.
      'application/json, text/event-stream, multipart/mixed',
      'multipart/mixed;deferSpec=20230101, application/json',
      'multipart/mixed;deferSpec=20220824;q=0, application/json',
    ]) {
      const response = await running.send(slowClient, { accept });
      expect(response.headers.get('content-type')).toContain('json');
      expect(await response.text()).toBe(expected);
    }
    const mutation = `mutation {
      createNote(input: { type: MATTER, matterId: 4, subject: "Call", detail: "Later" }) {
        note { subject ... @defer { detail } }
        userErrors { message }
      }
    }`;
    expect(await (await running.send(mutation, { accept: 'application/json' })).json()).toMatchObject({
      data: { createNote: { note: { subject: 'Call', detail: 'Later' } } },
    });
  });

  it('is ignored if the variable of its `if` is false', async () => {
    await using running = await start();
    const response = await running.send(slowClient.replace('@defer(', '@defer(if: false, '));
    expect(response.headers.get('content-type')).toContain('json');
    expect(Object.keys(await response.json())).toEqual(['data']);
  });

  it('may be in the payload of a mutation', async () => {
    await using running = await start();
    const parts = await all(
      await running.send(`mutation {
        createNote(input: { type: MATTER, matterId: 4, subject: "Call", detail: "Later" }) {
        note { subject ... @defer { detail } }
        userErrors { message }
      }
      }`),
    );
    expect(parts.length).toBeGreaterThan(1);
    expect(mergeParts(parts)).toMatchObject({
      data: { createNote: { note: { subject: 'Call', detail: 'Later' } } },
      errors: [],
    });
    expect(running.sandbox.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it.each([
    ['mutation { ... @defer { deleteNote(input: { id: 1 }) { id } } }', 'root mutation'],
    ['{ viewer { name @stream } }', 'list'],
    ['query Q($l: String) { viewer { ... @defer(label: $l) { name } } }', 'static string'],
  ])('is rejected in %s', async (query, reason) => {
    await using running = await start();
    const response = await running.send(query);
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { message: string; extensions: object }[] };
    expect(errors[0]?.message).toContain(reason);
    expect(errors[0]?.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(running.sandbox.calls).toEqual([]);
  });

  it('sends an error with the part to which it belongs, with the usual code and path', async () => {
    await using running = await start();
    running.sandbox.fault({ kind: 'status', status: 403, match: '/contacts' });
    const parts = await all(await running.send(slowClient));
    expect(parts[0]?.errors).toBeUndefined();
    const merged = mergeParts(parts);
    expect(merged.errors.map(({ path, extensions }) => [path?.join('.'), extensions?.code])).toEqual(
      [0, 1, 2].map((index) => [`matters.nodes.${index}.client`, 'FORBIDDEN']),
    );
    // One line, after the last part, which contains their number.
    const [line, ...others] = running.log().filter(({ msg }) => msg === 'request');
    expect(others).toEqual([]);
    expect(line).toMatchObject({ status: 200, errors: 3, codes: ['FORBIDDEN'] });
  });

  it('hides internal errors of the gateway from the client', async () => {
    await using running = await start();
    running.sandbox.fault({
      kind: 'status',
      status: 200,
      match: '/contacts',
      body: JSON.stringify({ data: [{ id: 1, addresses: 'nonsense' }] }),
    });
    const merged = mergeParts(
      await all(
        await running.send(
          '{ contact(id: 1) { id } matters(first: 1) { nodes { ... @defer { client { addresses { city } } } } } }',
        ),
      ),
    );
    for (const { message, extensions } of merged.errors) {
      expect(message).not.toContain('nonsense');
      expect(extensions?.code).toEqual(expect.any(String));
    }
  });

  it('gets a single error response with its status if no field can be returned', async () => {
    await using running = await start();
    const response = await running.send(slowClient, { token: null });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('ends at the deadline, and everything missing is an error', async () => {
    let isKept = false;
    await using running = await start((path) => isKept && path.includes('/contacts.json'), {
      requestDeadlineMs: 1_000,
    });
    // The first time takes longer, because document and plan are new.
    await (await running.send(slowClient)).text();
    isKept = true;
    const parts = await all(await running.send(slowClient));
    expect(parts[0]?.data).toMatchObject({ matters: { nodes: [{}, {}, {}] } });
    expect(parts.at(-1)?.hasNext).toBe(false);
    const { errors } = mergeParts(parts);
    expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(new Set(['UPSTREAM_TIMEOUT']));
  });

  it('closes its connections to Clio when the client disconnects', async () => {
    await using running = await start((path) => path.includes('/contacts.json'));
    const leaving = new AbortController();
    const parts = readParts(await running.send(slowClient, { signal: leaving.signal }));
    await parts.next();
    await running.upstream.kept(1);
    leaving.abort();
    await expect.poll(() => running.upstream.gone()).toBe(1);
    await expect.poll(() => running.log().filter(({ msg }) => msg === 'request')).toHaveLength(1);
  });

  it('sends the trace with the last part', async () => {
    await using running = await start();
    const parts = await all(await running.send(slowClient, { headers: { 'x-clio-explain': 'trace' } }));
    expect(parts.slice(0, -1).filter(({ extensions }) => extensions)).toEqual([]);
    expect(parts.at(-1)?.extensions).toMatchObject({ clio: { cost: { actual: 2 } } });
  });

  it('is ignored in a list of operations', async () => {
    await using running = await start(undefined, { maxBatch: 2 });
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: inParts,
        authorization: `Bearer ${running.sandbox.tokens.owner}`,
      },
      body: JSON.stringify([{ query: slowClient }, { query: '{ viewer { ... @defer { name } } }' }]),
    });
    expect(await response.json()).toMatchObject([
      { data: { matters: { nodes: [{}, {}, {}] } } },
      { data: { viewer: { name: expect.any(String) } } },
    ]);
  });

  it('works by GET, and is not cached', async () => {
    await using running = await start(undefined, { getMaxAgeMs: 60_000 });
    const response = await fetch(`${running.url}/graphql?${new URLSearchParams({ query: slowClient })}`, {
      headers: { accept: inParts, authorization: `Bearer ${running.sandbox.tokens.owner}` },
    });
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect((await all(response)).at(-1)?.hasNext).toBe(false);
  });
});

describe('an invalid argument of @stream', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['initialCount: -1', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['initialCount: "x"', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['initialCount: null', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['label: 3', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['if: "x"', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['initialCount: $count', { count: -1 }, 'BAD_USER_INPUT'],
    ['initialCount: $count', { count: null }, 'BAD_USER_INPUT'],
  ])("is the client's error: %s %j", async (given, variables, code) => {
    await using running = await start();
    const declared = given.includes('$') ? 'query ($count: Int) ' : '';
    const response = await running.send(
      `${declared}{ matters(first: 3) { nodes @stream(${given}) { id } } }`,
      {
        variables,
      },
    );
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as Part;
    expect(new Set(errors?.map(({ extensions }) => extensions?.code))).toEqual(new Set([code]));
    expect(running.sandbox.calls).toEqual([]);
  });
});

describe('the format v0.2', () => {
  const accept = acceptParts['v0.2'];

  it('announces pending parts, refers to them, and says when they are complete', async () => {
    await using running = await start();
    const query = `{
      matters(first: 2) {
        nodes { displayNumber ... @defer(label: "client") { client { id ... @defer { addresses { city } } } } }
      }
    }`;
    const response = await running.send(query, { accept });
    expect(response.headers.get('content-type')).toBe('multipart/mixed; boundary="-"; incrementalSpec=v0.2');
    const parts = await all(response);
    expect(parts[0]).toEqual({
      data: { matters: { nodes: [1, 2].map(() => ({ displayNumber: expect.any(String) })) } },
      pending: [0, 1].map((index) => ({
        id: String(index),
        path: ['matters', 'nodes', index],
        label: 'client',
      })),
      hasNext: true,
    });
    const announced = parts.flatMap(({ pending = [] }) => pending);
    expect(announced.map(({ path }) => path.join('.')).sort()).toEqual([
      'matters.nodes.0',
      'matters.nodes.0.client',
      'matters.nodes.1',
      'matters.nodes.1.client',
    ]);
    const completed = parts.flatMap((part) => part.completed ?? []);
    expect(completed.map(({ id }) => id).sort()).toEqual(['0', '1', '2', '3']);
    const whole = await running.gateway.gql(query, { token: running.sandbox.tokens.owner });
    expect(mergeParts(parts)).toEqual({ data: whole.data, errors: [] });
  });

  it('streams lists, with fragments in their items', async () => {
    await using running = await start();
    const query =
      '{ matters(first: 4) { nodes @stream(initialCount: 1) { id ... @defer { displayNumber } } } }';
    const parts = await all(await running.send(query, { accept }));
    expect(parts[0]?.pending?.map(({ path }) => path)).toEqual([
      ['matters', 'nodes'],
      ['matters', 'nodes', 0],
    ]);
    const whole = await running.gateway.gql(query, { token: running.sandbox.tokens.owner });
    expect(mergeParts(parts)).toEqual({ data: whole.data, errors: [] });
  });

  it('has the errors of a part in that part', async () => {
    await using running = await start();
    running.sandbox.fault({ kind: 'status', status: 403, match: '/contacts' });
    const { errors } = mergeParts(await all(await running.send(slowClient, { accept })));
    expect(errors.map(({ path, extensions }) => [path?.join('.'), extensions?.code])).toEqual(
      [0, 1, 2].map((index) => [`matters.nodes.${index}.client`, 'FORBIDDEN']),
    );
  });

  it('follows the conditions of directives and fragments', async () => {
    await using running = await start();
    const query = `query ($no: Boolean = false, $yes: Boolean!) {
      node(id: "Matter:1") {
        __typename
        ... on Contact @defer(label: "contact") { name }
        ...M @defer(if: $yes, label: "matter")
        ... @defer(if: $no, label: "never") { id }
        ... @include(if: $no) { ... @defer(label: "excluded") { id } }
      }
    }
    fragment M on Matter { displayNumber }`;
    const parts = await all(await running.send(query, { accept, variables: { yes: true } }));
    expect(parts.flatMap(({ pending = [] }) => pending.map(({ label }) => label))).toEqual(['matter']);
    const whole = await running.gateway.gql(query, {
      token: running.sandbox.tokens.owner,
      variables: { yes: true },
    });
    expect(mergeParts(parts)).toEqual({ data: whole.data, errors: [] });
  });
});

describe('results in parts beyond MAX_RESPONSE_BYTES', () => {
  const copies = Array.from({ length: 99 }, (_, index) => `a${index}: description`).join(' ');

  it.each(['2022', 'v0.2'] as const)('ends with the error, in the format %s', async (format) => {
    await using running = await start(undefined, { maxResponseBytes: 65_536 });
    const accept = acceptParts[format];
    const query = `{ matters(first: 50) { nodes { id ... @defer { ${copies} } } } }`;
    const parts = await all(await running.send(query, { accept }));
    expect(JSON.stringify(parts).length).toBeLessThan(100_000);
    expect(parts.at(-1)?.hasNext).toBe(false);
    const { errors } = mergeParts(parts);
    expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(new Set(['QUERY_TOO_COMPLEX']));
    const first = await running.send(`{ matters(first: 50) { nodes { ${copies} ... @defer { id } } } }`, {
      accept,
    });
    expect(first.status).toBe(400);
    expect(await first.json()).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] });
  });
});

describe('@stream', () => {
  const names = (parts: readonly Part[]): number =>
    parts.flatMap(({ incremental = [] }) => incremental.flatMap(({ items }) => items ?? [])).length;

  it.each([
    ['in id order', '', 'page_token'],
    ['in another order', ', orderBy: NAME_ASC', 'offset'],
  ])('sends the items of a page while the next page is read, %s', async (_title, order, paging) => {
    await using running = await start((path) => path.includes(`${paging}=`));
    const query = `{ contacts(first: 450${order}) { nodes @stream { name } edges @stream { cursor } totalCount pageInfo { hasNextPage endCursor } } }`;
    const flat = `{ contacts(first: 450${order}) { nodes @stream(initialCount: 200) { name } totalCount } }`;
    const parts = readParts(await running.send(flat));
    const first = (await parts.next()).value as Part;
    await running.upstream.kept(1);
    expect((first.data as { contacts: { nodes: unknown[] } }).contacts.nodes).toHaveLength(200);
    running.upstream.release();
    const later: Part[] = [];
    for await (const part of parts) later.push(part);
    expect(names(later)).toBe(250);
    running.sandbox.resetCalls();
    const merged = mergeParts(await all(await running.send(query)));
    const inOne = await running.gateway.gql(query, { token: running.sandbox.tokens.owner });
    expect(merged).toEqual({ data: inOne.data, errors: [] });
    const [streamed, plain] = [running.sandbox.calls.slice(0, 3), running.sandbox.calls.slice(3)];
    expect(streamed.map(printRestCall).sort()).toEqual(plain.map(printRestCall).sort());
  });

  it('sends each item as soon as its own calls have ended', async () => {
    await using running = await start((path) => /matter_id=3&/.test(`${path}&`));
    const query = '{ matters(first: 4) { nodes @stream { clioId tasks(first: 1) { totalCount } } } }';
    const parts = readParts(await running.send(query));
    await running.upstream.kept(1);
    const seen: unknown[] = [];
    // The third waits, and the fourth comes after it.
    while (seen.length < 2) {
      const { incremental = [] } = (await parts.next()).value as Part;
      seen.push(...incremental.flatMap(({ items }) => items ?? []));
    }
    expect(seen).toMatchObject([{ clioId: '1' }, { clioId: '2' }]);
    running.upstream.release();
    for await (const { incremental = [] } of parts)
      seen.push(...incremental.flatMap(({ items }) => items ?? []));
    expect(seen).toMatchObject([{ clioId: '1' }, { clioId: '2' }, { clioId: '3' }, { clioId: '4' }]);
    expect(running.sandbox.calls).toHaveLength(5);
  });

  it('ends with an error if a later page fails', async () => {
    await using running = await start();
    running.sandbox.fault({ kind: 'status', status: 403, match: ({ path }) => path.includes('page_token') });
    const parts = await all(
      await running.send('{ contacts(first: 450) { nodes @stream { name } totalCount } }'),
    );
    const merged = mergeParts(parts);
    expect(merged.errors.map(({ extensions }) => extensions?.code)).toContain('FORBIDDEN');
    expect(parts.at(-1)?.hasNext).toBe(false);
  });
});

describe('the corpus in parts', () => {
  it('has the same results and calls as without parts', async () => {
    await using running = await start();
    const { sandbox, gateway, send } = running;
    const reads = readCorpus().filter(
      ({ query, token, taken }: CorpusCase) =>
        token === 'owner' && taken.length === 0 && !/^\s*mutation/m.test(query),
    );
    const differing: string[] = [];
    let inParts = 0;
    for (const { name, query, variables } of reads) {
      const token = sandbox.addToken({ name: `parts-${name}` });
      sandbox.resetCalls();
      const whole = await gateway.gql(query, { variables, token });
      const expected = callsOf(sandbox);
      if (whole.data === undefined || whole.data === null) continue;
      sandbox.resetCalls();
      const response = await send(deferEverything(parse(query), sdl), { token, variables });
      const parts = response.headers.get('content-type')?.includes('multipart')
        ? await all(response)
        : [(await response.json()) as Part];
      if (parts.length > 1) inParts += 1;
      const merged = mergeParts(parts);
      const codes = (errors: readonly { extensions?: Record<string, unknown> }[] = []): string =>
        errors
          .map(({ extensions }) => String(extensions?.code))
          .sort()
          .join();
      const isSame =
        codes(merged.errors) === codes(whole.errors) && isDeepStrictEqual(merged.data, whole.data);
      if (!isSame || !isDeepStrictEqual(callsOf(sandbox), expected)) differing.push(name);
    }
    expect(differing).toEqual([]);
    expect(inParts).toBeGreaterThan(100);
    // The whole corpus, twice, perhaps on a busy machine.
  }, 300_000);
});
