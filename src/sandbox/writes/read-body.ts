import type { CatalogOperation } from '../../catalog/catalog.ts';
import { isJsonObject } from '../../values.ts';
import { badParameter } from '../api-error.ts';
import type { Json } from '../render.ts';

/** An object in a body. */
export type Body = Readonly<Record<string, Json>>;

export function isBody(value: Json | undefined): value is Body {
  return isJsonObject(value);
}

/** The objects in a list of a body, each with its path. */
export function* rowsOf(list: Json | undefined, path: string): Generator<readonly [row: Body, path: string]> {
  for (const [index, row] of (Array.isArray(list) ? list : []).entries())
    if (isBody(row)) yield [row, `${path}.${index}`];
}

/**
 * The object inside the envelope `{"data": {…}}`. Operations without a body accept none, or an empty one.
 *
 * @throws ApiError 400
 */
export function readBody(operation: CatalogOperation, text: string): Body {
  if (!operation.body || (operation.method === 'DELETE' && text === '')) {
    if (text !== '' && text !== '{}') throw badParameter(`${operation.id} takes no body`);
    return {};
  }
  let parsed: Json;
  try {
    parsed = JSON.parse(text) as Json;
  } catch {
    throw badParameter('The body is not valid JSON');
  }
  if (!isBody(parsed) || !isBody(parsed.data)) throw badParameter('data is missing or no object');
  const [other] = Object.keys(parsed).filter((key) => key !== 'data');
  if (other !== undefined) throw badParameter(`${other} is not a valid parameter`);
  return parsed.data;
}
