import { type Client, createClient } from 'graphql-ws';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startLiveFirm } from '../../support/gateways/start-live-firm.ts';

/** With MANY_SUBSCRIBERS=1: 1,000 subscribers and 500 changes, and the cost is printed. */
const isBig = process.env.MANY_SUBSCRIBERS === '1';
const logins = 20;
const perLogin = isBig ? 50 : 10;
const changesOfEach = isBig ? 125 : 20;

interface Kind {
  readonly path: string;
  readonly entity: string;
  readonly root: string;
  readonly field: string;
  readonly value: string;
}

/** A quarter of the logins watch each of them. */
const kinds: readonly Kind[] = [
  { path: '/tasks', entity: 'Task', root: 'taskChanged', field: 'task', value: 'name' },
  { path: '/contacts', entity: 'Contact', root: 'contactChanged', field: 'contact', value: 'title' },
  { path: '/matters', entity: 'Matter', root: 'matterChanged', field: 'matter', value: 'description' },
  {
    path: '/communications',
    entity: 'Communication',
    root: 'communicationChanged',
    field: 'communication',
    value: 'subject',
  },
];

interface Subscriber {
  readonly kind: Kind;
  /** Null for a subscriber to all records. */
  readonly id: string | null;
  /** Global id → values, in the order of their arrival. */
  readonly received: Map<string, string[]>;
}

describe('many subscribers of 20 logins', () => {
  it('receive each of many changes once, with few calls and constant memory', async () => {
    await using firm = await startLiveFirm({ config: { subscriptionBatchMs: 1000 } });
    const { sandbox } = firm;
    const records = kinds.map(({ entity }) =>
      [...sandbox.records(entity).keys()].map(String).slice(0, changesOfEach),
    );
    const subscribers: Subscriber[] = [];
    const clients: Client[] = [];
    const errors: unknown[] = [];
    const latencies: number[] = [];
    const heapEmpty = heapUsed();
    for (let login = 0; login < logins; login += 1) {
      const kind = kinds[login % 4]!;
      const token = sandbox.addToken({ name: `many-${login}` });
      const client = createClient({
        url: `${firm.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${token}` },
        retryAttempts: 0,
      });
      clients.push(client);
      for (let index = 0; index < perLogin; index += 1) {
        const id = index < 5 ? null : records[login % 4]![(index * 2) % changesOfEach]!;
        const subscriber: Subscriber = { kind, id, received: new Map() };
        subscribers.push(subscriber);
        const filter = id === null ? '' : `(id: "${id}")`;
        const query = `subscription { ${kind.root}${filter} { event id at ${kind.field} { value: ${kind.value} } } }`;
        client.subscribe<Record<string, { id: string; at: string; [field: string]: unknown }>>(
          { query },
          {
            next({ data }) {
              const change = data?.[kind.root];
              if (!change) return;
              const { value } = change[kind.field] as { value: string };
              latencies.push(Date.now() - Date.parse(change.at));
              subscriber.received.set(change.id, [...(subscriber.received.get(change.id) ?? []), value]);
            },
            error: (error) => void errors.push(error),
            complete: () => undefined,
          },
        );
      }
    }
    await expect.poll(() => firm.subscriptions(), { interval: 200 }).toBe(logins * perLogin);
    expect(errors).toEqual([]);
    firm.calls();
    const heapBefore = heapUsed();
    sandbox.webhooks.double = changesOfEach;
    const startedAt = performance.now();
    const atOnce = 5;
    for (let start = 0; start < changesOfEach; start += atOnce) {
      const writes = kinds.flatMap(({ path, value }, index) =>
        records[index]!.slice(start, start + atOnce).map((id, offset) =>
          firm.write('PATCH', `${path}/${id}.json`, { [value]: `Change ${start + offset}` }),
        ),
      );
      await Promise.all(writes);
    }
    await sandbox.webhooks.idle();
    const expected = subscribers.map(({ kind, id }) =>
      id === null ? changesOfEach : records[kinds.indexOf(kind)]!.includes(id) ? 1 : 0,
    );
    const total = expected.reduce<number>((sum, count) => sum + count, 0);
    const received = (): number => subscribers.reduce((sum, { received: own }) => sum + own.size, 0);
    await expect.poll(received, { interval: 200 }).toBe(total);
    const ms = performance.now() - startedAt;
    for (const [index, { kind, id, received: own }] of subscribers.entries()) {
      expect(own.size).toBe(expected[index]);
      for (const [globalId, values] of own) {
        const clioId = globalId.split(':')[1] ?? '';
        if (id !== null) expect(clioId).toBe(id);
        expect(values).toEqual([`Change ${records[kinds.indexOf(kind)]!.indexOf(clioId)}`]);
      }
    }
    const reads = firm.calls().filter((call) => call.startsWith('GET'));
    // At most one batch per second and login, whatever has changed.
    expect(reads.length).toBeLessThanOrEqual(logins * (Math.ceil(ms / 1000) + 1));
    const grown = heapUsed() - heapBefore;
    // Sent messages are not kept: 500 changes leave less behind than the 1,000 subscriptions themselves.
    expect(grown).toBeLessThan(100);
    if (isBig) {
      latencies.sort((a, b) => a - b);
      const all = subscribers.flatMap(({ received: own }) => [...own.values()]);
      const figures = {
        expected: total,
        delivered: all.length,
        lost: total - all.length,
        doubled: all.filter((values) => values.length > 1).length,
        events: sandbox.webhooks.deliveries.length,
        callsPer100Events: (reads.length * 100) / sandbox.webhooks.deliveries.length,
        latencyMs: {
          median: latencies[Math.floor(latencies.length / 2)],
          p99: latencies[Math.floor(latencies.length * 0.99)],
        },
        seconds: ms / 1000,
        mbOfSubscriptionsAndClients: heapBefore - heapEmpty,
        mbLeftByChanges: grown,
      };
      process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
    }
    for (const client of clients) await client.dispose();
  });
});

/** In megabytes. If it is printed, without what could be collected. */
function heapUsed(): number {
  if (isBig) globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 ** 2;
}
