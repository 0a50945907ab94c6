import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../../src/sandbox/record.ts';
import {
  type Message,
  type Messages,
  subscribeSse,
  subscribeWebSocket,
} from '../../support/clients/subscribe.ts';
import { startLiveFirm } from '../../support/gateways/start-live-firm.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { startTestServer } from '../../support/rest/test-client.ts';

const query = 'subscription { matterChanged(id: 1) { event missed matter { description } } }';

describe('the upkeep of a webhook', () => {
  it('sends changes between its creation and its activation by Clio', async () => {
    // Clio reaches the gateway through a server that passes on the handshake only once the matter has changed.
    await using entrance = await startTestServer(async ({ url, headers, body }, response) => {
      const names = ['x-hook-secret', 'x-hook-signature'].filter((name) => name in headers);
      if (names.includes('x-hook-secret'))
        await firm.write('PATCH', '/matters/1.json', { description: 'Early' });
      const passed = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
      const { status } = await fetch(`${firm.url}${url}`, { method: 'POST', headers: passed, body });
      response.writeHead(status, passed).end();
    });
    await using firm = await startLiveFirm({ config: { webhookUrl: entrance.origin } });
    const messages = await subscribeSse(firm.url, query, { token: firm.sandbox.tokens.owner });
    expect((await messages.next())?.data).toEqual({
      matterChanged: { event: 'UPDATED', missed: true, matter: { description: 'Early' } },
    });
    await firm.write('PATCH', '/matters/1.json', { description: 'Late' });
    expect((await messages.next())?.data).toEqual({
      matterChanged: { event: 'UPDATED', missed: false, matter: { description: 'Late' } },
    });
    await messages.stop();
  });

  it.each([
    ['enables it again when Clio has suspended it', 'suspend', 'PUT /webhooks/'],
    ['makes another when it is gone', 'delete', 'POST /webhooks.json'],
  ])('%s, and sends what was missed', async (_, how, call) => {
    const clock = manualClock();
    await using firm = await startLiveFirm({ clock });
    const messages = await subscribeSse(firm.url, query, { token: firm.sandbox.tokens.owner });
    const [hook] = firm.hooks();
    if (how === 'delete') await firm.write('DELETE', `/webhooks/${hook?.id}.json`);
    else (hook as { status: string }).status = 'suspended';
    await firm.write('PATCH', '/matters/1.json', { description: 'Missed' });
    firm.calls();
    let message: Message | null = null;
    void messages.next().then((next) => {
      message = next;
    });
    clock.advance(600_000);
    await expect
      .poll(
        () => {
          clock.advance(20);
          return message?.data;
        },
        { timeout: 10_000 },
      )
      .toEqual({ matterChanged: { event: 'UPDATED', missed: true, matter: { description: 'Missed' } } });
    expect(firm.calls().some((made) => made.startsWith(call))).toBe(true);
    expect(firm.hooks()).toMatchObject([{ status: 'enabled' }]);
    await messages.stop();
  });

  it('repeats a failed search for missed changes, and reports the gap if there are too many to send', async () => {
    const clock = manualClock();
    await using firm = await startLiveFirm({ clock });
    const { owner: token } = firm.sandbox.tokens;
    const [tasks, matters] = [
      await subscribeSse(firm.url, 'subscription { taskChanged { id } }', { token }),
      await subscribeSse(firm.url, query, { token }),
    ];
    for (const hook of firm.hooks()) (hook as { status: string }).status = 'suspended';
    const table = firm.sandbox.records('Task') as Map<number, RawRecord>;
    const task = { ...table.get(1), updated_at: new Date(clock.now()).toISOString() };
    for (let id = 500_000; id <= 502_000; id += 1) table.set(id, { ...task, id });
    // The sandbox notices the tasks.
    await firm.write('PATCH', '/tasks/1.json', { name: 'Missed' });
    await firm.write('PATCH', '/matters/1.json', { description: 'Missed' });
    firm.calls();
    const match = ({ path }: { path: string }): boolean => path.includes('updated_since');
    const release = firm.sandbox.fault({ kind: 'status', status: 403, match });
    clock.advance(600_000);
    const found = (): number => firm.calls().filter((call) => call.includes('updated_since')).length;
    await expect.poll(found).toBeGreaterThan(0);
    release();
    let ends: readonly (Message | null)[] = [];
    void Promise.all([tasks.next(), matters.next()]).then((messages) => {
      ends = messages;
    });
    const ended = (): readonly (Message | null)[] => {
      clock.advance(60_000);
      return ends;
    };
    await expect
      .poll(ended, { interval: 30 })
      .toMatchObject([
        { errors: [{ path: ['taskChanged'], extensions: { code: 'CHANGES_MISSED' } }] },
        { data: { matterChanged: { event: 'UPDATED', missed: true } } },
      ]);
    for (const messages of [tasks, matters]) await messages.stop();
  });

  it.each([
    ['Server-Sent Events', subscribeSse],
    ['WebSocket', subscribeWebSocket],
  ])('leaves no webhook behind if the gateway closes while one is created, by %s', async (_, subscribe) => {
    await using firm = await startLiveFirm();
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const match = ({ method, path }: { method: string; path: string }): boolean => {
      if (method !== 'POST' || !path.startsWith('/webhooks')) return false;
      arrive();
      return true;
    };
    firm.sandbox.fault({ kind: 'delay', delayMs: 200, match });
    const messages = await subscribe(firm.url, query, { token: firm.sandbox.tokens.owner });
    const end = messages.next().then(
      (message) => message?.errors?.[0]?.extensions.code,
      ({ code }) => code,
    );
    await arrived;
    await firm.gateway[Symbol.asyncDispose]();
    expect(firm.hooks()).toEqual([]);
    expect(await end).toBe(subscribe === subscribeSse ? 'SUBSCRIPTION_ENDED' : 1001);
  });

  it('lets a subscription that a shutdown ends continue with the first change that it did not send', async () => {
    const clock = manualClock();
    await using firm = await startLiveFirm({ clock, config: { subscriptionBatchMs: 0 } });
    const messages = await subscribeSse(firm.url, query, { token: firm.sandbox.tokens.owner });
    const startedAt = clock.now();
    firm.calls();
    // Everything is checked at intervals.
    let checks = 0;
    await expect
      .poll(() => {
        clock.advance(60_000);
        checks += firm.calls().filter((call) => call.includes('updated_since')).length;
        return checks;
      })
      .toBeGreaterThan(0);
    const changedAt = clock.now();
    const match = ({ method, path }: { method: string; path: string }): boolean =>
      method === 'GET' && path.startsWith('/matters');
    firm.sandbox.fault({ kind: 'status', status: 503, match });
    await firm.write('PATCH', '/matters/1.json', { description: 'Not sent' });
    await firm.sandbox.webhooks.idle();
    for (let times = 0; times < 20; times += 1) {
      clock.advance(20_000);
      await new Promise(setImmediate);
    }
    let isClosed = false;
    void firm.gateway[Symbol.asyncDispose]().then(() => {
      isClosed = true;
    });
    await expect
      .poll(() => {
        // The end of the webhook waits for Clio.
        clock.advance(1000);
        return isClosed;
      })
      .toBe(true);
    const { errors } = (await messages.next()) ?? {};
    expect(errors).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_ENDED' } }]);
    const since = Date.parse(String(errors?.[0]?.extensions.since));
    expect(since).toBeLessThanOrEqual(changedAt - 60_000);
    expect(since).toBeGreaterThan(startedAt);
  });

  it('delivers every change once to every subscriber, or marks it as missed, however Clio delivers it', async () => {
    const clock = manualClock();
    await using firm = await startLiveFirm({ clock, config: { subscriptionBatchMs: 0 } });
    const { sandbox } = firm;
    const tokens = [sandbox.tokens.owner, sandbox.addToken({ name: 'colleague' })];
    const text = 'subscription ($id: ID) { matterChanged(id: $id) { id missed matter { description } } }';
    const subscribers = await Promise.all(
      [...tokens.map((token) => ({ token, id: null })), { token: tokens[0], id: '3' }].map(
        async ({ token, id }) => {
          const messages = await subscribeSse(firm.url, text, { token, variables: { id } });
          return { id, messages, received: collect(messages) };
        },
      ),
    );
    const settle = async (count: (lost: number) => number, lost: number): Promise<void> => {
      await sandbox.webhooks.idle();
      const arrived = (): number => {
        clock.advance(1);
        return subscribers.reduce((sum, { received }) => sum + received.length, 0);
      };
      await expect.poll(arrived, { interval: 5 }).toBe(count(lost));
    };
    const ids = [1, 2, 3, 4, 5, 6];
    // Each change is an event of two logins; one subscriber of the first waits for only one matter.
    const inRounds = (rounds: number) => (lost: number) => rounds * (2 * ids.length + 1) - lost;
    for (const round of [1, 2, 3]) {
      for (const id of ids) {
        clock.advance(1000);
        sandbox.webhooks.delayMs = id % 2 === 0 ? 10 : 0;
        if (id === 1) sandbox.webhooks.double = 4;
        // Both logins' last matter, in the last round.
        if (id === 6 && round === 3) sandbox.webhooks.lose = 2;
        await firm.write('PATCH', `/matters/${id}.json`, { description: `Round ${round}` });
      }
      await settle(inRounds(round), round === 3 ? 2 : 0);
    }
    clock.advance(600_000);
    await settle(inRounds(3), 0);
    for (const { id, messages, received } of subscribers) {
      for (const matter of id === null ? ids : [Number(id)]) {
        const own = received.filter((one) => one.id === `Matter:${matter}`);
        expect(own).toEqual(
          [1, 2, 3].map((round) => ({
            id: `Matter:${matter}`,
            missed: matter === 6 && round === 3,
            matter: { description: `Round ${round}` },
          })),
        );
      }
      await messages.stop();
    }
  });
});

interface ChangeOfMatter {
  readonly id: string;
  readonly missed: boolean;
}

/** What a subscription receives, as it arrives. */
function collect(messages: Messages): readonly ChangeOfMatter[] {
  const received: ChangeOfMatter[] = [];
  const read = async (): Promise<void> => {
    for (let next = await messages.next(); next?.data; next = await messages.next())
      received.push(next.data.matterChanged as ChangeOfMatter);
  };
  read().catch(() => undefined);
  return received;
}
