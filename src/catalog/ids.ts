import { badInput } from '../errors.ts';
import type { Catalog } from './catalog.ts';

/** `Contact:101`. */
export function globalId(type: string, id: string): string {
  return `${type}:${id}`;
}

const integerId = /^[1-9]\d{0,18}$/;
/** Ids of calendar entry occurrences; wide enough for composites, narrow enough to stand in a path as it is. */
const stringId = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/**
 * Clio's id in an argument that takes records of the given types, in either form: `Contact:101` or `101`.
 *
 * @throws GatewayError `BAD_USER_INPUT` for a malformed id and for one of another type.
 */
export function clioId(catalog: Catalog, argument: string, value: string, types: readonly string[]): string {
  const colon = value.indexOf(':');
  const type = colon > 0 ? value.slice(0, colon) : null;
  if (type !== null && types.includes(type))
    return checkedId(catalog, argument, value.slice(colon + 1), type);
  if (type !== null && catalog.mainEntity(type) !== undefined) {
    const takes =
      types.length > 0
        ? `an id of ${types.join(' or ')}`
        : "Clio's number alone, since this API has no records of what it names";
    throw badInput(`"${argument}" takes ${takes}; this one is of ${type}.`);
  }
  return checkedId(catalog, argument, value, types[0] ?? '');
}

/**
 * The type and Clio's id in a global id.
 *
 * @throws GatewayError `BAD_USER_INPUT` when it is none, or when records of its type cannot be loaded by id.
 */
export function parseGlobalId(
  catalog: Catalog,
  argument: string,
  value: string,
): { type: string; id: string } {
  const colon = value.indexOf(':');
  const type = value.slice(0, Math.max(colon, 0));
  const entity = catalog.mainEntity(type);
  if (colon < 1 || entity === undefined) {
    throw badInput(`"${argument}" takes a global id such as "Contact:101", as the field "id" gives it.`);
  }
  if (!catalog.load(entity)) {
    throw badInput(`A ${type} cannot be loaded by its id: Clio returns it only inside other records.`);
  }
  return { type, id: checkedId(catalog, argument, value.slice(colon + 1), type) };
}

function checkedId(catalog: Catalog, argument: string, id: string, type: string): string {
  const entity = catalog.mainEntity(type);
  const pattern = entity && catalog.entity(entity).id === 'string' ? stringId : integerId;
  if (!pattern.test(id)) {
    throw badInput(
      type === ''
        ? `"${argument}" takes Clio's number, such as "101".`
        : `"${argument}" takes an id such as "${type}:101" or "101".`,
    );
  }
  return id;
}
