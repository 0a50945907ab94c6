import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { createPermissionFinder } from '../../../src/catalog/permissions.ts';
import { readDescriptions } from '../../../src/importer/descriptions.ts';

const catalog = loadCatalog();
const permissionsOf = createPermissionFinder(catalog);

describe('the permissions of a call', () => {
  it.each([
    ['GET', '/bills.json', [{ name: 'Billing', access: 'read' }]],
    ['GET', '/bills/17.json', [{ name: 'Billing', access: 'read' }]],
    ['PATCH', '/bills/17.json', [{ name: 'Billing', access: 'write' }]],
    ['DELETE', '/matters/17.json', [{ name: 'Matters', access: 'write' }]],
    ['GET', '/users/who_am_i.json', [{ name: 'Users', access: 'read' }]],
    [
      'GET',
      '/matters/17/client.json',
      [
        { name: 'Matters', access: 'read' },
        { name: 'Contacts', access: 'read' },
      ],
    ],
    // Undocumented, so the catalog has none.
    ['GET', '/calendars.json', undefined],
    ['GET', '/nowhere.json', undefined],
  ] as const)('are right: %s %s', (method, path, permissions) => {
    expect(permissionsOf(method, path)).toEqual(permissions);
  });
});

/** The permissions in a description: `Needs the Matters and Contacts permissions.` */
function documented(text: string): string[] | undefined {
  const names = /Needs the (.+?) permissions?(?: and that of its model)?[.;]/.exec(text)?.[1];
  return names?.split(/, | and /).sort();
}

describe("the permissions in the schema's descriptions", () => {
  const { types } = readDescriptions(new URL('../../../schema/descriptions/', import.meta.url));
  const described = Object.entries(types).flatMap(([type, text]) => {
    const names = documented(text);
    return names ? [[type, names] as const] : [];
  });

  it('are stated for many types', () => {
    expect(described.length).toBeGreaterThan(15);
  });

  it.each(described)('are those of the catalog: %s', (type, names) => {
    const entity = catalog.mainEntity(type) ?? '';
    const own = Object.entries(catalog.data.operations).filter(([id]) => id.startsWith(`${entity}#`));
    expect(own.length).toBeGreaterThan(0);
    for (const [, { permissions }] of own) {
      expect([...(permissions ?? [])].sort().map((name) => name.toLowerCase())).toEqual(
        names.map((name) => name.toLowerCase()),
      );
    }
  });
});
