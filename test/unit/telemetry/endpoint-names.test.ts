import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { createEndpointNames } from '../../../src/telemetry/endpoint-names.ts';

const catalog = loadCatalog();
const nameOf = createEndpointNames(catalog);
const paths = [...new Set(Object.values(catalog.data.operations).map(({ path }) => path))];

describe('the name of an endpoint', () => {
  it.each([
    ['/matters.json', '/matters.json'],
    ['/matters/17.json', '/matters/{id}.json'],
    ['/users/who_am_i.json', '/users/who_am_i.json'],
    ['/matters/17/client.json', '/matters/{matter_id}/client.json'],
    [
      '/documents/3/versions/44/save_as_latest_version.json',
      '/documents/{id}/versions/{document_version_id}/save_as_latest_version.json',
    ],
  ])('of %s is %s', (path, name) => expect(nameOf(path)).toBe(name));

  it('is the path of the catalog for each operation', () => {
    for (const path of paths) {
      const name = nameOf(path.replaceAll(/\{\w+\}/g, '4711'));
      // A path can stand for another that differs only in the name of a parameter.
      expect(name.replaceAll(/\{\w+\}/g, '{}')).toBe(path.replaceAll(/\{\w+\}/g, '{}'));
    }
  });

  it.each(['/secret-of-a-client.json', '/matters/17/secret.json', '', '/', '//', '/matters/17/18/19.json'])(
    'is "other" if the catalog has none: %s',
    (path) => expect(nameOf(path)).toBe('other'),
  );
});
