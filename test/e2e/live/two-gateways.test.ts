import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { RawRecord } from '../../../src/sandbox/record.ts';
import { subscribeSse } from '../../support/clients/subscribe.ts';
import { type Fleet, startFleet } from '../../support/gateways/start-fleet.ts';
import { Balancer } from '../../support/servers/balancer.ts';
import { hasRedis, withRedis } from '../../support/servers/redis-server.ts';

const query = 'subscription { matterChanged { event id missed matter { description } } }';

describe.runIf(hasRedis)(withRedis('two gateways and one Redis'), () => {
  const balancer = { current: new Balancer() };
  afterEach(() => balancer.current[Symbol.dispose]());

  async function start(): Promise<{ fleet: Fleet; urls: string[] }> {
    balancer.current = new Balancer();
    const webhookUrl = await balancer.current.listen();
    const fleet = await startFleet({
      config: { webhookUrl, subscriptionBatchMs: 20 },
      // On a busy machine a test may take longer than the 620 ms of a webhook's five attempts.
      sandbox: { webhooks: { retryMs: 20, retries: 12 } },
    });
    const urls: string[] = [];
    for (const gateway of fleet.gateways) urls.push((await gateway.listen()).url);
    balancer.current.leadTo(urls);
    return { fleet, urls };
  }

  async function change({ sandbox }: Fleet, id: number, description: string): Promise<void> {
    const response = await fetch(`${sandbox.baseUrl}/matters/${id}.json`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${sandbox.tokens.owner}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data: { description } }),
    });
    expect(response.status).toBe(200);
  }

  /** The webhooks that lead to the gateways. */
  function hooks({ sandbox }: Fleet): RawRecord[] {
    return [...sandbox.records('Webhook').values()].filter(({ url }) => String(url).startsWith('http:'));
  }

  it("have one webhook, and each accepts Clio's deliveries, whichever has created it", async () => {
    const { fleet, urls } = await start();
    await using _ = fleet;
    const { owner: token } = fleet.sandbox.tokens;
    // Both at the same time: one creates it, the other waits.
    const subscriptions = await Promise.all(urls.map((url) => subscribeSse(url, query, { token })));
    expect(hooks(fleet)).toMatchObject([{ status: 'enabled' }]);
    const made = fleet.calls().filter((call) => call.includes('/webhooks'));
    expect(made).toEqual([
      expect.stringMatching(/^201 .webhooks.json/),
      expect.stringMatching(/^200 .webhooks/),
    ]);
    for (const [index, url] of urls.entries()) {
      balancer.current.leadTo([url]);
      await change(fleet, index + 1, `By ${index}`);
      for (const messages of subscriptions)
        expect((await messages.next())?.data).toEqual({
          matterChanged: {
            event: 'UPDATED',
            id: `Matter:${index + 1}`,
            missed: false,
            matter: { description: `By ${index}` },
          },
        });
    }
    for (const messages of subscriptions) await messages.stop();
  });

  it('accept only what Clio has signed, also without a client of the login', async () => {
    const { fleet, urls } = await start();
    await using _ = fleet;
    const [first = '', second = ''] = urls;
    balancer.current.leadTo([second]);
    const messages = await subscribeSse(first, query, { token: fleet.sandbox.tokens.owner });
    const [hook] = hooks(fleet);
    const path = new URL(String(hook?.url)).pathname;
    const body = JSON.stringify({
      data: { id: 5, etag: '"5"' },
      meta: { event: 'updated', webhook_id: hook?.id },
    });
    const post = async (headers: Record<string, string>, to = path): Promise<number> =>
      (await fetch(`${second}${to}`, { method: 'POST', headers, body })).status;
    const signature = createHmac('sha256', String(hook?.$secret)).update(body).digest('hex');
    expect(
      await post({ 'x-hook-signature': signature.replace(/./, (digit) => (digit === '0' ? '1' : '0')) }),
    ).toBe(401);
    expect(await post({ 'x-hook-signature': signature }, `${path.slice(0, -4)}aaaa`)).toBe(404);
    expect(await post({ 'x-hook-secret': 'a-secret-of-somebody-else' })).toBe(404);
    expect(await post({ 'x-hook-signature': signature })).toBe(200);
    expect((await messages.next())?.data).toMatchObject({ matterChanged: { id: 'Matter:5' } });
    // Twice, and by another gateway: not new for the client.
    for (const url of [first, second])
      expect(
        (await fetch(`${url}${path}`, { method: 'POST', headers: { 'x-hook-signature': signature }, body }))
          .status,
      ).toBe(200);
    await change(fleet, 6, 'Next');
    expect((await messages.next())?.data).toMatchObject({ matterChanged: { id: 'Matter:6' } });
    await messages.stop();
  });

  it('pass the webhook on to each other, and the last one deletes it', async () => {
    const { fleet, urls } = await start();
    await using _ = fleet;
    const { owner: token } = fleet.sandbox.tokens;
    const [first, second] = fleet.gateways;
    balancer.current.leadTo(urls.slice(1));
    const left = await subscribeSse(urls[0] ?? '', query, { token });
    const kept = await subscribeSse(urls[1] ?? '', query, { token });
    const [hook] = hooks(fleet);
    await first[Symbol.asyncDispose]();
    expect((await left.next())?.errors).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_ENDED' } }]);
    expect(hooks(fleet)).toEqual([hook]);
    await change(fleet, 1, 'After the first');
    expect((await kept.next())?.data).toMatchObject({ matterChanged: { id: 'Matter:1', missed: false } });
    await second[Symbol.asyncDispose]();
    expect(hooks(fleet)).toEqual([]);
    expect([...(await fleet.redis.dump()).keys()].filter((key) => /webhook(-lease)?:/.test(key))).toEqual([]);
  });

  it('share the webhook again after a restart of Redis, and send what they missed', async () => {
    const { fleet, urls } = await start();
    await using _ = fleet;
    const { owner: token } = fleet.sandbox.tokens;
    const [first = '', second = ''] = urls;
    const subscriptions = [
      await subscribeSse(first, query, { token }),
      await subscribeSse(second, query, { token }),
    ];
    await fleet.redis.kill();
    // The receiver has it, and Clio must repeat it for the other gateway; there the one that arrives first counts.
    balancer.current.leadTo([first]);
    await change(fleet, 1, 'While away');
    expect((await subscriptions[0]?.next())?.data).toMatchObject({
      matterChanged: { id: 'Matter:1', missed: false },
    });
    await fleet.redis.start();
    expect((await subscriptions[1]?.next())?.data).toMatchObject({ matterChanged: { id: 'Matter:1' } });
    await expect
      .poll(
        async () =>
          [...(await fleet.redis.dump()).keys()].filter((key) => /webhook(-key)?:/.test(key)).length,
      )
      .toBe(2);
    await change(fleet, 2, 'Back again');
    for (const messages of subscriptions)
      expect((await messages.next())?.data).toMatchObject({ matterChanged: { id: 'Matter:2' } });
    expect(hooks(fleet)).toHaveLength(1);
    for (const messages of subscriptions) await messages.stop();
  });

  it('wait before the next attempt if Clio fails after a restart of Redis', async () => {
    const { fleet, urls } = await start();
    await using _ = fleet;
    const { owner: token } = fleet.sandbox.tokens;
    const messages = await subscribeSse(urls[0] ?? '', query, { token });
    const match = ({ path }: { path: string }): boolean => path.startsWith('/webhooks/');
    const release = fleet.sandbox.fault({ kind: 'status', status: 403, match });
    fleet.calls();
    await fleet.redis.kill();
    await fleet.redis.start();
    const looks = (): number => fleet.sandbox.calls.filter(match).length;
    await expect.poll(looks, { timeout: 10_000 }).toBe(1);
    for (let id = 1; id <= 20; id += 1)
      await fleet.gateways[0].gql(`{ matter(id: ${id}) { description } }`, { token });
    expect(looks()).toBe(1);
    release();
    await messages.stop();
  });

  it('both invalidate a changed record and lists of its kind, and nothing else', async () => {
    const { fleet, urls } = await start();
    await using _ = fleet;
    const { owner: token } = fleet.sandbox.tokens;
    const messages = await subscribeSse(urls[0] ?? '', query, { token });
    const read =
      '{ matter(id: 6) { location } other: matter(id: 7) { location } matters(first: 1) { nodes { number } } tasks(first: 1) { nodes { name } } }';
    for (const gateway of fleet.gateways) await gateway.gql(read, { token });
    for (const description of ['Changed', 'Changed again']) {
      await change(fleet, 6, description);
      await messages.next();
      for (const other of fleet.gateways) {
        fleet.calls();
        await other.gql(read, { token });
        const paths = fleet.calls().map((call) => call.slice(4, call.indexOf('.json')));
        // What the first has read again is available to the other.
        expect(paths.sort()).toEqual(other === fleet.gateways[0] ? ['/matters', '/matters/6'] : []);
      }
    }
    await messages.stop();
  });

  it('put neither keys nor secrets nor tokens into Redis', async () => {
    const { fleet, urls } = await start();
    await using _ = fleet;
    const messages = await subscribeSse(urls[0] ?? '', query, { token: fleet.sandbox.tokens.owner });
    const channels = await fleet.redis.command('PUBSUB', 'CHANNELS', '*');
    const kept = JSON.stringify([channels, ...(await fleet.redis.dump())]);
    const [hook] = hooks(fleet);
    const key = String(hook?.url).split('/').at(-1);
    for (const secret of [key, hook?.$secret, fleet.sandbox.tokens.owner, 'webhooks/'])
      expect(kept).not.toContain(secret);
    expect(kept).toContain('webhook-key:');
    await messages.stop();
  });

  it('have Clio repeat deliveries that arrive while Redis is unavailable', async () => {
    const { fleet, urls } = await start();
    await using _ = fleet;
    const [first = '', second = ''] = urls;
    const messages = await subscribeSse(first, query, { token: fleet.sandbox.tokens.owner });
    balancer.current.leadTo([second]);
    await fleet.redis.kill();
    await change(fleet, 3, 'While away');
    // The second gateway cannot find out to whom it belongs, and must not say that nobody wants it.
    await expect
      .poll(() => fleet.sandbox.webhooks.deliveries.filter(({ status }) => status === 503).length)
      .toBeGreaterThan(0);
    balancer.current.leadTo([first]);
    expect((await messages.next())?.data).toMatchObject({ matterChanged: { id: 'Matter:3' } });
    await messages.stop();
  });
});
