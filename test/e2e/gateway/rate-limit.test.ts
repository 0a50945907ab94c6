import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/server/create-logger.ts';
import { clockStart, countOf, manualClock, turns } from '../../support/manual-clock.ts';
import {
  codesOf,
  type ListeningOptions,
  startListeningGateway,
} from '../../support/start-listening-gateway.ts';

const everything = 'rateLimit { limit remaining used resetAt cost }';
const unknown = { limit: null, remaining: null, used: null, resetAt: null };

/** A gateway and a sandbox on one clock. */
async function start(limit: number, config: ListeningOptions['config'] = {}) {
  const clock = manualClock();
  let text = '';
  const logger = createLogger('info', {
    write: (line) => {
      text += line;
    },
  });
  const running = await startListeningGateway({
    sandbox: { limit, clock: clock.now },
    clock,
    config,
    logger,
  });
  /** What the log lines of requests say about their calls. */
  const totals = (): object[] =>
    text
      .split('\n')
      .filter((line) => line.includes('"msg":"request"'))
      .map((line) => JSON.parse(line))
      .map(({ calls, waitMs, cacheHits }) => ({ calls, waits: waitMs > 0, cacheHits }));
  return { ...running, clock, totals };
}

describe('Query.rateLimit', () => {
  it('is unknown before the first response, then what Clio reported, and costs no call', async () => {
    await using running = await start(50);
    const ask = async () => (await running.ask(`{ ${everything} }`)).data?.rateLimit;
    expect(await ask()).toEqual({ ...unknown, cost: 0 });
    await running.ask('{ viewer { name } users { totalCount } }');
    expect(await ask()).toEqual({
      limit: 50,
      remaining: 48,
      used: 2,
      resetAt: new Date(clockStart + 60_000).toISOString(),
      cost: 0,
    });
    expect(running.sandbox.calls).toHaveLength(2);
    running.clock.advance(60_000);
    expect(await ask()).toEqual({ ...unknown, cost: 0 });
  });

  it("is that of the request's login", async () => {
    await using running = await start(50);
    await running.ask('{ viewer { name } }');
    const { restricted, owner } = running.sandbox.tokens;
    const ask = async (token: string | null) =>
      (await running.ask('{ rateLimit { remaining } }', { token })).data?.rateLimit;
    expect(await ask(owner)).toEqual({ remaining: 49 });
    expect(await ask(restricted)).toEqual({ remaining: null });
    expect(await ask(null)).toEqual({ remaining: null });
  });

  it('shows the maximum cost of the query around it', async () => {
    await using running = await start(50);
    const query =
      'query ($n: Int!) { rateLimit { cost } contacts(first: $n) { nodes { matters { totalCount } } } }';
    const response = await running.ask(query, { variables: { n: 3 } });
    expect(response.data?.rateLimit).toEqual({ cost: 4 });
  });

  it.each([
    ['written out', '{ rateLimit(dryRun: true) { cost } viewer { name } nodes(ids: ["User:1"]) { id } }', {}],
    [
      'in a variable, inside a fragment',
      'query ($dry: Boolean) { ...R viewer { name } nodes(ids: ["User:1"]) { id } } fragment R on Query { rateLimit(dryRun: $dry) { cost } }',
      { dry: true },
    ],
  ])('executes nothing in a dry run (%s)', async (_what, query, variables) => {
    await using running = await start(50, { maxPlannedCalls: 1 });
    const response = await running.ask(query, { variables });
    expect(response).toEqual({
      status: 200,
      data: { rateLimit: { cost: 2 }, viewer: null, nodes: [] },
    });
    expect(running.sandbox.calls).toEqual([]);
  });

  it.each([
    ['false', '{ rateLimit(dryRun: false) { cost } viewer { name } }'],
    ['skipped', '{ rateLimit(dryRun: true) @skip(if: true) { cost } viewer { name } }'],
    ['not given', 'query ($dry: Boolean) { rateLimit(dryRun: $dry) { cost } viewer { name } }'],
  ])('executes everything if dryRun is %s', async (_what, query) => {
    await using running = await start(50);
    expect((await running.ask(query)).data?.viewer).toEqual({ name: expect.any(String) });
    expect(running.sandbox.calls).toHaveLength(1);
  });
});

describe('a login whose limit is used up', () => {
  it('gets 429 with Retry-After for the whole request, without a call', async () => {
    await using running = await start(3);
    for (const _call of [1, 2, 3]) await running.ask('{ viewer { name } }');
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${running.sandbox.tokens.owner}`,
      },
      body: JSON.stringify({ query: '{ viewer { name } }' }),
    });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('61');
    expect(await response.json()).toEqual({
      errors: [
        {
          message: expect.stringContaining('used up'),
          extensions: { code: 'RATE_LIMITED', retryAfter: 61 },
        },
      ],
    });
    expect(running.sandbox.calls).toHaveLength(3);
  });

  it('waits for the reset if the deadline allows', async () => {
    await using running = await start(3);
    for (const _call of [1, 2, 3]) await running.ask('{ viewer { name } }');
    running.clock.advance(40_000);
    const waiting = running.ask('{ viewer { name } }');
    await expect.poll(() => running.clock.waits()).toEqual([21_000]);
    running.clock.advance(21_000);
    expect((await waiting).data).toEqual({ viewer: { name: expect.any(String) } });
    expect(countOf(running.sandbox, 429)).toBe(0);
    const atOnce = { calls: 1, waits: false, cacheHits: 0 };
    expect(running.totals()).toEqual([atOnce, atOnce, atOnce, { calls: 1, waits: true, cacheHits: 0 }]);
  });

  it('gets an error before the first call of a query that does not fit', async () => {
    await using running = await start(5);
    for (const _call of [1, 2, 3]) await running.ask('{ viewer { name } }');
    const dear = '{ a: users { totalCount } b: groups { totalCount } c: matters { totalCount } }';
    expect(await running.ask(dear)).toMatchObject({
      status: 429,
      errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 61 } }],
    });
    expect(running.sandbox.calls).toHaveLength(3);
    const fitting = await running.ask('{ a: users { totalCount } b: groups { totalCount } }');
    expect(fitting.errors).toBeUndefined();
  });

  it('gets an error before the first call of a query that its time does not allow, and can make smaller ones', async () => {
    await using running = await start(10, { requestDeadlineMs: 90_000 });
    for (let call = 0; call < 8; call += 1) await running.ask('{ viewer { name } }');
    const tasksOf = (matters: number): string =>
      `{ matters(first: ${matters}) { nodes { tasks(first: 1) { nodes { id } } } } }`;
    // 31 calls: two now, ten in the next window, and no other window begins in time.
    expect(await running.ask(tasksOf(30))).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }],
    });
    expect(running.sandbox.calls).toHaveLength(8);
    const waiting = running.ask(tasksOf(6));
    await expect.poll(() => running.sandbox.calls.length).toBe(10);
    await expect.poll(() => running.clock.waits().length).toBeGreaterThan(0);
    running.clock.advance(61_000);
    expect((await waiting).errors).toBeUndefined();
    expect(running.sandbox.calls).toHaveLength(15);
    expect(countOf(running.sandbox, 429)).toBe(0);
  });

  it('gets cached data although no call is left', async () => {
    await using running = await start(3, { cacheTtlMs: 600_000 });
    const query = '{ a: users { totalCount } b: groups { totalCount } c: matters { totalCount } }';
    const first = await running.ask(query);
    expect(first.errors).toBeUndefined();
    expect(await running.ask(query)).toEqual(first);
    expect(running.sandbox.calls).toHaveLength(3);
    expect(running.totals()).toEqual([
      { calls: 3, waits: false, cacheHits: 0 },
      { calls: 0, waits: false, cacheHits: 3 },
    ]);
  });

  it('never executes only half of its writes', async () => {
    await using running = await start(3);
    for (const _call of [1, 2]) await running.ask('{ viewer { name } }');
    const groups = running.sandbox.records('Group').size;
    const write = 'createGroup(input: { name: "G" }) { group { id } }';
    expect(await running.ask(`mutation { a: ${write} b: ${write} }`)).toMatchObject({
      status: 429,
      errors: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    expect(running.sandbox.records('Group').size).toBe(groups);
    expect((await running.ask(`mutation { a: ${write} }`)).errors).toBeUndefined();
  });
});

describe('a walk through pages', () => {
  it('leaves room for single reads of the same login, even if the window is used up', async () => {
    await using running = await start(10, { maxPageSize: 100_000, requestDeadlineMs: 600_000 });
    const token = running.sandbox.addToken({ name: 'both' });
    const order: string[] = [];
    const ask = (name: string, query: string) =>
      running.ask(query, { token }).then((response) => {
        order.push(name);
        return response;
      });
    // Twice some 1,400 activities in pages of 200: more calls than a window has.
    const lists =
      'a: activities(first: 1400) { nodes { id } } b: activities(first: 1400, orderBy: DATE_ASC) { nodes { id } }';
    const walk = ask('walk', `{ ${lists} }`);
    await expect.poll(() => running.sandbox.calls.length).toBe(9);
    // One call in ten is reserved for it: no time passes.
    await ask('first read', '{ viewer { name } }');
    const read = ask('second read', '{ viewer { name } }');
    // Returned after the read has arrived, and without a call.
    await running.ask('{ rateLimit { remaining } }', { token });
    expect(running.sandbox.calls).toHaveLength(10);
    let done = false;
    void Promise.allSettled([walk, read]).then(() => {
      done = true;
    });
    while (!done) {
      running.clock.advance(running.clock.waits()[0] ?? 0);
      await turns(20);
    }
    expect(order).toEqual(['first read', 'second read', 'walk']);
    expect(codesOf(await walk)).toEqual([]);
    expect(codesOf(await read)).toEqual([]);
    const reads = running.sandbox.calls.flatMap(({ path }, at) => (path.includes('who_am_i') ? [at] : []));
    expect(reads).toEqual([9, 10]);
    expect(countOf(running.sandbox, 429)).toBe(0);
  });
});

describe('a client that disconnects', () => {
  it('has its calls to Clio cancelled, both those in flight and those that wait', async () => {
    await using running = await start(50, { maxUpstreamCallsPerToken: 1 });
    const clear = running.sandbox.fault({ kind: 'delay', delayMs: 3_600_000 });
    const controller = new AbortController();
    const asking = running.ask(
      '{ a: users { totalCount } b: groups { totalCount } c: matters { totalCount } }',
      {
        signal: controller.signal,
      },
    );
    await expect.poll(() => running.sandbox.calls.length).toBe(1);
    controller.abort();
    await expect(asking).rejects.toThrow('aborted');
    clear();
    // The only place is free again, and none of the others took it.
    expect((await running.ask('{ viewer { name } }')).errors).toBeUndefined();
    expect(running.sandbox.calls.map(({ status }) => status)).toEqual([0, 200]);
    expect(running.sandbox.calls.at(-1)?.inFlight).toBe(1);
  });
});
