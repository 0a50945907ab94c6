import type { Permission } from '../errors.ts';
import type { Catalog } from './catalog.ts';

/** What an application must be allowed for a call; undefined where Clio does not say. */
export type PermissionFinder = (method: string, path: string) => readonly Permission[] | undefined;

/** Finds the access permissions that a call needs. Looks through the whole catalog: for calls that were rejected. */
export function createPermissionFinder({ data }: Catalog): PermissionFinder {
  return (method, path) => {
    const found = Object.values(data.operations)
      .filter((operation) => operation.method === method && isAt(operation.path, path))
      // `/users/who_am_i.json` is also a path of `/users/{id}.json`: the one that says more of it is meant.
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
