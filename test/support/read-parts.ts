/** A part of an answer, as it was sent. */
export interface Part {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly PartError[];
  readonly incremental?: readonly Patch[];
  readonly extensions?: Record<string, unknown>;
  readonly hasNext: boolean;
}

interface PartError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Record<string, unknown>;
}

interface Patch {
  readonly path?: readonly (string | number)[];
  readonly label?: string;
  readonly data?: Record<string, unknown> | null;
  readonly items?: readonly unknown[] | null;
  readonly errors?: readonly PartError[];
}

/** The parts of an answer, each as soon as it has been sent. */
export async function* readParts(response: Response): AsyncGenerator<Part> {
  const type = response.headers.get('content-type') ?? '';
  const isMultipart = type.startsWith('multipart/mixed; boundary="-"');
  if (!isMultipart && type !== 'text/event-stream') throw new Error(`Not sent in parts: ${type}`);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const sections = text.split(isMultipart ? '\r\n---' : '\n\n');
    text = sections.pop() ?? '';
    for (const section of sections) {
      const json = isMultipart ? section.split('\r\n\r\n')[1] : /^data: (.+)$/m.exec(section)?.[1];
      if (json) yield JSON.parse(json) as Part;
    }
  }
}

/** What a client has after all parts. */
export interface Merged {
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly PartError[];
}

export function mergeParts(parts: readonly Part[]): Merged {
  const root = { data: parts[0]?.data };
  const errors: PartError[] = [];
  for (const part of parts) {
    errors.push(...(part.errors ?? []));
    for (const { path = [], data, items, errors: own = [] } of part.incremental ?? []) {
      errors.push(...own);
      if (items) {
        const start = Number(path.at(-1));
        const list = at(root, path.slice(0, -1));
        // A list may be streamed at two places of the document, each with its own fields.
        for (const [index, item] of items.entries()) merge(list, { [start + index]: item });
      } else if (data) merge(at(root, path), data);
    }
  }
  return { data: root.data, errors };
}

function at(root: { readonly data?: unknown }, path: readonly (string | number)[]): unknown {
  let value: unknown = root.data;
  for (const key of path) value = (value as Record<string | number, unknown>)[key];
  return value;
}

/** Fields of one object may come in several parts. */
function merge(into: unknown, from: unknown): void {
  if (typeof into !== 'object' || into === null || typeof from !== 'object' || from === null) return;
  const target = into as Record<string, unknown>;
  for (const [key, value] of Object.entries(from)) {
    const there = target[key];
    if (typeof there === 'object' && there !== null && typeof value === 'object' && value !== null)
      merge(there, value);
    else target[key] = value;
  }
}
