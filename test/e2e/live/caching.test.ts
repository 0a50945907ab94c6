import { describe, expect, it } from 'vitest';
import { subscribeSse } from '../../support/clients/subscribe.ts';
import { startLiveFirm } from '../../support/gateways/start-live-firm.ts';

const query =
  '{ matter(id: 1) { description } other: matter(id: 5) { description location } matters(first: 2) { nodes { status } } tasks(first: 1) { nodes { name } } }';

describe('a change that a webhook reports', () => {
  it('invalidates the record and lists of its kind, and nothing else', async () => {
    await using firm = await startLiveFirm({ config: { cacheTtlMs: 60_000 } });
    const { owner: token } = firm.sandbox.tokens;
    const messages = await subscribeSse(firm.url, 'subscription { matterChanged { id } }', { token });
    const ask = async (): Promise<unknown> => (await firm.gateway.gql(query, { token })).data?.matter;
    const before = await ask();
    firm.calls();
    expect(await ask()).toEqual(before);
    expect(firm.calls()).toEqual([]);
    await firm.write('PATCH', '/matters/1.json', { description: 'Changed' });
    await messages.next();
    firm.calls();
    expect(await ask()).toEqual({ description: 'Changed' });
    expect(firm.calls().sort()).toEqual([
      'GET /matters.json?fields=id,status&limit=2&order=id(asc)',
      'GET /matters/1.json?fields=id,description',
    ]);
    await messages.stop();
  });

  it('allows watched records to be cached longer, but not other records inside them', async () => {
    let now = Date.now();
    const clock = {
      now: () => now,
      sleep: (ms: number, signal?: AbortSignal) =>
        new Promise<void>((resolve, reject) => {
          const timer = setTimeout(resolve, Math.min(ms, 2_000_000_000));
          signal?.addEventListener('abort', () => {
            clearTimeout(timer);
            reject(signal.reason);
          });
        }),
    };
    await using firm = await startLiveFirm({
      clock,
      config: { cacheTtlMs: 1000, cacheWatchedTtlMs: 300_000 },
    });
    const { owner: token } = firm.sandbox.tokens;
    const messages = await subscribeSse(firm.url, 'subscription { matterChanged { id } }', { token });
    const inside = '{ matter(id: 7) { client { name } customFieldValues { id } } }';
    const ask = async (): Promise<void> => {
      for (const one of [query, inside]) await firm.gateway.gql(one, { token });
    };
    await ask();
    now += 60_000;
    firm.calls();
    await ask();
    expect(firm.calls()).toEqual([
      'GET /tasks.json?fields=id,name&limit=1&order=id(asc)',
      'GET /matters/7.json?fields=id,client{id,name},custom_field_values{id}',
    ]);
    await messages.stop();
  });
});
