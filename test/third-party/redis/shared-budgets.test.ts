import { describe, expect, it } from 'vitest';
import { type Fleet, startFleet } from '../../support/gateways/start-fleet.ts';
import { type ManualClock, manualClock, turns } from '../../support/manual-clock.ts';
import { hasRedis, withRedis } from '../../support/servers/redis-server.ts';
import type { GraphqlResponse } from '../../support/start-gateway.ts';

const limit = 50;

async function start(clock: ManualClock): Promise<Fleet> {
  return startFleet({
    clock,
    sandbox: { limit },
    config: { cacheTtlMs: 0, requestDeadlineMs: 600_000 },
  });
}

function rejections(fleet: Fleet): number {
  return fleet.sandbox.calls.filter(({ status }) => status === 429).length;
}

/**
 * Advances the clock until all responses have arrived, with real turns of the event loop, in which calls and Redis take the
 * time they take.
 */
async function drain(
  clock: ManualClock,
  responses: readonly Promise<GraphqlResponse>[],
): Promise<GraphqlResponse[]> {
  let done = 0;
  for (const response of responses) {
    const add = (): void => {
      done += 1;
    };
    response.then(add, add);
  }
  for (let window = 0; window < 20 && done < responses.length; window += 1) {
    // Once all waiting calls sleep, nothing more happens before the window ends.
    let quiet = 0;
    let before = -1;
    await expect
      .poll(
        () => {
          quiet = done === before ? quiet + 1 : 0;
          before = done;
          return done === responses.length || quiet > 5;
        },
        { interval: 40 },
      )
      .toBe(true);
    if (done < responses.length) clock.advance(61_000);
  }
  return Promise.all(responses);
}

const query = (n: number) => `{ contact(id: ${n}) { name } }`;

describe.runIf(hasRedis)(withRedis('the budgets that gateways share'), () => {
  it('allow three times the limit through two gateways without one 429 from Clio', async () => {
    const clock = manualClock();
    await using fleet = await start(clock);
    const responses = Array.from({ length: 3 * limit }, (_, index) =>
      fleet.gateways[index % 2]!.gql(query((index % 90) + 1)),
    );
    const all = await drain(clock, responses);
    expect(all.filter(({ errors }) => errors)).toEqual([]);
    expect(rejections(fleet)).toBe(0);
    expect(fleet.sandbox.calls).toHaveLength(3 * limit);
  });

  it('are used to the last call, and each gateway knows at once when they are used up', async () => {
    const clock = manualClock();
    await using fleet = await startFleet({
      clock,
      sandbox: { limit },
      config: { cacheTtlMs: 0, requestDeadlineMs: 30_000 },
    });
    const all = await Promise.all(
      Array.from({ length: 2 * limit }, (_, index) =>
        fleet.gateways[index % 2]!.gql(query((index % 90) + 1)),
      ),
    );
    const failed = all.filter(({ errors }) => errors);
    expect(failed).toHaveLength(limit);
    for (const { errors } of failed) expect(errors?.[0]?.extensions?.code).toBe('RATE_LIMITED');
    expect(fleet.sandbox.calls).toHaveLength(limit);
    expect(rejections(fleet)).toBe(0);
  });

  it('pass on to one gateway what Clio has reported to another', async () => {
    const clock = manualClock();
    await using fleet = await startFleet({
      clock,
      sandbox: { limit: 3 },
      config: { cacheTtlMs: 0, requestDeadlineMs: 30_000 },
    });
    const [a, b] = fleet.gateways;
    for (const id of [1, 2, 3]) expect((await a.gql(query(id))).errors).toBeUndefined();
    const { errors } = await b.gql(query(4));
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
    expect(fleet.sandbox.calls).toHaveLength(3);
    clock.advance(61_000);
    expect((await b.gql(query(4))).errors).toBeUndefined();
  });

  it('apply a 429 from Clio to all gateways', async () => {
    const clock = manualClock();
    await using fleet = await startFleet({
      clock,
      config: { cacheTtlMs: 0, requestDeadlineMs: 5000 },
    });
    const [a, b] = fleet.gateways;
    fleet.sandbox.fault({ kind: 'status', status: 429, headers: { 'retry-after': '30' }, times: 1 });
    expect((await a.gql(query(1))).errors?.[0]?.extensions?.code).toBe('RATE_LIMITED');
    expect((await b.gql(query(2))).errors?.[0]?.extensions?.code).toBe('RATE_LIMITED');
    expect(fleet.sandbox.calls).toHaveLength(1);
    clock.advance(31_000);
    expect((await b.gql(query(2))).errors).toBeUndefined();
    expect((await a.gql(query(1))).errors).toBeUndefined();
  });

  it('stop counting the calls of a gateway that has died', async () => {
    const clock = manualClock();
    await using fleet = await start(clock);
    const [a] = fleet.gateways;
    await a.gql(query(1));
    const [leases] = [...(await fleet.redis.dump()).keys()]
      .filter((key) => key.includes(':budget:'))
      .map((key) => key.replace(':budget:', ':gateways:'));
    // Everything that is left is in flight at a gateway that was killed.
    const seconds = Number(((await fleet.redis.command('TIME')) as string[])[0]);
    await fleet.redis.command('HSET', leases!, 'dead', `${limit} ${(seconds + 3600) * 1000}`);
    const waiting = a.gql(query(2));
    await turns(20);
    expect(fleet.sandbox.calls).toHaveLength(1);
    await fleet.redis.command('HSET', leases!, 'dead', `${limit} ${(seconds - 1) * 1000}`);
    expect((await waiting).errors).toBeUndefined();
  });
});
