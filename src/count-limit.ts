/**
 * Options of an LRU cache that holds at most `most` entries. With its option `max` a cache reserves room for all of them at once: for
 * 100,000 entries 2 MB, and 18 ms of each start.
 */
export function countLimit(most: number): {
  readonly maxSize: number;
  readonly sizeCalculation: () => number;
} {
  return { maxSize: most, sizeCalculation: () => 1 };
}
