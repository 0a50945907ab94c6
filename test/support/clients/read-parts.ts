/** The headers that request results in parts, in either format. */
export const acceptParts = {
  2022: 'multipart/mixed;deferSpec=20220824, application/graphql-response+json',
  'v0.2': 'multipart/mixed;incrementalSpec=v0.2, application/graphql-response+json',
} as const;

/** A part of a response, as it was sent. */
export interface Part {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly PartError[];
  readonly incremental?: readonly Patch[];
  readonly pending?: readonly Pending[];
  readonly completed?: readonly { readonly id: string; readonly errors?: readonly PartError[] }[];
  readonly extensions?: Record<string, unknown>;
  readonly hasNext: boolean;
}

interface PartError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Record<string, unknown>;
}

interface Pending {
  readonly id: string;
  readonly path: readonly (string | number)[];
  readonly label?: string;
}

interface Patch {
  readonly id?: string;
  readonly path?: readonly (string | number)[];
  readonly label?: string;
  readonly data?: Record<string, unknown> | null;
  readonly items?: readonly unknown[] | null;
  readonly errors?: readonly PartError[];
}

/** The parts of a response, each as soon as it has arrived. */
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

/** The result of a client after all parts. */
export interface Merged {
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly PartError[];
}

export function mergeParts(parts: readonly Part[]): Merged {
  const root = { data: parts[0]?.data };
  const errors: PartError[] = [];
  const places = new PendingPlaces();
  for (const part of parts) {
    errors.push(...(part.errors ?? []), ...(part.completed ?? []).flatMap((one) => one.errors ?? []));
    for (const { path, data, items, errors: own = [] } of places.resolve(part, root)) {
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

/** Adds its path to each patch of the format v0.2, and checks the format's guarantees. */
class PendingPlaces {
  readonly #open = new Map<string, Pending & { length?: number }>();
  readonly #ids = new Set<string>();

  /** Yields the next patch after the one before was merged, because that may contain its list. */
  *resolve(
    part: Part,
    root: { readonly data?: unknown },
  ): Generator<Patch & { readonly path: readonly (string | number)[] }> {
    for (const one of part.pending ?? []) {
      if (this.#ids.has(one.id)) throw new Error(`The id ${one.id} was announced twice.`);
      this.#ids.add(one.id);
      this.#open.set(one.id, { ...one });
    }
    for (const patch of part.incremental ?? []) {
      if (patch.id === undefined) {
        yield { ...patch, path: patch.path ?? [] };
        continue;
      }
      const pending = this.#open.get(patch.id);
      if (!pending) throw new Error(`The id ${patch.id} is not pending.`);
      if (!patch.items) {
        yield { ...patch, path: pending.path };
        continue;
      }
      pending.length ??= (at(root, pending.path) as readonly unknown[]).length;
      const start = pending.length;
      pending.length += patch.items.length;
      yield { ...patch, path: [...pending.path, start] };
    }
    for (const { id } of part.completed ?? [])
      if (!this.#open.delete(id)) throw new Error(`The id ${id} completed, and was not pending.`);
    if (!part.hasNext && this.#open.size > 0)
      throw new Error(`Never completed: ${JSON.stringify([...this.#open.values()])}`);
  }
}

function at(root: { readonly data?: unknown }, path: readonly (string | number)[]): unknown {
  let value: unknown = root.data;
  for (const key of path) value = (value as Record<string | number, unknown>)[key];
  return value;
}

/** The fields of one object may arrive in several parts. */
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
