import { setImmediate } from 'node:timers/promises';
import type { RestClient } from '../../src/rest/client.ts';
import type { Clock } from '../../src/rest/clock.ts';
import type { Call, CallCounts } from '../../src/rest/types.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { type ClientOptions, startClient } from './rest/test-client.ts';
import { startSandbox } from './start-sandbox.ts';

/** A clock that moves when a test moves it. */
export interface ManualClock extends Clock {
  /** Waits that have not ended, in milliseconds left. */
  readonly waits: () => number[];
  /** Advances the clock, and ends the waits that are over by then. */
  advance(ms: number): void;
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** After the day of the sandbox's records: none has changed later. */
export const clockStart = Date.parse('2026-03-17T09:00:00Z');

export function manualClock(startMs = clockStart): ManualClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = {
          atMs: nowMs + ms,
          wake: () => {
            signal?.removeEventListener('abort', end);
            resolve();
          },
        };
        sleepers.add(sleeper);
        const end = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        if (signal?.aborted) end();
        signal?.addEventListener('abort', end, { once: true });
      }),
    waits: () => [...sleepers].map(({ atMs }) => atMs - nowMs).sort((a, b) => a - b),
    advance(ms) {
      nowMs += ms;
      for (const sleeper of [...sleepers]) {
        if (sleeper.atMs > nowMs) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}

interface Pair extends AsyncDisposable {
  readonly clock: ManualClock;
  readonly sandbox: Sandbox;
  readonly client: RestClient;
}

/** A client in front of a sandbox with a rate limit, both on one clock. */
export async function startPair(limit: number, options: ClientOptions = {}): Promise<Pair> {
  const clock = manualClock();
  const sandbox = await startSandbox({ limit, clock: clock.now });
  const client = startClient(sandbox.baseUrl, { clock, ...options });
  return {
    clock,
    sandbox,
    client,
    async [Symbol.asyncDispose]() {
      await client.close();
      await sandbox.close();
    },
  };
}

export const read: Call = { method: 'GET', path: '/users/who_am_i.json', query: [['fields', 'id']] };

/** A page of a list that can be distinguished from others in the recorded calls. */
export function page(number: number): Call {
  const query = [
    ['fields', 'id'],
    ['limit', '1'],
    ['offset', String(number)],
  ] as const;
  return { method: 'GET', path: '/matters.json', query };
}

export function callCounts(rest: Partial<CallCounts> = {}): CallCounts {
  return { calls: 0, wanted: 0, minimum: 1, sequential: false, ...rest };
}

/** The number of the sandbox's requests with this status. */
export function countOf({ calls }: Sandbox, status: number): number {
  return calls.filter((call) => call.status === status).length;
}

/** The number of these that have ended so far. */
export function settledCount(promises: readonly Promise<unknown>[]): () => number {
  let count = 0;
  const add = (): void => {
    count += 1;
  };
  for (const promise of promises) promise.then(add, add);
  return () => count;
}

/** Lets everything happen that needs no time. */
export async function turns(count = 5): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
}
