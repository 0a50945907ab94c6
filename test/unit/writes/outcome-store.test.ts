import { describe, expect, it } from 'vitest';
import { createMemoryStore, type Entry } from '../../../src/writes/outcome-store.ts';

const day = 24 * 60 * 60 * 1000;
const done = (message: string): Entry => ({ input: 'i', outcome: { kind: 'unknown', message } });

describe('the store of outcomes', () => {
  it('keeps an outcome for a day, and no longer', async () => {
    let nowMs = 1000;
    const store = createMemoryStore({ now: () => nowMs });
    expect(await store.putIfAbsent('k', { input: 'i' })).toBeUndefined();
    expect(await store.putIfAbsent('k', { input: 'j' })).toEqual({ input: 'i' });
    await store.put('k', done('m'));
    nowMs += day - 1;
    expect(await store.putIfAbsent('k', { input: 'i' })).toEqual(done('m'));
    nowMs += 2;
    expect(await store.putIfAbsent('k', { input: 'i' })).toBeUndefined();
  });

  it('drops the outcome that was unused for longest when it is full, and none in flight', async () => {
    const store = createMemoryStore({ maxCharacters: 2000 });
    await store.putIfAbsent('running', { input: 'r' });
    for (const key of ['a', 'b', 'c']) await store.put(key, done('x'.repeat(500)));
    expect(await store.putIfAbsent('a', { input: 'i' })).toBeUndefined();
    expect(await store.putIfAbsent('c', { input: 'i' })).toBeDefined();
    expect(await store.putIfAbsent('running', { input: 'i' })).toEqual({ input: 'r' });
  });

  it('wakes those who wait, however a write ends', async () => {
    const store = createMemoryStore();
    const woken: string[] = [];
    for (const key of ['kept', 'removed']) {
      await store.putIfAbsent(key, { input: 'i' });
      void store.ended(key).then(() => woken.push(key));
    }
    await store.ended('never there');
    expect(woken).toEqual([]);
    await store.put('kept', done('m'));
    await store.remove('removed');
    await Promise.resolve();
    expect(woken).toEqual(['kept', 'removed']);
    expect(await store.putIfAbsent('removed', { input: 'i' })).toBeUndefined();
  });
});
