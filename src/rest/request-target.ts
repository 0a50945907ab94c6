import { badInput, GatewayError } from '../errors.ts';
import { remember } from '../values.ts';
import type { Call } from './types.ts';

/** The allowed paths below the base URL: `/matters/12/client.json`, but no `..`, `//`, query or escapes. */
const safePath = /^(?:\/[\w~-]+(?:\.[\w~-]+)*)+$/;

/**
 * Common servers and load balancers accept 16 KiB for the request line and all headers; this leaves 1 KiB for
 * the headers. Clio documents no limit.
 */
const maxTargetLength = 15 * 1024;

/**
 * The request target of a call: base path, path and percent-encoded query.
 *
 * @throws GatewayError `BAD_USER_INPUT` for a value that is not valid Unicode and for a target that is too
 * long, `INTERNAL_SERVER_ERROR` for a path that would leave the API.
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
    // Checked for each parameter, so that a long list of ids is not encoded to its end.
    if (target.length > maxTargetLength) throw badInput(tooLong(call));
  }
  return target;
}

export function tooLong({ query }: Call): string {
  const lengths = new Map<string, number>();
  for (const [name, value] of query) lengths.set(name, (lengths.get(name) ?? 0) + name.length + value.length);
  let longest = '';
  for (const [name, length] of lengths) if (length > (lengths.get(longest) ?? 0)) longest = name;
  const advice =
    longest === 'fields' || longest === ''
      ? 'Select fewer fields at once.'
      : `Shorten the filter or argument that becomes "${longest.replace('[]', '')}".`;
  return `The request to Clio is too long. ${advice}`;
}

/** Encodes each name once: parameter names come from the catalog. */
const encodeName = remember(1000, encode);

function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // encodeURIComponent rejects half of a surrogate pair, which only a client's string can contain.
    throw badInput('A value is not valid Unicode text: it contains half of a character.');
  }
}

/** Splits a URL for undici's agents. */
export function originAndPath({ origin, pathname, search }: URL): { origin: string; path: string } {
  return { origin, path: pathname + search };
}

/** The target of a redirect if it stays on the origin, otherwise null. */
export function sameOriginTarget(location: string | null, origin: string, target: string): string | null {
  const url = location === null ? null : resolveUrl(location, origin + target);
  return url !== null && url.origin === origin ? url.pathname + url.search : null;
}

/** The absolute URL, or null if `location` is invalid. */
export function resolveUrl(location: string, base: string): URL | null {
  return URL.canParse(location, base) ? new URL(location, base) : null;
}
