import { describe, expect, it } from 'vitest';
import type { GatewayError } from '../../../src/errors.ts';
import type { Call } from '../../../src/rest/types.ts';
import { clockStart, read, startPair } from '../../support/manual-clock.ts';

const deadlineMs = clockStart + 600_000;

describe('a Clio that keeps failing', () => {
  it('gets no calls for a while, then one probe', async () => {
    const warnings: string[] = [];
    const logger = {
      warn: (_details: object, message: string) => warnings.push(message),
      debug: () => undefined,
    };
    await using pair = await startPair(1000, { logger });
    const { client, sandbox, clock } = pair;
    const context = { token: sandbox.tokens.owner, deadlineMs };
    // A write is not retried: each is one call.
    const write: Call = { method: 'POST', path: '/groups.json', query: [], body: { data: { name: 'G' } } };
    const ask = () => client.send(write, context).catch((error: GatewayError) => error.code);
    const clear = sandbox.fault({ kind: 'drop-before' });
    for (let count = 0; count < 10; count += 1) expect(await ask()).toBe('UNKNOWN_OUTCOME');
    await expect(client.send(read, context)).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      retryAfter: 5,
      clio: undefined,
    });
    // Another token gets the same error, because the fault is Clio's.
    await expect(client.send(read, { ...context, token: sandbox.tokens.restricted })).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
    expect(sandbox.calls).toHaveLength(10);

    clock.advance(5000);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([
      'UNKNOWN_OUTCOME',
      'UPSTREAM_UNAVAILABLE',
      'UPSTREAM_UNAVAILABLE',
    ]);
    expect(sandbox.calls).toHaveLength(11);

    clear();
    clock.advance(9000);
    expect(await ask()).toBe('UPSTREAM_UNAVAILABLE');
    clock.advance(1000);
    expect(await ask()).toMatchObject({ status: 201 });
    expect(await Promise.all([ask(), ask()])).toMatchObject([{ status: 201 }, { status: 201 }]);
    expect(warnings.filter((message) => message.includes('rejected for a while'))).toHaveLength(2);
    expect(warnings.at(-1)).toBe('Clio responds again: calls are sent');
  });

  it.each([400, 401, 403, 404, 422])('is not assumed after responses with status %i', async (status) => {
    await using pair = await startPair(1000);
    const { client, sandbox } = pair;
    sandbox.fault({ kind: 'status', status, times: 30 });
    const context = { token: sandbox.tokens.owner, deadlineMs };
    for (let count = 0; count < 30; count += 1) await client.send(read, context).catch(() => null);
    expect(await client.send(read, context)).toMatchObject({ status: 200 });
    expect(sandbox.calls).toHaveLength(31);
  });

  it('is not assumed after cancelled calls', async () => {
    await using pair = await startPair(1000);
    const { client, sandbox } = pair;
    const clear = sandbox.fault({ kind: 'delay', delayMs: 3_600_000 });
    const context = { token: sandbox.tokens.owner, deadlineMs };
    for (let count = 1; count <= 12; count += 1) {
      const controller = new AbortController();
      const sending = client.send(read, { ...context, signal: controller.signal });
      await expect.poll(() => sandbox.calls.length, { interval: 1 }).toBe(count);
      controller.abort();
      await expect(sending).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    }
    clear();
    expect(await client.send(read, context)).toMatchObject({ status: 200 });
  });
});

describe('a retry', () => {
  it('is not made when the retry budget is empty, so that failures do not triple the load', async () => {
    await using pair = await startPair(1000, { breaker: { maxConsecutive: 1000, minCalls: 1000 } });
    const { client, sandbox, clock } = pair;
    sandbox.fault({ kind: 'status', status: 503 });
    const context = { token: sandbox.tokens.owner, deadlineMs };
    const sending = Array.from({ length: 60 }, () => client.send(read, context).catch(() => 'failed'));
    const ended = Promise.all(sending);
    let done = false;
    void ended.then(() => {
      done = true;
    });
    while (!done) {
      clock.advance(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(new Set(await ended)).toEqual(new Set(['failed']));
    expect(sandbox.calls).toHaveLength(80);
  });
});
