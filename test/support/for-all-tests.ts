import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

/**
 * Starts something before the tests of a file or of a `describe`, and closes it after them; what is started later is closed first.
 *
 * @returns What was started, for tests and hooks. It stands for it before the start, too, so that a constant can hold it: any use of
 *   it while tests are collected throws.
 */
export function forAllTests<T extends AsyncDisposable>(start: () => T | Promise<T>): T {
  return shared(start, beforeAll, afterAll);
}

/** The same, started anew for each test. */
export function forEachTest<T extends AsyncDisposable>(start: () => T | Promise<T>): T {
  return shared(start, beforeEach, afterEach);
}

function shared<T extends AsyncDisposable>(
  start: () => T | Promise<T>,
  before: (hook: () => Promise<void>) => void,
  after: (hook: () => Promise<void>) => void,
): T {
  let started: T | undefined;
  before(async () => {
    started = await start();
  });
  after(async () => {
    await started?.[Symbol.asyncDispose]();
    started = undefined;
  });
  const current = (): T => {
    if (!started) throw new Error('Only tests and hooks can use this: it has not been started yet');
    return started;
  };
  return new Proxy({} as T, {
    get: (_, key) => Reflect.get(current(), key),
    set: (_, key, value) => Reflect.set(current(), key, value),
  });
}
