import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

/**
 * Starts something before the tests of a file or of a `describe`, and closes it after them. What is started last is closed first.
 *
 * @returns A proxy for what was started, so that a constant can hold it before the start. It throws when it is used while tests are
 *   collected.
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
    get(_, key) {
      const value: unknown = Reflect.get(current(), key);
      return typeof value === 'function' ? value.bind(current()) : value;
    },
    set: (_, key, value) => Reflect.set(current(), key, value),
  });
}
