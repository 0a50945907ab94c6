import { badInput } from '../errors.ts';
import type { Catalog } from './catalog.ts';

/** `Contact:101`. */
export function globalId(type: string, id: string): string {
  return `${type}:${id}`;
}

const integerId = /^[1-9]\d{0,18}$/;
/** An id of a calendar entry's occurrence, which may be composite. It needs no escaping in a path. */
const stringId = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/**
 * Reads Clio's id from either form of an id: `Contact:101` or `101`.
 *
 * @param types Types of records that the argument accepts.
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
        : "only Clio's number, because this API has no such records";
    throw badInput(`"${argument}" takes ${takes}; this one is of ${type}.`);
  }
  return checkedId(catalog, argument, value, types[0] ?? '');
}

/**
 * The type and Clio's id in a global id.
 *
 * @throws GatewayError `BAD_USER_INPUT` if it is not a global id, or if records of its type cannot be loaded by id.
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
    throw badInput(`"${argument}" takes a global id such as "Contact:101", which the field "id" returns.`);
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
