import type { Catalog } from '../catalog/catalog.ts';

/**
 * Names endpoints for metrics and traces: the catalog's path, with `{id}` where the call has a number. So the names are
 * as many as Clio's paths, and none names a record.
 *
 * @returns `other` for a path that the catalog does not have.
 */
export function createEndpointNames(catalog: Catalog): (path: string) => string {
  const names = new Map<string, string>();
  for (const { path } of Object.values(catalog.data.operations)) {
    const shape = path.replaceAll(/\{\w+\}/g, '{}');
    // One path of a parameter can stand for another that differs in the parameter's name only.
    if (!names.has(shape)) names.set(shape, path);
  }
  // Ids have digits, and the names in Clio's paths have none.
  return (path) => names.get(path.replaceAll(/\w*\d\w*/g, '{}')) ?? 'other';
}
