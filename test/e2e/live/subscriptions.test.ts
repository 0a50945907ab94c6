import { hash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Logger } from 'pino';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { Config } from '../../../src/config/types.ts';
import type { RawRecord } from '../../../src/sandbox/record.ts';
import { createLogger } from '../../../src/server/create-logger.ts';
import { type Messages, subscribeSse, subscribeWebSocket } from '../../support/clients/subscribe.ts';
import { type LiveFirm, startLiveFirm } from '../../support/gateways/start-live-firm.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { Balancer } from '../../support/servers/balancer.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const ways = [
  ['Server-Sent Events', subscribeSse, 'Send the header "Authorization'],
  ['WebSocket', subscribeWebSocket, 'Send connectionParams: { authorization'],
] as const;

const ids = 'subscription { matterChanged { event id missed } }';

/** The next messages, without their envelope. */
async function take(messages: Messages, count: number): Promise<unknown[]> {
  const taken: unknown[] = [];
  for (let index = 0; index < count; index += 1) {
    const { data, errors } = (await messages.next()) ?? {};
    taken.push(errors ?? Object.values(data ?? {})[0]);
  }
  return taken;
}

/** A firm whose batches end when the test says so, and its writes. */
async function startBatches(config: Partial<Config> = {}): Promise<{
  readonly firm: LiveFirm;
  readonly write: LiveFirm['write'];
  /** Sends what has been reported. */
  readonly endBatch: () => void;
}> {
  const clock: ManualClock = manualClock();
  const firm = await startLiveFirm({ clock, config: { subscriptionBatchMs: 1000, ...config } });
  return {
    firm,
    async write(...change) {
      // No two states of a record have the same time.
      clock.advance(1);
      const written = await firm.write(...change);
      // Posts on different connections may overtake each other.
      await firm.sandbox.webhooks.idle();
      return written;
    },
    endBatch: () => clock.advance(1000),
  };
}

/** The lines of a log. */
function collectLog(): { logger: Logger; lines: Readonly<Record<string, unknown>>[] } {
  const lines: Record<string, unknown>[] = [];
  return { logger: createLogger('info', { write: (line) => void lines.push(JSON.parse(line)) }), lines };
}

const line = { level: 30, time: expect.anything() };

describe.each(ways)('by %s', (_, subscribe, noToken) => {
  it('sends the changes of a matter, with the record as it is', async () => {
    await using firm = await startLiveFirm();
    const { owner: token } = firm.sandbox.tokens;
    const messages = await subscribe(
      firm.url,
      'subscription { matterChanged(id: "Matter:1") { event id clioId missed matter { description client { name } } } }',
      { token },
    );
    const first = messages.next();
    await firm.enabled(1);
    firm.calls();
    await firm.write('PATCH', '/matters/2.json', { description: 'Of no interest' });
    await firm.write('PATCH', '/matters/1.json', { description: 'Changed' });
    const { data } = (await first) ?? {};
    expect(data).toEqual({
      matterChanged: {
        event: 'UPDATED',
        id: 'Matter:1',
        clioId: '1',
        missed: false,
        matter: { description: 'Changed', client: { name: expect.any(String) } },
      },
    });
    expect(firm.calls()).toEqual([
      'PATCH /matters/2.json',
      'PATCH /matters/1.json',
      'GET /matters/1.json?fields=id,client{id,name},description',
    ]);
    await messages.stop();
  });

  it('ends with UNAUTHENTICATED if Clio no longer accepts the token', async () => {
    const { logger, lines } = collectLog();
    await using firm = await startLiveFirm({ logger });
    const token = firm.sandbox.addToken({ name: 'leaver' });
    const query = 'subscription Tasks { taskChanged(id: 1) { task { name } } }';
    const messages = await subscribe(firm.url, query, { token });
    const first = messages.next();
    await firm.enabled(1);
    firm.sandbox.addToken({ name: 'leaver', expired: true });
    await firm.write('PATCH', '/tasks/1.json', { name: 'Changed' });
    expect((await first)?.errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await messages.next()).toBeNull();
    const subscription = { requestId: expect.any(String), operation: 'Tasks', model: 'task' };
    expect(lines.filter(({ msg }) => /^a subscription/.test(String(msg)))).toEqual([
      { ...line, ...subscription, msg: 'a subscription began' },
      {
        ...line,
        ...subscription,
        ms: expect.any(Number),
        messages: 0,
        codes: ['UNAUTHENTICATED'],
        msg: 'a subscription ended',
      },
    ]);
    for (const text of [token, 'taskChanged']) expect(JSON.stringify(lines)).not.toContain(text);
  });

  it('is rejected without a token, or for an event that the kind of record does not have', async () => {
    const { logger, lines } = collectLog();
    await using firm = await startLiveFirm({ logger });
    const { owner: token } = firm.sandbox.tokens;
    const errorOf = async (query: string, own: string | null): Promise<unknown> => {
      const messages = await subscribe(firm.url, query, { token: own });
      return (await messages.next())?.errors?.[0];
    };
    expect(await errorOf(ids, null)).toMatchObject({
      message: expect.stringContaining(noToken),
      extensions: { code: 'UNAUTHENTICATED' },
    });
    expect(await errorOf('subscription { billChanged(events: [OPENED]) { id } }', token)).toMatchObject({
      message: 'Clio does not report OPENED for a bill. It reports CREATED, UPDATED, DELETED.',
    });
    expect(firm.calls()).toEqual([]);
    const rejected = lines.filter(({ codes }) => codes !== undefined);
    expect(rejected).toMatchObject([
      { requestId: expect.any(String), codes: ['UNAUTHENTICATED'] },
      { requestId: expect.any(String), codes: ['BAD_USER_INPUT'] },
    ]);
  });
});

describe('the changes', () => {
  it('cost no call if no record is selected', async () => {
    await using firm = await startLiveFirm();
    const messages = await subscribeSse(firm.url, ids, { token: firm.sandbox.tokens.owner });
    firm.calls();
    await firm.write('PATCH', '/matters/3.json', { description: 'Changed' });
    expect(await take(messages, 1)).toEqual([{ event: 'UPDATED', id: 'Matter:3', missed: false }]);
    expect(firm.calls()).toEqual(['PATCH /matters/3.json']);
    await messages.stop();
  });

  it('of a moment are read in one call for all subscribers and selections of a login', async () => {
    const { firm, write, endBatch } = await startBatches();
    await using _ = firm;
    const { owner: token } = firm.sandbox.tokens;
    const first = await subscribeSse(
      firm.url,
      'subscription ($with: Boolean!) { m: matterChanged { matter { ...F } } } fragment F on Matter { displayNumber description @include(if: $with) }',
      { token, variables: { with: true } },
    );
    const second = await subscribeSse(
      firm.url,
      'subscription { matterChanged { event matter { ...F } } } fragment F on Matter { status }',
      { token },
    );
    firm.calls();
    await write('PATCH', '/matters/1.json', { description: 'One' });
    await write('PATCH', '/matters/2.json', { description: 'Two' });
    await write('PATCH', '/matters/2.json', { description: 'Three' });
    endBatch();
    expect(await take(first, 2)).toEqual([
      { matter: { displayNumber: expect.any(String), description: 'One' } },
      { matter: { displayNumber: expect.any(String), description: 'Three' } },
    ]);
    expect(await take(second, 2)).toEqual([
      { event: 'UPDATED', matter: { status: expect.any(String) } },
      { event: 'UPDATED', matter: { status: expect.any(String) } },
    ]);
    expect(firm.calls().filter((call) => call.startsWith('GET'))).toEqual([
      'GET /matters.json?fields=id,description,display_number,status&ids[]=1&ids[]=2',
    ]);
    await first.stop();
    await second.stop();
  });

  it('are read in several calls if one would be too large, together with the records of others', async () => {
    const { firm, write, endBatch } = await startBatches({ maxPlannedCalls: 4 });
    await using _ = firm;
    const { owner: token } = firm.sandbox.tokens;
    const follow = (selection: string): Promise<Messages> =>
      subscribeSse(firm.url, `subscription { matterChanged { matter { ${selection} } } }`, { token });
    const list = 'activities(first: 1) { nodes { matter { number } } }';
    const four =
      'tasks { nodes { id } } notes { nodes { id } } documents { nodes { id } } folders { nodes { id } }';
    const alone = await follow(`${list} ${four}`);
    expect(await take(alone, 1)).toMatchObject([[{ extensions: { code: 'QUERY_TOO_COMPLEX' } }]]);
    expect(firm.calls()).toEqual([]);
    const [simple, lists] = [await follow('number'), await follow(list)];
    for (let id = 1; id <= 6; id += 1)
      await write('PATCH', `/matters/${id}.json`, { description: 'Changed' });
    firm.calls();
    endBatch();
    const numbers = [1, 2, 3, 4, 5, 6];
    expect(await take(simple, 6)).toEqual(numbers.map((number) => ({ matter: { number } })));
    expect(await take(lists, 6)).toEqual(
      numbers.map((number) => ({ matter: { activities: { nodes: [{ matter: { number } }] } } })),
    );
    const paths = firm.calls().map((call) => call.slice(4, call.indexOf('.json')));
    expect(paths.filter((path) => path === '/matters')).toHaveLength(1);
    expect(paths.filter((path) => path === '/activities')).toHaveLength(6);
    for (const messages of [simple, lists]) await messages.stop();
  });

  it('are merged: created and updated is created, and a deleted record is null', async () => {
    const { firm, write, endBatch } = await startBatches();
    await using _ = firm;
    const messages = await subscribeSse(firm.url, 'subscription { taskChanged { event id task { name } } }', {
      token: firm.sandbox.tokens.owner,
    });
    const task = {
      name: 'New',
      description: 'New',
      priority: 'High',
      assignee: { id: 1, type: 'User' },
      matter: { id: 1 },
    };
    const { id } = await write('POST', '/tasks.json', task);
    await write('PATCH', `/tasks/${id}.json`, { name: 'Newer' });
    await write('DELETE', '/tasks/1.json');
    endBatch();
    expect(await take(messages, 2)).toEqual([
      { event: 'CREATED', id: `Task:${id}`, task: { name: 'Newer' } },
      { event: 'DELETED', id: 'Task:1', task: null },
    ]);
    await messages.stop();
  });

  it('of a matter’s status are events in addition to its update', async () => {
    await using firm = await startLiveFirm();
    const messages = await subscribeSse(
      firm.url,
      'subscription { matterChanged(id: 1, events: [CLOSED]) { event matter { status } } }',
      { token: firm.sandbox.tokens.owner },
    );
    await firm.write('PATCH', '/matters/1.json', { status: 'closed' });
    expect(await take(messages, 1)).toEqual([{ event: 'CLOSED', matter: { status: 'CLOSED' } }]);
    await messages.stop();
  });

  it('reach each subscriber as its login sees them', async () => {
    await using firm = await startLiveFirm();
    const { sandbox } = firm;
    const { owner, restricted } = sandbox.tokens;
    const hidden = [...sandbox.records('Contact').keys()].find(
      (id) => sandbox.visible(restricted, 'Contact', id) === 'hidden',
    );
    const seen = [...sandbox.records('Contact').keys()].find(
      (id) => sandbox.visible(restricted, 'Contact', id) === 'full',
    );
    const query = 'subscription { contactChanged { id contact { title } } }';
    const all = await subscribeSse(firm.url, query, { token: owner });
    const few = await subscribeSse(firm.url, query, { token: restricted });
    await firm.write('PATCH', `/contacts/${hidden}.json`, { title: 'Secret' });
    expect(await take(all, 1)).toEqual([{ id: `Contact:${hidden}`, contact: { title: 'Secret' } }]);
    await firm.write('PATCH', `/contacts/${seen}.json`, { title: 'Open' });
    expect(await take(all, 1)).toEqual([{ id: `Contact:${seen}`, contact: { title: 'Open' } }]);
    expect(await take(few, 1)).toEqual([{ id: `Contact:${seen}`, contact: { title: 'Open' } }]);
    await all.stop();
    await few.stop();
  });

  it('wait while Clio fails, and are sent when it is back', async () => {
    await using firm = await startLiveFirm();
    const messages = await subscribeSse(firm.url, 'subscription { billChanged { bill { subject } } }', {
      token: firm.sandbox.tokens.owner,
    });
    firm.sandbox.fault({
      kind: 'status',
      status: 500,
      match: ({ method, path }) => method === 'GET' && path.startsWith('/bills'),
      times: 3,
    });
    await firm.write('PATCH', '/bills/1.json', { subject: 'Changed' });
    expect(await take(messages, 1)).toEqual([{ bill: { subject: 'Changed' } }]);
    await messages.stop();
  });

  it('since an instant come first, marked as missed', async () => {
    await using firm = await startLiveFirm();
    const since = new Date(Date.now() - 1000).toISOString();
    await firm.write('PATCH', '/matters/4.json', { description: 'While away' });
    const query =
      'subscription ($since: DateTime) { matterChanged(since: $since) { event id missed matter { description } } }';
    const messages = await subscribeSse(firm.url, query, {
      token: firm.sandbox.tokens.owner,
      variables: { since },
    });
    const missed = { event: 'UPDATED', id: 'Matter:4', missed: true, matter: { description: 'While away' } };
    expect(await take(messages, 1)).toEqual([missed]);
    await firm.write('PATCH', '/matters/4.json', { description: 'Now' });
    expect(await take(messages, 1)).toEqual([{ ...missed, missed: false, matter: { description: 'Now' } }]);
    await messages.stop();
  });

  it('include those of the second that `since` names, because Clio’s times are whole seconds', async () => {
    const clock = manualClock();
    await using firm = await startLiveFirm({ clock });
    clock.advance(700);
    await firm.write('PATCH', '/matters/4.json', { description: 'While away' });
    const since = new Date(clock.now() - 200).toISOString();
    const query = 'subscription ($since: DateTime) { matterChanged(since: $since) { id missed } }';
    const messages = await subscribeSse(firm.url, query, {
      token: firm.sandbox.tokens.owner,
      variables: { since },
    });
    expect(await take(messages, 1)).toEqual([{ id: 'Matter:4', missed: true }]);
    await messages.stop();
  });

  it('list their calls in a trace', async () => {
    await using firm = await startLiveFirm();
    const messages = await subscribeSse(firm.url, 'subscription { matterChanged { matter { status } } }', {
      token: firm.sandbox.tokens.owner,
      headers: { 'x-clio-explain': 'trace' },
    });
    await firm.write('PATCH', '/matters/5.json', { description: 'Changed' });
    const { extensions } = (await messages.next()) ?? {};
    expect(extensions).toMatchObject({ clio: { calls: [{ method: 'GET', path: '/matters/5.json' }] } });
    await messages.stop();
  });
});

describe('the plan', () => {
  const explain = { 'x-clio-explain': 'plan' };

  it('of a subscription has the cost of each change, and needs no call', async () => {
    await using firm = await startLiveFirm();
    const { owner: token } = firm.sandbox.tokens;
    const deep =
      'subscription ($id: ID) { matterChanged(id: $id) { id it: matter { client { company { name } } } } }';
    const plan = {
      clio: {
        cost: { min: 1, expected: 2, max: 2 },
        advice: [
          {
            code: 'WEBHOOK',
            path: '',
            message: expect.stringContaining('three more calls to create its webhook'),
          },
        ],
        plan: [{ path: '/matters.json', serves: ['it'], next: [{ serves: ['it.client.company'] }] }],
      },
    };
    const response = await firm.gateway.gql(deep, { token, headers: explain, variables: { id: '7' } });
    expect(response).toMatchObject({ data: null, extensions: plan });
    const messages = await subscribeSse(firm.url, deep, { token, headers: explain });
    expect(await messages.next()).toMatchObject({ data: null, extensions: plan });
    expect(await messages.next()).toBeNull();
    const free = await firm.gateway.gql(ids, { token, headers: explain });
    expect(free.extensions?.clio).toMatchObject({ cost: { min: 0, max: 0 }, plan: [] });
    const wrong = await firm.gateway.gql('subscription { billChanged(events: [OPENED]) { id } }', {
      token,
      headers: explain,
    });
    expect(wrong.errors?.[0]?.message).toContain('Clio does not report OPENED');
    expect(firm.calls()).toEqual([]);
  });
});

describe('a webhook', () => {
  it('is created once for a login and kind of record, and deleted when the gateway closes', async () => {
    const firm = await startLiveFirm();
    const { owner: token } = firm.sandbox.tokens;
    const [one, two] = await Promise.all([
      subscribeSse(firm.url, ids, { token }),
      subscribeSse(firm.url, ids, { token }),
    ]);
    expect(firm.hooks()).toMatchObject([
      {
        model: 'matter',
        status: 'enabled',
        fields: 'id,etag,updated_at',
        events: ['created', 'updated', 'deleted', 'matter_opened', 'matter_pended', 'matter_closed'],
      },
    ]);
    const metrics = await (await fetch(`${firm.url}/metrics`)).text();
    expect(metrics).toMatch(
      /_upstream_calls_total\{[^}]*method="POST",endpoint="[^"]*webhooks[^"]*",status="20[01]"\} 1$/m,
    );
    expect(metrics).toMatch(/_webhooks_total\{what="created"\} 1$/m);
    expect(metrics).toMatch(/_webhook_deliveries_total\{result="handshake"\} 1$/m);
    await firm.gateway[Symbol.asyncDispose]();
    for (const messages of [one, two]) {
      const error = (await messages.next())?.errors?.[0];
      expect(error).toMatchObject({ extensions: { code: 'SUBSCRIPTION_ENDED', since: expect.any(String) } });
      expect(await messages.next()).toBeNull();
    }
    expect(firm.hooks()).toEqual([]);
    await firm.sandbox.close();
  });

  it('is moved to the new address after WEBHOOK_URL has changed', async () => {
    const sandbox = await startSandbox();
    const addresses: string[] = [];
    for (let start = 0; start < 2; start += 1) {
      using balancer = new Balancer();
      const webhookUrl = await balancer.listen();
      await using gateway = await startGateway({
        baseUrl: sandbox.baseUrl,
        token: null,
        config: { webhookUrl, subscriptionBatchMs: 20 },
      });
      const { url } = await gateway.listen();
      balancer.leadTo([url]);
      const messages = await subscribeSse(url, ids, { token: sandbox.tokens.owner });
      const hooks = (): RawRecord[] =>
        [...sandbox.records('Webhook').values()].filter(({ $login }) => $login !== undefined);
      await expect
        .poll(hooks)
        .toMatchObject([{ status: 'enabled', url: expect.stringContaining(webhookUrl) }]);
      addresses.push(webhookUrl);
      await messages.stop();
    }
    expect(new Set(addresses).size).toBe(2);
    await sandbox.close();
  });

  it('that Clio rejects is the error of the subscription', async () => {
    await using firm = await startLiveFirm();
    const errorOf = async (status: number): Promise<unknown> => {
      firm.sandbox.fault({ kind: 'status', status, match: '/webhooks', times: 1 });
      const messages = await subscribeSse(firm.url, ids, { token: firm.sandbox.tokens.owner });
      return (await messages.next())?.errors?.[0];
    };
    expect(await errorOf(403)).toMatchObject({
      extensions: { code: 'FORBIDDEN', permissions: [{ name: 'Webhooks', access: 'write' }] },
    });
    // Nothing that the client sent is wrong.
    expect(await errorOf(422)).toMatchObject({
      message: expect.stringContaining('Clio rejected the webhook'),
      extensions: { code: 'UPSTREAM_ERROR', clio: { status: 422 } },
    });
    expect(await errorOf(500)).toMatchObject({
      message: expect.stringContaining('did not create the webhook'),
      extensions: { code: 'UPSTREAM_UNAVAILABLE' },
    });
  });

  it('is used even if Clio’s response to its creation is lost', async () => {
    await using firm = await startLiveFirm();
    const match = ({ method, path }: { method: string; path: string }): boolean =>
      method === 'POST' && path.startsWith('/webhooks');
    firm.sandbox.fault({ kind: 'drop-mid-body', match, times: 1 });
    const messages = await subscribeSse(firm.url, ids, { token: firm.sandbox.tokens.owner });
    await firm.write('PATCH', '/matters/1.json', { description: 'Changed' });
    expect(await take(messages, 1)).toEqual([{ event: 'UPDATED', id: 'Matter:1', missed: false }]);
    expect(firm.hooks()).toHaveLength(1);
    await messages.stop();
  });
});

describe('a request', () => {
  const post = (firm: LiveFirm, body: unknown, accept: string): Promise<Response> =>
    fetch(`${firm.url}/graphql`, {
      method: 'POST',
      headers: {
        accept,
        'content-type': 'application/json',
        authorization: `Bearer ${firm.sandbox.tokens.owner}`,
      },
      body: JSON.stringify(body),
    });

  it('for a subscription is rejected if it does not accept a stream of events, and starts nothing', async () => {
    await using firm = await startLiveFirm({ config: { maxBatch: 2 } });
    const rejection = expect.stringContaining('send "Accept: text/event-stream"');
    for (const accept of [
      'application/json',
      'multipart/mixed',
      // Apollo Client without a link of its own for subscriptions.
      'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9',
      'text/event-stream;charset=latin1',
    ]) {
      const response = await post(firm, { query: ids }, accept);
      const { errors } = await response.json();
      expect([response.status, errors]).toMatchObject([406, [{ message: rejection }]]);
    }
    const list = await (await post(firm, [{ query: ids }], 'application/json')).json();
    expect(list).toMatchObject([{ errors: [{ message: expect.stringContaining('must come alone') }] }]);
    expect(firm.calls()).toEqual([]);
    expect(await firm.subscriptions()).toBe(0);
  });

  it.each([
    ['subscription', ids, '/webhooks'],
    ['query', '{ viewer { id } }', '/users'],
  ])('for a stream of a %s may be cancelled before the stream starts', async (_, query, match) => {
    await using firm = await startLiveFirm();
    const client = new AbortController();
    firm.sandbox.fault({
      kind: 'delay',
      delayMs: 100,
      match({ path }) {
        if (!path.startsWith(match)) return false;
        client.abort();
        return true;
      },
    });
    const asked = fetch(`${firm.url}/graphql`, {
      method: 'POST',
      signal: client.signal,
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        authorization: `Bearer ${firm.sandbox.tokens.owner}`,
      },
      body: JSON.stringify({ query }),
    });
    await expect(asked).rejects.toThrow('aborted');
    if (query === ids) await firm.enabled(1);
    await expect.poll(() => firm.subscriptions()).toBe(0);
    // The gateway still serves others.
    expect((await firm.gateway.gql('{ viewer { id } }', { token: firm.sandbox.tokens.owner })).status).toBe(
      200,
    );
  });
});

describe('a WebSocket', () => {
  it("is accepted only from pages of the gateway's own origin", async () => {
    await using firm = await startLiveFirm();
    const { owner: token } = firm.sandbox.tokens;
    const foreign = subscribeWebSocket(firm.url, ids, { token, headers: { origin: 'https://evil.example' } });
    await expect(foreign.next()).rejects.toThrow();
    // The client of a rejected connection may reset it.
    const { hostname, port } = new URL(firm.url);
    const rejected = connect(Number(port), hostname);
    rejected.write('GET /other HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await once(rejected, 'data');
    rejected.resetAndDestroy();
    // A connection that sends an unknown message is closed.
    const odd = new WebSocket(`${firm.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    odd.on('open', () => odd.send('{"type":"next","id":"1","payload":{}}'));
    expect((await once(odd, 'close'))[0]).toBe(4400);
    const own = subscribeWebSocket(firm.url, ids, { token, headers: { origin: firm.url } });
    const first = own.next();
    await firm.enabled(1);
    await firm.write('PATCH', '/matters/1.json', { description: 'Changed' });
    expect((await first)?.data).toMatchObject({ matterChanged: { id: 'Matter:1' } });
    await own.stop();
  });

  it('ends a subscription that is completed and whose id is reused before it has started', async () => {
    await using firm = await startLiveFirm();
    const socket = new WebSocket(`${firm.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const send = (message: object): void => socket.send(JSON.stringify(message));
    const received: string[] = [];
    socket.on('message', (data) => received.push(JSON.parse(String(data)).type));
    await once(socket, 'open');
    send({ type: 'connection_init', payload: { authorization: `Bearer ${firm.sandbox.tokens.owner}` } });
    await expect.poll(() => received).toEqual(['connection_ack']);
    const subscribe = { type: 'subscribe', id: '1', payload: { query: ids } };
    for (const message of [subscribe, { type: 'complete', id: '1' }, subscribe]) send(message);
    await expect.poll(() => received).toEqual(['connection_ack', 'error']);
    await firm.enabled(1);
    await expect.poll(() => firm.subscriptions()).toBe(0);
    send(subscribe);
    await expect.poll(() => firm.subscriptions()).toBe(1);
    socket.close();
    await expect.poll(() => firm.subscriptions()).toBe(0);
  });

  it('accepts only subscriptions', async () => {
    await using firm = await startLiveFirm();
    const { owner: token } = firm.sandbox.tokens;
    // HTTP has GraphQL at this path too.
    const url = `${firm.url}/graphql/`;
    const errorOf = async (query: string, extensions?: Record<string, unknown>): Promise<unknown> =>
      (await subscribeWebSocket(url, query, { token, extensions }).next())?.errors?.[0];
    const query = '{ viewer { id } }';
    const rejection = { message: 'Send queries and mutations by HTTP.' };
    expect(await errorOf(query)).toMatchObject(rejection);
    // A document may be named by an id here too.
    const named = { persistedQuery: { version: 1, sha256Hash: hash('sha256', query) } };
    expect(await errorOf('', named)).toMatchObject({ message: 'PersistedQueryNotFound' });
    for (const text of [query, '']) expect(await errorOf(text, named)).toMatchObject(rejection);
    expect(await errorOf('')).toMatchObject({ extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
    expect(await errorOf('subscription { matterChanged { idd } }')).toEqual({
      message: expect.stringContaining('Cannot query field "idd"'),
      locations: expect.anything(),
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  });
});
