/**
 * The seed of a random test: the same operations in every run, unless somebody wants others.
 *
 * @param given `random` for a new seed, a number to repeat a run.
 */
export function readSeed(given: string | undefined): number {
  return given === 'random' ? Math.floor(Date.now() / 1000) : Number(given ?? 20_261_128);
}

/** A seeded source of choices: the same seed makes the same choices, so that a failing operation can be repeated. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Mulberry32: at least 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** True this often: 0 never, 1 always. */
  is(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number between these two, inclusive. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from');
    return item;
  }

  /** Some of the items, each at most once, in random order. */
  some<T>(items: readonly T[], most: number): T[] {
    const left = [...items];
    const taken: T[] = [];
    while (taken.length < most && left.length > 0)
      taken.push(...left.splice(Math.floor(this.next() * left.length), 1));
    return taken;
  }
}
