import { isJsonObject } from '../values.ts';
import { cursorsKey, idKey } from './instrument-document.ts';

/** A list that was cut, and how to continue. */
export interface Cut {
  /** Path of the list in `data`, such as `matters.nodes` or `matter.notes.nodes`. */
  readonly path: string;
  readonly kept: number;
  readonly total: number;
  /** Pass it as `after` of the list's field to continue; null if the list has no cursors. */
  readonly after: string | null;
}

/** A response within the limit, with the cuts. */
export interface FittedResponse {
  readonly data: unknown;
  readonly cuts: readonly Cut[];
  /** False if a single record is larger than the limit. */
  readonly fits: boolean;
  /** Global ids of the records in the response, each once. */
  readonly ids: readonly string[];
}

interface List {
  readonly path: string;
  readonly items: readonly unknown[];
  readonly owner: Record<string, unknown>;
  readonly key: string;
  readonly sizes: readonly number[];
}

/**
 * Removes from a response what the instrumented document added, and cuts its longest lists, each after a
 * whole record, until its JSON has at most `maxBytes`. Changes `data` in place.
 */
export function fitResponse(data: unknown, maxBytes: number): FittedResponse {
  const cursors = new Map<object, readonly string[]>();
  const seen = new Set<string>();
  takeAdditions(data, cursors, seen);
  const ids = [...seen];
  const cuts: Cut[] = [];
  let bytes = sizeOf(data);
  while (bytes > maxBytes) {
    const list = longestList(data);
    if (!list) return { data, cuts, ids, fits: false };
    const spare = bytes - maxBytes;
    let kept = list.items.length;
    let saved = 0;
    while (kept > 1 && saved < spare) {
      kept -= 1;
      saved += (list.sizes[kept] ?? 0) + 1;
    }
    list.owner[list.key] = list.items.slice(0, kept);
    cuts.push({
      path: list.path,
      kept,
      total: list.items.length,
      after: cursors.get(list.owner)?.[kept - 1] ?? null,
    });
    bytes = sizeOf(data);
  }
  return { data, cuts, ids, fits: true };
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

function takeAdditions(value: unknown, cursors: Map<object, readonly string[]>, ids: Set<string>): void {
  if (Array.isArray(value)) for (const one of value) takeAdditions(one, cursors, ids);
  else if (isJsonObject(value)) {
    const { [cursorsKey]: edges, [idKey]: id } = value;
    if (Array.isArray(edges))
      cursors.set(
        value,
        edges.map((edge: { cursor: string }) => edge.cursor),
      );
    if (typeof id === 'string') ids.add(id);
    delete value[cursorsKey];
    delete value[idKey];
    for (const inner of Object.values(value)) takeAdditions(inner, cursors, ids);
  }
}

/** The list with the most bytes after its first record; the outermost of nested lists. */
function longestList(data: unknown): List | null {
  let longest: List | null = null;
  let most = 0;
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const [index, one] of value.entries()) visit(one, `${path}.${index}`);
    if (!isJsonObject(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      const at = path === '' ? key : `${path}.${key}`;
      if (Array.isArray(inner) && inner.length > 1) {
        const sizes = inner.map(sizeOf);
        const spare = sizes.slice(1).reduce((sum, size) => sum + size, 0);
        if (spare > most) {
          most = spare;
          longest = { path: at, items: inner, owner: value, key, sizes };
        }
      }
      visit(inner, at);
    }
  };
  visit(data, '');
  return longest;
}
