import type { ClioError } from '../errors.ts';
import { isJsonObject } from '../values.ts';

const maxMessageLength = 1000;
/** Maximum number of fields with messages, and of messages of a field. No form shows more. */
const maxFields = 100;
const maxMessagesPerField = 20;
const maxNameLength = 200;
/** Field messages nested deeper than this are left out. */
const maxDepth = 10;

/**
 * Reads the body of a rejection: Clio's `{error: {type, message, errors}}`, OAuth's
 * `{error: "invalid_token", error_description}`, or neither.
 */
export function readClioError(status: number, body: unknown): ClioError {
  const outer = isJsonObject(body) ? body : {};
  const inner = outer.error;
  if (typeof inner === 'string') {
    return { status, type: text(inner), message: text(outer.error_description) };
  }
  if (!isJsonObject(inner)) return { status, type: null, message: null };
  const found: [string, string[]][] = [];
  addFieldMessages(found, inner.errors, '', maxDepth);
  const errors = Object.fromEntries(found);
  const [type, message] = [text(inner.type), text(inner.message)];
  return found.length === 0 ? { status, type, message } : { status, type, message, errors };
}

/**
 * Clio does not document `error.errors`. Its known values are strings; lists and nested values are accepted
 * too.
 */
function addFieldMessages(found: [string, string[]][], value: unknown, prefix: string, depth: number): void {
  if (!isJsonObject(value) || depth === 0) return;
  for (const [name, entry] of Object.entries(value)) {
    if (found.length >= maxFields) return;
    const own = name.slice(0, maxNameLength);
    const field = prefix === '' ? own : `${prefix}.${own}`;
    const given = Array.isArray(entry) ? entry.slice(0, maxMessagesPerField) : [entry];
    const messages = given.flatMap((one) => text(one) ?? []);
    if (messages.length > 0) found.push([field, messages]);
    else addFieldMessages(found, entry, field, depth - 1);
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, maxMessageLength) : null;
}
