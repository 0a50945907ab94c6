import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Fleet, startFleet } from '../../support/gateways/start-fleet.ts';
import { hasRedis, withRedis } from '../../support/servers/redis-server.ts';
import { startGateway } from '../../support/start-gateway.ts';

const matters = '{ matters(first: 3) { nodes { displayNumber } } }';

/** What the logs say about Redis. */
function said({ log }: Fleet): string[] {
  return log.map(({ msg }) => String(msg)).filter((line) => line.includes('Redis'));
}

const awayLine = 'Redis is unavailable: the gateway continues with its own state';
const backLine = 'Redis is available again';

describe.runIf(hasRedis)(withRedis('an unavailable Redis'), () => {
  it('that comes back causes no failed request and one warning, and sharing resumes', async () => {
    await using fleet = await startFleet({ gateways: 1, config: { cacheTtlMs: 60_000 } });
    const [gateway] = fleet.gateways;
    await using other = await startGateway({
      baseUrl: fleet.sandbox.baseUrl,
      token: fleet.sandbox.tokens.owner,
      config: { redisUrl: fleet.redis.url, redisTimeoutMs: 5000, cacheTtlMs: 60_000 },
    });
    const ask = async (id: number) => (await gateway.gql(`{ contact(id: ${id}) { name } }`)).errors;
    let errors = 0;
    let stop = false;
    let asked = 0;
    const load = Promise.all(
      Array.from({ length: 8 }, async (_, lane) => {
        for (let turn = 0; !stop; turn += 1) {
          asked += 1;
          if (await ask(((lane + turn * 8) % 80) + 1)) errors += 1;
          // Cached responses need no turn of the event loop, and everything else would wait for ever.
          await setImmediate();
        }
      }),
    );
    await expect.poll(() => asked).toBeGreaterThan(50);
    await fleet.redis.kill();
    const before = asked;
    await expect.poll(() => asked).toBeGreaterThan(before + 50);
    expect(said(fleet)).toEqual([awayLine]);
    // A write is visible here also while Redis is unavailable.
    const update = 'mutation { updateContact(input: { id: 9, title: "Alone" }) { userErrors { message } } }';
    await gateway.gql('{ contact(id: 9) { title } }');
    expect((await gateway.gql(update)).errors).toBeUndefined();
    expect((await gateway.gql('{ contact(id: 9) { title } }')).data).toEqual({ contact: { title: 'Alone' } });
    await fleet.redis.start();
    await expect.poll(() => said(fleet)).toEqual([awayLine, backLine]);
    const again = asked;
    await expect.poll(() => asked).toBeGreaterThan(again + 50);
    stop = true;
    await load;
    expect(errors).toBe(0);
    // Shared again: the other gateway has what the first one loads.
    await expect
      .poll(async () => {
        await gateway.gql(matters, { headers: { 'cache-control': 'no-cache' } });
        fleet.calls();
        return (await other.gql(matters)).errors ?? fleet.calls().length;
      })
      .toBe(0);
    expect(said(fleet)).toEqual([awayLine, backLine]);
  }, 60_000);

  it('during a write does not hide it: what others had read before is dropped when Redis is back', async () => {
    await using fleet = await startFleet();
    const [a, b] = fleet.gateways;
    const query = '{ contact(id: 5) { title } }';
    for (const gateway of [a, b]) await gateway.gql(query);
    // The same Redis with all its data, unreachable for only one gateway: its connections are cut and refused.
    await fleet.redis.command(
      'ACL',
      'SETUSER',
      'default',
      '-@all',
      '+ping',
      '+acl',
      '+hello',
      '+keys',
      '+type',
    );
    await b.gql('mutation { updateContact(input: { id: 5, title: "New" }) { userErrors { message } } }');
    await fleet.redis.command('ACL', 'SETUSER', 'default', '+@all');
    expect((await b.gql(query)).data).toEqual({ contact: { title: 'New' } });
    expect((await a.gql(query)).data).toEqual({ contact: { title: 'New' } });
    // On a busy machine Redis may be late as well.
    expect(said(fleet).filter((line) => line.includes('rejects'))).toEqual([
      'Redis rejects a command: the gateway continues without it',
    ]);
  });

  it('at the start does not prevent it: the gateway is ready, and shares once Redis is available', async () => {
    await using fleet = await startFleet({ gateways: 1 });
    await fleet.redis.kill();
    await using late = await startGateway({
      baseUrl: fleet.sandbox.baseUrl,
      token: fleet.sandbox.tokens.owner,
      config: { redisUrl: fleet.redis.url, redisTimeoutMs: 5000, cacheTtlMs: 60_000 },
    });
    expect((await late.gql(matters)).errors).toBeUndefined();
    const ready = await late.fetch(new Request('http://localhost/readyz'));
    expect(ready.status).toBe(200);
    await fleet.redis.start();
    await expect
      .poll(async () => {
        await fleet.gateways[0].gql(matters, { headers: { 'cache-control': 'no-cache' } });
        fleet.calls();
        await late.gql(matters);
        return fleet.calls().length;
      })
      .toBe(0);
  });

  it('that does not close its connections delays one request, and then no more', async () => {
    await using fleet = await startFleet({ gateways: 1, config: { redisTimeoutMs: 1500 } });
    const [gateway] = fleet.gateways;
    await gateway.gql(matters);
    fleet.redis.freeze();
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, index) => gateway.gql(`{ contact(id: ${index + 1}) { name } }`)),
    );
    expect(responses.filter(({ errors }) => errors)).toEqual([]);
    expect(said(fleet)).toEqual([awayLine]);
    const begun = performance.now();
    for (let index = 21; index <= 40; index += 1) await gateway.gql(`{ contact(id: ${index}) { name } }`);
    // Twenty waits of 1.5 s would take half a minute.
    expect(performance.now() - begun).toBeLessThan(12_000);
    fleet.redis.thaw();
    await expect.poll(() => said(fleet)).toEqual([awayLine, backLine]);
  }, 60_000);

  it('is not logged with its password', async () => {
    await using fleet = await startFleet({ gateways: 1 });
    const url = fleet.redis.url.replace('redis://', 'redis://someone:open-sesame@');
    await using rejected = await startFleet({ gateways: 1, config: { redisUrl: url } });
    expect((await rejected.gateways[0].gql(matters)).errors).toBeUndefined();
    expect(said(rejected)).toEqual([awayLine]);
    expect(JSON.stringify(rejected.log)).not.toContain('open-sesame');
  });
});
