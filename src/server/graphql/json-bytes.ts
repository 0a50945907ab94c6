/**
 * A lower bound of the bytes of `value` as JSON, for results that may be too large to be written as text
 * first.
 *
 * @param most Counting stops here.
 */
export function jsonBytes(value: unknown, most: number): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + 2;
  if (typeof value !== 'object' || value === null) return 1;
  let bytes = 2;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (bytes > most) break;
      bytes += jsonBytes(item, most) + 1;
    }
    return bytes;
  }
  for (const [key, item] of Object.entries(value)) {
    if (bytes > most) break;
    bytes += key.length + jsonBytes(item, most) + 4;
  }
  return bytes;
}
