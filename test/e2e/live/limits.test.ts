import { createHmac } from 'node:crypto';
import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type Message, type Messages, subscribeSse } from '../../support/clients/subscribe.ts';
import { type LiveFirm, startLiveFirm } from '../../support/gateways/start-live-firm.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';

const minute = 60_000;
const hour = 60 * minute;
const query = 'subscription { clioMatterChanged { event id missed } }';

let clock: ManualClock;
let firm: LiveFirm;
let logins = 0;
let token: string;

beforeAll(async () => {
  clock = manualClock();
  firm = await startLiveFirm({
    clock,
    config: {
      schemaPrefix: 'Clio',
      maxSubscriptionsPerLogin: 3,
      maxSubscriptionsPerConnection: 2,
      maxResponseBytes: 64 * 1024,
      subscriptionIdleMs: 9 * hour,
      subscriptionMaxAgeMs: 12 * hour,
    },
  });
});

afterAll(() => firm[Symbol.asyncDispose]());

beforeEach(() => {
  // Clio's times are whole seconds. For a subscriber that starts this much later, changes of the test before are old.
  clock.advance(5 * minute - (clock.now() % 1000));
  logins += 1;
  token = firm.sandbox.addToken({ name: `limits-${logins}` });
});

// The gateway notices a moment later that a client has left.
afterEach(() => expect.poll(() => firm.subscriptions()).toBe(0));

/** The newest webhook. */
function hook(): Readonly<Record<string, unknown>> {
  return firm.hooks().at(-1) ?? {};
}

/** Advances the clock in small steps until something has happened. */
async function moveUntil(check: () => unknown): Promise<void> {
  const move = (): unknown => {
    clock.advance(50);
    return check();
  };
  await expect.poll(move, { interval: 5 }).toBeTruthy();
}

async function next(messages: Messages): Promise<Message | null> {
  let message: Message | null | undefined;
  void messages.next().then((came) => {
    message = came;
  });
  await moveUntil(() => message !== undefined);
  return message ?? null;
}

async function change(id: number): Promise<void> {
  clock.advance(1000);
  await firm.write('PATCH', `/matters/${id}.json`, { description: String(clock.now()) });
  await firm.sandbox.webhooks.idle();
}

const read = (id: unknown): string[] => firm.calls().filter((call) => call.includes(`/webhooks/${id}`));

describe('a subscription', () => {
  const subscribe = (text = query): Promise<Messages> => subscribeSse(firm.url, text, { token });

  /** The last message, and nothing after it. */
  async function endOf(messages: Messages): Promise<unknown> {
    const message = await next(messages);
    expect(await messages.next()).toBeNull();
    return message?.errors?.[0]?.extensions;
  }

  it('that receives nothing for long ends with the instant at which to continue', async () => {
    const messages = await subscribe();
    clock.advance(9 * hour + 2 * minute);
    const { since, ...rest } = (await endOf(messages)) as { since: string };
    expect(rest).toEqual({ code: 'SUBSCRIPTION_ENDED' });
    // Nothing is complete after its start: the webhook has not been checked yet.
    expect(Date.parse(since)).toBeLessThanOrEqual(clock.now() - minute);
    const again = await subscribe(
      `subscription { clioMatterChanged(id: 8, since: "${since}") { event id missed } }`,
    );
    await change(8);
    const { data } = (await next(again)) ?? {};
    expect(data?.clioMatterChanged).toMatchObject({ event: 'UPDATED', id: 'Matter:8' });
    await again.stop();
  });

  it('ends at its maximum age, whatever is sent', async () => {
    const messages = await subscribe();
    for (const id of [1, 2]) {
      clock.advance(5 * hour);
      await change(id);
      // After such a jump the webhook is checked: that may find the change before its event arrives.
      expect((await next(messages))?.data).toMatchObject({
        clioMatterChanged: { event: 'UPDATED', id: `Matter:${id}` },
      });
    }
    clock.advance(2 * hour + 2 * minute);
    expect(await endOf(messages)).toMatchObject({ code: 'SUBSCRIPTION_ENDED', since: expect.any(String) });
  });

  it('is rejected above the limit of its login, until another one ends', async () => {
    const three = await Promise.all([subscribe(), subscribe(), subscribe()]);
    const fourth = await subscribe();
    expect((await fourth.next())?.errors?.[0]).toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
    await three[0].stop();
    await expect.poll(() => firm.subscriptions()).toBe(2);
    const again = await subscribe();
    await change(3);
    expect((await next(again))?.data).toBeTruthy();
    for (const messages of [...three, again]) await messages.stop();
  });

  it('is rejected above the limit of its connection', async () => {
    const client = createClient({
      url: `${firm.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    const errors: unknown[] = [];
    for (let index = 0; index < 3; index += 1) {
      client.subscribe(
        { query },
        { next: () => undefined, error: (error) => errors.push(error), complete: () => undefined },
      );
    }
    await expect.poll(() => errors).toMatchObject([[{ extensions: { code: 'RATE_LIMITED' } }]]);
    await expect.poll(() => firm.subscriptions()).toBe(2);
    await client.dispose();
  });

  it('whose client reads too slowly ends, and the client knows since when it misses changes', async () => {
    const response = await firm.gateway.fetch(
      new Request(`${firm.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          authorization: `Bearer ${token}`,
        },
        // Messages of about 2 kB.
        body: JSON.stringify({
          query: `subscription { clioMatterChanged { event ${Array.from({ length: 60 }, (_, index) => `at${index}: at`)} } }`,
        }),
      }),
    );
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await expect.poll(() => firm.subscriptions()).toBe(1);
    const startedAt = clock.now();
    // 64 kB wait at the gateway; from Node 22 on the stream in front of them holds as much again.
    for (let count = 0; count < 100; count += 1) await deliver({ id: 10_000 + count }, firm.gateway.fetch);
    await moveUntil(() => firm.subscriptions().then((count) => count === 0));
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read())
      text += new TextDecoder().decode(part.value);
    const [, since = ''] = /"code":"SUBSCRIPTION_ENDED","since":"([^"]+)"/.exec(text) ?? [];
    expect(Date.parse(since)).toBeLessThanOrEqual(startedAt);
    expect(text.split('"UPDATED"').length).toBeLessThan(100);
  });

  it('ends if too many changes wait, and continues from the first of them', async () => {
    const messages = await subscribe();
    const latest = new Date(clock.now() - minute).toISOString();
    // The clock stands still: no batch is read.
    for (let count = 0; count <= 5000; count += 1) await deliver({ id: 20_000 + count }, firm.gateway.fetch);
    const { code, since } = (await endOf(messages)) as { code: string; since: string };
    expect(code).toBe('SUBSCRIPTION_ENDED');
    expect(since <= latest).toBe(true);
  });

  it('gets a state of a record once, and no older one after it, in whatever order they arrive', async () => {
    const messages = await subscribe();
    const startedAt = clock.now();
    const at = (second: number): string => new Date(startedAt + second * 1000).toISOString();
    const seen: unknown[] = [];
    const send = async (event: string, id: number, second: number): Promise<void> => {
      await deliver({ id, updated_at: at(second) }, undefined, event);
      // A message that must be dropped would come before the next.
      await deliver({ id: 99, updated_at: at(100 + seen.length) });
      for (let last: unknown = null; last !== 'Matter:99'; ) {
        const { data } = (await next(messages)) ?? {};
        last = data?.clioMatterChanged.id;
        if (last !== 'Matter:99') seen.push([data?.clioMatterChanged.event, last]);
      }
    };
    for (const [event, id, second] of [
      ['updated', 20, 9],
      ['updated', 20, 8],
      ['created', 20, 7],
      ['updated', 20, 10],
      ['deleted', 21, 9],
      ['updated', 21, 9],
      ['created', 21, 8],
      ['updated', 21, 10],
    ] as const)
      await send(event, id, second);
    expect(seen).toEqual([
      ['UPDATED', 'Matter:20'],
      ['CREATED', 'Matter:20'],
      ['UPDATED', 'Matter:20'],
      ['DELETED', 'Matter:21'],
      ['UPDATED', 'Matter:21'],
    ]);
    await messages.stop();
  });

  it('to payments continues after a gap, which it reports, and ends without an instant, because Clio has no list of changed ones', async () => {
    const messages = await subscribe('subscription { paid: clioClioPaymentsPaymentChanged { id } }');
    (hook() as { status: string }).status = 'suspended';
    clock.advance(10 * minute);
    expect(await next(messages)).toEqual({
      data: null,
      errors: [
        {
          message: expect.stringContaining('Read the records as a list'),
          path: ['paid'],
          extensions: { code: 'CHANGES_MISSED' },
        },
      ],
    });
    expect(await deliver({ id: 5 })).toBe(200);
    expect((await next(messages))?.data).toEqual({ paid: { id: 'ClioPaymentsPayment:5' } });
    clock.advance(9 * hour + 2 * minute);
    expect(await endOf(messages)).toEqual({ code: 'SUBSCRIPTION_ENDED' });
  });

  it('of a restricted user shows null for a hidden record, and nothing of the records of others', async () => {
    const { sandbox } = firm;
    token = sandbox.tokens.restricted;
    const contacts = [...sandbox.records('Contact').keys()];
    const find = (wanted: string): unknown =>
      contacts.find((id) => sandbox.visible(token, 'Contact', id) === wanted);
    const [hidden, seen] = [find('hidden'), find('full')];
    const contact = (args: string): string =>
      `subscription { clioContactChanged${args} { event id missed contact { title } } }`;
    const change = (id: unknown, event: string, missed: boolean, title?: string): unknown => ({
      data: { clioContactChanged: { event, id: `Contact:${id}`, missed, contact: title ? { title } : null } },
    });
    const entitle = async (title: string): Promise<void> => {
      clock.advance(1000);
      for (const id of [hidden, seen]) await firm.write('PATCH', `/contacts/${id}.json`, { title });
      await sandbox.webhooks.idle();
    };
    const messages = await subscribe(contact(''));
    expect(await deliver({ id: hidden })).toBe(200);
    expect(await next(messages)).toEqual(change(hidden, 'UPDATED', false));
    const { id } = await firm.write('POST', '/contacts.json', {
      type: 'Person',
      first_name: 'Not',
      last_name: 'Seen',
    });
    expect(sandbox.visible(token, 'Contact', Number(id))).toBe('hidden');
    await firm.write('DELETE', `/contacts/${id}.json`);
    await entitle('Reported');
    expect(await next(messages)).toEqual(change(seen, 'UPDATED', false, 'Reported'));
    // A repair after a gap.
    (hook() as { status: string }).status = 'suspended';
    await entitle('Missed');
    clock.advance(10 * minute);
    expect(await next(messages)).toEqual(change(seen, 'UPDATED', true, 'Missed'));
    await messages.stop();
    const since = new Date(clock.now()).toISOString();
    await entitle('While away');
    const late = await subscribe(contact(`(since: "${since}")`));
    expect(await next(late)).toEqual(change(seen, 'UPDATED', true, 'While away'));
    await late.stop();
  });
});

describe('a webhook', () => {
  it('is renewed after a third of its lifetime', async () => {
    const messages = await subscribeSse(firm.url, query, { token });
    const { id, expires_at: first } = hook();
    expect(Date.parse(String(first)) - clock.now()).toBe(24 * hour);
    firm.calls();
    clock.advance(7 * hour + 50 * minute);
    await expect.poll(() => read(id)).toEqual([expect.stringMatching(/^GET/)]);
    expect(hook().expires_at).toBe(first);
    const expiry = (): unknown => {
      clock.advance(minute);
      return hook().expires_at;
    };
    await expect.poll(expiry).not.toBe(first);
    expect(Date.parse(String(hook().expires_at)) - Date.parse(String(first))).toBeGreaterThanOrEqual(
      8 * hour,
    );
    expect(read(id).filter((call) => call.startsWith('PATCH'))).toHaveLength(1);
    await messages.stop();
  });

  it('exists for five minutes after its last subscriber', async () => {
    const first = await subscribeSse(firm.url, query, { token });
    const { id } = hook();
    await first.stop();
    await expect.poll(() => firm.subscriptions()).toBe(0);
    clock.advance(5 * minute - 1);
    const second = await subscribeSse(firm.url, query, { token });
    expect(hook().id).toBe(id);
    await second.stop();
    await expect.poll(() => firm.subscriptions()).toBe(0);
    firm.calls();
    clock.advance(5 * minute);
    await expect.poll(() => firm.hooks().some((one) => one.id === id)).toBe(false);
    expect(read(id)).toEqual([`DELETE /webhooks/${id}.json`]);
  });
});

let deliveries = 0;

/** Posts an event as Clio does, about a record that may belong to anybody. */
async function deliver(
  data: object,
  send: (request: Request) => Promise<Response> = fetch,
  event = 'updated',
): Promise<number> {
  const { id, url, $secret } = hook();
  deliveries += 1;
  const body = JSON.stringify({
    data: { etag: `"${deliveries}"`, ...data },
    meta: { event, webhook_id: id },
  });
  const signature = createHmac('sha256', String($secret)).update(body).digest('hex');
  const headers = { 'x-hook-signature': signature };
  return (await send(new Request(String(url), { method: 'POST', headers, body }))).status;
}
