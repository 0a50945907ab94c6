import type { CatalogOperation } from '../catalog/catalog.ts';
import type { CatalogData } from '../catalog/types.ts';

export interface Route {
  /** Operations of the path by method. */
  readonly operations: ReadonlyMap<string, CatalogOperation>;
  /** Placeholder → value. */
  readonly path: Readonly<Record<string, string>>;
}

interface Node {
  readonly words: Map<string, Node>;
  any?: Node;
  end?: { operations: Map<string, CatalogOperation>; names: readonly string[] };
}

/** Finds the operations of a path below the base URL; `.json` at its end is optional. */
export function createRouter(data: CatalogData): (path: string) => Route | undefined {
  const root: Node = { words: new Map() };
  for (const [id, fact] of Object.entries(data.operations)) {
    let node = root;
    for (const segment of segments(fact.path)) {
      const next: Node = segment.startsWith('{')
        ? (node.any ?? { words: new Map() })
        : (node.words.get(segment) ?? { words: new Map() });
      if (segment.startsWith('{')) node.any = next;
      else node.words.set(segment, next);
      node = next;
    }
    node.end ??= { operations: new Map(), names: fact.pathParameters };
    node.end.operations.set(fact.method, { id, ...fact });
  }
  return (path) => {
    const values: string[] = [];
    let node: Node | undefined = root;
    for (const segment of segments(path)) {
      const word: Node | undefined = node.words.get(segment);
      if (!word && node.any) values.push(segment);
      node = word ?? node.any;
      if (!node) return undefined;
    }
    if (!node.end) return undefined;
    const names = node.end.names;
    return {
      operations: node.end.operations,
      path: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])),
    };
  };
}

function segments(path: string): string[] {
  return path
    .replace(/\.json$/, '')
    .split('/')
    .filter(Boolean);
}
