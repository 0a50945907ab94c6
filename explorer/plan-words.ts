import type { ExplainedNode } from '../src/request/explain.ts';

/** `3 calls`, `1 to 20 calls`, or what was made of them. */
export function callsOf({ calls, actual }: ExplainedNode): string {
  const planned = rangeOf(calls);
  if (!actual) return planned;
  const made = `${plural(actual.calls)} made`;
  return actual.cached > 0 ? `${made}, ${actual.cached} from the cache` : made;
}

/** Beside a field, where there is little room: `3 calls`, `about 5 calls`, or what was made of them. */
export function shortCallsOf({ calls, actual }: ExplainedNode): string {
  if (actual) return `${plural(actual.calls)} made`;
  return calls.min === calls.max ? plural(calls.max) : `about ${plural(calls.expected)}`;
}

/** `3 calls`, or `1 to 20 calls, 5 expected`. */
export function rangeOf({ min, expected, max }: ExplainedNode['calls']): string {
  return min === max ? plural(max) : `${min} to ${plural(max)}, ${expected} expected`;
}

export function plural(calls: number): string {
  return calls === 1 ? '1 call' : `${calls} calls`;
}
