/** A string, or a sign that opens, closes or goes on. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** What ends a key. An escaped quote in a string can look the same. */
const keyEnd = /"\s*:/g;

/**
 * Keys that an object of a JSON text has more than once, as `Matter.court`. A parser takes the last one without an error.
 *
 * @param text Valid JSON.
 * @param parsed What a parser makes of it.
 */
export function repeatedKeys(text: string, parsed: unknown): readonly string[] {
  // To find them takes much longer than to count them.
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
  /** Keys of the objects that are open, and the key at hand in each; null for a list. */
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
