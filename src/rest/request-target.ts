import { GatewayError } from '../errors.ts';
import type { Call } from './types.ts';

/** What a path below the base URL may hold: `/matters/12/client.json`, but no `..`, `//`, query or escapes. */
const safePath = /^(?:\/[\w~-]+(?:\.[\w~-]+)*)+$/;

/** Parameter names come from the catalog, so each is encoded once. */
const encodedNames = new Map<string, string>();
const maxEncodedNames = 1000;

/**
 * The request target of a call: base path, path and percent-encoded query.
 *
 * @throws GatewayError `BAD_USER_INPUT` for a value that is not valid Unicode, `INTERNAL_SERVER_ERROR` for a
 * path that would leave the API.
 */
export function requestTarget(basePath: string, call: Call): string {
  if (!safePath.test(call.path)) {
    throw new GatewayError(
      'INTERNAL_SERVER_ERROR',
      'The gateway built a path that is not one of the Clio API (rest/request-target). Please report this.',
    );
  }
  let target = basePath + call.path;
  let separator = '?';
  for (const [name, value] of call.query) {
    target += `${separator}${encodeName(name)}=${encode(value)}`;
    separator = '&';
  }
  return target;
}

function encodeName(name: string): string {
  const known = encodedNames.get(name);
  if (known !== undefined) return known;
  const encoded = encode(name);
  if (encodedNames.size < maxEncodedNames) encodedNames.set(name, encoded);
  return encoded;
}

function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // encodeURIComponent refuses half of a surrogate pair, which only a client's string can hold.
    throw new GatewayError(
      'BAD_USER_INPUT',
      'A value is not valid Unicode text (it holds half a character).',
    );
  }
}

/** Target of a redirect when it stays on the origin, else null. */
export function sameOriginTarget(location: string | null, origin: string, target: string): string | null {
  const url = location === null ? null : resolveUrl(location, origin + target);
  return url !== null && url.origin === origin ? url.pathname + url.search : null;
}

/** An absolute URL, or null when `location` is none. */
export function resolveUrl(location: string, base: string): URL | null {
  try {
    return new URL(location, base);
  } catch {
    return null;
  }
}
