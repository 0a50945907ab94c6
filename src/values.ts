/** Converts a thrown value to an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Whether a boolean of Clio is true. Some accounts get text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** Whether a JSON value is an object and not a list. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text itself; null for any other value. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Whether a value is missing, null or empty text. */
export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

/**
 * Joins two objects; the later one wins. It replaces a spread with new names behind it, after which each
 * object has its own hidden class on Node 20.
 */
export function joinObjects<One extends object, Other extends object>(one: One, other: Other): One & Other {
  const joined = {};
  return Object.assign(joined, one, other);
}

/**
 * Adds an item to a list, which is created with its first item: `push` on an empty array reserves room for
 * 17, and most lists of a request have only one.
 */
export function append<T>(list: T[] | null | undefined, item: T): T[] {
  if (!list) return [item];
  list.push(item);
  return list;
}

/** Creates a value once, when it is first needed. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * Creates the value for a text once. Real clients send few different texts; only the first `most` are
 * remembered.
 *
 * @param make Never returns undefined.
 */
export function remember<T>(most: number, make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      value = make(text);
      if (known.size < most) known.set(text, value);
    }
    return value;
  };
}

/** Waits for work, but not longer than `ms`. The work continues. */
export async function waitAtMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

/**
 * The value of a JSON text; undefined for a text that is not JSON. The parser's own error quotes the text, so
 * it is dropped.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Decodes percent-encoding; undefined for an invalid text. */
export function decodeUri(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Rounds milliseconds for logs and traces. */
export function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
