/** A string or a punctuator. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** The end of a key, or an escaped quote inside of a string. */
const keyEnd = /"\s*:/g;

/**
 * The keys that occur more than once in an object of a JSON text, as `Matter.court`. A parser silently uses the
 * last one.
 *
 * @param text Valid JSON.
 * @param parsed The parsed text.
 */
export function repeatedKeys(text: string, parsed: unknown): readonly string[] {
  // Counting the keys is much faster than finding the repeated ones.
  return text.match(keyEnd)?.length === countKeys(parsed) ? [] : findRepeatedKeys(text);
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const inner of Object.values(value)) count += countKeys(inner);
  return count;
}

function findRepeatedKeys(text: string): readonly string[] {
  const repeated: string[] = [];
  /** For each open object its keys and its current key; null for an open list. */
  const open: ({ readonly keys: Set<string>; key: string } | null)[] = [];
  let last = '';
  for (const [found] of text.matchAll(token)) {
    const inside = open.at(-1);
    if (found === '{') open.push({ keys: new Set(), key: '' });
    else if (found === '[') open.push(null);
    else if (found === '}' || found === ']') open.pop();
    else if (found === ':' && inside) {
      inside.key = last.includes('\\') ? (JSON.parse(last) as string) : last.slice(1, -1);
      if (inside.keys.has(inside.key)) repeated.push(open.map((one) => one?.key ?? '').join('.'));
      inside.keys.add(inside.key);
    }
    last = found;
  }
  return repeated;
}
