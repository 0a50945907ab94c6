/** What was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** A boolean of Clio's, which some accounts get as text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** Whether a value of JSON is an object, and no list. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text as it is; null for anything else. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Whether a value is missing, null or empty text. */
export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

/**
 * One object out of several; later ones win. In place of a spread with new names behind it, which on Node 20 gives each object
 * a hidden class of its own.
 */
export function joinObjects<One extends object, Other extends object>(one: One, other: Other): One & Other {
  const joined = {};
  return Object.assign(joined, one, other);
}

/**
 * Adds an item to a list that is made with its first one: `push` on an empty array reserves room for 17, and most lists of a request
 * stay at one.
 */
export function append<T>(list: T[] | null | undefined, item: T): T[] {
  if (!list) return [item];
  list.push(item);
  return list;
}

/** Makes a value once, when it is first needed. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * Makes the value for a text once. Real clients send few different texts; only the first `most` are remembered.
 *
 * @param make Never answers undefined.
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

/** Waits for work, but no longer than `ms`; the work goes on. */
export async function waitAtMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

/** The value of a JSON text; undefined for a text that is not JSON. The parser's own error quotes the text, so it goes no further. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined for what is not percent-encoded as it should be. */
export function decodeUri(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Milliseconds as logs and traces show them. */
export function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
