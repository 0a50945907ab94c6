/** The maximum of characters for an object or array on one line. */
const lineWidth = 100;

/** JSON with short objects and arrays on one line each. */
export function printJson(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const entries = Object.entries(value).map(
    ([key, one]) => [isList ? '' : `${JSON.stringify(key)}: `, one] as const,
  );
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) return `${open}${close}`;
  const inner = entries.map(([key, one]) => `${key}${printJson(one, `${indent}  `)}`);
  const line = isList ? `[${inner.join(', ')}]` : `{ ${inner.join(', ')} }`;
  if (!line.includes('\n') && indent.length + line.length <= lineWidth) return line;
  return `${open}\n${inner.map((one) => `${indent}  ${one}`).join(',\n')}\n${indent}${close}`;
}
