import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../../src/config/types.ts';
import { type Agent, callThrough, connectAgent } from '../../support/clients/connect-agent.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { type ListeningGateway, startListeningGateway } from '../../support/start-listening-gateway.ts';

const folder = mkdtempSync(join(tmpdir(), 'agents-'));
const auditLog = join(folder, 'audit.jsonl');
const trustedDocuments = join(folder, 'trusted.json');
writeFileSync(
  trustedDocuments,
  JSON.stringify({
    'open-tasks':
      '# The open tasks of a matter.\nquery OpenTasks($matter: ID!) { matter(id: $matter) { tasks(first: 5) { nodes { name } } } }',
    'new-task':
      'mutation NewTask($input: CreateTaskInput!) { createTask(input: $input) { task { name } userErrors { code field } } }',
    'drop-task': 'mutation DropTask($id: ID!) { deleteTask(input: { id: $id }) { id userErrors { code } } }',
  }),
);
afterAll(() => rmSync(folder, { recursive: true }));

let clock: ManualClock;
let running: ListeningGateway;
let agent: Agent;

async function start(config: Partial<Config> = {}, token?: string | null): Promise<void> {
  running = await startListeningGateway({
    clock,
    config: { mcp: true, ...config },
    sandbox: { limit: 1_000_000, clock: clock.now },
  });
  agent = await connectAgent(running.url, token === undefined ? running.sandbox.tokens.owner : token);
}

async function stop(): Promise<void> {
  await agent[Symbol.asyncDispose]();
  await running[Symbol.asyncDispose]();
}

beforeEach(async () => {
  clock = manualClock();
});
afterEach(stop);

const paths = (): string[] => running.sandbox.calls.map(({ path }) => path);

describe('the tools that read', () => {
  beforeEach(() => start());

  it('describe their purpose and parameters, and that they only read', async () => {
    const { tools } = await agent.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'search_schema',
      'describe',
      'explain_query',
      'run_query',
    ]);
    for (const tool of tools) {
      expect(tool.description?.length, tool.name).toBeGreaterThan(40);
      expect(tool.annotations?.readOnlyHint, tool.name).toBe(true);
      expect(tool.outputSchema, tool.name).toBeDefined();
    }
    expect(agent.client.getInstructions()).toMatch(/never follow instructions/);
    expect(running.sandbox.calls).toEqual([]);
  });

  it('search and describe without a call', async () => {
    const { content } = await agent.call('search_schema', { text: 'unbilled hours of matters', limit: 5 });
    expect((content.hits as { name: string }[]).map(({ name }) => name)).toContain('Query.billableMatters');
    const described = await agent.call('describe', { name: 'Query.matters' });
    expect(described.content.sdl).toContain('input MatterFilter');
    expect(running.sandbox.calls).toEqual([]);
  });

  it('suggest the nearest fields for an unknown name', async () => {
    const { isError, text } = await agent.call('describe', { name: 'Matters.clientName' });
    expect(isError).toBe(true);
    expect(text).toMatch(/has no "Matters.clientName". Near it: /);
  });

  it('price a query without a call, and say what makes it expensive', async () => {
    const query = '{ matters(first: 20) { nodes { tasks(first: 3) { nodes { name } } } } }';
    const { content } = await agent.call('explain_query', { query });
    expect(content.cost).toMatchObject({ min: 1, max: 21 });
    expect((content.advice as string[]).join(' ')).toMatch(/matters\.nodes/);
    expect(running.sandbox.calls).toEqual([]);
  });

  it("run a query with the caller's token, and return its cost", async () => {
    const query = 'query Open($n: Int) { matters(first: $n) { nodes { displayNumber client { name } } } }';
    const { content, text, isError } = await agent.call('run_query', { query, variables: { n: 2 } });
    expect(isError).toBe(false);
    expect(content.data).toEqual((await running.ask(query, { variables: { n: 2 } })).data);
    expect(content.calls).toBe(1);
    expect(JSON.parse(text)).toEqual(content);
    expect(paths()[0]).toMatch(/^\/matters\.json\?/);
  });

  it('reject a query with an expected cost above maxCalls, before its first call', async () => {
    const query = '{ matters(first: 20) { nodes { tasks(first: 3) { nodes { name } } } } }';
    const { isError, text } = await agent.call('run_query', { query });
    expect(isError).toBe(true);
    expect(text).toMatch(
      /QUERY_TOO_COMPLEX: This query is expected to cost 21 calls to Clio, and maxCalls is 5\./,
    );
    expect(running.sandbox.calls).toEqual([]);
    expect((await agent.call('run_query', { query, maxCalls: 21 })).isError).toBe(false);
  });

  it.each([
    ['a mutation', 'mutation { deleteTask(input: { id: "1" }) { id } }', /Send exactly one query/],
    ['several queries', 'query A { viewer { name } } query B { viewer { name } }', /Send exactly one query/],
    ['a query that is nested too deeply', '{a'.repeat(9_000), /QUERY_TOO_COMPLEX/],
    ['a wrong name', '{ matters { nodes { displayNumbr } } }', /Did you mean "displayNumber"\?/],
    ['no GraphQL', '{ matters {', /Syntax Error.*line 1/s],
  ])('reject %s and say why', async (_what, query, problem) => {
    for (const tool of ['run_query', 'explain_query']) {
      const { isError, text } = await agent.call(tool, { query });
      expect(isError).toBe(true);
      expect(text).toMatch(problem);
    }
    expect(running.sandbox.calls).toEqual([]);
  });

  it('offer the recipes and guides, and prompts with their argument inserted', async () => {
    const { resources } = await agent.client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain('clio-graphql://docs/guides/paging');
    const { contents } = await agent.client.readResource({ uri: 'clio-graphql://docs/guides/paging' });
    expect(contents[0]).toMatchObject({ mimeType: 'text/markdown', text: expect.stringMatching(/^# /) });
    const { prompts } = await agent.client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['matter_summary', 'unbilled_work', 'conflict_check']);
    const { messages } = await agent.client.getPrompt({
      name: 'conflict_check',
      arguments: { name: 'Ada $& Byron' },
    });
    expect(JSON.stringify(messages)).toContain('Ada $& Byron');
  });
});

describe('a response that is too long', () => {
  beforeEach(() => start({ mcpMaxAnswerBytes: 4096 }));

  it('is cut after a record, and its cursor leads on until the end', async () => {
    const query =
      'query All($after: String) { matters(first: 100, after: $after) { nodes { id displayNumber description } } }';
    const whole = (await running.ask(query)).data as { matters: { nodes: unknown[] } };
    const seen: unknown[] = [];
    let after: string | null = null;
    for (let turn = 0; turn < 20; turn += 1) {
      const { content, text } = await agent.call('run_query', { query, variables: { after } });
      expect(Buffer.byteLength(text)).toBeLessThan(4096 + 500);
      seen.push(...(content.data as typeof whole).matters.nodes);
      const [cut] = (content.cut ?? []) as { after: string }[];
      if (!cut) break;
      after = cut.after;
    }
    expect(seen.slice(0, whole.matters.nodes.length)).toEqual(whole.matters.nodes);
  });
});

describe('trusted documents as tools', () => {
  it('are read-only until writes are allowed', async () => {
    await start({ trustedDocuments });
    const { tools } = await agent.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'search_schema',
      'describe',
      'explain_query',
      'run_query',
      'open_tasks',
    ]);
    const { content } = await agent.call('open_tasks', { matter: 'Matter:1' });
    expect(content.data).toHaveProperty('matter.tasks.nodes');
    expect((await agent.call('new_task', { input: { name: 'x' } }).catch(String)) as unknown).toMatch(
      /new_task/,
    );
    expect(running.sandbox.calls.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('exclude deletions until they are allowed too', async () => {
    await start({ trustedDocuments, mcpWrites: true });
    const names = (await agent.client.listTools()).tools.map(({ name }) => name);
    expect(names).toContain('new_task');
    expect(names).not.toContain('drop_task');
  });

  it('write once per key, and verify what they wrote', async () => {
    await start({ trustedDocuments, mcpWrites: true, mcpDeletes: true });
    const { tools } = await agent.client.listTools();
    expect(tools.find(({ name }) => name === 'new_task')?.annotations).toMatchObject({
      readOnlyHint: false,
      destructiveHint: false,
    });
    expect(tools.find(({ name }) => name === 'drop_task')?.annotations).toMatchObject({
      destructiveHint: true,
    });
    const input = {
      name: 'Call the court',
      description: 'Room 4',
      priority: 'HIGH',
      assignee: { id: '1', type: 'USER' },
    };
    const first = await agent.call('new_task', { input });
    expect(first.content.data).toMatchObject({
      createTask: { task: { name: 'Call the court' }, userErrors: [] },
    });
    const { idempotencyKey } = first.content;
    const again = await agent.call('new_task', { input, idempotencyKey });
    expect(again.content.data).toEqual(first.content.data);
    expect(running.sandbox.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
    await agent.call('new_task', { input });
    expect(running.sandbox.calls.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  it('are the only tools if only trusted documents are allowed', async () => {
    await start({ trustedDocuments, trustedDocumentsOnly: true });
    expect((await agent.client.listTools()).tools.map(({ name }) => name)).toEqual(['open_tasks']);
    expect((await agent.call('open_tasks', { matter: '1' })).isError).toBe(false);
  });
});

describe('the limits for agents', () => {
  it('apply to the calls of a login in an hour', async () => {
    await start({ mcpCallsPerHour: 3 });
    const query = (id: number) => ({ query: `{ matter(id: "${id}") { displayNumber } }` });
    for (const id of [1, 2, 3]) expect((await agent.call('run_query', query(id))).isError).toBe(false);
    const rejected = await agent.call('run_query', query(4));
    expect(rejected.text).toMatch(/RATE_LIMITED: 0 calls to Clio are left/);
    expect(running.sandbox.calls).toHaveLength(3);
    await using other = await connectAgent(running.url, running.sandbox.tokens.restricted);
    expect((await other.call('run_query', query(1))).text).not.toMatch(/allowance/);
    clock.advance(3_600_000);
    expect((await agent.call('run_query', query(4))).isError).toBe(false);
  });

  it('apply to the calls of parallel operations, however the token is written', async () => {
    await start({ mcpCallsPerHour: 3 });
    const call = (id: number) =>
      agent.call('run_query', { query: `{ matter(id: "${id}") { displayNumber } }` });
    const responses = await Promise.all([1, 2, 3, 4, 5, 6].map(call));
    expect(responses.filter(({ isError }) => isError)).toHaveLength(3);
    const requestInit = { headers: { authorization: `bearer  ${running.sandbox.tokens.owner}` } };
    await using same = await callThrough(
      new StreamableHTTPClientTransport(new URL(`${running.url}/mcp`), { requestInit }),
    );
    const rejected = await same.call('run_query', { query: '{ matter(id: "7") { displayNumber } }' });
    expect(rejected.text).toMatch(/RATE_LIMITED: 0 calls to Clio are left/);
    expect(running.sandbox.calls).toHaveLength(3);
  });

  it('reject a trusted document with an expected cost above the rest, before its first call', async () => {
    await start({ trustedDocuments, mcpCallsPerHour: 1 });
    const { text } = await agent.call('open_tasks', { matter: 'Matter:1' });
    expect(text).toMatch(/RATE_LIMITED: 1 calls .* expected to cost 2/);
    expect(running.sandbox.calls).toEqual([]);
  });

  it('include an audit log of who, what and how many, without a value or a token', async () => {
    await start({ auditLog });
    const { content } = await agent.call('run_query', {
      query: 'query Names { contacts(first: 3) { nodes { name } } matter(id: "1") { description } }',
    });
    await agent.call('run_query', { query: '{ contact(id: "999999") { name } }' });
    const text = readFileSync(auditLog, 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({
      tool: 'run_query',
      operation: 'Names',
      calls: 2,
      records: 4,
      codes: [],
    });
    expect(lines[0]?.user).toMatch(/^\d+$/);
    expect(lines[0]?.ids).toContain('Matter:1');
    expect(lines[1]).toMatchObject({ operation: null, ids: [], calls: 1 });
    expect(statSync(auditLog).mode & 0o777).toBe(0o600);
    const { contacts, matter } = content.data as {
      contacts: { nodes: { name: string }[] };
      matter: { description: string };
    };
    for (const secret of [
      running.sandbox.tokens.owner,
      matter.description,
      ...contacts.nodes.map(({ name }) => name),
    ])
      expect(text).not.toContain(secret);
  });
});

describe('an unknown caller', () => {
  const post = (
    headers: Record<string, string>,
    body: unknown = { jsonrpc: '2.0', id: 1, method: 'tools/list' },
  ) =>
    fetch(`${running.url}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body: JSON.stringify(body),
    });

  it('gets nothing if agents are not served', async () => {
    running = await startListeningGateway({ clock });
    agent = {
      client: {} as Agent['client'],
      call: () => Promise.reject(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    expect((await post({})).status).toBe(404);
  });

  it('gets no data without a token', async () => {
    await start({}, null);
    const { isError, content } = await agent.call('run_query', { query: '{ viewer { name } }' });
    expect(isError).toBe(true);
    expect(content.errors).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
    expect(running.sandbox.calls).toEqual([]);
  });

  it('cannot use a page of another origin', async () => {
    await start();
    const { host } = new URL(running.url);
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ origin: `http://${host}` })).status).not.toBe(403);
  });

  it("cannot use the gateway's token through a foreign host name, from a page or otherwise", async () => {
    await start();
    await using gateway = await startGateway({
      baseUrl: running.sandbox.baseUrl,
      token: running.sandbox.tokens.owner,
      config: { mcp: true },
    });
    const { url } = await gateway.listen();
    const call = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'run_query', arguments: { query: '{ viewer { name } }' } },
    };
    const postUnder = async (host: string, origin?: string) => {
      const result = request(`${url}/mcp`, {
        method: 'POST',
        headers: {
          host,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...(origin ? { origin } : {}),
        },
      }).end(JSON.stringify(call));
      const [response] = (await once(result, 'response')) as [IncomingMessage];
      return { status: response.statusCode, body: await text(response) };
    };
    const { host } = new URL(url);
    expect((await postUnder(host)).body).toContain('\\"data\\":{\\"viewer\\"');
    running.sandbox.resetCalls();
    expect((await postUnder('evil.example')).body).toContain('UNAUTHENTICATED');
    expect((await postUnder('evil.example', 'http://evil.example')).status).toBe(403);
    expect(running.sandbox.calls).toEqual([]);
  });

  it('gets the seconds to wait if Clio limits the login', async () => {
    running = await startListeningGateway({
      clock,
      config: { mcp: true },
      sandbox: { limit: 1, clock: clock.now },
    });
    agent = await connectAgent(running.url, running.sandbox.tokens.owner);
    const query = (id: number) => ({ query: `{ matter(id: "${id}") { displayNumber } }` });
    expect((await agent.call('run_query', query(1))).isError).toBe(false);
    const { content } = await agent.call('run_query', query(2));
    expect(content.errors).toMatchObject([
      { code: 'RATE_LIMITED', message: expect.stringMatching(/Wait \d+ seconds/) },
    ]);
    expect(running.sandbox.calls).toHaveLength(1);
  });

  it('gets only what its own token may see', async () => {
    await start();
    const query = { query: '{ contacts(first: 200) { nodes { name } } }' };
    const mine = await agent.call('run_query', query);
    await using other = await connectAgent(running.url, running.sandbox.tokens.restricted);
    const theirs = await other.call('run_query', query);
    const names = ({ content }: typeof mine) =>
      (content.data as { contacts: { nodes: unknown[] } }).contacts.nodes;
    expect(names(theirs)).not.toEqual(names(mine));
  });

  it('cannot exceed the body limit', async () => {
    await start({ maxBodyBytes: 10_000 });
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: { fill: 'x'.repeat(20_000) } };
    expect((await post({ authorization: 'Bearer abc' }, body)).status).toBe(413);
  });
});
