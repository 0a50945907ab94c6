import type { ClioFault } from '../errors.ts';
import { isJsonObject } from '../values.ts';

/** Longest message of Clio's that is passed on. */
const maxMessageLength = 1000;
/** Field messages nested deeper than this are left out. */
const maxDepth = 10;

/**
 * Reads the body of a refusal: Clio's `{error: {type, message, errors}}`, OAuth's
 * `{error: "invalid_token", error_description}`, or neither.
 */
export function readFault(status: number, body: unknown): ClioFault {
  const outer = isJsonObject(body) ? body : {};
  const inner = outer.error;
  if (typeof inner === 'string') {
    return { status, type: inner, message: text(outer.error_description) };
  }
  if (!isJsonObject(inner)) return { status, type: null, message: null };
  const errors = Object.fromEntries(fieldMessages(inner.errors, '', maxDepth));
  const [type, message] = [text(inner.type), text(inner.message)];
  return Object.keys(errors).length === 0 ? { status, type, message } : { status, type, message, errors };
}

/** `error.errors` is not in Clio's document: its values were seen as a string, and lists and nesting are survived. */
function fieldMessages(value: unknown, prefix: string, depth: number): Array<[string, string[]]> {
  if (!isJsonObject(value) || depth === 0) return [];
  return Object.entries(value).flatMap(([name, entry]): Array<[string, string[]]> => {
    const field = prefix === '' ? name : `${prefix}.${name}`;
    const messages = (Array.isArray(entry) ? entry : [entry]).flatMap((one) => text(one) ?? []);
    return messages.length > 0 ? [[field, messages]] : fieldMessages(entry, field, depth - 1);
  });
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, maxMessageLength) : null;
}
