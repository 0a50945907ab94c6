import type { Catalog } from '../catalog/catalog.ts';
import { clioId, globalId } from '../catalog/ids.ts';
import { badInput } from '../errors.ts';
import type { SchemaNames } from '../resolvers/schema-names.ts';

/**
 * The global id of the record that a router represents by `{ __typename, id }` or `{ __typename, clioId }`. All
 * types that can be loaded have these two keys. Both accept both forms of an id, like all arguments.
 *
 * @throws GatewayError `BAD_USER_INPUT` if the value does not represent a record of this subgraph.
 */
export function representedId(catalog: Catalog, names: SchemaNames, representation: unknown): string {
  const { __typename: name, ...keys } = (representation ?? {}) as Record<string, unknown>;
  const type = typeof name === 'string' ? names.plainType(name) : '';
  const entity = catalog.mainEntity(type);
  if (entity === undefined || !catalog.load(entity) || names.type(type) !== name)
    throw badInput('A representation needs the "__typename" of a type with a key in this subgraph.');
  const given = [keys.id, keys.clioId].filter((key) => typeof key === 'string' || typeof key === 'number');
  const [id, other = id] = given.map((key) => clioId(catalog, 'representations', String(key), [type]));
  if (id === undefined) throw badInput(`A representation of ${name} needs its "id" or its "clioId".`);
  if (id !== other) throw badInput(`The "id" and the "clioId" of a representation of ${name} differ.`);
  return globalId(type, id);
}
