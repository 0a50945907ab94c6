/** A part of a file that is stored with a request of its own. */
export interface Part {
  /** From 1. */
  readonly number: number;
  /** Index of the first byte. */
  readonly start: number;
  /** Index after the last byte. */
  readonly end: number;
}

const mebibyte = 1024 * 1024;

/** Clio advises to store larger files in parts. */
const maxWholeBytes = 100 * mebibyte;
/** Clio demands 5 MiB. Larger parts need fewer requests. */
const minPartBytes = 25 * mebibyte;
/** Clio accepts no more in one request. Larger files have larger parts. */
const maxParts = 50;

/** The parts in which a file of this size is stored; null if it is stored in one piece. */
export function planParts(size: number): readonly Part[] | null {
  if (size < maxWholeBytes) return null;
  const partSize = Math.max(minPartBytes, Math.ceil(size / maxParts));
  return Array.from({ length: Math.ceil(size / partSize) }, (_, index) => ({
    number: index + 1,
    start: index * partSize,
    end: Math.min(size, (index + 1) * partSize),
  }));
}
