import type { Catalog } from '../catalog/catalog.ts';
import { clioId, parseGlobalId } from '../catalog/ids.ts';
import { asError } from '../values.ts';
import type { Args } from './argument-values.ts';
import { bindParameters, type Parameter } from './bind-arguments.ts';
import type { ByIdSelection, RecordSelection } from './selection.ts';

export interface BoundRecord {
  readonly path: string;
  readonly query: readonly Parameter[];
}

/**
 * Binds the path and query of a field with one call.
 *
 * @param parent Clio's id of the record that has the field; null if there is none or it is unknown.
 * @throws GatewayError `BAD_USER_INPUT`
 */
export function bindRecord(
  catalog: Catalog,
  { endpoint: { operation, parent: bound } }: RecordSelection,
  args: Args,
  parent: string | null,
): BoundRecord {
  let { path } = operation;
  const types = operation.entity ? [catalog.entity(operation.entity).type] : [];
  for (const name of operation.pathParameters) {
    const id = name === bound ? parent : clioId(catalog, name, String(args[name]), types);
    if (id !== null) path = path.replace(`{${name}}`, encodeURIComponent(id));
  }
  return { path, query: bindParameters(catalog, operation, args) };
}

/** A record that an argument names. */
export interface NamedRecord {
  readonly type: string;
  /** Clio's id. */
  readonly id: string;
}

/**
 * The records that a field's arguments name, in their order. One invalid id of several is an error at its own
 * position.
 *
 * @throws GatewayError `BAD_USER_INPUT` if the only id is invalid.
 */
export function namedRecords(
  catalog: Catalog,
  { endpoint: { type, many } }: ByIdSelection,
  args: Args,
): readonly (NamedRecord | Error)[] {
  if (type !== null) return [{ type, id: clioId(catalog, 'id', String(args.id), [type]) }];
  if (!many) return [parseGlobalId(catalog, 'id', String(args.id))];
  return (args.ids as readonly string[]).map((value) => {
    try {
      return parseGlobalId(catalog, 'ids', value);
    } catch (error) {
      return asError(error);
    }
  });
}
