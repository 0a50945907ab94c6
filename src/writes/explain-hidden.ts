import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import { GatewayError, type Permission } from '../errors.ts';
import { isRecord } from '../loaders/record.ts';

/**
 * Adds to the error of a rejected write (403) the values that the login may not change because Clio hides
 * them from it: the hours of others. Clio's message is the same for a missing permission. Other errors are
 * returned unchanged.
 */
export function explainHidden(
  catalog: Catalog,
  { entity, body: fact }: CatalogOperation,
  body: unknown,
  error: unknown,
): unknown {
  if (!(error instanceof GatewayError) || error.clio?.status !== 403 || !entity) return error;
  const sent = isRecord(body) && isRecord(body.data) ? body.data : {};
  const { fields } = catalog.entity(entity);
  const properties = Object.entries(fact?.properties ?? {}).filter(([key]) => key in sent);
  const hidden = properties.filter(([, { hiddenBy }]) => hiddenBy !== undefined);
  const mark = fields[hidden[0]?.[1].hiddenBy ?? '']?.name;
  if (mark === undefined) return error;
  const names = hidden.map(([key, { name = key }]) => `"${name}"`).join(' and ');
  const message = `The firm hides the hours of this record from this login where "${mark}" is true, and Clio then rejects a change of ${names}. Leave ${names} out, or ask a Clio administrator to show this login the hours. Where "${mark}" is false: ${error.message}`;
  const permissions = error.extensions.permissions as readonly Permission[] | undefined;
  return new GatewayError('FORBIDDEN', message, { clio: error.clio, permissions, cause: error });
}
