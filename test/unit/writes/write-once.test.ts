import { describe, expect, it } from 'vitest';
import { type ErrorCode, GatewayError } from '../../../src/errors.ts';
import { Cancellation } from '../../../src/rest/cancellation.ts';
import { createMemoryStore } from '../../../src/writes/outcome-store.ts';
import { WriteOnce, type WriteOnceOptions } from '../../../src/writes/write-once.ts';
import type { WriteResult } from '../../../src/writes/write-result.ts';

const store = createMemoryStore();
let keys = 0;

function once(options: Partial<WriteOnceOptions> = {}) {
  keys += 1;
  const write = new WriteOnce({
    store,
    baseUrl: 'http://clio.example/api/v4',
    token: 't',
    key: `k${keys}`,
    field: 'createGroup',
    signal: new Cancellation(),
    ...options,
  });
  return write.perform.bind(write);
}

const written: WriteResult = {
  type: 'Group',
  id: '1',
  record: { id: 1, name: 'G' },
  userErrors: [],
  settled: true,
};

/** Counts its executions. */
function performing(outcome: () => WriteResult | Promise<WriteResult> = () => written) {
  const perform = async (): Promise<WriteResult> => {
    perform.times += 1;
    return outcome();
  };
  perform.times = 0;
  return perform;
}

describe('a write with a key', () => {
  it.each<[ErrorCode, 1 | 2]>([
    ['UNKNOWN_OUTCOME', 1],
    ['RATE_LIMITED', 2],
    ['UNAUTHENTICATED', 2],
    ['UPSTREAM_UNAVAILABLE', 2],
    ['UPSTREAM_TIMEOUT', 2],
  ])('that failed with %s is executed %i times in two attempts', async (code, times) => {
    const write = once();
    const perform = performing(() => {
      throw new GatewayError(code, 'Refused.', { clio: { status: 503, type: null, message: 'm' } });
    });
    for (const _try of [1, 2]) {
      const error = await write({}, perform, false).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code, message: 'Refused.', clio: { status: 503 } });
    }
    expect(perform.times).toBe(times);
  });

  it('that had no effect is executed again', async () => {
    const write = once();
    const perform = performing(() => ({ ...written, settled: false }));
    for (const _try of [1, 2]) expect(await write({}, perform, false)).toMatchObject({ isAgain: false });
    expect(perform.times).toBe(2);
  });

  it('keeps the record only if it is asked to', async () => {
    for (const [keepsRecord, record] of [
      [true, written.record],
      [false, null],
    ] as const) {
      const write = once();
      expect(await write({}, performing(), keepsRecord)).toEqual({ written, isAgain: false });
      expect(await write({}, performing(), keepsRecord)).toEqual({
        written: { ...written, record },
        isAgain: true,
      });
    }
  });

  it.each<[string, Partial<WriteOnceOptions>]>([
    ['token', { token: 'u' }],
    ['region', { baseUrl: 'http://eu.clio.example/api/v4' }],
  ])('with another %s is another write', async (_what, other) => {
    const perform = performing();
    await once({ key: 'shared' })({}, perform, false);
    await once({ key: 'shared', ...other })({}, perform, false);
    expect(await once({ key: 'shared', ...other })({}, perform, false)).toMatchObject({ isAgain: true });
  });

  it('is not waited for longer than the request lasts, and continues', async () => {
    const signal = new Cancellation();
    let finish: (outcome: WriteResult) => void = () => undefined;
    const options = { key: 'slow' };
    const slow = performing(() => new Promise<WriteResult>((resolve) => (finish = resolve)));
    const first = once(options)({}, slow, false);
    const reason = new GatewayError('UPSTREAM_TIMEOUT', "The request's time ran out.");
    const second = once({ ...options, signal })({}, performing(), false);
    const late = once({ ...options, signal })({}, performing(), false);
    signal.abort(reason);
    await expect(second).rejects.toBe(reason);
    await expect(late).rejects.toBe(reason);
    await expect(once({ ...options, signal })({}, performing(), false)).rejects.toBe(reason);
    finish(written);
    expect((await first).isAgain).toBe(false);
    expect((await once(options)({}, performing(), false)).isAgain).toBe(true);
  });

  it('rejects a file, because two files could not be distinguished', async () => {
    const perform = performing();
    const write = once()({ input: { file: new File(['x'], 'x.txt') } }, perform, false);
    await expect(write).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(perform.times).toBe(0);
  });

  it('stores neither token, key nor input', async () => {
    const seen: string[] = [];
    const spying = createMemoryStore();
    const listening = {
      ...spying,
      putIfAbsent: (key: string, entry: object) => {
        seen.push(key, JSON.stringify(entry));
        return spying.putIfAbsent(key, entry as never);
      },
    };
    await once({ store: listening, token: 'very-secret', key: 'invoice-7' })(
      { input: { name: 'Private' } },
      performing(),
      false,
    );
    expect(seen).toHaveLength(2);
    expect(seen.join()).not.toMatch(/very-secret|invoice-7|Private/);
  });
});
