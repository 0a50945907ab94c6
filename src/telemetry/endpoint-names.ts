import type { Catalog } from '../catalog/catalog.ts';

/**
 * Returns the function that names endpoints for metrics and traces. A name is a path of the catalog, with `{id}` in
 * place of a number, so that the number of names is limited and none contains an id. Other paths are named `other`.
 */
export function createEndpointNames(catalog: Catalog): (path: string) => string {
  const names = new Map<string, string>();
  for (const { path } of Object.values(catalog.data.operations)) {
    const shape = path.replaceAll(/\{\w+\}/g, '{}');
    // Paths that differ only in the name of a parameter have one name.
    if (!names.has(shape)) names.set(shape, path);
  }
  // All ids have digits, and no other part of Clio's paths has.
  return (path) => names.get(path.replaceAll(/\w*\d\w*/g, '{}')) ?? 'other';
}
