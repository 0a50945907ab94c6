import type { Schema } from './clio-document.ts';

/**
 * Checks the `data` of a body against its schema in Clio's document, and returns each `path: problem`. It ignores nulls:
 * the document never says `nullable`, though its descriptions do.
 */
export function checkBody(schema: Schema | undefined, body: unknown): string[] {
  if (!schema) return body === undefined ? [] : ['the document knows no body'];
  return check(schema, (body as { data: unknown } | undefined)?.data, '');
}

function check(schema: Schema, value: unknown, at: string): string[] {
  if (value === null) return [];
  if (schema.enum && !schema.enum.includes(value as number | string))
    return [`${at}: ${JSON.stringify(value)} is not in its enum`];
  switch (schema.type) {
    case 'object':
      return typeof value === 'object' && !Array.isArray(value)
        ? checkObject(schema, value as Record<string, unknown>, at)
        : [`${at}: no object`];
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((one) => check(schema.items ?? {}, one, at))
        : [`${at}: no list`];
    case 'integer':
      return Number.isInteger(value) ? [] : [`${at}: no integer`];
    case 'number':
      return typeof value === 'number' ? [] : [`${at}: no number`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${at}: no boolean`];
    default:
      return typeof value === 'string' ? [] : [`${at}: no string`];
  }
}

function checkObject(schema: Schema, value: Record<string, unknown>, at: string): string[] {
  // An object without properties may have any.
  if (!schema.properties) return [];
  const below = (key: string): string => (at === '' ? key : `${at}.${key}`);
  const problems: string[] = [];
  for (const [key, one] of Object.entries(value)) {
    const property = schema.properties[key];
    if (property) problems.push(...check(property, one, below(key)));
    else problems.push(`${below(key)}: unknown`);
  }
  for (const key of schema.required ?? []) if (!(key in value)) problems.push(`${below(key)}: missing`);
  return problems;
}
