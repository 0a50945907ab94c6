import { beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/sandbox/faults.ts';
import { ask } from '../../support/ask-sandbox.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox());
beforeEach(() => sandbox.clearFaults());

describe('a fault', () => {
  it.each<[Fault, number, string, string | undefined]>([
    [
      { kind: 'status' },
      500,
      '{"error":{"type":"InternalServerError","message":"Something went wrong."}}',
      'application/json; charset=utf-8',
    ],
    [
      { kind: 'status', status: 503, body: 'later', headers: { 'content-type': 'text/plain' } },
      503,
      'later',
      'text/plain',
    ],
    [{ kind: 'html', body: '<h1>Bad gateway</h1>' }, 502, '<h1>Bad gateway</h1>', 'text/html'],
    [{ kind: 'base64-ratelimited', body: 'wait' }, 429, 'd2FpdA==', 'text/plain'],
    [{ kind: '401-no-headers' }, 401, '', undefined],
  ])('can respond: %o', async (fault, status, text, type) => {
    sandbox.fault({ ...fault, times: 1 });
    const reply = await ask(sandbox, '/currencies.json');
    expect([reply.status, reply.text, reply.headers['content-type']]).toEqual([status, text, type]);
    expect((await ask(sandbox, '/currencies.json')).status).toBe(200);
  });

  it('can respond with half of the real body, or with another type', async () => {
    const whole = await ask(sandbox, '/currencies.json');
    sandbox.fault({ kind: 'truncated-json', times: 1 });
    const half = await ask(sandbox, '/currencies.json').catch((error: Error) => error);
    expect(half).toBeInstanceOf(SyntaxError);
    sandbox.fault({ kind: 'wrong-content-type', times: 1 });
    const other = await ask(sandbox, '/currencies.json');
    expect([other.text, other.headers['content-type']]).toEqual([whole.text, 'text/plain']);
  });

  it.each<Fault['kind']>(['drop-before', 'drop-mid-body'])('can close the connection: %s', async (kind) => {
    sandbox.resetCalls();
    sandbox.fault({ kind, times: 1 });
    await expect(ask(sandbox, '/contacts.json')).rejects.toThrow();
    expect(sandbox.calls.map(({ status }) => status)).toEqual([0]);
    expect((await ask(sandbox, '/contacts.json')).status).toBe(200);
  });
});

describe('the scope of a fault', () => {
  it('is a path prefix or a function, and a number of calls', async () => {
    sandbox.fault({ kind: 'status', match: '/matters', times: 2 });
    sandbox.fault({
      kind: 'status',
      status: 504,
      match: ({ query }) => query.some(([, value]) => value === '7'),
    });
    const status = async (path: string): Promise<number> => (await ask(sandbox, path)).status;
    expect(await status('/contacts.json')).toBe(200);
    expect([
      await status('/matters.json'),
      await status('/matters/1.json'),
      await status('/matters.json'),
    ]).toEqual([500, 500, 200]);
    expect(await status('/contacts.json?ids[]=7')).toBe(504);
  });

  it('ends when the fault is removed', async () => {
    const end = sandbox.fault({ kind: 'status' });
    expect((await ask(sandbox, '/currencies.json')).status).toBe(500);
    end();
    expect((await ask(sandbox, '/currencies.json')).status).toBe(200);
  });
});

describe('a delay', () => {
  it('precedes the real response or that of another fault', async () => {
    sandbox.fault({ kind: 'delay', delayMs: 1 });
    expect((await ask(sandbox, '/currencies.json')).status).toBe(200);
    sandbox.fault({ kind: 'status', status: 503 });
    expect((await ask(sandbox, '/currencies.json')).status).toBe(503);
  });

  it('ends when the sandbox closes', async () => {
    const slow = await startSandbox();
    slow.fault({ kind: 'delay', delayMs: 3_600_000 });
    const response = ask(slow, '/currencies.json').catch(() => 'cut');
    while (slow.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await slow.close();
    expect(await response).toBe('cut');
  });
});
