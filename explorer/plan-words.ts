import type { ExplainedNode } from '../src/request/explain.ts';

/** `3 calls`, `1 to 20 calls`, or what was made of them. */
export function callsOf({ calls: { min, max }, actual }: ExplainedNode): string {
  const planned = min === max ? plural(max) : `${min} to ${plural(max)}`;
  if (!actual) return planned;
  const made = `${plural(actual.calls)} made`;
  return actual.cached > 0 ? `${made}, ${actual.cached} from the cache` : made;
}

export function plural(calls: number): string {
  return calls === 1 ? '1 call' : `${calls} calls`;
}
