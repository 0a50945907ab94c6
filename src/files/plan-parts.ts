/** A stretch of a file, stored by itself. */
export interface Part {
  /** From 1. */
  readonly number: number;
  /** First byte. */
  readonly start: number;
  /** The byte after the last. */
  readonly end: number;
}

const mebibyte = 1024 * 1024;

/** Clio advises to store larger files in parts. */
const wholeUpTo = 100 * mebibyte;
/** Well above the 5 MiB that Clio demands, so that there are few requests. */
const smallestPart = 25 * mebibyte;
/** The most that Clio takes in one request. Larger files get larger parts, not more of them: each request counts against the rate limit. */
const mostParts = 50;

/** How a file of this size is stored: in parts; null for in one piece. */
export function planParts(size: number): readonly Part[] | null {
  if (size < wholeUpTo) return null;
  const partSize = Math.max(smallestPart, Math.ceil(size / mostParts));
  return Array.from({ length: Math.ceil(size / partSize) }, (_, index) => ({
    number: index + 1,
    start: index * partSize,
    end: Math.min(size, (index + 1) * partSize),
  }));
}
