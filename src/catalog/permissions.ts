import type { Permission } from '../errors.ts';
import type { Catalog } from './catalog.ts';

/** Finds the access permissions that an application needs for a call; undefined if Clio does not document them. */
export type PermissionFinder = (method: string, path: string) => readonly Permission[] | undefined;

/** The finder searches the whole catalog, so it is only for rejected calls. */
export function createPermissionFinder({ data }: Catalog): PermissionFinder {
  return (method, path) => {
    const found = Object.values(data.operations)
      .filter((operation) => operation.method === method && isAt(operation.path, path))
      // `/users/who_am_i.json` matches `/users/{id}.json`, too. The path with fewer parameters is the right one.
      .sort((a, b) => a.pathParameters.length - b.pathParameters.length)[0];
    const access = method === 'GET' ? 'read' : 'write';
    return found?.permissions?.map((name) => ({ name, access }));
  };
}

function isAt(template: string, path: string): boolean {
  const [own, given] = [partsOf(template), partsOf(path)];
  return own.length === given.length && own.every((part, at) => part.startsWith('{') || part === given[at]);
}

function partsOf(path: string): readonly string[] {
  return path.replace(/\.json$/, '').split('/');
}
