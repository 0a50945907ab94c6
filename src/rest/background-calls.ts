import type { CallCounts } from './types.ts';

/** Counts for background calls: the calls of other requests go first. */
export function backgroundCalls(minimum = 1): CallCounts {
  return { calls: 0, wanted: 0, minimum, sequential: true, background: true };
}
