import { describe, expect, it } from 'vitest';
import type { GatewayError } from '../../../src/errors.ts';
import { Cancellation } from '../../../src/rest/cancellation.ts';
import {
  callCounts,
  clockStart,
  countOf,
  page,
  read,
  settledCount,
  startPair,
  turns,
} from '../../support/manual-clock.ts';
import { failure } from '../../support/rest/test-client.ts';

const late = clockStart + 600_000;

/** The outcome of each call: `ok`, or the code of its error. */
async function outcomes(sending: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const result of await Promise.allSettled(sending)) {
    const key = result.status === 'fulfilled' ? 'ok' : (result.reason as GatewayError).code;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

describe('a token with three times as many calls as its limit', () => {
  it('gets all responses, window after window, without one 429 from Clio', async () => {
    await using pair = await startPair(50);
    const { client, sandbox, clock } = pair;
    const context = { token: sandbox.tokens.owner, deadlineMs: late };
    const sending = Array.from({ length: 150 }, () => client.send(read, context));
    const settled = settledCount(sending);
    for (const expected of [50, 100, 150]) {
      await expect.poll(settled).toBe(expected);
      await turns();
      expect(sandbox.calls).toHaveLength(expected);
      clock.advance(61_000);
    }
    expect(await outcomes(sending)).toEqual({ ok: 150 });
    expect(countOf(sandbox, 429)).toBe(0);
  });

  it('gets the responses that fit before the deadline, and the rest fails without a call', async () => {
    await using pair = await startPair(50);
    const { client, sandbox, clock } = pair;
    const context = { token: sandbox.tokens.owner, deadlineMs: clockStart + 30_000 };
    const sending = Array.from({ length: 150 }, () => client.send(read, context));
    expect(await outcomes(sending)).toEqual({ ok: 50, RATE_LIMITED: 100 });
    expect(sandbox.calls).toHaveLength(50);
    expect(clock.waits()).toEqual([]);
    await expect(client.send(read, context)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: 61,
      clio: undefined,
    });
    expect(sandbox.calls).toHaveLength(50);
  });

  it('does not delay other tokens', async () => {
    await using pair = await startPair(10);
    const { client, sandbox } = pair;
    const busy = { token: sandbox.tokens.owner, deadlineMs: late };
    const walk = Array.from({ length: 30 }, () => client.send(read, busy));
    const settled = settledCount(walk);
    await expect.poll(settled).toBe(10);
    const other = { token: sandbox.tokens.restricted, deadlineMs: late };
    expect(await outcomes([1, 2, 3, 4, 5].map(() => client.send(read, other)))).toEqual({ ok: 5 });
    expect(settled()).toBe(10);
    await client.close();
    expect(await outcomes(walk)).toEqual({ ok: 10, UPSTREAM_UNAVAILABLE: 20 });
    expect(countOf(sandbox, 429)).toBe(0);
  });

  it('starts with a few calls while its limit is unknown, and counts those in flight', async () => {
    await using pair = await startPair(50);
    const { client, sandbox } = pair;
    const clear = sandbox.fault({ kind: 'delay', delayMs: 3_600_000, times: 6 });
    const context = { token: sandbox.tokens.owner, deadlineMs: late, signal: new Cancellation() };
    const sending = Array.from({ length: 20 }, () => client.send(read, context));
    await expect.poll(() => sandbox.calls.length).toBe(6);
    await turns(20);
    expect(sandbox.calls).toHaveLength(6);
    clear();
    context.signal.abort(new Error('enough'));
    expect(await outcomes(sending)).toEqual({ UPSTREAM_TIMEOUT: 20 });
  });
});

describe('the queue', () => {
  it('lets a read pass an earlier walk', async () => {
    await using pair = await startPair(1);
    const { client, sandbox, clock } = pair;
    const token = sandbox.tokens.owner;
    await client.send(read, { token, deadlineMs: late });
    const walk = callCounts();
    const pages = [0, 1, 2, 3].map((number) =>
      client.send(page(number), { token, deadlineMs: late, request: walk }),
    );
    clock.advance(500);
    const single = client.send(read, { token, deadlineMs: late, request: callCounts() });
    const order: string[] = [];
    pages.forEach((sending, number) => void sending.then(() => order.push(`page ${number}`)));
    void single.then(() => order.push('read'));
    for (let window = 1; window <= 5; window += 1) {
      await expect.poll(() => clock.waits().length).toBe(1);
      clock.advance(62_000);
      await expect.poll(() => sandbox.calls.length).toBe(window + 1);
    }
    await Promise.all([...pages, single]);
    expect(order).toEqual(['page 0', 'read', 'page 1', 'page 2', 'page 3']);
    expect(countOf(sandbox, 429)).toBe(0);
  });

  it('does not let calls pass a walk for ever', async () => {
    await using pair = await startPair(1_000_000, { maxUpstreamCallsPerToken: 1 });
    const { client, sandbox, clock } = pair;
    const token = sandbox.tokens.owner;
    const clear = sandbox.fault({ kind: 'delay', delayMs: 3_600_000, times: 1 });
    const stop = new Cancellation();
    const first = client.send(read, { token, deadlineMs: late, signal: stop });
    await expect.poll(() => sandbox.calls.length).toBe(1);
    const walk = client.send(page(7), { token, deadlineMs: late, request: callCounts({ calls: 40 }) });
    clock.advance(14_000);
    const sooner = client.send(page(1), { token, deadlineMs: late, request: callCounts() });
    await turns();
    clock.advance(2000);
    const later = client.send(page(2), { token, deadlineMs: late, request: callCounts() });
    clear();
    stop.abort(new Error('go on'));
    await Promise.all([first.catch(() => null), walk, sooner, later]);
    expect(sandbox.calls.slice(1).map(({ query }) => query.at(-1)?.[1])).toEqual(['1', '7', '2']);
  });

  it('takes turns between tokens when there are too many calls overall', async () => {
    await using pair = await startPair(1_000_000, { maxUpstreamCalls: 1 });
    const { client, sandbox } = pair;
    const { owner, restricted, noBilling } = sandbox.tokens;
    const sending = [owner, owner, owner, owner, restricted, restricted, noBilling].map((token) =>
      client.send(read, { token, deadlineMs: late }),
    );
    expect(await outcomes(sending)).toEqual({ ok: 7 });
    expect(sandbox.calls.map(({ token }) => token)).toEqual([
      'owner',
      'owner',
      'restricted',
      'noBilling',
      'owner',
      'restricted',
      'owner',
    ]);
  });

  it.each([
    { title: 'of a token', options: { maxWaitingCallsPerToken: 3 } },
    { title: 'in all', options: { maxWaitingCalls: 3 } },
  ])('that is full ($title) rejects another call', async ({ options }) => {
    await using pair = await startPair(50, { maxUpstreamCallsPerToken: 2, ...options });
    const { client, sandbox } = pair;
    const sending = Array.from({ length: 8 }, () =>
      client.send(read, { token: sandbox.tokens.owner, deadlineMs: late }),
    );
    expect(await outcomes(sending)).toEqual({ ok: 5, UPSTREAM_UNAVAILABLE: 3 });
    await expect(sending[7]).rejects.toMatchObject({ retryAfter: 1, message: /are waiting/ });
  });

  it('drops a cancelled call', async () => {
    await using pair = await startPair(1);
    const { client, sandbox, clock } = pair;
    const token = sandbox.tokens.owner;
    await client.send(read, { token, deadlineMs: late });
    const signal = new Cancellation();
    const waiting = client.send(read, { token, deadlineMs: late, signal });
    await expect.poll(() => clock.waits()).toHaveLength(1);
    signal.abort(new DOMException('The client has gone away.', 'AbortError'));
    await expect(waiting).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    expect(clock.waits()).toEqual([]);
    clock.advance(61_000);
    await turns();
    expect(sandbox.calls).toHaveLength(1);
    await expect(client.send(read, { token, deadlineMs: late, signal })).rejects.toMatchObject({
      code: 'UPSTREAM_TIMEOUT',
    });
  });

  it('rejects its calls when the client is closed', async () => {
    await using pair = await startPair(1);
    const { client, sandbox } = pair;
    const context = { token: sandbox.tokens.owner, deadlineMs: late };
    await client.send(read, context);
    const waiting = failure(client.send(read, context));
    await turns();
    await client.close();
    expect(await waiting).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });
});

describe('a long walk', () => {
  it('leaves one call in ten to short requests of the same login', async () => {
    await using pair = await startPair(50);
    const { client, sandbox } = pair;
    const context = { token: sandbox.tokens.owner, deadlineMs: clockStart + 30_000 };
    const request = callCounts();
    const pages = Array.from({ length: 48 }, (_, number) =>
      client.send(page(number), { ...context, request }),
    );
    expect(await outcomes(pages)).toEqual({ ok: 45, RATE_LIMITED: 3 });
    const short = [1, 2, 3, 4, 5].map(() => client.send(read, { ...context, request: callCounts() }));
    expect(await outcomes(short)).toEqual({ ok: 5 });
    await expect(client.send(read, { ...context, request: callCounts() })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
    expect(sandbox.calls).toHaveLength(50);
    expect(countOf(sandbox, 429)).toBe(0);
  });

  it('that waits for the next window lets short requests pass in this one', async () => {
    await using pair = await startPair(50);
    const { client, sandbox, clock } = pair;
    const token = sandbox.tokens.owner;
    const request = callCounts();
    const pages = Array.from({ length: 60 }, (_, number) =>
      client.send(page(number), { token, deadlineMs: late, request }),
    );
    const settled = settledCount(pages);
    await expect.poll(settled).toBe(45);
    await expect.poll(() => clock.waits().length).toBe(1);
    await client.send(read, { token, deadlineMs: clockStart + 30_000, request: callCounts() });
    expect(settled()).toBe(45);
    clock.advance(61_000);
    expect(await outcomes(pages)).toEqual({ ok: 60 });
    expect(countOf(sandbox, 429)).toBe(0);
  });
});

describe('an unexpected 429 from Clio', () => {
  const rejection = { kind: 'status', status: 429, headers: { 'retry-after': '7' }, times: 1 } as const;

  it('holds all calls of that token only, until one call succeeds', async () => {
    await using pair = await startPair(50);
    const { client, sandbox, clock } = pair;
    const context = { token: sandbox.tokens.owner, deadlineMs: late };
    await client.send(read, context);
    sandbox.fault(rejection);
    const signal = new Cancellation();
    const first = client.send(read, { ...context, signal });
    await expect.poll(() => clock.waits()).toEqual([7000]);
    const others = [1, 2, 3].map(() => client.send(read, context));
    await client.send(read, { ...context, token: sandbox.tokens.restricted });
    await turns();
    expect(sandbox.calls).toHaveLength(3);
    sandbox.fault({ kind: 'delay', delayMs: 3_600_000, times: 1 });
    clock.advance(7000);
    await expect.poll(() => sandbox.calls.length).toBe(4);
    await turns(20);
    expect(sandbox.calls).toHaveLength(4);
    signal.abort(new Error('enough'));
    expect(await outcomes([first, ...others])).toEqual({ ok: 3, UPSTREAM_TIMEOUT: 1 });
    expect(sandbox.calls).toHaveLength(7);
  });

  it('is returned if the deadline is too close; until then no other call is sent', async () => {
    await using pair = await startPair(50);
    const { client, sandbox, clock } = pair;
    const context = { token: sandbox.tokens.owner, deadlineMs: clockStart + 6000 };
    sandbox.fault(rejection);
    await expect(client.send(read, context)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: 7,
      clio: { status: 429 },
    });
    clock.advance(2000);
    await expect(client.send(read, context)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 5 });
    expect(sandbox.calls).toHaveLength(1);
  });

  it('costs one call in each window if another program has used the window up', async () => {
    await using pair = await startPair(10);
    const { client, sandbox, clock } = pair;
    const token = sandbox.tokens.owner;
    const elsewhere = async (): Promise<void> => {
      for (let call = 0; call < 10; call += 1)
        await fetch(`${sandbox.baseUrl}/users/who_am_i.json`, {
          headers: { authorization: `Bearer ${token}` },
        });
    };
    await elsewhere();
    let exchanges = 0;
    const onExchange = (): void => {
      exchanges += 1;
    };
    const context = { token, deadlineMs: late, onExchange };
    const sending = Array.from({ length: 10 }, () => client.send(read, context));
    // Nothing was known: the first few were sent together.
    await expect.poll(() => exchanges).toBe(6);
    await turns();
    expect(clock.waits()).toHaveLength(1);
    clock.advance(60_000);
    expect(await outcomes(sending)).toEqual({ ok: 10 });
    expect(countOf(sandbox, 429)).toBe(6);
  });
});

describe('a request that needs more calls than are left', () => {
  it('is rejected before its first call', async () => {
    await using pair = await startPair(5);
    const { client, sandbox } = pair;
    const context = { token: sandbox.tokens.owner, deadlineMs: clockStart + 30_000 };
    await client.send(read, context);
    await client.send(read, context);
    const request = callCounts({ minimum: 4, wanted: 4 });
    const sending = [1, 2, 3, 4].map(() => client.send(read, { ...context, request }));
    expect(await outcomes(sending)).toEqual({ RATE_LIMITED: 4 });
    expect(sandbox.calls).toHaveLength(2);
    await client.send(read, { ...context, request: callCounts({ minimum: 3, wanted: 3 }) });
    expect(sandbox.calls).toHaveLength(3);
  });

  it('is not rejected if the next window starts in time or the cache has the rest', async () => {
    await using pair = await startPair(2);
    const { client, sandbox, clock } = pair;
    const token = sandbox.tokens.owner;
    await client.send(read, { token, deadlineMs: late });
    const request = callCounts({ minimum: 3, wanted: 1 });
    await client.send(read, { token, deadlineMs: clockStart + 30_000, request });
    expect(sandbox.calls).toHaveLength(2);
    const patient = callCounts({ minimum: 2, wanted: 2 });
    const sending = [1, 2].map(() => client.send(read, { token, deadlineMs: late, request: patient }));
    await expect.poll(() => clock.waits().length).toBe(1);
    clock.advance(61_000);
    expect(await outcomes(sending)).toEqual({ ok: 2 });
  });

  it('is rejected as too complex if no window is large enough', async () => {
    await using pair = await startPair(20);
    const { client, sandbox } = pair;
    const context = { token: sandbox.tokens.owner, deadlineMs: clockStart + 30_000 };
    await client.send(read, context);
    const request = callCounts({ minimum: 21, wanted: 21 });
    await expect(client.send(read, { ...context, request })).rejects.toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      message: expect.stringContaining(
        'needs about 21 calls to Clio, and Clio allows this login 20 a minute',
      ),
    });
    expect(sandbox.calls).toHaveLength(1);
  });

  it('is stopped as soon as it turns out to need more calls than any window has', async () => {
    await using pair = await startPair(20);
    const { client, sandbox } = pair;
    const request = callCounts({ minimum: 2, wanted: 1 });
    const context = { token: sandbox.tokens.owner, deadlineMs: clockStart + 30_000, request };
    await client.send(read, context);
    request.wanted = 301;
    const sending = Array.from({ length: 300 }, () => client.send(read, context));
    expect(await outcomes(sending)).toEqual({ QUERY_TOO_COMPLEX: 300 });
    expect(sandbox.calls).toHaveLength(1);
  });

  it('is rejected before its first call if it is expected to need more calls than its time allows', async () => {
    await using pair = await startPair(20);
    const { client, sandbox } = pair;
    const context = { token: sandbox.tokens.owner, deadlineMs: clockStart + 30_000 };
    await client.send(read, context);
    const request = callCounts({ minimum: 1, wanted: 1, expected: 302 });
    await expect(client.send(read, { ...context, request })).rejects.toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
    });
    expect(sandbox.calls).toHaveLength(1);
    // The cache had a part of it, so it may have the rest too.
    await client.send(read, { ...context, request: callCounts({ minimum: 2, wanted: 1, expected: 302 }) });
    expect(sandbox.calls).toHaveLength(2);
  });

  it('that writes is rejected by its plan, before the first of its writes', async () => {
    await using pair = await startPair(2);
    const { client, sandbox } = pair;
    const context = { token: sandbox.tokens.owner, deadlineMs: clockStart + 30_000 };
    await client.send(read, context);
    const request = callCounts({ minimum: 2, wanted: 1, sequential: true });
    await expect(client.send(read, { ...context, request })).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(sandbox.calls).toHaveLength(1);
  });
});
