import type { Catalog } from '../catalog/catalog.ts';

interface Step {
  readonly fixed: Map<string, Step>;
  parameter: Step | null;
  /** The path as the catalog has it, where one ends here. */
  path: string | null;
}

const createStep = (): Step => ({ fixed: new Map(), parameter: null, path: null });

/**
 * Names endpoints for metrics and traces: the catalog's path, with `{id}` where the call has a number. So the names are
 * as many as Clio's paths, and none names a record.
 *
 * @returns `other` for a path that the catalog does not have.
 */
export function createEndpointNames(catalog: Catalog): (path: string) => string {
  const root = createStep();
  for (const { path } of Object.values(catalog.data.operations)) {
    let step = root;
    for (const part of partsOf(path)) {
      let next = part === '{}' ? step.parameter : step.fixed.get(part);
      if (!next) {
        next = createStep();
        if (part === '{}') step.parameter = next;
        else step.fixed.set(part, next);
      }
      step = next;
    }
    step.path ??= path;
  }
  const find = (step: Step, parts: readonly string[], at: number): string | null => {
    const part = parts[at];
    if (part === undefined) return step.path;
    const fixed = step.fixed.get(part);
    const found = fixed ? find(fixed, parts, at + 1) : null;
    return found ?? (step.parameter && find(step.parameter, parts, at + 1));
  };
  return (path) => find(root, partsOf(path), 0) ?? 'other';
}

function partsOf(path: string): readonly string[] {
  const parts = path
    .replace(/\.json$/, '')
    .split('/')
    .slice(1);
  return parts.map((part) => (part.startsWith('{') ? '{}' : part));
}
