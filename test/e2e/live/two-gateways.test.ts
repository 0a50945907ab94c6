import { afterEach, describe, expect, it } from 'vitest';
import { Balancer } from '../../support/balancer.ts';
import { hasRedis, withRedis } from '../../support/redis-server.ts';
import { type Fleet, startFleet } from '../../support/start-fleet.ts';
import { subscribeSse, untilEnabled } from '../../support/subscribe.ts';

const query = 'subscription { matterChanged { event id matter { description } } }';

describe.runIf(hasRedis)(withRedis('two gateways and one Redis'), () => {
  const balancer = { current: new Balancer() };
  afterEach(() => balancer.current[Symbol.dispose]());

  async function start(): Promise<{ fleet: Fleet; urls: string[] }> {
    balancer.current = new Balancer();
    const webhookUrl = await balancer.current.listen();
    const fleet = await startFleet({
      config: { webhookUrl, subscriptionBatchMs: 20 },
      sandbox: { webhooks: { retryMs: 20 } },
    });
    const urls: string[] = [];
    for (const gateway of fleet.gateways) urls.push((await gateway.listen()).url);
    balancer.current.leadTo(urls);
    return { fleet, urls };
  }

  async function change({ sandbox }: Fleet, id: number, description: string): Promise<void> {
    await untilEnabled(sandbox);
    const response = await fetch(`${sandbox.baseUrl}/matters/${id}.json`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${sandbox.tokens.owner}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data: { description } }),
    });
    expect(response.status).toBe(200);
  }

  it('pass on what Clio posts to the one that has not made the webhook', async () => {
    const { fleet, urls } = await start();
    await using _ = fleet;
    for (const url of urls) {
      // Whichever of the two the handshake and the events come to.
      balancer.current.leadTo(urls.filter((other) => other !== url));
      const messages = await subscribeSse(url, query, { token: fleet.sandbox.tokens.owner });
      for (const id of [1, 2]) {
        await change(fleet, id, `At ${url}`);
        expect((await messages.next())?.data).toEqual({
          matterChanged: { event: 'UPDATED', id: `Matter:${id}`, matter: { description: `At ${url}` } },
        });
      }
      await messages.stop();
    }
  });

  it('end at both what is cached of a record that has changed and of lists of its kind, and nothing else', async () => {
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
        // What the first has read again is there for the other.
        expect(paths.sort()).toEqual(other === fleet.gateways[0] ? ['/matters', '/matters/6'] : []);
      }
    }
    await messages.stop();
  });

  it('put neither keys nor secrets nor tokens into Redis', async () => {
    const { fleet, urls } = await start();
    await using _ = fleet;
    const messages = await subscribeSse(urls[0] ?? '', query, { token: fleet.sandbox.tokens.owner });
    const channels = JSON.stringify(await fleet.redis.command('PUBSUB', 'CHANNELS', '*'));
    const hooks = [...fleet.sandbox.records('Webhook').values()].filter(({ url }) =>
      String(url).startsWith('http:'),
    );
    expect(hooks).toHaveLength(1);
    for (const hook of hooks) {
      expect(channels).not.toContain(String(hook.url).split('/').at(-1));
      expect(channels).not.toContain(String(hook.$secret));
    }
    expect(channels).not.toContain(fleet.sandbox.tokens.owner);
    await messages.stop();
  });

  it('have Clio send again what comes while Redis is away', async () => {
    const { fleet, urls } = await start();
    await using _ = fleet;
    const [first = '', second = ''] = urls;
    const messages = await subscribeSse(first, query, { token: fleet.sandbox.tokens.owner });
    balancer.current.leadTo([second]);
    await fleet.redis.kill();
    await change(fleet, 3, 'While away');
    // The second gateway cannot find out whose it is. It does not say that nobody wants it.
    await expect
      .poll(() => fleet.sandbox.webhooks.deliveries.filter(({ status }) => status === 503).length)
      .toBeGreaterThan(0);
    balancer.current.leadTo([first]);
    expect((await messages.next())?.data).toMatchObject({ matterChanged: { id: 'Matter:3' } });
    await messages.stop();
  });
});
