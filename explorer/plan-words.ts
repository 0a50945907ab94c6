import type { ExplainedNode } from '../src/request/explain.ts';

/** Planned calls (`3 calls`, `1 to 20 calls, 5 expected`), or made calls (`3 calls made, 2 from the cache`). */
export function callsOf({ calls, actual }: ExplainedNode): string {
  const planned = rangeOf(calls);
  if (!actual) return planned;
  const made = `${plural(actual.calls)} made`;
  return actual.cached > 0 ? `${made}, ${actual.cached} from the cache` : made;
}

/** All calls of a field in short, for the editor: `3 calls`, `about 5 calls`, or `4 calls made`. */
export function shortCallsOf(nodes: readonly ExplainedNode[]): string {
  const sum = (of: (node: ExplainedNode) => number): number => nodes.reduce((all, node) => all + of(node), 0);
  if (nodes.some(({ actual }) => actual)) return `${plural(sum(({ actual }) => actual?.calls ?? 0))} made`;
  const most = sum(({ calls }) => calls.max);
  return sum(({ calls }) => calls.min) === most
    ? plural(most)
    : `about ${plural(sum(({ calls }) => calls.expected))}`;
}

/** `3 calls`, or `1 to 20 calls, 5 expected`. */
export function rangeOf({ min, expected, max }: ExplainedNode['calls']): string {
  return min === max ? plural(max) : `${min} to ${plural(max)}, ${expected} expected`;
}

export function plural(calls: number): string {
  return calls === 1 ? '1 call' : `${calls} calls`;
}
